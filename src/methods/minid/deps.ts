/** What MinID needs of the house, and what its pages work with. */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import type { HumanCheck } from '#human/human.ts'
import type { Log } from '#http/answer.ts'
import type { CookieRules } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import type { Vault } from '#keys/keys.ts'
import type { CodeBook } from '#letters/codes.ts'
import type { Letters } from '#letters/letters.ts'
import type { Outbox } from '#messages/outbox.ts'
import type { Accounts, Provision } from '#methods/minid/account.ts'
import type { MinidGuesses } from '#methods/minid/guesses.ts'
import type { Crowds } from '#methods/minid/errands/crowd.ts'
import type { LockRule } from '#methods/minid/lock.ts'
import type { Marks } from '#methods/minid/marks/marks.ts'
import type { Pace } from '#methods/minid/pace.ts'
import type { HashCost, Passwords } from '#methods/minid/password.ts'
import type { PasswordRules } from '#methods/minid/passwords/rules.ts'
import type { Pending } from '#methods/minid/pending/pending.ts'
import type { DeviceStore } from '#methods/minid/second/store.ts'
import type { Refusals } from '#methods/minid/refusals.ts'
import type { MinidStore } from '#methods/minid/store.ts'
import type { Persons } from '#persons/persons.ts'

export interface MinidDeps {
  readonly db: Database
  readonly persons: Persons
  readonly hot: Hot
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly outbox: Outbox
  /** Absent: nobody reads it (tests of pages). */
  readonly log?: Log | undefined
  /** The client's address: the connection's, or what the configured number of trusted proxies say. */
  addressOf(c: Request): string
  readonly cookies: CookieRules
  /** Host name of the login pages, for the last line of the SMS by which browsers fill in the code (Web OTP). Undefined: no such line. */
  readonly host?: string | undefined
  /** The gateway's own address, and the help desk's phone: for what owners are told. */
  readonly issuer: string
  readonly helpPhone?: string | undefined
  readonly provision?: Provision | undefined
  /** Letters with codes. Absent: nobody can order one or log in with one (tests of the pages before them). */
  readonly letters?: Letters | undefined
  /** Who failed often is asked for it; `from` so many failures with one number, 0: always. Absent: nobody is (tests of the waits). */
  readonly human?: { readonly check: HumanCheck; readonly from: number } | undefined
  /** Codes to one person in an hour. */
  readonly codesPerHour?: number | undefined
  /** Codes in an hour that all of them together confirm numbers with: what somebody could make the house pay at most. */
  readonly confirmationsPerHour?: number | undefined
  /** Of these for one network. */
  readonly confirmationsFromNetwork?: number | undefined
  /** How much of each errand in an hour, where it is not the errand's own rule. */
  readonly crowds?: Crowds | undefined
  /** Mobile numbers that begin so are not taken. */
  readonly mobileRefused?: readonly string[] | undefined
  readonly addressRule?: LockRule | undefined
  readonly pace?: Partial<Pace> | undefined
  readonly passwords?: Passwords | undefined
  /** What a password's hash costs. Undefined: the house's. */
  readonly hashCost?: HashCost | undefined
  /** What a new password may be. */
  readonly passwordRules: PasswordRules
  readonly store?: MinidStore | undefined
  /** How many days a change waits that the old channel did not confirm, and a new mobile number until it proves anything alone. */
  readonly waitDays?: number | undefined
}

/** What the pages' handlers work with. */
export interface Minid extends MinidDeps {
  readonly accounts: Accounts
  readonly store: MinidStore
  readonly pace: Pace
  readonly passwords: Passwords
  readonly codeKey: KeyObject
  readonly guesses: MinidGuesses
  /** Browsers that owners have logged in with before. */
  readonly marks: Marks
  readonly refusals: Refusals
  /** The codes of MinID's letters. */
  readonly book: CodeBook | undefined
  /** Apps and passkeys that owners have added. */
  readonly devices: DeviceStore
  /** Changes that wait. */
  readonly pending: Pending
}
