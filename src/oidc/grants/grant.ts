/** What a grant type fills in. Everything that all grants share stands in `token.ts`, so that none can forget it. */
import type { GrantId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { Granted } from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'
import type { RefreshGiven } from '#oidc/grants/family.ts'
import type { Sent } from '#oidc/sent.ts'

export type Gained = UserGained | MachineGained

/** What a user granted, ready to be issued once the shared transaction has held. */
export interface UserGained {
  readonly kind: 'user'
  readonly event: 'token.issued' | 'token.refreshed'
  readonly grant: GrantId
  readonly content: Granted
  /** The identity number for `pid`, compared with what the eID asserted; undefined: an organisation has none. */
  readonly pid: string | undefined
  /** Nothing is issued after the session's end. */
  readonly endsWithSession: boolean
  /** Given beside the access token. */
  readonly refresh: RefreshGiven | undefined
  /** The grant's own rows and guards in the one transaction; `issued` is what they record. */
  steps(issued: Issued): readonly Step[]
}

/** What the transaction records of the tokens that are about to be made. Milliseconds. */
export interface Issued {
  readonly now: number
  readonly accessTokenExpires: number
  /** Sealed: claims that userinfo gives beside the token's own. */
  readonly claims: string | undefined
}

/** A machine's own token: nobody is logged in. */
export interface MachineGained {
  readonly kind: 'machine'
  readonly scope: readonly string[]
  readonly resource: readonly string[]
  /** Maskinporten's tokens say by themselves how they are shown. */
  readonly namesType?: boolean
  /** Undefined: the client's own organisation asks for itself. */
  readonly inNameOf?: InNameOf
}

/** A supplier acts for its customer, who has handed on the right to. */
export interface InNameOf {
  /** Organisation number. */
  readonly consumer: string
  /** Where that is written down (an issuer's address). */
  readonly source: string
}

export interface Redeeming<Found> {
  readonly client: AuthenticatedClient
  readonly sent: Sent
  readonly found: Found
  /** The key that the client has just proved to hold. */
  readonly binding: Binding | undefined
}

export interface Grant<Found> {
  /** Reads only, so it may run beside the client's authentication. */
  find?(sent: Sent): Promise<Found>
  /** In place of both: the client signed it, so it says by itself who asks (RFC 7523 §2.1). @throws OAuthError */
  asks?(c: Request, sent: Sent): Promise<{ readonly client: AuthenticatedClient; readonly found: Found }>
  /** Spends what was found. @throws OAuthError `invalid_grant` */
  redeem(redeeming: Redeeming<Found>): Promise<Gained>
  /** The transaction failed by this grant's own guard of that name. Does what that calls for; the pipeline refuses. */
  notRecorded(failed: string, client: AuthenticatedClient, sent: Sent): Promise<void>
}
