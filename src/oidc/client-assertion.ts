/** `private_key_jwt` (OpenID Connect Core §9, RFC 7523 §3): an assertion signed with a registered key, used once. */
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import { algorithmsOf, type JwsHeader, type JwsPayload, unverifiedPayload } from '#keys/jws.ts'
import { firstInChain } from '#keys/jwk-certificate.ts'
import type { AssertionAlgorithm, Client, ClientKey } from '#oidc/client.ts'
import { type Choice, readClientSigned } from '#oidc/client-signed.ts'
import { addressOf, type OidcDeps, paths } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { profileOf, type ProfileRules } from '#oidc/profiles.ts'
import { firstUse } from '#oidc/store.ts'

export type AssertionDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'hot' | 'database' | 'clientKeys' | 'certificates'>

const refused = (description: string): OAuthError => new OAuthError('invalid_client', description)

/** By which of the client's keys it was signed: one of its own, or that of a business certificate. */
export type SignedBy = 'private_key_jwt' | 'virksomhetssertifikat'

/** @throws OAuthError `invalid_client` */
export async function checkAssertion(deps: AssertionDeps, client: Client, assertion: string): Promise<SignedBy> {
  const choose = (keys: readonly ClientKey[], header: JwsHeader): Choice => keyFor(client, keys, header)
  const read = await readClientSigned(deps, client, assertion, { name: 'the client assertion', choose })
  if (typeof read === 'string') throw refused(read)
  const now = deps.clock.now() / 1000
  const rules = profileOf(client)
  const claims = readClaims(read.payload, rules)
  if (claims === undefined) throw refused('the client assertion must hold iss, sub, aud, exp, iat and jti')
  const found = claimFault(claims, client.id, audiences(deps, rules), now)
  if (found !== undefined) throw refused(found)
  await useOnce(deps, client, claims, now)
  const byCertificate = read.key.certificate !== undefined && read.header['x5c'] !== undefined
  return byCertificate ? 'virksomhetssertifikat' : 'private_key_jwt'
}

/** Whom an assertion says that it is from: only to find the client whose keys tell whether that is true (RFC 7521 §4.2). */
export function claimedClient(assertion: string): string | undefined {
  const sub = unverifiedPayload(assertion)?.['sub']
  return typeof sub === 'string' ? sub : undefined
}

const acceptedTypes: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'client-authentication+jwt'])

/** The algorithm is the key's own if one was registered, else any that fits its kind. */
function keyFor(client: Client, keys: readonly ClientKey[], header: JwsHeader): Choice {
  const { alg, typ } = header
  if (!acceptedTypes.has(typeof typ === 'string' ? typ.toLowerCase() : typ))
    return { fault: 'typ of the client assertion must be JWT, client-authentication+jwt, or left out' }
  const algorithm = profileOf(client).signs.find((one) => one === alg)
  if (algorithm === undefined) return { fault: 'alg of the client assertion is not one that is taken from this client' }
  const fitting = keys.filter((key) => fits(key, algorithm))
  const nameless = header['kid'] === undefined && header['x5c'] === undefined
  if (nameless && !profileOf(client).assertionsTellKid && fitting.length <= 1) {
    const [key] = fitting
    return key ? { key, algorithm } : { unknown: notRegistered }
  }
  const named = namedKey(keys, header)
  if (!('key' in named)) return named
  return fitting.includes(named.key)
    ? { key: named.key, algorithm }
    : { fault: 'alg of the client assertion is not that of the registered key' }
}

const fits = ({ key, algorithm: own }: ClientKey, algorithm: AssertionAlgorithm): boolean =>
  (own ?? algorithm) === algorithm && algorithmsOf(key).includes(algorithm)

const notRegistered = 'the client assertion is not signed with a registered key'

/** By `kid`, or by the certificate alone. One that nobody registered counts for nothing, whoever issued it. */
function namedKey(keys: readonly ClientKey[], { kid, x5c }: JwsHeader): Choice | { readonly key: ClientKey } {
  if (kid === undefined && x5c === undefined) return { fault: 'the client assertion must have kid, or x5c' }
  const first = x5c === undefined ? undefined : firstInChain(x5c)
  if (x5c !== undefined && first === undefined)
    return { fault: 'x5c of the client assertion must be a list of certificates in base64 of DER' }
  if (kid === undefined) {
    const certified = keys.find(({ certificate }) => first !== undefined && certificate?.raw.equals(first) === true)
    return certified ? { key: certified } : { unknown: 'the certificate in x5c is not registered for this client' }
  }
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) return { unknown: notRegistered }
  // Registered with a certificate it is that certificate's key, and no other's.
  if (first !== undefined && key.certificate !== undefined && !key.certificate.raw.equals(first))
    return { fault: 'the certificate in x5c is not the one that the key is registered with' }
  return { key }
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
const withEndpoints = ['token', 'par', 'introspect', 'revoke'] as const
/** The issuer, and the addresses where an assertion is sent (RFC 7523 §3, RFC 9126 §2, RFC 8705 §5). */
function audiences(deps: AssertionDeps, { assertionAudience }: ProfileRules): ReadonlySet<string> {
  if (assertionAudience === 'issuer') return new Set([deps.issuer])
  const beside = deps.certificates?.origin
  const name = `${deps.issuer} ${beside ?? ''}`
  const ready = known.get(name)
  if (ready !== undefined) return ready
  const aliases = beside === undefined ? [] : withEndpoints.map((path) => beside + paths[path])
  const made = new Set([deps.issuer, ...withEndpoints.map((path) => addressOf(deps, path)), ...aliases])
  known.set(name, made)
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
 * Validity by absence, so it must not trust a store that has been emptied (security.md 5): what was made before that is refused.
 * What says that it was made later may come of a clock that is ahead of ours, and have been used before: such assertions are
 * remembered in the database as well, and so, while one of them can live, is every other that comes to the new store.
 */
async function useOnce(deps: AssertionDeps, client: Client, { jti, exp, iat }: Claims, now: number): Promise<void> {
  const hash = sha256(`${client.id}\0${jti}`)
  const isFirst = await deps.hot.once(`jti:${hash}`, Math.ceil(exp - now) + lifetimes.replayMargin)
  if (!isFirst) throw refused(usedBefore)
  // After `once`, which hears of an emptied store: this costs no trip of its own.
  const floor = ((await deps.hot.floor()) ?? Number.NEGATIVE_INFINITY) / 1000
  if (iat < floor) throw refused('the client assertion is too old: make a new one')
  const mayBeOlder = iat >= now || iat - lifetimes.assertionFutureSkew < floor
  if (mayBeOlder && !(await firstUse(deps.database, hash, deps.clock.now()))) throw refused(usedBefore)
}

const usedBefore = 'the client assertion was used before'
