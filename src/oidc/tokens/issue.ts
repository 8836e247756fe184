/** From what a user granted to the tokens: the one guarded transaction behind them, then the tokens themselves. */
import { seconds } from '#base/clock.ts'
import type { EncryptionKey } from '#keys/jwe.ts'
import { signJws } from '#keys/jws.ts'
import type { Binding } from '#oidc/binding.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { FamilyStore } from '#oidc/family-store.ts'
import type { UserGained } from '#oidc/grants/grant.ts'
import type { AuthorizationDetail } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import type { GrantStore } from '#oidc/store.ts'
import { tokenRules, type TokenRules } from '#oidc/scopes.ts'
import { accessTokenClaims, accessTokenType, type Hidden, newTokenId, sealHidden } from '#oidc/tokens/access-token.ts'
import { encryptFor, encryptionKeyOf } from '#oidc/tokens/encrypt-for.ts'
import { idTokenClaims } from '#oidc/tokens/id-token.ts'
import { makeOpaque } from '#oidc/tokens/opaque.ts'
import type { RecentTokens } from '#oidc/tokens/own-token.ts'

export type IssueDeps = OidcDeps & {
  readonly store: GrantStore
  readonly families: FamilyStore
  readonly recent: RecentTokens
}

/** RFC 6749 §5.1 and OpenID Connect Core §3.1.3.3. */
export interface Tokens {
  readonly access_token: string
  readonly id_token?: string
  readonly refresh_token?: string
  readonly refresh_token_expires_in?: number
  readonly token_type: 'Bearer' | 'DPoP'
  readonly expires_in: number
  readonly scope: string
  /** RFC 9396 §7. */
  readonly authorization_details?: readonly AuthorizationDetail[]
}

export interface Issuing {
  readonly client: AuthenticatedClient
  readonly gained: UserGained
  readonly binding: Binding | undefined
  readonly resource: readonly string[]
  /** The transaction failed by a guard of the grant's own. */
  notRecorded(failed: string): Promise<void>
}

/** @throws OAuthError `invalid_grant` when a guard does not hold */
export async function issueTokens(deps: IssueDeps, issuing: Issuing): Promise<Tokens> {
  const { client, gained, binding } = issuing
  const { scope, authorizationDetails: details } = gained.content
  const rules = rulesFor(deps, client, gained)
  const making = {
    issuing,
    rules,
    pid: rules.pseudonymous ? undefined : gained.pid,
    organisation: rules.pseudonymous ? undefined : deps.subjects.organisation?.(gained.content.reached.person),
    sub: deps.subjects.sub(client.id, gained.content.reached.person),
    // Before anything is recorded: what cannot be encrypted is not made.
    readBy: client.idTokenEncryption && (await encryptionKeyOf(deps, client, client.idTokenEncryption)),
  }
  const opaque = rules.opaque ? await makeAccessToken(deps, making) : undefined
  await record(deps, making)
  const accessToken = opaque ?? (await makeAccessToken(deps, making))
  return {
    access_token: accessToken,
    ...(scope.includes('openid') ? { id_token: await makeIdToken(deps, making) } : {}),
    token_type: binding?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: rules.lifetime,
    ...refreshMembers(deps, issuing),
    scope: scope.join(' '),
    ...(details === undefined ? {} : { authorization_details: details }),
  }
}

/** What was asked for without telling who it is stays so, whatever the user refused of it and a refresh leaves out. */
function rulesFor({ scopes }: IssueDeps, client: AuthenticatedClient, { content }: UserGained): TokenRules {
  const rules = tokenRules(scopes, content.scope, client)
  return { ...rules, pseudonymous: rules.pseudonymous || content.pseudonymous }
}

function refreshMembers(
  { clock }: IssueDeps,
  { client, gained: { refresh } }: Issuing,
): Pick<Tokens, 'refresh_token' | 'refresh_token_expires_in'> {
  if (refresh === undefined) return {}
  if (!profileOf(client).tellsRefreshExpiry) return { refresh_token: refresh.token }
  // Some milliseconds were spent on the way here: what is registered is what is told.
  const left = Math.round((refresh.until - clock.now()) / 1000)
  return { refresh_token: refresh.token, refresh_token_expires_in: left }
}

