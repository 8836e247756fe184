/** Whoever shows an access token that is bound to a key proves to hold it, at every interface of ours (RFC 9449 §7, RFC 8705 §3). */
import type { Request } from '#http/routes.ts'
import type { Binding } from '#oidc/binding.ts'
import { shownCertificate } from '#oidc/client-certificate.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { type DpopDeps, provenKey, type Proving } from '#oidc/dpop.ts'
import { OAuthError } from '#oidc/errors.ts'

export type PossessionDeps = DpopDeps & Pick<OidcDeps, 'certificates'>

export interface Possession extends Pick<Proving, 'client' | 'address'> {
  readonly shown: { readonly scheme: 'Bearer' | 'DPoP'; readonly token: string }
  /** As it stands in the token (RFC 7800 §3.1), or beside what an opaque token stands for. */
  readonly cnf: Binding | undefined
}

/**
 * A bound token counts with its proof, and one that is not bound as a bearer's: neither in the place of the other (RFC 9449 §7.2).
 * @throws OAuthError `invalid_token`, `invalid_dpop_proof`, `use_dpop_nonce`
 */
export async function checkPossession(deps: PossessionDeps, c: Request, possession: Possession): Promise<void> {
  const { shown, cnf, client, address } = possession
  const thumbprint = cnf?.['x5t#S256']
  if (thumbprint !== undefined) checkCertificate(deps, c, thumbprint)
  if (shown.scheme === 'Bearer') {
    if (cnf === undefined || (thumbprint !== undefined && cnf.jkt === undefined)) return
    throw refused('the access token is bound to a key: it is shown with the scheme DPoP and a proof')
  }
  const proven = await provenKey(deps, c, { client, address, token: shown.token })
  // RFC 9449 §4.3, 12
  if (proven !== cnf?.jkt) throw refused('the access token is not bound to the key of the DPoP proof')
}

/** RFC 8705 §3: the connection shows the very certificate that the token was given to. */
function checkCertificate(deps: PossessionDeps, c: Request, thumbprint: string): void {
  const presented = shownCertificate(deps, c)
  if (typeof presented === 'string') throw refused(`the access token is bound to a certificate: ${presented}`, 'Bearer')
  if (presented.thumbprint !== thumbprint)
    throw refused('the access token is bound to another certificate than that of the connection', 'Bearer')
}

const refused = (description: string, challenge: 'DPoP' | 'Bearer' = 'DPoP'): OAuthError =>
  new OAuthError('invalid_token', description, { challenge, why: 'possession' })
