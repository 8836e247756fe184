/** Name constraints (RFC 5280 §4.2.1.10): which names a CA's certificates may speak for, narrowed on the way down. */
import type { Certificate, Subtree } from '#x509/certificate.ts'
import type { GeneralName } from '#x509/general-name.ts'
import { isUnder } from '#x509/name.ts'

/** Everything that the CAs above have allowed and forbidden so far. A name must be in every one of the permitted lists. */
export interface Bounds {
  readonly permitted: readonly (readonly Subtree[])[]
  readonly excluded: readonly Subtree[]
}

export const unbounded: Bounds = { permitted: [], excluded: [] }

/** §6.1.4 (g). */
export const narrowed = (bounds: Bounds, constraints: NonNullable<Certificate['constraints']>): Bounds => ({
  permitted: constraints.permitted.length === 0 ? bounds.permitted : [...bounds.permitted, constraints.permitted],
  excluded: [...bounds.excluded, ...constraints.excluded],
})

/** §6.1.3 (b) and (c): every name of the certificate, the subject's own and the alternative ones. */
export function isWithin(certificate: Certificate, bounds: Bounds): boolean {
  return namesOf(certificate).every((name) => nameIsWithin(name, bounds))
}

function namesOf(c: Certificate): readonly GeneralName[] {
  const subject: readonly GeneralName[] = c.subject.length === 0 ? [] : [{ kind: 'directory', value: c.subject }]
  // An address in the subject counts where no alternative name holds one.
  const emails = c.alternativeNames.some(({ kind }) => kind === 'email')
    ? []
    : c.subjectEmails.map((value): GeneralName => ({ kind: 'email', value }))
  return [...subject, ...emails, ...c.alternativeNames]
}

function nameIsWithin(name: GeneralName, { permitted, excluded }: Bounds): boolean {
  if (excluded.some((subtree) => isSameForm(subtree, name) && matches(name, subtree) !== false)) return false
  return permitted.every((list) => {
    const own = list.filter((subtree) => isSameForm(subtree, name))
    return own.length === 0 || own.some((subtree) => matches(name, subtree) === true)
  })
}

const isSameForm = ({ base }: Subtree, name: GeneralName): boolean =>
  base.kind === name.kind && (base.kind !== 'other' || base.value === name.value)

/** Undefined: nobody here can tell, so it neither lets in nor keeps out of an exclusion (§4.2.1.10: process or reject). */
function matches(name: GeneralName, { base, plain }: Subtree): boolean | undefined {
  if (!plain) return undefined
  if (name.kind === 'directory' && base.kind === 'directory') return isUnder(name.value, base.value)
  if (name.kind === 'email' && base.kind === 'email') return emailMatches(name.value, base.value)
  if (name.kind === 'dns' && base.kind === 'dns') return hostMatches(name.value, base.value)
  if (name.kind === 'uri' && base.kind === 'uri') return uriMatches(name.value, base.value)
  if (name.kind === 'ip' && base.kind === 'ip') return ipMatches(name.value, base.value)
  return undefined
}

const lower = (text: string): string => text.toLowerCase()

/** One mailbox, all of one host, or all of the hosts in a domain. */
function emailMatches(address: string, base: string): boolean | undefined {
  const at = address.lastIndexOf('@')
  if (at < 1) return undefined
  const host = lower(address.slice(at + 1))
  const baseAt = base.lastIndexOf('@')
  if (baseAt >= 0) return address.slice(0, at) === base.slice(0, baseAt) && host === lower(base.slice(baseAt + 1))
  return base.startsWith('.') ? host.endsWith(lower(base)) : host === lower(base)
}

/** Labels may be added on the left. */
function hostMatches(host: string, base: string): boolean {
  const [name, root] = [lower(host), lower(base)]
  if (root === '') return true
  return root.startsWith('.') ? name.endsWith(root) : name === root || name.endsWith(`.${root}`)
}

/** The host of the address: the very one, or with a leading point any below it. No host: no name that can be let in. */
function uriMatches(uri: string, base: string): boolean | undefined {
  const host = URL.parse(uri)?.hostname
  if (host === undefined || host === '' || /^[\d.]+$|^\[/.test(host)) return undefined
  return base.startsWith('.') ? lower(host).endsWith(lower(base)) : lower(host) === lower(base)
}

/** RFC 4632: an address, and as many bytes of mask. */
function ipMatches(address: Uint8Array, base: Uint8Array): boolean | undefined {
  if (base.length !== address.length * 2) return undefined
  return address.every((byte, i) => {
    const mask = base[address.length + i] ?? 0
    return (byte & mask) === ((base[i] ?? 0) & mask)
  })
}
