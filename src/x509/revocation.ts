/** Whether a certificate has been revoked, by lists (RFC 5280 §6.3). What no list can tell is not known, and what is not known is not good. */
import { pathsTo } from '#x509/build.ts'
import type { Certificate } from '#x509/certificate.ts'
import { entryFor, type RevocationList } from '#x509/crl.ts'
import type { GeneralName } from '#x509/general-name.ts'
import { type Name, sameName } from '#x509/name.ts'
import { type PathInputs, type TrustAnchor, validatePath } from '#x509/path.ts'
import type { DistributionPoint, Reason } from '#x509/points.ts'
import { anyPolicyWillDo } from '#x509/policies.ts'
import { holds, type WorkingKey } from '#x509/signature.ts'

export type Status = 'good' | 'revoked' | 'unknown'

export interface Surroundings {
  readonly lists: readonly RevocationList[]
  /** CAs and signers of lists, as far as they are at hand. */
  readonly certificates: readonly Certificate[]
  readonly anchors: readonly TrustAnchor[]
  readonly inputs: PathInputs
}

/** Reasons that concern certificates of keys; the eighth is for attribute certificates. */
const needed: readonly Reason[] = [1, 2, 3, 4, 5, 6, 7]

/** `asking`: certificates whose status is being asked for already, so that two lists cannot vouch for each other. */
export function statusOf(certificate: Certificate, around: Surroundings, asking: readonly Certificate[] = []): Status {
  const covered = new Set<Reason>()
  for (const point of pointsOf(certificate)) {
    for (const list of around.lists) {
      if (!isFor(list, point, certificate) || !isCurrent(list, around.inputs.now)) continue
      const reasons = reasonsOf(list, point).filter((reason) => !covered.has(reason))
      const key = reasons.length === 0 ? undefined : signerOf(list, around, [...asking, certificate])
      if (key === undefined) continue
      const entry = entryIn(list, certificate, around, key)
      if (entry === 'revoked') return 'revoked'
      // §5.3: what is not listed is not known to be good where something in the list was not understood.
      if (list.notUnderstood) continue
      for (const reason of reasons) covered.add(reason)
    }
  }
  return needed.every((reason) => covered.has(reason)) ? 'good' : 'unknown'
}

/** §6.3.3: what the certificate names, then the list that its issuer would publish under its own name. */
const pointsOf = (c: Certificate): readonly DistributionPoint[] => [
  ...(c.distributionPoints ?? []),
  { names: [{ kind: 'directory', value: c.issuer }], reasons: undefined, crlIssuer: [] },
]

/** (b): the list's issuer and scope are the certificate's. */
function isFor({ issuer, scope, base }: RevocationList, point: DistributionPoint, c: Certificate): boolean {
  if (base !== undefined) return false
  // (b)(1)
  const isIssuer =
    point.crlIssuer.length > 0
      ? point.crlIssuer.some((name) => sameName(name, issuer)) && scope?.indirect === true
      : sameName(issuer, c.issuer)
  if (!isIssuer || scope === undefined) return isIssuer
  // (b)(2)
  const isCa = c.basic?.ca === true
  if ((scope.onlyUser && isCa) || (scope.onlyCa && !isCa) || scope.onlyAttribute) return false
  if (scope.names.length === 0) return true
  const wanted: readonly GeneralName[] =
    point.names.length > 0 ? point.names : point.crlIssuer.map((value) => ({ kind: 'directory', value }))
  return scope.names.some((name) => wanted.some((one) => sameGeneralName(name, one)))
}

const sameGeneralName = (a: GeneralName, b: GeneralName): boolean =>
  a.kind === b.kind && JSON.stringify(a.value) === JSON.stringify(b.value)

const isCurrent = ({ thisUpdate, nextUpdate }: RevocationList, now: number): boolean =>
  thisUpdate <= now && nextUpdate !== undefined && now <= nextUpdate

/** (d), (e) */
const reasonsOf = ({ scope }: RevocationList, point: DistributionPoint): readonly Reason[] =>
  needed.filter((reason) => (point.reasons?.has(reason) ?? true) && (scope?.reasons?.has(reason) ?? true))

