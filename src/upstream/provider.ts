/**
 * One issuer of an eID, as its client (OpenID Connect Core, RFC 9126, RFC 9207, JARM). What comes back counts only when
 * issuer, audience, nonce, state, verifier, signature and times all fit; the library checks them, the settings leave no way round.
 */
import * as oidc from 'openid-client'
import { type BreakerState, openBreaker, type Pass } from '#base/breaker.ts'
import type { Clock } from '#base/clock.ts'
import { openConfigurations } from '#upstream/configuration.ts'
import type { Send } from '#upstream/send.ts'
import { troubleOf } from '#upstream/judge.ts'
import { UpstreamAway, UpstreamUntrue } from '#upstream/trouble.ts'

export type UpstreamAuth =
  | { readonly kind: 'private_key_jwt'; readonly key: CryptoKey; readonly kid: string }
  | { readonly kind: 'client_secret_basic' | 'client_secret_post'; readonly secret: string }

export interface UpstreamRules {
  /** Exactly as the issuer writes itself. */
  readonly issuer: string
  readonly clientId: string
  readonly auth: UpstreamAuth
  readonly scopes: readonly string[]
  /** `offered`: where the issuer has it. */
  readonly par: 'offered' | 'required'
  readonly responseMode: 'query' | 'form_post' | 'jwt'
  readonly idTokenAlgorithm: string
  /** Claims are asked for at its userinfo, too. */
  readonly userinfo: boolean
  /** Seconds that its clock may differ. */
  readonly clockTolerance: number
  /** Seconds that it has for one answer: somebody waits for it. */
  readonly answerWithin: number
  /** Users on their way out or back at the same time; more are told that it is busy. */
  readonly atOnce: number
  /** What it wants besides. */
  readonly parameters: Readonly<Record<string, string>>
  /** Plain http is spoken to it: this machine, in the twin. */
  readonly plain: boolean
}

export interface UpstreamDeps {
  readonly clock: Clock
  readonly send: Send
}

/** What the user is sent out for. */
export interface Going {
  /** `<attempt>.<leg secret><MAC>` */
  readonly state: string
  readonly redirectUri: string
  readonly acrValues?: string | undefined
  readonly uiLocales?: string | undefined
  /** May hold personal data: told only where the request is pushed. */
  readonly loginHint?: string | undefined
  readonly prompt?: string | undefined
}

/** Kept with the leg, sealed, until the user comes back. */
export interface Transaction {
  readonly verifier: string
  readonly nonce: string
}

export type Claims = Readonly<Record<string, unknown>>

export interface Upstream {
  /** @throws UpstreamAway, UpstreamUntrue */
  leave(going: Going): Promise<{ readonly url: string; readonly transaction: Transaction }>
  /** `returned`: the parameters that came to the redirect address. @throws UpstreamAway, UpstreamRefused, UpstreamUntrue */
  comeBack(
    returned: URLSearchParams,
    going: Pick<Going, 'state' | 'redirectUri'>,
    transaction: Transaction,
  ): Promise<Claims>
  /** `open`: left in peace after failures; `half-open`: the next user tries for all. */
  state(): BreakerState
}

/** Five failures in a row, then ten seconds of peace, a minute at most. */
const breakerRules = { failures: 5, shortest: 10_000, longest: 60_000 }

/**
 * Two of them: an issuer may send users on their way and then not answer for what they proved. While it does not, nobody is sent
 * there in vain; whoever is out already is heard all the same.
 */
const breakersOf = ({ clock }: UpstreamDeps) => ({
  out: openBreaker({ clock, ...breakerRules }),
  back: openBreaker({ clock, ...breakerRules }),
})

