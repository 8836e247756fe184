/** UserInfo (OpenID Connect Core §5.3): what an access token tells of the person, as JSON, signed, encrypted, or both. */
import type { Request } from '#http/routes.ts'
import { signJws } from '#keys/jws.ts'
import { presented, withoutToken } from '#oidc/bearer.ts'
import { anyOrigin } from '#oidc/cors.ts'
import { addressHere, type OidcDeps, paths } from '#oidc/deps.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import { checkPossession } from '#oidc/possession.ts'
import { profileOf } from '#oidc/profiles.ts'
import { type EncryptDeps, encryptFor, encryptionKeyOf } from '#oidc/tokens/encrypt-for.ts'
import { ninClaims } from '#oidc/tokens/nin-claims.ts'
import { readAccessToken, type ReaderDeps, type UserToken } from '#oidc/tokens/read-access-token.ts'

export function userinfoEndpoint(deps: ReaderDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const shown = await presented(c)
    if (shown === undefined) return withoutToken()
    const token = await readAccessToken(deps, shown.token)
    // RFC 9449 §7.1: a challenge of the scheme that the client used.
    const by = { challenge: shown.scheme }
    if (token === undefined) {
      throw new OAuthError('invalid_token', 'the access token is expired, revoked or not ours', by)
    }
    await checkPossession(deps, c, {
      shown,
      cnf: token.cnf,
      client: token.client,
      address: addressHere(deps, c, paths.userinfo),
    })
    // RFC 6750 §3.1. A machine's token is about nobody.
    if (token.kind === 'machine' || !token.scope.includes('openid')) {
      throw new OAuthError('insufficient_scope', 'this needs the scope openid', by)
    }
    return answer(deps, token)
  }
}

function userinfoClaims(
  { subjects }: Pick<OidcDeps, 'subjects'>,
  { client, sub, pid, scope, grant, hidden, claims: { clm, organisation } }: UserToken,
): object {
  const { given_name, family_name } = hidden()
  const name =
    given_name === undefined || family_name === undefined ? undefined : { given: given_name, family: family_name }
  const broker = ninClaims(subjects, { scope, pid, name })
  const all = {
    pid,
    organisation,
    locale: grant.locale,
    name: name && `${name.given} ${name.family}`,
    given_name,
    family_name,
  }
  // OpenID Connect Core §5.3.2 asks for `sub` alone; the rest belongs to `profile` here, or was asked for one by one (§5.5).
  const byScope = (claim: string): boolean =>
    scope.includes('profile') && (claim !== 'name' || profileOf(client).tellsWholeName)
  const told = Object.entries(all).filter(([claim]) => byScope(claim) || (Array.isArray(clm) && clm.includes(claim)))
  return { sub, ...Object.fromEntries(told), ...broker, ...subjects.ownClaims?.(pid) }
}

/** OpenID Connect Core §5.3.2, Dynamic Client Registration §2: as the client registered it; signed before it is encrypted. */
async function answer(
  deps: Pick<OidcDeps, 'issuer' | 'keys' | 'subjects'> & EncryptDeps,
  token: UserToken,
): Promise<Response> {
  const { issuer, keys } = deps
  const { client } = token
  const claims = userinfoClaims(deps, token)
  const { userinfoAlgorithm: algorithm, userinfoEncryption: encryption } = client
  if (algorithm === undefined && encryption === undefined) return sendJson(200, claims)
  const plain = JSON.stringify(claims)
  const signed = algorithm && signJws(keys.signer(algorithm), { iss: issuer, aud: client.id, ...claims })
  if (encryption === undefined) return sendJwt(signed ?? plain)
  const readBy = await encryptionKeyOf(deps, client, encryption)
  return sendJwt(await encryptFor(readBy, encryption, signed ?? plain, signed === undefined ? undefined : 'JWT'))
}

const sendJwt = (text: string): Response =>
  new Response(text, { headers: { ...anyOrigin, 'content-type': 'application/jwt', 'cache-control': 'no-store' } })
