/** The logout token (OpenID Connect Back-Channel Logout 1.0 §2.4): says to one service that one session of one person is over. */
import type { Sid } from '#base/ids.ts'
import { randomToken } from '#base/secrets.ts'
import { signJws } from '#keys/jws.ts'
import type { SigningKeys } from '#keys/keys.ts'
import type { Client } from '#oidc/client.ts'
import { profileOf } from '#oidc/profiles.ts'

export interface LogoutTokenInput {
  readonly issuer: string
  readonly keys: Pick<SigningKeys, 'signer'>
  readonly client: Pick<Client, 'id' | 'idTokenAlgorithm' | 'profile'>
  readonly sub: string
  readonly sid: Sid
  /** Seconds since 1970. */
  readonly now: number
}

const event = 'http://schemas.openid.net/event/backchannel-logout'

export function logoutToken({ issuer, keys, client, sub, sid, now }: LogoutTokenInput): string {
  const claims = {
    iss: issuer,
    aud: client.id,
    sub,
    sid,
    // New at every call: a service that remembers them must not take a second try for a replay.
    jti: randomToken(16),
    iat: now,
    exp: now + profileOf(client).logoutTokenLife,
    events: { [event]: {} },
  }
  // §2.6: signed with the algorithm of the ID tokens, and no `nonce`, so that neither is taken for the other.
  return signJws(keys.signer(client.idTokenAlgorithm), claims, 'logout+jwt')
}
