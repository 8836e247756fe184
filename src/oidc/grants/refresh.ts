/** The refresh token grant (RFC 6749 §6): what only this grant checks. */
import { lifetimes } from '#base/lifetimes.ts'
import { constantTimeEqual } from '#base/secrets.ts'
import type { Granted } from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { FamilyStore, KnownFamily } from '#oidc/family-store.ts'
import { continueFamily } from '#oidc/grants/family.ts'
import type { Grant } from '#oidc/grants/grant.ts'
import { provedNumber } from '#oidc/grants/proved-number.ts'
import { hashOf, openCarried, readRefreshToken, type RefreshToken, wasOurs } from '#oidc/grants/refresh-token.ts'
import { stillGiven } from '#oidc/mandates.ts'
import { grantedScopes } from '#oidc/scopes.ts'
import { listOf, type Sent } from '#oidc/sent.ts'
import type { GrantStore } from '#oidc/store.ts'

export type RefreshDeps = Pick<OidcDeps, 'clock' | 'subjects' | 'audit' | 'vault' | 'scopes' | 'mandates'> & {
  readonly store: GrantStore
  readonly families: FamilyStore
}

interface FoundFamily {
  readonly token: RefreshToken
  readonly family: KnownFamily | undefined
}

/** The same whatever is wrong with it: it tells a thief nothing. */
const unusable = (why: string): OAuthError => new OAuthError('invalid_grant', 'the refresh token is not valid', { why })

export function refreshGrant(deps: RefreshDeps): Grant<FoundFamily | undefined> {
  const find = async (sent: Sent): Promise<FoundFamily | undefined> => {
    const token = readRefreshToken(sent.values.get('refresh_token') ?? '')
    return token && { token, family: await deps.families.find(token.family) }
  }
  return {
    find,

    async redeem({ client, sent, found, binding }) {
      if (!sent.values.has('refresh_token')) throw new OAuthError('invalid_request', 'refresh_token is required')
      if (found === undefined) throw unusable('refresh-malformed')
      const { token } = found
      const family = await current(deps, client, found)
      const carried = openCarried(token, family.sealed)
      if (carried === undefined) throw unusable('refresh-unreadable')
      if (!isHolder(carried.bound, binding)) throw unusable('refresh-key')
      const scope = narrowedScope(deps, client, carried.content.scope, sent)
      const pid = await provedNumber(deps, client, carried.content.reached)
      const authorizationDetails = await detailsNow(deps, pid, carried.content.authorizationDetails)
      const { given, step } = continueFamily(deps, client, { token, family, carried })
      return {
        kind: 'user',
        event: 'token.refreshed',
        grant: family.id,
        // OpenID Connect Core §12.2: an ID token from a refresh should not have the nonce of the login.
        content: { ...carried.content, scope, authorizationDetails, nonce: undefined },
        pid,
        endsWithSession: family.endsWith !== undefined,
        refresh: given,
        steps: () => [step],
      }
    },

    async notRecorded(failed, client, sent) {
      if (failed !== 'refresh-moved') return
      // Somebody was faster between our look and our statement: what came is judged again by what stands there now.
      const found = await find(sent)
      if (found !== undefined) await current(deps, client, found)
    },
  }
}

/** The family, if this is its token now. @throws OAuthError, after what security.md 27 asks for where it is not */
async function current(
  deps: RefreshDeps,
  client: AuthenticatedClient,
  { token, family }: FoundFamily,
): Promise<KnownFamily> {
  if (family === undefined) throw unusable('refresh-unknown')
  if (family.clientId !== client.id) throw unusable('refresh-of-another-client')
  if (family.revoked) throw unusable('refresh-revoked')
  const now = deps.clock.now()
  if (family.idleUntil <= now || family.absoluteUntil <= now) throw unusable('refresh-expired')
  const hash = hashOf(token)
  if (constantTimeEqual(hash, family.hash)) return family
  if (isLate(client, family, hash, now)) throw unusable('refresh-late')
  if (!wasOurs(deps.vault, token)) throw unusable('refresh-unknown')
  await takeBack(deps, client, family)
  throw unusable('refresh-replayed')
}

/** The answer may have been lost, or two of the client's processes refreshed at once: nobody but the client itself could ask so. */
const isLate = (client: AuthenticatedClient, family: KnownFamily, hash: string, now: number): boolean =>
  client.authMethod !== 'none' &&
  family.previousHash !== undefined &&
  constantTimeEqual(hash, family.previousHash) &&
  now - (family.rotated ?? 0) <= lifetimes.refreshOverlap * 1000

/** RFC 9700 §4.14.2: one of the two who hold a token of this family is a thief, and nobody can tell which. */
async function takeBack(deps: RefreshDeps, client: AuthenticatedClient, { id, person }: KnownFamily): Promise<void> {
  // When somebody else has done it meanwhile, it is done and told already.
  await deps.audit.write(
    [deps.store.takeBack(id, deps.clock.now())],
    [{ type: 'refresh.replayed', person, client: client.id, grant: id }],
  )
}

const isHolder = (bound: Binding | undefined, proved: Binding | undefined): boolean =>
  bound === undefined || (bound.jkt === proved?.jkt && bound['x5t#S256'] === proved?.['x5t#S256'])

/** Whoever gave a power of attorney may take it back: then nobody goes on in their name. Given again, it counts again. */
async function detailsNow(
  { mandates }: RefreshDeps,
  pid: string | undefined,
  before: Granted['authorizationDetails'],
): Promise<Granted['authorizationDetails']> {
  const found = await stillGiven(mandates, pid, before)
  if (found !== undefined) return found.details
  throw new OAuthError('invalid_grant', 'the power of attorney was taken back', { why: 'power-taken-back' })
}

/** RFC 6749 §6: nothing that was not granted; and nothing that the client has lost since. */
function narrowedScope(
  { scopes }: RefreshDeps,
  client: AuthenticatedClient,
  granted: readonly string[],
  sent: Sent,
): readonly string[] {
  const asked = sent.values.has('scope') ? listOf(sent.values.get('scope')) : granted
  if (!asked.every((scope) => granted.includes(scope)))
    throw new OAuthError('invalid_scope', 'scope holds more than was granted')
  const left = grantedScopes(asked, client, scopes)
  if (left.length === 0) throw new OAuthError('invalid_scope', 'the client may no longer have any of these scopes')
  return left
}
