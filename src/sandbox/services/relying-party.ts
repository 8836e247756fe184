/** The OpenID Connect of an example service, by `openid-client`, over the wire. Knows nothing of the gateway but its issuer. */
import * as oidc from 'openid-client'
import { type Clock, systemClock } from '#base/clock.ts'
import type { Language } from '#i18n/text.ts'
import type { ExampleKeys } from '#sandbox/services/keys.ts'
import { callbackPath, loggedOutPath } from '#sandbox/services/registrations.ts'

/** The levels as this client knows them; weakest first. */
export const levels = ['low', 'substantial', 'high'] as const
export type ServiceLevel = (typeof levels)[number]
export const strongEnough = (reached: ServiceLevel, needed: ServiceLevel): boolean =>
  levels.indexOf(reached) >= levels.indexOf(needed)

export interface Wish {
  readonly level: ServiceLevel
  readonly language: Language
  /** `login`: prove yourself again; `none`: only if that takes no page. */
  readonly prompt: 'login' | 'none' | undefined
}

/** What is kept between leaving for the gateway and coming back. */
export interface Journey {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly wish: Wish
}

export interface LoggedIn {
  readonly claims: Readonly<Record<string, unknown>>
  readonly sub: string
  readonly sid: string | undefined
  readonly level: ServiceLevel
  readonly idToken: string
}

export interface RelyingParty {
  readonly issuer: string
  leave(wish: Wish): Promise<{ readonly url: URL; readonly journey: Journey }>
  /** @throws oidc.AuthorizationResponseError with the gateway's `error`; others when an answer does not hold */
  comeBack(url: URL, journey: Journey): Promise<LoggedIn>
  logoutUrl(idToken: string, language: Language): Promise<URL>
}

export interface RelyingPartyDeps {
  readonly issuer: string
  readonly origin: string
  readonly clock: Clock
  readonly clientId: string
  readonly authentication: () => Promise<oidc.ClientAuth>
  /** Sends the request ahead (RFC 9126) instead of in the address. */
  readonly pushes: boolean
  readonly fetch?: oidc.CustomFetch | undefined
}

export const taxAuthentication = (keys: ExampleKeys) => async (): Promise<oidc.ClientAuth> => {
  const { kid, ...jwk } = keys.tax.privateJwk
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  return oidc.PrivateKeyJwt({ key, kid })
}

export const healthAuthentication = (keys: ExampleKeys) => async (): Promise<oidc.ClientAuth> =>
  oidc.ClientSecretBasic(keys.health.secret)

export function relyingParty(deps: RelyingPartyDeps): RelyingParty {
  const redirectUri = deps.origin + callbackPath
  const configuration = configurationOf(deps)
  return {
    issuer: deps.issuer,
    async leave(wish) {
      const config = await configuration()
      const journey: Journey = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        wish,
      }
      const parameters = {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        acr_values: `idporten-loa-${wish.level}`,
        ui_locales: wish.language,
        ...(wish.prompt === undefined ? {} : { prompt: wish.prompt }),
      }
      const url = deps.pushes
        ? await oidc.buildAuthorizationUrlWithPAR(config, parameters)
        : oidc.buildAuthorizationUrl(config, parameters)
      return { url, journey }
    },
    async comeBack(url, { state, nonce, verifier, wish }) {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      const tokens = await oidc.authorizationCodeGrant(await configuration(), url, checks)
      const claims = tokens.claims()
      if (claims === undefined || tokens.id_token === undefined) throw new Error('no ID token came')
      const level = levelOf(claims.acr)
      // Asking is not enough: a client must look at what it got (row I2, from the service's side).
      if (level === undefined || !strongEnough(level, wish.level)) throw new Error('the level is lower than asked for')
      const sid = typeof claims.sid === 'string' ? claims.sid : undefined
      return { claims, sub: claims.sub, sid, level, idToken: tokens.id_token }
    },
    async logoutUrl(idToken, language) {
      const parameters = {
        id_token_hint: idToken,
        post_logout_redirect_uri: deps.origin + loggedOutPath,
        ui_locales: language,
      }
      return oidc.buildEndSessionUrl(await configuration(), parameters)
    },
  }
}

const levelOf = (acr: unknown): ServiceLevel | undefined => levels.find((level) => acr === `idporten-loa-${level}`)

/** Discovery when first needed, kept; a failure is not kept, as the gateway may start after its services. */
function configurationOf(deps: RelyingPartyDeps): () => Promise<oidc.Configuration> {
  let discovered: Promise<oidc.Configuration> | undefined
  let adjusted: { readonly offset: number; readonly config: oidc.Configuration } | undefined
  return async () => {
    discovered ??= discover(deps)
    const config = await discovered.catch((error: unknown) => {
      discovered = undefined
      throw error
    })
    // The twin's clock can be set: the client goes by the same one. The library takes an offset, and only when it is made.
    const offset = Math.round((deps.clock.now() - systemClock.now()) / 1000)
    if (adjusted === undefined || Math.abs(adjusted.offset - offset) > 1) {
      adjusted = { offset, config: await configured(deps, config.serverMetadata(), offset) }
    }
    return adjusted.config
  }
}

async function configured(
  deps: RelyingPartyDeps,
  server: oidc.ServerMetadata,
  offset: number,
): Promise<oidc.Configuration> {
  const config = new oidc.Configuration(
    server,
    deps.clientId,
    { [oidc.clockSkew]: offset },
    await deps.authentication(),
  )
  config.timeout = timeoutSeconds
  if (deps.fetch !== undefined) config[oidc.customFetch] = deps.fetch
  oidc.enableNonRepudiationChecks(config)
  if (plainHttp(deps)) oidc.allowInsecureRequests(config)
  return config
}

const timeoutSeconds = 10
/** The twin speaks plain http on loopback; the library has an alarming name for that. */
const plainHttp = (deps: RelyingPartyDeps): boolean => deps.issuer.startsWith('http:')

async function discover(deps: RelyingPartyDeps): Promise<oidc.Configuration> {
  const execute = plainHttp(deps) ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(new URL(deps.issuer), deps.clientId, undefined, undefined, {
    execute,
    timeout: timeoutSeconds,
    ...(deps.fetch === undefined ? {} : { [oidc.customFetch]: deps.fetch }),
  })
}
