/**
 * The three rule books (security.md 40): where ID-porten, the FAPI 2.0 Security Profile and plain OpenID Connect differ, and nowhere
 * else. A client follows the one it is registered with; no setting changes them for all.
 */
import { lifetimes } from '#base/lifetimes.ts'
import { type JwsAlgorithm, jwsAlgorithms } from '#keys/jws.ts'
import type { SigningAlgorithm } from '#keys/keys.ts'
import type { Client, ClientAuthMethod, Profile } from '#oidc/client.ts'

export interface ProfileRules {
  /** How a client may authenticate, on top of what it registered. */
  readonly authMethods: readonly ClientAuthMethod[]
  /** What a client may sign with: assertions and request objects. */
  readonly signs: readonly JwsAlgorithm[]
  /** `aud` of a client assertion: our issuer as a string, or that and our endpoints, also as a list of one. */
  readonly assertionAudience: 'issuer' | 'issuer or endpoint'
  /** False: `iat` may be left out of a client assertion (RFC 7523 §3, OpenID Connect Core §9). */
  readonly assertionsTellIat: boolean
  /** False: `kid` may be left out of a client assertion where one key alone fits (OpenID Connect Core §10.1). */
  readonly assertionsTellKid: boolean
  /** False: a client assertion says by itself who the client is (RFC 7521 §4.2), and `client_id` need not stand beside it. */
  readonly assertionsBesideId: boolean
  /** A client without a key of its own is known by an enterprise certificate of its organisation (ID-porten). */
  readonly enterpriseCertificates: boolean
  /** A grant that the client signed (RFC 7523 §2.1) needs no authentication beside it. */
  readonly signedGrants: boolean
  /** Request objects are for clients that registered them; else for every client with a key. */
  readonly requestObjectsRegistered: boolean
  /** The times that a request object must tell, beside those that it may. */
  readonly requestObjectsTell: readonly ('exp' | 'nbf')[]
  /** Authorization requests come through PAR alone. */
  readonly pushedOnly: boolean
  /** PKCE: always, or by the client's registration (public clients: always); and what that says when it says nothing. */
  readonly pkce: 'always' | 'registered'
  readonly pkceByDefault: boolean
  /** Without PKCE a nonce is what guards against an injected code. */
  readonly nonceWithoutPkce: boolean
  /** A public client's request carries `state`. */
  readonly stateOfPublicClients: boolean
  /** False: a request without `openid` is plain OAuth, and gives no ID token. */
  readonly openidRequired: boolean
  /** `acr_values` that name no level known here: refused, or taken for a wish that cannot be met (OpenID Connect Core §3.1.2.1). */
  readonly unknownLevels: 'refused' | 'ignored'
  /** No bearer tokens. */
  readonly boundTokens: boolean
  /** A one-time refresh token gives a new one at each use. */
  readonly rotatesRefreshTokens: boolean
  /** `refresh_token_expires_in` stands in the answer; no specification has it. */
  readonly tellsRefreshExpiry: boolean
  /** RFC 9068 for every access token; else for those of a named `resource` alone. */
  readonly standardAccessTokens: boolean
  /** Userinfo for the scope `profile` has `name` as well, the whole of it (OpenID Connect Core §5.4); ID-porten's has its two halves. */
  readonly tellsWholeName: boolean
  /** A client may ask what its own tokens say (RFC 7662); else the API of the scope alone. */
  readonly introspectsOwnTokens: boolean
  /**
   * RP-initiated logout: at once, and who was not logged in stays on our page; or the user is asked where no hint shows that the
   * request comes from a service of the session (OpenID Connect RP-Initiated Logout §2).
   */
  readonly logout: 'at once' | 'asked'
  /** Seconds that a logout token lives (OpenID Connect Back-Channel Logout §4). */
  readonly logoutTokenLife: number
}

/** For proofs of possession (RFC 9449 §4.3), where the client's profile allows it. Discovery and challenges list them. */
export const proofAlgorithms: readonly JwsAlgorithm[] = ['ES256', 'PS256', 'EdDSA', 'RS256']

const withSecret: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post']
const withKey: readonly ClientAuthMethod[] = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth']
const everyMethod: readonly ClientAuthMethod[] = [...withKey, ...withSecret, 'none']

