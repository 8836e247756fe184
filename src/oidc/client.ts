/** A registered client as the protocol sees it. `services/` makes these from what service owners registered. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { EncryptionKey, JweAlgorithm, JweEncryption } from '#keys/jwe.ts'
import type { JwsAlgorithm } from '#keys/jws.ts'
import type { SigningAlgorithm } from '#keys/keys.ts'

export type ClientAuthMethod =
  | 'private_key_jwt'
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'tls_client_auth'
  | 'self_signed_tls_client_auth'
  | 'none'
/** Which rule book a client follows where ID-porten, FAPI 2.0 and plain OpenID Connect differ (security.md 40). */
export type Profile = 'idporten' | 'fapi2' | 'plain'
export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** RFC 7518 §3.1 and RFC 8037 §3.1 names accepted in client assertions and request objects. */
export type AssertionAlgorithm = JwsAlgorithm

export interface ClientKey {
  readonly kid: string | undefined
  readonly algorithm: AssertionAlgorithm | undefined
  readonly key: KeyObject
  /** Registered with it (`x5c`): the key counts as this certificate, for as long as that is valid. */
  readonly certificate?: X509Certificate | undefined
  /** Milliseconds: from then on it counts for nothing. */
  readonly expires?: number | undefined
}

export interface ClientEncryptionKey extends EncryptionKey {
  readonly expires?: number | undefined
}

/** What a client is known by, and what is encrypted for it. */
export interface ClientKeySet {
  readonly keys: readonly ClientKey[]
  readonly encryptionKeys: readonly ClientEncryptionKey[]
}

export interface Client {
  readonly id: string
  readonly applicationType: 'web' | 'browser' | 'native'
  readonly authMethod: ClientAuthMethod
  /** SHA-256 of the secret, base64url (secrets are random, 256 bits or more in production). */
  readonly secretHash: string | undefined
  readonly secretExpires: number | undefined
  readonly keys: readonly ClientKey[]
  /** It registered none to sign with, here or elsewhere; not the same as one that does not count any more. */
  readonly keyless: boolean
  /** What is encrypted for it, is encrypted with one of these. */
  readonly encryptionKeys: readonly ClientEncryptionKey[]
  /** Exact match, but for the port of a native client's loopback address (RFC 8252 §7.3). */
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  readonly frontchannelLogoutUri: string | undefined
  readonly frontchannelLogoutSessionRequired: boolean
  /** What may be asked for; `openid` and `profile` at least. */
  readonly scopes: readonly string[]
  /** What it may ask for in the name of those alone who handed it on to its organisation. */
  readonly scopesForOthers: readonly string[]
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
  readonly profile: Profile
  readonly grantTypes: readonly GrantType[]
  /** Seconds that a refresh token may lie unused, and that all of its family may live. */
  readonly refreshTokenLifetime: number
  readonly authorizationLifetime: number
  /** `ONETIME`: every use gives a new one. */
  readonly refreshTokenUsage: 'ONETIME' | 'REUSE'
  /** RFC 9126 §6: only pushed requests. The profile may ask for it, too: `mustPush` tells. */
  readonly parRequired: boolean
  /** RFC 9101 §10.5; the algorithm is the registered one, else any that its keys fit. */
  readonly requestObject: { readonly required: boolean; readonly algorithm: AssertionAlgorithm | undefined }
  /** Keys come from this address instead of `keys` (RFC 7591 §2). */
  readonly jwksUri: string | undefined
  /** Signs authorization responses (JARM §3), userinfo and introspection answers; undefined: see there. */
  readonly authorizationAlgorithm: SigningAlgorithm | undefined
  /** Of signed authorization responses alone (JARM §3). */
  readonly authorizationEncryption: Encryption | undefined
  readonly userinfoAlgorithm: SigningAlgorithm | undefined
  readonly introspectionAlgorithm: SigningAlgorithm | undefined
  readonly idTokenEncryption: Encryption | undefined
  readonly userinfoEncryption: Encryption | undefined
  /** RFC 9449 §5.2, RFC 8705 §3.4: tokens only with a proof of possession. */
  readonly dpopBound: boolean
  readonly tlsBound: boolean
  /** What the certificate must say, for `tls_client_auth` (RFC 8705 §2.1.2). */
  readonly tlsSubject: TlsSubject | undefined
  readonly backchannelLogoutUri: string | undefined
  readonly backchannelLogoutSessionRequired: boolean
  /** RFC 9396 §10: the types of authorization details it may ask for. */
  readonly authorizationDetailsTypes: readonly string[]
  /** Customers on whose behalf a supplier's client asks (ID-porten). */
  readonly onBehalfOf: readonly OnBehalfOf[]
  /** Always put `locale` into the ID token, also without `profile`. */
  readonly localeAlways: boolean
}

export interface Encryption {
  readonly alg: JweAlgorithm
  readonly enc: JweEncryption
}

export interface TlsSubject {
  readonly kind: 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email'
  readonly value: string
}

export interface OnBehalfOf {
  readonly value: string
  /** Shown to the user in place of the client's own name. */
  readonly name: string
  readonly orgNumber: string
}
