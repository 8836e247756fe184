/** NIST's path validation cases, all of them, through the function that logins call. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { readCertificate } from '#x509/certificate.ts'
import { readRevocationList } from '#x509/crl.ts'
import { anyPolicyWillDo } from '#x509/policies.ts'
import { standingIn } from '#x509/standing.ts'
import { allowedToday, type SignatureAlgorithm } from '#x509/signature.ts'
import { validate } from '#x509/validate.ts'

const folder = new URL('../../test/vectors/pkits/', import.meta.url)
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)))
const certificate = (name: string) => readCertificate(file(`certs/${name}`))
const list = (name: string) => readRevocationList(file(`crls/${name}`))

interface Case {
  readonly case: string
  readonly name: string
  readonly leaf: string
  readonly intermediates: readonly string[]
  readonly crls: readonly string[]
  readonly valid: boolean
}
const { cases } = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as { cases: readonly Case[] }

const root = certificate('TrustAnchorRootCertificate.crt')
/** Two of the cases are about DSA with SHA-1: they allow it, production does not. */
const withDsa = {
  ...allowedToday,
  algorithms: new Set<SignatureAlgorithm>([...allowedToday.algorithms, 'DSA-SHA1', 'DSA-SHA256']),
}

for (const one of cases) {
  test(`PKITS ${one.case} ${one.name}: ${one.valid ? 'valid' : 'not valid'}`, async () => {
    const anchors = [{ name: root.subject, key: root.publicKey }]
    const others = one.intermediates.map(certificate)
    const inputs = { now: Date.UTC(2026, 10, 22), allowed: withDsa, policies: anyPolicyWillDo }
    const around = { lists: one.crls.map(list), certificates: others, anchors, inputs }
    const verdict = await validate({
      certificate: certificate(one.leaf),
      others,
      anchors,
      inputs,
      standing: (subject) => Promise.resolve(standingIn(around, subject)),
    })
    assert.equal(verdict.ok, one.valid, JSON.stringify(verdict.ok || verdict.why))
  })
}
