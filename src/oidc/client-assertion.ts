/** `private_key_jwt` (OpenID Connect Core §9, RFC 7523 §3): an assertion signed with a registered key, used once. */
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import { algorithmsOf, type JwsHeader, type JwsPayload, verifyJws, type VerifyingKey } from '#keys/jws.ts'
import type { Client } from '#oidc/client.ts'
import { addressOf, type OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { profileOf, type ProfileRules } from '#oidc/profiles.ts'

export type AssertionDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'hot'>

const refused = (description: string): OAuthError => new OAuthError('invalid_client', description)

/** @throws OAuthError `invalid_client` */
export async function checkAssertion(deps: AssertionDeps, client: Client, assertion: string): Promise<void> {
  const read = verifyJws(assertion, (header) => registeredKey(client, header))
  if (read === undefined) throw refused('the client assertion is not signed with a registered key')
  const now = deps.clock.now() / 1000
  const rules = profileOf(client)
  const claims = readClaims(read.payload, rules)
  if (claims === undefined) throw refused('the client assertion must hold iss, sub, aud, exp, iat and jti')
  const found = claimFault(claims, client.id, audiences(deps, rules), now)
  if (found !== undefined) throw refused(found)
  await useOnce(deps, client, claims, now)
}

const acceptedTypes: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'client-authentication+jwt'])

/** By `kid`; the algorithm is the key's own if one was registered, else any that fits its kind. */
function registeredKey(client: Client, { kid, alg, typ }: JwsHeader): VerifyingKey | undefined {
  if (!acceptedTypes.has(typeof typ === 'string' ? typ.toLowerCase() : typ)) return undefined
  const known = client.keys.find((key) => key.kid === kid)
  if (known === undefined || !profileOf(client).signs.some((one) => one === alg)) return undefined
  if (known.algorithm !== undefined) return { key: known.key, algorithm: known.algorithm }
  const algorithm = algorithmsOf(known.key).find((one) => one === alg)
  return algorithm && { key: known.key, algorithm }
}

interface Claims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  readonly exp: number
  readonly iat: number
  readonly nbf: number | undefined
  readonly jti: string
}

function readClaims({ iss, sub, aud, exp, iat: made, nbf, jti }: JwsPayload, rules: ProfileRules): Claims | undefined {
  // One audience only: an assertion that also counts elsewhere could be replayed here from there.
  const inList = rules.assertionAudience === 'issuer or endpoint' && Array.isArray(aud) && aud.length === 1
  const audience: unknown = inList ? aud[0] : aud
  // Where it may be left out it counts as made as early as its expiry allows.
  const mayLack = made === undefined && !rules.assertionsTellIat && isTime(exp)
  const iat = mayLack ? exp - lifetimes.clientAssertion : made
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof audience !== 'string' || typeof jti !== 'string')
    return undefined
  if (!isTime(exp) || !isTime(iat) || (nbf !== undefined && !isTime(nbf))) return undefined
  return { iss, sub, aud: audience, exp, iat, nbf, jti }
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e11

const known = new Map<string, ReadonlySet<string>>()
/** The issuer, and the addresses where an assertion is sent (RFC 7523 §3, RFC 9126 §2). */
function audiences(deps: AssertionDeps, { assertionAudience }: ProfileRules): ReadonlySet<string> {
  if (assertionAudience === 'issuer') return new Set([deps.issuer])
  const ready = known.get(deps.issuer)
  if (ready !== undefined) return ready
  const endpoints = (['token', 'par', 'introspect', 'revoke'] as const).map((path) => addressOf(deps, path))
  const made = new Set([deps.issuer, ...endpoints])
  known.set(deps.issuer, made)
  return made
}

function claimFault(claims: Claims, clientId: string, audience: ReadonlySet<string>, now: number): string | undefined {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims
  if (iss !== clientId || sub !== clientId) return 'iss and sub of the client assertion must be the client_id'
  if (!audience.has(aud)) return 'aud of the client assertion must be the issuer'
  if (exp <= now) return 'the client assertion has expired'
  if (iat > now + lifetimes.assertionFutureSkew) return 'the client assertion is from the future'
  if (nbf !== undefined && nbf > now + lifetimes.assertionFutureSkew) return 'the client assertion is not valid yet'
  if (exp - iat > lifetimes.clientAssertion) return 'the client assertion lives too long'
  return jti === '' || jti.length > 256 ? 'jti of the client assertion must be 1 to 256 characters' : undefined
}

/**
 * Validity by absence, so it must not trust a store that has been emptied: what is older than the emptying is refused. In
 * whole seconds, as `iat` is told: what was made in the very second may be newer, and a new store would refuse its first callers.
 */
async function useOnce({ hot }: AssertionDeps, client: Client, { jti, exp, iat }: Claims, now: number): Promise<void> {
  const isFirst = await hot.once(`jti:${sha256(`${client.id}\0${jti}`)}`, Math.ceil(exp - now) + lifetimes.replayMargin)
  if (!isFirst) throw refused('the client assertion was used before')
  // After `once`, which hears of an emptied store: this costs no trip of its own.
  const floor = await hot.floor()
  if (floor !== undefined && iat < Math.floor(floor / 1000))
    throw refused('the client assertion is too old: make a new one')
}
