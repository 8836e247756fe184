/** Proof of possession: the key that a token is bound to (`cnf`, RFC 7800 §3.1). */
import type { Request } from '#http/routes.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import { shownCertificate } from '#oidc/client-certificate.ts'
import { addressHere, type OidcDeps } from '#oidc/deps.ts'
import { bringsProof, provenKey } from '#oidc/dpop.ts'
import { OAuthError } from '#oidc/errors.ts'
import { mustBind } from '#oidc/profiles.ts'

export interface Binding {
  /** JWK thumbprint of a DPoP key (RFC 9449 §6.1). */
  readonly jkt?: string
  /** SHA-256 of a client certificate (RFC 8705 §3.1). */
  readonly 'x5t#S256'?: string
}

/** The key that this token request proves to hold; undefined: a bearer token. @throws OAuthError when the client must be bound and is not */
export async function bindingOf(
  deps: OidcDeps,
  c: Request,
  client: AuthenticatedClient,
  grantType: string,
): Promise<Binding | undefined> {
  // RFC 8705 §3.4, first: a proof that was sent in vain is spent.
  const certificate = client.tlsBound ? { 'x5t#S256': thumbprintOf(deps, c) } : undefined
  // RFC 9449 §5.2: something is missing from the request, and there is no proof that could be wrong.
  if (client.dpopBound && !bringsProof(c))
    throw new OAuthError(
      'invalid_request',
      'a DPoP proof is required: the tokens of this client are bound to a key',
      notBound,
    )
  // §5: whoever sends a proof gets a bound token, registered so or not.
  if (bringsProof(c)) {
    const address = addressHere(deps, c, c.req.path)
    const jkt = await provenKey(deps, c, { client, address, nonceNeeded: holdsKeyAlone(client, grantType) })
    return { jkt, ...certificate }
  }
  if (certificate === undefined && mustBind(client))
    throw new OAuthError('invalid_request', 'this client gets no bearer tokens: prove a key by DPoP', notBound)
  return certificate
}

const notBound = { why: 'not-bound' } as const

function thumbprintOf(deps: OidcDeps, c: Request): string {
  const shown = shownCertificate(deps, c)
  if (typeof shown !== 'string') return shown.thumbprint
  throw new OAuthError('invalid_request', `the tokens of this client are bound to a certificate: ${shown}`, notBound)
}

/**
 * A public client's refresh token is held by its key alone. Who ran code beside it for a moment could have made proofs for later
 * (RFC 9449 §11.2); with a nonce in each they are worth nothing.
 */
const holdsKeyAlone = (client: AuthenticatedClient, grantType: string): boolean =>
  client.authMethod === 'none' && grantType === 'refresh_token'