export function openUpstream(deps: UpstreamDeps, rules: UpstreamRules): Upstream {
  const { out, back } = breakersOf(deps)
  const configured = openConfigurations(deps, rules)
  let inside = 0

  /** Within the issuer's own limits; what goes wrong is one of three kinds, and only its being away counts against it. */
  const guarded = async <T>(
    enter: () => Pass | undefined,
    work: (config: oidc.Configuration) => Promise<T>,
  ): Promise<T> => {
    if (inside >= rules.atOnce) throw new UpstreamAway('busy')
    const pass = enter()
    inside += 1
    try {
      const done = await configured(work)
      pass?.answered()
      return done
    } catch (error) {
      const trouble = troubleOf(error)
      // What a browser says of an issuer closes it for nobody else.
      if (trouble instanceof UpstreamAway && trouble.seen) pass?.failed()
      else pass?.nothing()
      throw trouble ?? error
    } finally {
      inside -= 1
    }
  }
  const leaving = (): Pass => {
    const pass = back.state() === 'open' ? undefined : out.enter()
    if (pass === undefined) throw new UpstreamAway('left-in-peace')
    return pass
  }
  return {
    leave: (going) => guarded(leaving, (config) => leave(config, rules, going)),
    comeBack: (returned, going, transaction) =>
      guarded(back.enter, (config) => comeBack(config, rules, deps.clock, { returned, going, transaction })),
    state: () => worse(out.state(), back.state()),
  }
}

const states: readonly BreakerState[] = ['closed', 'half-open', 'open']
const worse = (a: BreakerState, b: BreakerState): BreakerState => (states.indexOf(a) > states.indexOf(b) ? a : b)

async function leave(config: oidc.Configuration, rules: UpstreamRules, going: Going) {
  const transaction: Transaction = { verifier: oidc.randomPKCECodeVerifier(), nonce: oidc.randomNonce() }
  const pushed = config.serverMetadata().pushed_authorization_request_endpoint !== undefined
  if (!pushed && rules.par === 'required') throw new UpstreamAway('no-pushed-requests')
  const parameters = {
    ...rules.parameters,
    redirect_uri: going.redirectUri,
    scope: rules.scopes.join(' '),
    state: going.state,
    nonce: transaction.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(transaction.verifier),
    code_challenge_method: 'S256',
    ...(rules.responseMode === 'form_post' ? { response_mode: 'form_post' } : {}),
    ...(going.acrValues === undefined ? {} : { acr_values: going.acrValues }),
    ...(going.uiLocales === undefined ? {} : { ui_locales: going.uiLocales }),
    ...(going.prompt === undefined ? {} : { prompt: going.prompt }),
    // An address is logged on its way; only a pushed request keeps this to the issuer and us.
    ...(going.loginHint === undefined || !pushed ? {} : { login_hint: going.loginHint }),
  }
  const url = pushed
    ? await oidc.buildAuthorizationUrlWithPAR(config, parameters)
    : oidc.buildAuthorizationUrl(config, parameters)
  return { url: url.href, transaction }
}

interface Back {
  readonly returned: URLSearchParams
  readonly going: Pick<Going, 'state' | 'redirectUri'>
  readonly transaction: Transaction
}

async function comeBack(
  config: oidc.Configuration,
  rules: UpstreamRules,
  clock: Clock,
  { returned, going, transaction }: Back,
): Promise<Claims> {
  const address = new URL(going.redirectUri)
  address.search = returned.toString()
  const tokens = await oidc.authorizationCodeGrant(config, address, {
    expectedState: going.state,
    expectedNonce: transaction.nonce,
    pkceCodeVerifier: transaction.verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new Error('the library let an answer without an ID token pass')
  // OpenID Connect Core §3.1.3.7, 5: the library looks at it only where there are several audiences.
  if (claims['azp'] !== undefined && claims['azp'] !== rules.clientId) throw new UpstreamUntrue('azp')
  // 10: what says that it will be issued later was not made for this answer; the library asks only that a time be there.
  if (claims.iat > clock.now() / 1000 + rules.clockTolerance) throw new UpstreamUntrue('iat')
  if (!rules.userinfo) return claims
  // OpenID Connect Core §5.3.2: about the same subject, or nothing of it is used. What was signed wins.
  return { ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
}
