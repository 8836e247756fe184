/** Proof of possession: the key that a token is bound to (`cnf`, RFC 7800 §3.1). */
import type { Request } from '#http/routes.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'

export interface Binding {
  /** JWK thumbprint of a DPoP key (RFC 9449 §6.1). */
  readonly jkt?: string
  /** SHA-256 of a client certificate (RFC 8705 §3.1). */
  readonly 'x5t#S256'?: string
}

/** The key that this token request proves to hold; undefined: a bearer token. @throws OAuthError when the client must be bound and is not */
export function bindingOf(_deps: OidcDeps, _c: Request, _client: AuthenticatedClient): Promise<Binding | undefined> {
  return Promise.resolve(undefined)
}
