/** What a grant type fills in. Everything that all grants share stands in `token.ts`, so that none can forget it. */
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { CodeContent } from '#oidc/authorize/code.ts'
import type { GrantId } from '#base/ids.ts'
import type { Sent } from '#oidc/sent.ts'

/** What may be issued, once the shared transaction has held. */
export interface Gained {
  readonly grant: GrantId
  readonly secretHash: string
  readonly content: CodeContent
  /** The identity number for `pid`, compared with what the eID asserted. */
  readonly pid: string
}

export interface Grant<Found> {
  /** Reads only, so it may run beside the client's authentication. */
  find(sent: Sent): Promise<Found>
  /** Spends what was found. @throws OAuthError `invalid_grant` */
  redeem(client: AuthenticatedClient, sent: Sent, found: Found): Promise<Gained>
  /** The transaction found that this has been issued before. Does what that calls for; the pipeline refuses. */
  issuedBefore(client: AuthenticatedClient, sent: Sent): Promise<void>
}
