/** What the OpenID Provider needs of the rest of the house, as small interfaces. `app.ts` fills them; `oidc/` knows nothing behind them. */
import type { GrantId, PersonId, Sid } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { Client } from '#oidc/client.ts'
import type { ProfileRules } from '#oidc/profiles.ts'

export interface Clients {
  /** From memory; undefined: unknown or inactive. */
  find(clientId: string): Client | undefined
  /** A guard for a batch: fails as `client-inactive`. */
  active(clientId: string): Step
}

/** The names of levels on the wire; `login/levels.ts` behind it. Levels are opaque strings here. */
export interface AcrNames {
  read(acr: string): { readonly level: string; readonly vocabulary: string } | undefined
  name(level: string, vocabulary: string): string
  rank(level: string): number
  /** For discovery. */
  readonly values: readonly string[]
}

/** A scope of somebody's API. Seconds; 0: no limit of its own. */
export interface ScopeRules {
  readonly name: string
  readonly ownerOrgNumber: string
  /** Shown when the user is asked, by language. */
  readonly description: Readonly<Record<string, string>>
  /** Tokens by reference. */
  readonly opaque: boolean
  readonly accessTokenAtMost: number
  readonly authorizationAtMost: number
  readonly consent: boolean
  readonly freshLogin: boolean
  /** No `pid` in any token. */
  readonly pseudonymous: boolean
  readonly forAll: boolean
  /** The client that may ask for what is behind a token. */
  readonly introspectedBy: string | undefined
  /** Where organisations write down that they hand the scope on to a supplier; undefined: nobody can. */
  readonly delegationSource?: string | undefined
}

export interface HandingOn {
  readonly scope: string
  readonly consumer: string
  readonly supplier: string
}

export interface Scopes {
  /** From memory; undefined: nobody has declared it. */
  find(name: string): ScopeRules | undefined
  /** May the consumer use it, and has it handed that on to the supplier? Absent: nobody has handed on anything. */
  handedOn?(one: HandingOn): 'given' | 'no-access' | 'not-handed-on'
}

export type ResponseMode = 'query' | 'form_post' | 'query.jwt' | 'form_post.jwt'
export type Prompt = 'none' | 'login' | 'consent'

/** RFC 9396 §2: what stands beside `type` is the type's own. */
export type AuthorizationDetail = { readonly type: string } & Readonly<Record<string, unknown>>

/** The `claims` parameter (OpenID Connect Core §5.5), as far as it is understood. */
export interface RequestedClaims {
  readonly idToken: readonly string[]
  readonly userinfo: readonly string[]
  /** Names of levels of which the answer must be one. */
  readonly levels: readonly string[]
}

/** A checked authorization request: plain JSON, kept with the login until it is answered. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  /** The address may be anybody's app on the user's machine: nothing goes there without the user's own hand. */
  readonly toApp: boolean
  readonly responseMode: ResponseMode
  readonly scope: readonly string[]
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly codeChallenge: string | undefined
  /** The lowest level that may be answered, the floor already counted in, and the vocabulary to answer in. */
  readonly level: string
  readonly vocabulary: string
  /** Names of levels that were asked for: a level reached that is one of them is answered by that name. */
  readonly levelNames?: readonly string[]
  readonly prompt: readonly Prompt[]
  /** Seconds. */
  readonly maxAge: number | undefined
  readonly uiLocales: readonly string[]
  readonly loginHint: string | undefined
  /** From a verified `id_token_hint`: the session and the subject it was issued for. */
  readonly hint: { readonly sub: string; readonly sid: string | undefined } | undefined
  /** SHA-256 of the `request_uri` it was pushed under: single use is enforced at the answer. */
  readonly pushed: string | undefined
  /** A `resource` (RFC 8707): becomes the access token's `aud`. */
  readonly resource: readonly string[]
  readonly claims: RequestedClaims | undefined
  /** Undefined: none were asked for. */
  readonly authorizationDetails: readonly AuthorizationDetail[] | undefined
  /** One of the scopes asked for takes no number: none is told, also where that scope is left out or refused later. */
  readonly pseudonymous: boolean
  /** ID-porten: on whose behalf a supplier's client asks; registered with the client. */
  readonly onBehalfOf: string | undefined
  /** RFC 9449 §10: the key that the code is bound to. */
  readonly dpopJkt: string | undefined
  /** The eID that is gone to at once: `login_hint=eid:<id>`, or the one that `acr_values` leaves. */
  readonly eid: string | undefined
  /** Only one of these may be used: `acr_values=idp:<id>`. Undefined: all that the service takes. */
  readonly onlyEids: readonly string[] | undefined
}

