/** `private_key_jwt` (OpenID Connect Core §9, RFC 7523 §3): an assertion signed with a registered key, used once. */
import { lifetimes } from '#base/lifetimes.ts'
import { type JwsHeader, type JwsPayload, unverifiedPayload } from '#keys/jws.ts'
import { type AssertionKind, keyFor } from '#oidc/assertion-key.ts'
import { useFault } from '#oidc/assertion-use.ts'
import type { Client, ClientKey } from '#oidc/client.ts'
import { type Choice, type ClientSigned, readClientSigned } from '#oidc/client-signed.ts'
import { addressOf, type OidcDeps, paths } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { isByOrganisation, readOrganisationSigned } from '#oidc/organisation-signed.ts'
import { profileOf, type ProfileRules } from '#oidc/profiles.ts'

export type AssertionDeps = Pick<
  OidcDeps,
  'issuer' | 'clock' | 'hot' | 'database' | 'clientKeys' | 'certificates' | 'enterprise'
>

const refused = (description: string): OAuthError => new OAuthError('invalid_client', description)

const kind: AssertionKind = { name: 'the client assertion', type: 'client-authentication+jwt' }

/** By which of the client's keys it was signed: one of its own, or that of an enterprise certificate. */
export type SignedBy = 'private_key_jwt' | 'virksomhetssertifikat'

/** @throws OAuthError `invalid_client` */
export async function checkAssertion(deps: AssertionDeps, client: Client, assertion: string): Promise<SignedBy> {
  const read = await readSigned(deps, client, assertion)
  if (typeof read === 'string') throw refused(read)
  const now = deps.clock.now() / 1000
  const rules = profileOf(client)
  const claims = readClaims(read.payload, rules)
  if (claims === undefined) throw refused('the client assertion must hold iss, sub, aud, exp, iat and jti')
  const found = claimFault(claims, client.id, audiences(deps, rules), now)
  if (found !== undefined) throw refused(found)
  const reused = await useFault(deps, client, claims, now)
  if (reused !== undefined) throw refused(`the client assertion ${reused}`)
  return read.signedBy
}

interface Signed {
  readonly payload: JwsPayload
  readonly signedBy: SignedBy
}

/** A text: what is wrong, as a sentence. */
async function readSigned(deps: AssertionDeps, client: Client, assertion: string): Promise<Signed | string> {
  if (isByOrganisation(client)) {
    const read = await readOrganisationSigned(deps, client, assertion, kind)
    return 'fault' in read ? read.fault : { payload: read.payload, signedBy: 'virksomhetssertifikat' }
  }
  const choose = (keys: readonly ClientKey[], header: JwsHeader): Choice => keyFor(client, keys, header, kind)
  const read = await readClientSigned(deps, client, assertion, { name: kind.name, choose })
  return typeof read === 'string' ? read : { payload: read.payload, signedBy: signedByKey(read) }
}

/** A key that is registered with its certificate counts as that where the certificate was shown. */
export const signedByKey = ({ key, header }: ClientSigned): SignedBy =>
  key.certificate !== undefined && header['x5c'] !== undefined ? 'virksomhetssertifikat' : 'private_key_jwt'

/** Whom an assertion says that it is from: only to find the client whose keys tell whether that is true (RFC 7521 §4.2). */
export function claimedClient(assertion: string): string | undefined {
  const sub = unverifiedPayload(assertion)?.['sub']
  return typeof sub === 'string' ? sub : undefined
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