/** (i)–(l): the delta has the last word. */
function entryIn(list: RevocationList, c: Certificate, around: Surroundings, key: WorkingKey): 'revoked' | undefined {
  const delta = around.lists
    .filter((one) => isDeltaTo(list, one) && isCurrent(one, around.inputs.now) && isSignedBy(one, key, around))
    .toSorted((a, b) => Number((b.number ?? 0n) - (a.number ?? 0n)))[0]
  const newest = delta && entryFor(delta, c.issuer, c.serial)
  if (newest === 'removed') return undefined
  return newest ?? (entryFor(list, c.issuer, c.serial) === 'revoked' ? 'revoked' : undefined)
}

/** (c): same issuer, same scope, same key, and the complete list is not older than what the delta builds on. */
function isDeltaTo(list: RevocationList, delta: RevocationList): boolean {
  if (delta.base === undefined || list.number === undefined || delta.number === undefined || delta.notUnderstood)
    return false
  return (
    sameName(delta.issuer, list.issuer) &&
    JSON.stringify(plain(delta)) === JSON.stringify(plain(list)) &&
    delta.authorityKeyId === list.authorityKeyId &&
    list.number >= delta.base &&
    list.number < delta.number
  )
}

const plain = ({ scope }: RevocationList): unknown =>
  scope && { ...scope, reasons: scope.reasons && [...scope.reasons].toSorted((a, b) => a - b) }

interface Proof {
  readonly key: WorkingKey
  readonly allowed: PathInputs['allowed']
}
/** A long list is kept and looked into often: its signature is looked at once. */
const proven = new WeakMap<RevocationList, Proof>()

function isSignedBy(list: RevocationList, key: WorkingKey, { inputs: { allowed } }: Surroundings): boolean {
  const known = proven.get(list)
  if (known !== undefined && known.allowed === allowed && isSameKey(known.key, key)) return true
  if (!holds({ tbs: list.tbs, ...list.signature }, key, allowed)) return false
  proven.set(list, { key, allowed })
  return true
}

/** Somebody who may sign it did: its signature has held under a key that was found good. */
export const isProven = (list: RevocationList): boolean => proven.has(list)

const isSameKey = (a: WorkingKey, b: WorkingKey): boolean =>
  Buffer.compare(a.info.der, b.info.der) === 0 &&
  Buffer.compare(a.inherited ?? Buffer.alloc(0), b.inherited ?? Buffer.alloc(0)) === 0

/** (f), (g): the key that signed it, if it is one whose path is good, that may sign lists and is itself not revoked. */
function signerOf(list: RevocationList, around: Surroundings, asking: readonly Certificate[]): WorkingKey | undefined {
  for (const anchor of around.anchors) {
    const key = { info: anchor.key, inherited: anchor.key.algorithm.parameters }
    if (sameName(anchor.name, list.issuer) && isSignedBy(list, key, around)) return key
  }
  for (const signer of named(list.issuer, around.certificates)) {
    const key = mayStandBehind(list, signer, around, asking)
    if (key !== undefined) return key
  }
  return undefined
}

const named = (issuer: Name, all: readonly Certificate[]): readonly Certificate[] =>
  all.filter(({ subject, keyUse }) => sameName(subject, issuer) && (keyUse?.has('cRLSign') ?? true))

function mayStandBehind(
  list: RevocationList,
  signer: Certificate,
  around: Surroundings,
  asking: readonly Certificate[],
): WorkingKey | undefined {
  // A list may speak of its own signer (there is nobody else whom its issuer names), but two signers not of each other.
  if (asking.includes(signer) && asking.at(-1) !== signer) return undefined
  for (const { anchor, path } of pathsTo(signer, around.certificates, around.anchors)) {
    const verdict = validatePath(path, anchor, { ...around.inputs, policies: anyPolicyWillDo })
    if (!verdict.ok || !isSignedBy(list, verdict.key, around)) continue
    // Those of the path are asked about with it; one that stands aside is asked about here.
    if (path.every((one) => asking.includes(one) || isAbove(one, asking) || statusOf(one, around, asking) === 'good'))
      return verdict.key
  }
  return undefined
}

/** A CA above what is being asked about: its own status is part of the same question. */
const isAbove = (one: Certificate, asking: readonly Certificate[]): boolean =>
  asking.some(({ issuer, authorityKeyId }) => sameName(issuer, one.subject) && authorityKeyId === one.subjectKeyId)
