/** What the login is made of: every part it needs, handed in by the composition root. */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import type { GrantId, PersonId, Sid } from '#base/ids.ts'
import type { Audit } from '#audit/audit.ts'
import type { BatchResult, Step } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import type { CookieRules } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import type { Text } from '#i18n/text.ts'
import type { AnswerRecord, Ask, DoorRequest, Party, Proof } from '#login/attempt.ts'
import type { Attempts } from '#login/attempts.ts'
import type { Method, MethodProof } from '#login/method.ts'
import type { Sessions } from '#login/session.ts'
import type { LoginStore } from '#login/store.ts'
import type { Tally } from '#login/switches/tally.ts'
import type { Persons } from '#persons/persons.ts'
import type { BackChannel } from '#oidc/logout/back-channel.ts'

/** What the login's pages say of a service, and what its logout needs. */
export interface LoginService {
  readonly name: Text
  readonly home: string | undefined
  /** Told of a logout by a frame (OpenID Connect Front-Channel Logout 1.0). */
  readonly frontchannelLogoutUri: string | undefined
  readonly frontchannelLogoutSessionRequired: boolean
  /** Its users are asked before a request that nothing vouches for logs them out. */
  readonly asksBeforeLogout?: boolean
  /** A page of the house's own: it looks at the session's end itself, and nobody has to tell it. */
  readonly looksItself?: boolean
}

/** Everything that an answer is made of. */
export interface Reached extends MethodProof {
  readonly sid: Sid
  readonly method: string
}

/** What a service wants of the user besides the login. */
export interface Wanted {
  readonly items: readonly WantedItem[]
  /** Said on the page where it was asked for that it be said. */
  readonly tells: { readonly number: boolean; readonly name: boolean } | undefined
}

export interface WantedItem {
  readonly id: string
  readonly text: Text
  readonly lines: readonly { readonly label: Text; readonly value: string }[]
}

/** A door that services come through: OpenID Connect, REST sessions. What it asked is its own business, and comes back to it alone. */
export interface AnswerDoor<Asked = unknown> {
  /**
   * Writes the answer. `record` is the login's half of the one guarded transaction; the answer adds its own guards and
   * releases nothing before it holds.
   */
  answer(
    c: Request,
    request: Asked,
    reached: Reached,
    ask: Ask,
    record: (grant: GrantId, more?: readonly Step[]) => Promise<BatchResult>,
  ): Promise<{ readonly ok: true; readonly record: AnswerRecord } | { readonly ok: false; readonly failed: string }>
  /** The answer that says no. @throws Refusal when the request has had its answer elsewhere */
  refuse(request: Asked, error: string, description: string): AnswerRecord | Promise<AnswerRecord>
  /** What the user is asked for besides the login; absent: never anything. */
  wanted?(request: Asked): Wanted | undefined
  /** The request without what was not agreed to. */
  agreed?(request: Asked, ids: readonly string[]): Asked
  /** For whom this person may log in besides for themself; absent: nobody is ever asked. */
  parties?(request: Asked, who: Pick<MethodProof, 'person' | 'numberHash'>): Promise<readonly Party[]>
  /** The request for one of them; undefined: for themself. */
  actingFor?(request: Asked, party: Party | undefined): Asked
  /** Where the answer will be sent: decides what the page's forms may lead to (CSP form-action). */
  returnAddress(request: Asked): string
}

/** All doors as one (`doors.ts`), and what they share. */
export interface Answers extends Required<AnswerDoor<DoorRequest>> {
  /** Sends an answer, also a second time. */
  respond(c: Request, record: AnswerRecord): Response | Promise<Response>
  /** Pairwise subject, for a hint's comparison. */
  sub(clientId: string, person: PersonId): string
}

export interface Login {
  readonly clock: Clock
  readonly hot: Hot
  readonly audit: Audit
  readonly cookies: CookieRules
  readonly issuer: string
  /** Tells a `state` that we sent out from a made-up one. */
  readonly stateKey: KeyObject
  /** Whose connection a request came over. */
  readonly addressOf: (c: Request) => string
  readonly attempts: Attempts
  readonly sessions: Sessions
  readonly store: LoginStore
  readonly methods: readonly Method[]
  readonly answers: Answers
  readonly service: (clientId: string) => LoginService | undefined
  /** Reads anew which eIDs are off: the database has just said that one is. */
  readonly readSwitches: () => Promise<void>
  /** Counts which eID answered for which service. */
  readonly tally: Pick<Tally, 'saw'>
  /** Guards of the answer's transaction that others own: `person-blocked`, `client-inactive`. */
  readonly guards: (proof: Proof, clientId: string) => readonly Step[]
  /** What ends before its time that somebody proved, and whether the number that was proved is still theirs. */
  readonly proofs: Pick<Persons, 'endProofs' | 'proofEnded' | 'settleNumber'>
  /** Tells services of a session's end from here to there. */
  readonly backChannel: Pick<BackChannel, 'tells' | 'steps'> & {
    readonly courier: Pick<BackChannel['courier'], 'nudge'>
  }
  /** For what the user need not wait for. */
  readonly trouble: (message: string, cause: unknown) => void
  /** Counts for the operator: `login_started`, `login_answered`, … */
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
  /** Waits; tests hand in one that does not. */
  readonly wait: (milliseconds: number) => Promise<void>
}