/** What the login reached: the only thing a code is made of. */
export interface Reached {
  readonly person: PersonId
  readonly numberHash: string
  readonly level: string
  readonly amr: readonly string[]
  /** Milliseconds. */
  readonly authTime: number
  /** When the first part of it was proved; absent: `authTime`. What ends the person's proofs counts from it. */
  readonly began?: number
  readonly sid: Sid
  readonly name: { readonly given: string; readonly family: string } | undefined
  readonly locale: string
  readonly method: string
}

export interface LoginPort {
  /** From a checked request to what the browser sees: a login page, or the answer at once. */
  start(c: Request, request: AuthorizationRequest): Promise<Response>
  /** Guards for a token's batch: fail as `session-ended`. */
  sessionLive(sid: Sid): readonly Step[]
  /** RP-initiated logout, checked: ends the browser's session, tells the services, shows the page or goes on. A post is the answer to its question. */
  logout(c: Request, request: LogoutRequest): Promise<Response>
}

export interface LogoutRequest {
  readonly clientId: string | undefined
  /** From a verified `id_token_hint`: the session and the subject it was issued for. */
  readonly sid: string | undefined
  readonly sub: string | undefined
  /** By the client's profile; where none is named, by the profiles of those in the session. */
  readonly manner: ProfileRules['logout'] | 'of the session'
  /** Where this very request can be had again; the answer to the page that asks is posted there. */
  readonly again: string | undefined
  /** Checked against the client's registration; state already appended. */
  readonly returnTo: string | undefined
  /** The service's wish, best first. */
  readonly uiLocales: readonly string[] | undefined
}

/** The recording half of the answer: one guarded transaction (security.md 1), filled by `login/`; `more` are the provider's own guards in it. */
export type RecordAnswer = (
  grant: GrantId,
  more?: readonly Step[],
) => Promise<{ readonly ok: true } | { readonly ok: false; readonly failed: string }>

export interface Subjects {
  /** Pairwise (OpenID Connect Core §8.1), one sector for each client. */
  sub(clientId: string, person: PersonId): string
  /** The identity number for the `pid` claim; undefined: an organisation has none. @throws IdentityMismatch */
  pid(person: PersonId, numberHash: string): Promise<string | undefined>
  /** The number of the organisation that stands in a person's place; undefined: it is a person. Absent: all are. */
  organisation?(person: PersonId): string | undefined
  /** What the number is, in the words of the scope `nin`: `nin`, `nin_type`, `nin_issuing_country`. */
  numberClaims(pid: string): Readonly<Record<string, unknown>>
  /** The names of all those by which tokens tell the number, of whomever: discovery lists them. */
  claimNames(): readonly string[]
  /** Claims by names of this issuer's own, over the standard's: an ID token's and userinfo's. Absent: it has none. */
  ownClaims?(pid: string | undefined): Readonly<Record<string, unknown>>
  /** A guard for a token's batch: fails as `person-blocked`. With a proof's time (milliseconds) also when that counts no longer. */
  notBlocked(person: PersonId, provedAt?: number): Step
}

/** Which eIDs the users of a client can be offered at a level, by their ids; the login's own rules behind it. */
export interface Eids {
  offered(clientId: string, level: string): readonly string[]
}

/** Those whom the operator trusts to issue certificates to clients, which are then known by their name (RFC 8705 §2.1). */
export interface ClientIssuers {
  /**
   * DER, its own first. Why it counts for nothing, as the rest of a sentence that begins with the certificate; undefined: it does.
   * `owner`: the organisation whose an enterprise certificate must be, where the name that is registered does not say so.
   */
  faultOf(chain: readonly Uint8Array[], owner: string | undefined): Promise<string | undefined>
}

/** Enterprise certificates, when all that can be known of one has been looked at: who issued it, for what, and whether it still counts. */
export interface EnterpriseCertificates {
  /** DER, its own first. A text: why it counts for nothing, as the rest of a sentence that begins with the certificate. */
  organisationOf(chain: readonly Uint8Array[]): Promise<{ readonly number: string } | string>
}
