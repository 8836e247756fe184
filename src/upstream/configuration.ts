/**
 * What is known of an issuer: its metadata, asked for when it is first needed and anew now and then, and its keys. Each use gets a
 * configuration of its own, since clocks move and keys change in between.
 */
import * as oidc from 'openid-client'
import { type Clock, systemClock } from '#base/clock.ts'
import type { UpstreamDeps, UpstreamRules } from '#upstream/provider.ts'
import { UpstreamUntrue } from '#upstream/trouble.ts'

/** Milliseconds: metadata is asked for anew after this long. */
const metadataFor = 3600_000
/** Keys likewise; a key that is not among them sooner, but not more often than this: a made-up name must not make us ask. */
const keysFor = 300_000
const keysPause = 10_000
/** Seconds. The library looks again for a key that it misses only in a set that it believes to be older than a minute. */
const oldEnough = 100

/** A use of the issuer, with all that is known of it. */
export type Configured = <T>(work: (config: oidc.Configuration) => Promise<T>) => Promise<T>

interface Keys {
  readonly jwks: oidc.ExportedJWKSCache['jwks']
  /** When they came, by our clock. */
  readonly at: number
}

export function openConfigurations(deps: UpstreamDeps, rules: UpstreamRules): Configured {
  const metadata = keptMetadata(deps, rules)
  let keys: Keys | undefined
  return async (work) => {
    const config = configurationOf(deps, rules, await metadata())
    const given = keys && cacheOf(keys, deps.clock)
    if (given !== undefined) oidc.setJwksCache(config, given)
    try {
      return await work(config)
    } finally {
      const found = oidc.getJwksCache(config)
      // Those that it had already are copies with the same time.
      if (found !== undefined && found.uat !== given?.uat) keys = { jwks: found.jwks, at: deps.clock.now() }
    }
  }
}

/** Undefined: they are old. OpenID Connect Core §10.1.1: a key that is not known yet is looked for, whenever it comes. */
function cacheOf({ jwks, at }: Keys, clock: Clock): oidc.ExportedJWKSCache | undefined {
  const age = clock.now() - at
  if (age >= keysFor) return undefined
  const now = Math.floor(systemClock.now() / 1000)
  return { jwks, uat: age < keysPause ? now : now - oldEnough }
}

/** One asks for many; what failed is asked for again by the next. */
function keptMetadata(deps: UpstreamDeps, rules: UpstreamRules): () => Promise<oidc.ServerMetadata> {
  let kept: { readonly metadata: Promise<oidc.ServerMetadata>; readonly until: number } | undefined
  return () => {
    if (kept === undefined || deps.clock.now() >= kept.until) {
      const metadata = discover(deps, rules)
      const mine = { metadata, until: deps.clock.now() + metadataFor }
      kept = mine
      metadata.catch(() => {
        if (kept === mine) kept = undefined
      })
    }
    return kept.metadata
  }
}

async function discover(deps: UpstreamDeps, rules: UpstreamRules): Promise<oidc.ServerMetadata> {
  const config = await oidc.discovery(new URL(rules.issuer), rules.clientId, undefined, oidc.None(), {
    [oidc.customFetch]: fetchBy(deps),
    execute: rules.plain ? [oidc.allowInsecureRequests] : [],
  })
  const metadata = config.serverMetadata()
  // OpenID Connect Discovery §4.3. The library makes exceptions for the issuers of some large companies.
  if (new URL(metadata.issuer).href !== new URL(rules.issuer).href) throw new UpstreamUntrue('issuer')
  return metadata
}

function configurationOf(deps: UpstreamDeps, rules: UpstreamRules, metadata: oidc.ServerMetadata): oidc.Configuration {
  const signed = rules.responseMode === 'jwt' ? { authorization_signed_response_alg: rules.idTokenAlgorithm } : {}
  const about = {
    id_token_signed_response_alg: rules.idTokenAlgorithm,
    ...signed,
    // The twin's clock may be ahead of the machine's.
    [oidc.clockSkew]: Math.round((deps.clock.now() - systemClock.now()) / 1000),
    [oidc.clockTolerance]: rules.clockTolerance,
  }
  const config = new oidc.Configuration(metadata, rules.clientId, about, authenticationOf(rules))
  config[oidc.customFetch] = fetchBy(deps)
  // Also an ID token from the token endpoint is held against the issuer's keys: TLS says whose machine it is, not whose words.
  oidc.enableNonRepudiationChecks(config)
  if (rules.responseMode === 'jwt') oidc.useJwtResponseMode(config)
  if (rules.plain) oidc.allowInsecureRequests(config)
  return config
}

function authenticationOf({ auth }: UpstreamRules): oidc.ClientAuth {
  if (auth.kind === 'private_key_jwt') return oidc.PrivateKeyJwt({ key: auth.key, kid: auth.kid })
  return auth.kind === 'client_secret_basic' ? oidc.ClientSecretBasic(auth.secret) : oidc.ClientSecretPost(auth.secret)
}

const fetchBy =
  ({ send }: UpstreamDeps): oidc.CustomFetch =>
  (url, options) =>
    send(url, { method: options.method, headers: options.headers, body: textOf(options.body) })

/** The library sends forms alone. */
function textOf(body: oidc.FetchBody): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new Error('a body that is no form')
}
