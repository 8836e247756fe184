/** What a checked certificate is worth as a login with this kind of card. Pure: what the checker found in, a person or a word out. */
import type { X509Certificate } from 'node:crypto'
import type { NationalId } from '#base/national-id.ts'
import type { OrgNumber } from '#base/org-number.ts'
import type { Level } from '#login/levels.ts'
import type { CardKind, OfPerson } from '#methods/certificate/kinds.ts'
import { attribute, type Checked, type FoundNumber, type Good, type Why } from '#x509/checker.ts'
import { hasOldPolicy, organisationFaults, organisationIn } from '#x509/organisation.ts'

/** What is said to somebody whom a card did not let in. */
export const cardWords = [
  'expired',
  'not-yet',
  'revoked',
  'unknown-status',
  'untrusted',
  'wrong-use',
  'wrong-kind',
  'enterprise',
  'other-card',
  'no-number',
  'number-away',
  'wrong-number',
  'person',
] as const
export type CardWord = (typeof cardWords)[number]

export interface CardHolder {
  /** A person by their number, or an organisation by its own. */
  readonly whose: NationalId | OrgNumber
  readonly level: Level
  readonly amr: readonly string[]
  /** Both halves, or none (row E5). */
  readonly name: { readonly given: string; readonly family: string } | undefined
  /** As the page calls them. */
  readonly called: string
}

export type Judged = CardHolder | { readonly word: CardWord }

/** Of a card: a person. Of an enterprise certificate, of whatever issuer: an organisation. */
export const judge = (kind: CardKind, checked: Checked, shown: X509Certificate): Judged =>
  kind.of.holder === 'organisation'
    ? judgeOrganisation(kind, checked, shown)
    : judgePerson(kind, kind.of, checked, shown)

/** Only a certificate of the kind that the operator listed for enterprises names one (`x509/organisation.ts`). */
function judgeOrganisation({ amr }: CardKind, checked: Checked, shown: X509Certificate): Judged {
  if (!checked.ok) return { word: isOfPerson(shown) ? 'person' : wordFor[checked.why] }
  const { certificate, level, policies } = checked
  const { subjectAttributes } = certificate
  const number = organisationIn(subjectAttributes, { namesEndInNumbers: hasOldPolicy(policies) })
  if (number in organisationFaults) return { word: 'no-number' }
  const [name = ''] = attribute(certificate, oids.organisation)
  const whose = number as OrgNumber
  return { whose, level, amr: [amr], name: undefined, called: `${name.trim()} (${inGroups(whose)})` }
}

const inGroups = (number: string): string => number.replace(/(\d{3})(?=\d)/g, '$1\u00A0')
const isOfPerson = ({ subject }: X509Certificate): boolean =>
  /^(?:GN|givenName|SN)=|^serialNumber=(?:UN:NO-)?9578-/m.test(subject)

function judgePerson({ amr }: CardKind, { arc }: OfPerson, checked: Checked, shown: X509Certificate): Judged {
  if (!checked.ok) return { word: isOfEnterprise(shown) ? 'enterprise' : wordFor[checked.why] }
  const { certificate, policies } = checked
  // Of an organisation, whatever its policy says: nobody's own.
  if (isOfEnterprise(shown)) return { word: 'enterprise' }
  // RFC 5280 §4.2.1.3: for signatures that bind; its holder believes that it signs, and logs in.
  if (certificate.keyUse?.has('nonRepudiation') === true) return { word: 'wrong-use' }
  if (![...policies].some((oid) => oid.startsWith(arc))) return { word: 'other-card' }
  if (checked.number.kind !== 'found') return { word: numberWord[checked.number.kind] }
  return { whose: checked.number.number, level: checked.level, amr: [amr], ...namesOf(checked) }
}

const wordFor: Readonly<Record<Why, CardWord>> = {
  malformed: 'wrong-kind',
  'no-path': 'untrusted',
  'policy-not-listed': 'wrong-kind',
  'key-use': 'wrong-use',
  purpose: 'wrong-use',
  'is-ca': 'wrong-kind',
  'weak-key': 'untrusted',
  'anchor-ended': 'unknown-status',
  revoked: 'revoked',
  'unknown-to-issuer': 'revoked',
  'revocation-unknown': 'unknown-status',
  signature: 'untrusted',
  algorithm: 'untrusted',
  'not-yet-valid': 'not-yet',
  expired: 'expired',
  'name-chaining': 'untrusted',
  'outside-name-constraints': 'untrusted',
  'policy-required': 'wrong-kind',
  'policy-mapping': 'untrusted',
  'no-ca': 'untrusted',
  'path-too-long': 'untrusted',
  'no-cert-sign': 'untrusted',
  'critical-extension': 'untrusted',
}

const numberWord: Readonly<Record<Exclude<FoundNumber['kind'], 'found'>, CardWord>> = {
  none: 'no-number',
  refused: 'no-number',
  unavailable: 'number-away',
  'not-asked': 'no-number',
}

/** No fault of the card: a later try may go well. */
export const isPassing = (word: CardWord): boolean => word === 'unknown-status' || word === 'number-away'

/**
 * SEID v2 has the organisation's number in an attribute of its own, v1 nine digits as the serial number; somebody's card from
 * work has it, too, beside their own name. By what the library prints, since it only chooses between two ways to say no.
 */
const isOfEnterprise = ({ subject }: X509Certificate): boolean =>
  /^(?:organizationIdentifier|2\.5\.4\.97)=|^serialNumber=\d{9}$/m.test(subject) && !/^(?:GN|givenName)=/m.test(subject)

const oids = { common: '2.5.4.3', family: '2.5.4.4', organisation: '2.5.4.10', given: '2.5.4.42' } as const

function namesOf({ certificate }: Good): Pick<CardHolder, 'name' | 'called'> {
  const text = (oid: string): string => attribute(certificate, oid)[0]?.trim() ?? ''
  const [given, family] = [text(oids.given), text(oids.family)]
  const whole = given !== '' && family !== ''
  const called = text(oids.common) || `${given} ${family}`.trim()
  return { name: whole ? { given, family } : undefined, called: whole ? `${given} ${family}` : called }
}
