/** The check behind `clients.ts`: the certificate itself, a path to one of the issuers, and its standing where that is asked. */
import { X509Certificate } from 'node:crypto'
import { type Certificate, readCertificate } from '#x509/certificate.ts'
import type { Why } from '#x509/checker.ts'
import type { ClientCheckDeps, ClientIssuers, ClientVerdict } from '#x509/clients.ts'
import { leafFault } from '#x509/leaf.ts'
import { openLists } from '#x509/lists.ts'
import { openOcsp } from '#x509/ocsp.ts'
import type { TrustAnchor } from '#x509/path.ts'
import { anyPolicyWillDo } from '#x509/policies.ts'
import { mostSent, readOne, readSent } from '#x509/sent.ts'
import { allowedToday } from '#x509/signature.ts'
import type { Sources } from '#x509/sources.ts'
import { type Ground, standingByLists } from '#x509/standing.ts'
import type { TrustEntry } from '#x509/trust.ts'
import { type AskStanding, type Standing, type Subject, validate } from '#x509/validate.ts'

export function openCheck(
  deps: ClientCheckDeps,
  sources: Sources,
): (chain: readonly Uint8Array[]) => Promise<ClientVerdict> {
  const { clock, issuers } = deps
  const named = issuers.certificates.map(readCertificate).filter(mayIssue)
  const issuing = named.map(({ der }) => new X509Certificate(der))
  const standingOn = standings(deps, sources)
  return async (chain) => {
    const [first, ...others] = chain.slice(0, mostSent)
    const certificate = first && readOne(first)
    if (certificate === undefined) return refused('malformed')
    const fault = ownFault(certificate)
    if (fault !== undefined) return refused(fault)
    const now = clock.now()
    const anchors = named.filter((one) => one.notBefore <= now && now <= one.notAfter).map(anchorOf)
    const known = readSent(issuing, others)
    const ground: Ground = { entry: entryOf(issuers), anchors, certificates: known }
    const inputs = { now, allowed: allowedToday, policies: anyPolicyWillDo }
    const standing: AskStanding = (subject) => standingOn(subject, ground)
    const verdict = await validate({ certificate, others: known, anchors, inputs, standing })
    if (verdict.ok) return { ok: true, tried: verdict.standing.tried }
    const ended = verdict.why === 'no-path' && anchors.length < named.length
    return refused(ended ? 'anchor-ended' : verdict.why, verdict.tried)
  }
}

const refused = (why: Why, tried: readonly string[] = []): ClientVerdict => ({ ok: false, why, tried })

/** Whoever is named and may not issue certificates has issued none. */
const mayIssue = ({ basic, keyUse }: Certificate): boolean => basic?.ca === true && (keyUse?.has('keyCertSign') ?? true)

const anyUse = new Set(['digitalSignature'] as const)
/** An issuer of one's own may leave out what the key is for: then it is for everything (RFC 5280 §4.2.1.3). */
const ownFault = (certificate: Certificate): Why | undefined =>
  leafFault({ ...certificate, keyUse: certificate.keyUse ?? anyUse })

const anchorOf = ({ subject, publicKey, constraints, basic }: Certificate): TrustAnchor => ({
  name: subject,
  key: publicKey,
  constraints,
  pathLength: basic?.pathLength,
})

const entryOf = ({ certificates, ocsp, crl }: ClientIssuers): TrustEntry => ({
  id: 'clients',
  anchors: certificates,
  intermediates: [],
  policies: [],
  ocsp,
  crl,
  nonce: 'optional',
  certIdHash: 'sha1',
  keptSeconds: 300,
  number: undefined,
})

/** The responder first; its lists where it cannot tell. Where the operator named neither, nobody is asked. */
function standings(
  { clock, issuers }: ClientCheckDeps,
  sources: Sources,
): (subject: Subject, ground: Ground) => Promise<Standing> {
  const unasked: Standing = { status: 'good', by: 'crl', tried: [] }
  if (issuers.ocsp.length + issuers.crl.length === 0) return () => Promise.resolve(unasked)
  const lists = openLists({ clock, sources })
  const ocsp = openOcsp({ clock, sources, lists })
  return async (subject, ground) => {
    const told = await ocsp.standing(subject, ground, false)
    if (told.status !== 'unknown') return told
    const listed = await standingByLists(subject, ground, { clock, lists })
    return { ...listed, tried: [...told.tried, ...listed.tried] }
  }
}