interface Making {
  readonly issuing: Issuing
  readonly rules: TokenRules
  /** As the tokens tell it. */
  readonly pid: string | undefined
  readonly organisation: string | undefined
  readonly sub: string
  /** Whoever holds this key, and nobody else; undefined: the ID token is not encrypted. */
  readonly readBy: EncryptionKey | undefined
}

/** By value, or by reference: then it lies in the store before the transaction, while nobody knows it. */
async function makeAccessToken(deps: IssueDeps, { issuing, rules, pid, organisation, sub }: Making): Promise<string> {
  const { client, gained, binding, resource } = issuing
  const { issuer } = deps
  const { lifetime } = rules
  const jti = newTokenId(gained.grant)
  const now = seconds(deps.clock)
  const claims = accessTokenClaims({
    issuer,
    client,
    gained,
    pid,
    organisation,
    resource,
    sub,
    jti,
    now,
    binding,
    lifetime,
  })
  if (rules.opaque) return makeOpaque(deps.hot, gained.grant, claims, lifetime)
  const token = signJws(deps.keys.signer(client.idTokenAlgorithm), claims, accessTokenType(client, resource))
  deps.recent.issued(token, claims)
  return token
}

async function makeIdToken(deps: IssueDeps, { issuing, pid, organisation, sub, readBy }: Making): Promise<string> {
  const { client, gained } = issuing
  const claims = idTokenClaims({
    issuer: deps.issuer,
    client,
    gained,
    pid,
    organisation,
    sub,
    subjects: deps.subjects,
    now: seconds(deps.clock),
  })
  const signed = signJws(deps.keys.signer(client.idTokenAlgorithm), claims)
  // OpenID Connect Core §10.2: signed, then encrypted.
  const encryption = client.idTokenEncryption
  return readBy && encryption ? encryptFor(readBy, encryption, signed, 'JWT') : signed
}

/** The grant's own rows, the session lives where it has to, the person and the client may. */
async function record(deps: IssueDeps, { issuing, rules }: Making): Promise<void> {
  const { client, gained, notRecorded } = issuing
  const { content, grant } = gained
  const { person, sid, authTime, began } = content.reached
  const now = deps.clock.now()
  // What was granted for when the user is away rests on no session; all else ends with what it was proved by.
  const outlives = gained.event === 'token.refreshed' && !gained.endsWithSession
  const hidden = hiddenOf(gained, rules)
  const claims = hidden && sealHidden(deps.vault, grant, hidden)
  const outcome = await deps.audit.write(
    [
      ...gained.steps({ now, accessTokenExpires: now + rules.lifetime * 1000, claims }),
      ...(gained.endsWithSession ? deps.login.sessionLive(sid) : []),
      deps.subjects.notBlocked(person, outlives ? undefined : (began ?? authTime)),
      deps.clients.active(client.id),
    ],
    [{ type: gained.event, person, client: client.id, grant, sid }],
  )
  if (outcome.ok) return
  await notRecorded(outcome.failed)
  throw new OAuthError('invalid_grant', refusals[outcome.failed] ?? 'the grant is not valid', { why: outcome.failed })
}

function hiddenOf({ content }: UserGained, { pseudonymous }: TokenRules): Hidden | undefined {
  const { name, numberHash } = content.reached
  const told = (one: string): boolean =>
    content.scope.includes('profile') || content.claims?.userinfo.includes(one) === true
  const names =
    name && ['name', 'given_name', 'family_name'].some(told) ? { given_name: name.given, family_name: name.family } : {}
  const hidden = pseudonymous ? { ...names, numberHash } : names
  return Object.keys(hidden).length === 0 ? undefined : hidden
}

const refusals: Readonly<Record<string, string>> = {
  'code-used': 'the code is not valid',
  'refresh-moved': 'the refresh token is not valid',
  'session-ended': 'the user has logged out',
  'person-blocked': 'the user cannot log in at present',
  'client-inactive': 'the client is not active',
}