const books: Readonly<Record<Profile, ProfileRules>> = {
  idporten: {
    authMethods: everyMethod,
    signs: jwsAlgorithms,
    assertionAudience: 'issuer or endpoint',
    assertionsTellIat: true,
    assertionsTellKid: true,
    // facts of ID-porten: `client_id` is required at the token endpoint, whoever asks
    assertionsBesideId: true,
    enterpriseCertificates: true,
    signedGrants: true,
    requestObjectsRegistered: true,
    requestObjectsTell: ['exp'],
    pushedOnly: false,
    pkce: 'registered',
    pkceByDefault: true,
    nonceWithoutPkce: true,
    stateOfPublicClients: true,
    openidRequired: true,
    unknownLevels: 'refused',
    boundTokens: false,
    rotatesRefreshTokens: true,
    tellsRefreshExpiry: true,
    standardAccessTokens: false,
    tellsWholeName: false,
    introspectsOwnTokens: false,
    logout: 'at once',
    logoutTokenLife: lifetimes.logoutToken,
  },
  // Sections are those of the FAPI 2.0 Security Profile.
  fapi2: {
    // §5.3.2.1 confidential clients only, by a certificate or by private_key_jwt
    authMethods: withKey,
    // §5.4.1
    signs: ['PS256', 'ES256', 'EdDSA'],
    // §5.3.2.1 the issuer identifier as a string is all that is accepted
    assertionAudience: 'issuer',
    assertionsTellIat: false,
    assertionsTellKid: false,
    assertionsBesideId: false,
    enterpriseCertificates: false,
    // §5.3.2.1 clients authenticate, whatever else they send
    signedGrants: false,
    requestObjectsRegistered: false,
    // FAPI 2.0 Message Signing §5.3.1
    requestObjectsTell: ['exp', 'nbf'],
    // §5.3.2.2
    pushedOnly: true,
    pkce: 'always',
    pkceByDefault: true,
    nonceWithoutPkce: true,
    stateOfPublicClients: true,
    // It is a profile of OAuth: an ID token comes where `openid` was asked for.
    openidRequired: false,
    unknownLevels: 'refused',
    // §5.3.2.1 sender-constrained access tokens only; no rotation of refresh tokens
    boundTokens: true,
    rotatesRefreshTokens: false,
    tellsRefreshExpiry: false,
    standardAccessTokens: true,
    tellsWholeName: true,
    introspectsOwnTokens: true,
    logout: 'asked',
    logoutTokenLife: lifetimes.logoutTokenShort,
  },
  plain: {
    authMethods: everyMethod,
    signs: jwsAlgorithms,
    assertionAudience: 'issuer or endpoint',
    assertionsTellIat: false,
    assertionsTellKid: false,
    assertionsBesideId: false,
    enterpriseCertificates: false,
    signedGrants: true,
    requestObjectsRegistered: false,
    // Neither RFC 9101 nor OpenID Connect Core asks for an end.
    requestObjectsTell: [],
    pushedOnly: false,
    pkce: 'registered',
    pkceByDefault: false,
    // OpenID Connect Core §3.1.2.1: optional in the code flow
    nonceWithoutPkce: false,
    stateOfPublicClients: false,
    openidRequired: false,
    unknownLevels: 'ignored',
    boundTokens: false,
    rotatesRefreshTokens: true,
    tellsRefreshExpiry: false,
    standardAccessTokens: true,
    tellsWholeName: true,
    introspectsOwnTokens: true,
    logout: 'asked',
    logoutTokenLife: lifetimes.logoutTokenShort,
  },
}

export const profileOf = ({ profile }: Pick<Client, 'profile'>): ProfileRules => books[profile]

/**
 * What signs an answer to a client that registered nothing for answers: RS256 (JARM §3, RFC 9701 §6); in a profile without that, what
 * signs its ID tokens.
 */
export const usualAlgorithm = ({
  profile,
  idTokenAlgorithm,
}: Pick<Client, 'profile' | 'idTokenAlgorithm'>): SigningAlgorithm =>
  books[profile].signs.includes('RS256') ? 'RS256' : idTokenAlgorithm

/** RFC 9126 §6, or the profile. */
export const mustPush = (client: Pick<Client, 'profile' | 'parRequired'>): boolean =>
  client.parRequired || profileOf(client).pushedOnly

/** RFC 9449 §5.2, RFC 8705 §3.4, or the profile. */
export const mustBind = (client: Pick<Client, 'profile' | 'dpopBound' | 'tlsBound'>): boolean =>
  client.dpopBound || client.tlsBound || profileOf(client).boundTokens

/** RFC 9700 §2.1.1: public clients always. */
export function mustProveKey(client: Pick<Client, 'profile' | 'authMethod' | 'pkceRequired'>): boolean {
  const { pkce } = profileOf(client)
  return client.authMethod === 'none' || pkce === 'always' || client.pkceRequired
}
