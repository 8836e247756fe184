/** A check from one end to the other: the certificate itself, a path to somebody trusted, its policy, its standing. */
import { X509Certificate } from 'node:crypto'
import { type Certificate, readCertificate } from '#x509/certificate.ts'
import type { Checked, Checker, CheckerDeps, Refused, Wanted, Why } from '#x509/checker.ts'
import { leafFault } from '#x509/leaf.ts'
import { type Lists, openLists } from '#x509/lists.ts'
import { numberOf } from '#x509/number.ts'
import { type Ocsp, openOcsp } from '#x509/ocsp.ts'
import type { TrustAnchor } from '#x509/path.ts'
import { mostSent, readOne, readSent } from '#x509/sent.ts'
import { allowedToday } from '#x509/signature.ts'
import type { Sources } from '#x509/sources.ts'
import { type Ground, standingByLists } from '#x509/standing.ts'
import { policiesFor, type TrustEntry, type TrustList, type TrustPolicy } from '#x509/trust.ts'
import { type AskStanding, nearest, type Standing, type Subject, validate, type Verdict } from '#x509/validate.ts'

/** An entry of the trust list, read. */
interface Trusted {
  readonly entry: TrustEntry
  readonly anchors: readonly (TrustAnchor & { readonly certificate: Certificate })[]
  readonly intermediates: readonly Certificate[]
  /** The same, as OpenSSL reads them. */
  readonly known: readonly X509Certificate[]
}

export function openCheck(deps: CheckerDeps, sources: Sources): Checker['check'] {
  const lists = openLists({ clock: deps.clock, sources })
  const around = { clock: deps.clock, lists, ocsp: openOcsp({ clock: deps.clock, sources, lists }) }
  const trusted = reader(deps.trust)
  return async (chain, wanted) => {
    const [first, ...others] = chain.slice(0, mostSent)
    const certificate = first && readOne(first)
    if (certificate === undefined) return refused('malformed')
    const fault = leafFault(certificate)
    if (fault !== undefined) return refused(fault)
    let worst = refused('no-path')
    for (const one of trusted()) {
      const sent = readSent(one.known, others)
      const checked = await checkBy(one, certificate, sent, wanted, around)
      if (checked.ok) return checked
      worst = nearest(worst, checked)
    }
    return worst
  }
}

const refused = (why: Why, tried: readonly string[] = []): Refused => ({ ok: false, why, tried })

/** Read again when the operator's list is another. */
function reader(trust: () => TrustList): () => readonly Trusted[] {
  let known: TrustList | undefined
  let read: readonly Trusted[] = []
  return () => {
    const list = trust()
    if (list !== known) read = list.entries.map(trustedOf)
    known = list
    return read
  }
}

const trustedOf = (entry: TrustEntry): Trusted => ({
  entry,
  anchors: entry.anchors.map(readCertificate).map((certificate) => ({
    certificate,
    name: certificate.subject,
    key: certificate.publicKey,
    constraints: certificate.constraints,
    pathLength: certificate.basic?.pathLength,
  })),
  intermediates: entry.intermediates.map(readCertificate),
  known: [...entry.anchors, ...entry.intermediates].map((der) => new X509Certificate(der)),
})

interface Around {
  readonly clock: CheckerDeps['clock']
  readonly lists: Lists
  readonly ocsp: Ocsp
}

async function checkBy(
  { entry, anchors, intermediates }: Trusted,
  certificate: Certificate,
  sent: readonly Certificate[],
  wanted: Wanted,
  around: Around,
): Promise<Checked> {
  const now = around.clock.now()
  const living = anchors.filter((one) => one.certificate.notBefore <= now && now <= one.certificate.notAfter)
  const certificates = [...intermediates, ...sent]
  const listed = policiesFor(entry, wanted.use, certificate.policies ?? [])
  const ground = { entry, anchors: living, certificates }
  const standing: AskStanding = (subject) => {
    const number = subject.certificate === certificate && wanted.number === true && entry.number?.from === 'ocsp'
    return standingOf(subject, ground, around, number)
  }
  const verdict = await validate({
    certificate,
    others: certificates,
    anchors: living,
    inputs: { now, allowed: allowedToday, policies: policyInputs(listed.map(([oid]) => oid)) },
    standing,
  })
  if (!verdict.ok) return refusedBy(verdict, listed.length > 0, living.length === 0)
  const borne = listed.filter(([oid]) => verdict.policies.has(oid))
  return {
    ok: true,
    certificate,
    path: verdict.path,
    issuer: entry,
    policies: new Set(borne.map(([oid]) => oid)),
    level: lowest(borne.map(([, policy]) => policy)),
    by: verdict.standing.by,
    tried: verdict.standing.tried,
    number: wanted.number === true ? numberOf(certificate, entry, verdict.standing) : { kind: 'not-asked' },
  }
}

/** The responder first; its lists where it cannot tell. */
async function standingOf(subject: Subject, ground: Ground, around: Around, number: boolean): Promise<Standing> {
  const told = await around.ocsp.standing(subject, ground, number)
  if (told.status !== 'unknown') return told
  const listed = await standingByLists(subject, ground, around)
  return { ...listed, tried: [...told.tried, ...listed.tried] }
}

/** RFC 5280 §6.1.1 (c), (e): one of the operator's policies must hold all the way down. */
const policyInputs = (listed: readonly string[]) => ({
  initial: new Set(listed),
  requireExplicit: true,
  inhibitMapping: true,
  inhibitAny: false,
})

function refusedBy({ why, tried }: Verdict & { ok: false }, listed: boolean, ended: boolean): Refused {
  if (why === 'policy-required' && !listed) return refused('policy-not-listed')
  return refused(why === 'no-path' && ended ? 'anchor-ended' : why, tried)
}

const lowest = (policies: readonly TrustPolicy[]): TrustPolicy['level'] =>
  policies.some(({ level }) => level === 'substantial') ? 'substantial' : 'high'
