/** A registered client as the protocol sees it. `services/` makes these from what service owners registered. */
import type { KeyObject } from 'node:crypto'
import type { SigningAlgorithm } from '#keys/keys.ts'

export type ClientAuthMethod = 'private_key_jwt' | 'client_secret_basic' | 'client_secret_post' | 'none'
/** RFC 7518 §3.1 names accepted in client assertions. */
export type AssertionAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256'

export interface ClientKey {
  readonly kid: string
  readonly algorithm: AssertionAlgorithm | undefined
  readonly key: KeyObject
}

export interface Client {
  readonly id: string
  readonly applicationType: 'web' | 'browser' | 'native'
  readonly authMethod: ClientAuthMethod
  /** SHA-256 of the secret, base64url (secrets are random, 256 bits or more in production). */
  readonly secretHash: string | undefined
  readonly secretExpires: number | undefined
  readonly keys: readonly ClientKey[]
  /** Exact match; a native client's loopback address may be registered with port 0 (any port, RFC 8252 §7.3). */
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  readonly frontchannelLogoutUri: string | undefined
  readonly frontchannelLogoutSessionRequired: boolean
  /** What may be asked for; `openid` and `profile` at least. */
  readonly scopes: readonly string[]
  /** False only by explicit registration of a confidential client (then `nonce` is required). */
  readonly pkceRequired: boolean
  readonly idTokenAlgorithm: SigningAlgorithm
  /** Seconds. */
  readonly accessTokenLifetime: number
  /** The service's own floor: a level's name inside the house. */
  readonly floor: string
  /** For `consumer` in access tokens: `0192:<organisation number>`. */
  readonly ownerOrgNumber: string
  readonly ssoDisabled: boolean
  /** Always put `locale` into the ID token, also without `profile`. */
  readonly localeAlways: boolean
}
