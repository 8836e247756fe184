import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import test from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { fixedClock } from '#base/clock.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { CertificateFault } from '#keys/certificate.ts'
import { signJws, verifyJws } from '#keys/jws.ts'
import type { OperatorKeys } from '#keys/keys.ts'
import { openSigningKeys, type SigningDeps } from '#keys/signing.ts'
import { migrations, readFetches } from '#keys/store.ts'
import { testCertificate } from '#keys/test-certificate.ts'
import { usualTimes } from '#keys/timeline.ts'
import { vaultInMemory } from '#keys/vault.ts'

const start = Date.UTC(2026, 10, 1)
const day = 24 * 3_600_000
const ca = generateKeyPairSync('rsa', { modulusLength: 2048 })

async function world(t: { after(done: () => Promise<void>): void }) {
  const database = openSqlite(':memory:')
  t.after(() => database.close())
  await migrate(database, migrations)
  const deps = { database, clock: fixedClock(start), vault: vaultInMemory(), rsaBits: 2048 } as const
  const process = (over: Partial<SigningDeps> = {}): Promise<OperatorKeys> => openSigningKeys({ ...deps, ...over })
  return { ...deps, process }
}

const certificateFor = (keys: OperatorKeys, kid: string, until = start + 365 * day): string => {
  const key = keys.verifier(kid)?.publicKey
  assert.ok(key !== undefined)
  return testCertificate({ name: 'login.example.no', key, issuer: 'Root', issuerKey: ca.privateKey, until })
}
const jwkOf = (keys: OperatorKeys, kid: string) => keys.published().keys.find((jwk) => jwk['kid'] === kid)

test('a certificate stands in the JWKS beside its key and no other, and in tokens where it was asked for', async (t) => {
  const { process } = await world(t)
  const first = await process()
  const { kid } = first.signer('RS256')
  assert.equal(jwkOf(first, kid)?.['x5c'], undefined)
  const certificates = certificateFor(first, kid)
  const keys = await process({ certificates })
  const [x5c] = jwkOf(keys, kid)?.['x5c'] ?? []
  assert.ok(
    new X509Certificate(Buffer.from(String(x5c), 'base64')).publicKey.equals(keys.verifier(kid)?.publicKey as never),
  )
  assert.equal(keys.published().keys.filter((jwk) => 'x5c' in jwk).length, 1)
  const plain = signJws(keys.signer('RS256'), {})
  assert.deepEqual(Object.keys(decodeProtectedHeader(plain)), ['alg', 'typ', 'kid'])
  const loud = await process({ certificates, certificatesInTokens: true })
  const token = signJws(loud.signer('RS256'), { a: 1 })
  assert.deepEqual(decodeProtectedHeader(token).x5c, [x5c])
  assert.equal(decodeProtectedHeader(signJws(loud.signer('ES256'), {})).x5c, undefined)
  const key = loud.verifier(kid)
  assert.deepEqual(verifyJws(token, () => key && { key: key.publicKey, algorithm: key.algorithm })?.payload, { a: 1 })
})

test('a certificate that fits none of our keys stops the start; one of a key that is gone does not', async (t) => {
  const { process, clock } = await world(t)
  const first = await process()
  const old = first.signer('RS256').kid
  const certificates = certificateFor(first, old)
  const other = testCertificate({ name: 'x', key: ca.publicKey, issuer: 'x', issuerKey: ca.privateKey, until: start })
  await assert.rejects(process({ certificates: other }), CertificateFault)
  await first.rotate('RS256', 0)
  clock.advance(3 * day)
  await first.refresh()
  assert.equal(first.verifier(old), undefined)
  const keys = await process({ certificates })
  assert.match(keys.warnings().join(), /the RS256 key [\w-]{43} has no certificate/)
})

test('warned of: a certificate that ends within a month, one that ended, a coming key without one', async (t) => {
  const { process, clock } = await world(t)
  const first = await process()
  assert.deepEqual(first.warnings(), [])
  const { kid } = first.signer('RS256')
  const keys = await process({ certificates: certificateFor(first, kid, start + 40 * day) })
  assert.deepEqual(keys.warnings(), [])
  clock.advance(10 * day)
  assert.deepEqual(keys.warnings(), [`the certificate of the RS256 key ${kid} ends on 2026-12-11`])
  clock.advance(30 * day)
  assert.deepEqual(keys.warnings(), [`the certificate of the RS256 key ${kid} ended on 2026-12-11`])
  const next = await keys.rotate('RS256')
  assert.deepEqual(keys.warnings().at(-1), `the RS256 key ${next.kid} has no certificate`)
  assert.equal(keys.newest('RS256').kid, next.kid)
  assert.equal(keys.signer('RS256').kid, kid)
})

test('how long a key is announced, kept and used is the operator’s', async (t) => {
  const { process, clock } = await world(t)
  const keys = await process({ times: { announced: 10 * day, kept: 5 * day, rotation: 20 * day } })
  const first = keys.signer('EdDSA').kid
  clock.advance(10 * day)
  await keys.refresh()
  assert.equal(keys.published().keys.filter((jwk) => jwk['alg'] === 'EdDSA').length, 2)
  assert.equal((await keys.rotate('EdDSA')).signsFrom, clock.now() + 10 * day)
  clock.advance(10 * day)
  assert.notEqual(keys.signer('EdDSA').kid, first)
  await keys.refresh()
  clock.advance(5 * day - 1)
  assert.ok(keys.verifier(first))
  clock.advance(1)
  assert.equal(keys.verifier(first), undefined)
  assert.ok(usualTimes.kept < 5 * day)
})

test('who fetched the JWKS is remembered once it is written, the latest of all processes', async (t) => {
  const { process, clock, database } = await world(t)
  const [one, two] = [await process(), await process()]
  one.fetched('tax')
  clock.advance(1000)
  two.fetched('tax')
  clock.advance(1000)
  two.fetched(undefined)
  assert.deepEqual(await readFetches(database), [])
  await two.refresh()
  await one.refresh()
  await one.refresh()
  assert.deepEqual(
    (await readFetches(database)).map(({ who, last }) => [who, last - start]),
    [
      ['', 2000],
      ['tax', 1000],
    ],
  )
})
