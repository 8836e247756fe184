/** Whoever shows an access token that is bound to a key proves to hold it, at every interface of ours (RFC 9449 §7, RFC 8705 §3). */
import type { Request } from '#http/routes.ts'
import type { Binding } from '#oidc/binding.ts'
import { type DpopDeps, provenKey, type Proving } from '#oidc/dpop.ts'
import { OAuthError } from '#oidc/errors.ts'

export interface Possession extends Pick<Proving, 'client' | 'address'> {
  readonly shown: { readonly scheme: 'Bearer' | 'DPoP'; readonly token: string }
  /** As it stands in the token (RFC 7800 §3.1), or beside what an opaque token stands for. */
  readonly cnf: Binding | undefined
}

/**
 * A bound token counts with its proof, and one that is not bound as a bearer's: neither in the place of the other (RFC 9449 §7.2).
 * @throws OAuthError `invalid_token`, `invalid_dpop_proof`, `use_dpop_nonce`
 */
export async function checkPossession(deps: DpopDeps, c: Request, possession: Possession): Promise<void> {
  const { shown, cnf, client, address } = possession
  // No interface of ours sees a client's certificate, so a token that is bound to one counts nowhere here.
  if (cnf?.['x5t#S256'] !== undefined) throw refused('the access token is bound to a certificate')
  if (shown.scheme === 'Bearer') {
    if (cnf === undefined) return
    throw refused('the access token is bound to a key: it is shown with the scheme DPoP and a proof')
  }
  const proven = await provenKey(deps, c, { client, address, token: shown.token })
  // RFC 9449 §4.3, 12
  if (proven !== cnf?.jkt) throw refused('the access token is not bound to the key of the DPoP proof')
}

const refused = (description: string): OAuthError =>
  new OAuthError('invalid_token', description, { challenge: 'DPoP', why: 'possession' })
