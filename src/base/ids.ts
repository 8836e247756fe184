/** Identifiers that say what they are: a prefix one can see in a log, a brand the compiler can see. */
import type { OrgNumber } from '#base/org-number.ts'
import { randomCode, randomToken } from '#base/secrets.ts'

declare const brand: unique symbol
type Branded<Kind extends string> = string & { readonly [brand]: Kind }

/**
 * A person inside the gateway: random, means nothing outside, never the identity number. `per_` + 22 characters. Where an
 * organisation logs in it stands in a person's place, by its number, which is nobody's secret: `org_` + 9 digits.
 */
export type PersonId = Branded<'person'>
/** One user on the way through a login. `att_` + 22 characters. */
export type AttemptId = Branded<'attempt'>
/** One transaction with one eID inside an attempt. `leg_` + 22 characters. */
export type LegId = Branded<'leg'>
/** A single sign-on session, as services see it (`sid`). 43 characters. */
export type Sid = Branded<'sid'>
/** What one authorization code gave. 22 characters. */
export type GrantId = Branded<'grant'>

export const newPersonId = (): PersonId => `per_${randomToken(16)}` as PersonId
const organisationMark = 'org_'
export const organisationId = (number: OrgNumber): PersonId => (organisationMark + number) as PersonId
/** Undefined: a person. */
export const organisationOf = (subject: PersonId): OrgNumber | undefined =>
  subject.startsWith(organisationMark) ? (subject.slice(organisationMark.length) as OrgNumber) : undefined

export const newAttemptId = (): AttemptId => `att_${randomToken(16)}` as AttemptId
export const newLegId = (): LegId => `leg_${randomToken(16)}` as LegId
export const newSid = (): Sid => randomToken(32) as Sid
export const newGrantId = (): GrantId => randomToken(16) as GrantId

const attemptShape = /^att_[\w-]{22}$/
export const isAttemptId = (text: string): text is AttemptId => attemptShape.test(text)

/** Short, easy to read out over the phone: names one trouble in the log. `A7K2-9QWX`. */
export const newIncident = (): string => `${randomCode(4)}-${randomCode(4)}`
