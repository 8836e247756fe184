/**
 * Whose enterprise certificate it is: the organisation number, by the places where the Norwegian profiles for certificates (SEID,
 * version 1 and 2) and ETSI EN 319 412-1 put it. What stands there in any other form than theirs, or twice and not alike, counts
 * for nothing: of two readers one could take the one and one the other.
 */
import { type OrgNumber, readOrgNumber } from '#base/org-number.ts'

/** As the subject has them: OID and text. */
export type Attributes = readonly (readonly [oid: string, text: string])[]

export type OrganisationFault =
  /** It names none. */
  | 'none'
  /** It names something in another form, or of another country. */
  | 'form'
  /** Nine digits, and the last one is no check digit of the others. */
  | 'check-digit'
  /** Two places do not say the same. */
  | 'conflict'

/** Told apart from a number, which has digits. */
export const organisationFaults: Readonly<Record<OrganisationFault, true>> = {
  none: true,
  form: true,
  'check-digit': true,
  conflict: true,
}

/** Of the first profile (SEID version 1): under these a number may stand at the end of the name alone. */
const oldPolicies: ReadonlySet<string> = new Set([
  '2.16.578.1.26.1.0.3.2',
  '2.16.578.1.26.1.0.3.5',
  '2.16.578.1.29.13.1.1.0',
  '2.16.578.1.29.913.1.1.0',
])
export const hasOldPolicy = (policies: ReadonlySet<string>): boolean =>
  [...policies].some((policy) => oldPolicies.has(policy))

const countryName = '2.5.4.6'
const serialNumber = '2.5.4.5'
const organizationName = '2.5.4.10'
const organizationIdentifier = '2.5.4.97'

/** EN 319 412-1 §5.1.4: of the register of legal entities, or, for payment services, of the authority that licensed them. Bare: older ones. */
const identifier = /^(?:NTRNO-|PSDNO-FSA-)?(\d{9})$/
/** SEID version 1, of those who issued it without a number of its own: at the end of the name. */
const inName = /^.+-\W*(\d{9})$/

/**
 * The number, or why there is none. `namesEndInNumbers`: this issuer's certificates of version 1 may have it at the end of the name
 * alone; of no other is a name looked at, since it is the holder's own to choose.
 */
export function organisationIn(
  subject: Attributes,
  { namesEndInNumbers = false }: { readonly namesEndInNumbers?: boolean } = {},
): OrgNumber | OrganisationFault {
  const all = (oid: string): readonly string[] => subject.flatMap(([type, text]) => (type === oid ? [text] : []))
  if (all(countryName).some((country) => country !== 'NO') || all(countryName).length === 0) return 'form'
  const identifiers = all(organizationIdentifier).map((text) => identifier.exec(text)?.[1])
  if (identifiers.includes(undefined)) return 'form'
  const serials = all(serialNumber)
  const nine = serials.filter((text) => /^\d{9}$/.test(text))
  // Where the identifier stands, the serial number may be anything; where it does not, it is the number (version 1).
  if (identifiers.length === 0 && nine.length < serials.length) return 'form'
  const named = namesEndInNumbers ? all(organizationName).flatMap((name) => inName.exec(name)?.[1] ?? []) : []
  const [number, ...others] = new Set([...identifiers, ...nine, ...named])
  if (number === undefined) return 'none'
  return others.length > 0 ? 'conflict' : (readOrgNumber(number) ?? 'check-digit')
}
