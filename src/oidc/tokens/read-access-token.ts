/**
 * The one reader of access tokens, by value or by reference: userinfo, introspection and our own APIs all ask here, so that
 * a token that is over is over everywhere.
 */
import { seconds } from '#base/clock.ts'
import type { JwsPayload } from '#keys/jws.ts'
import type { Binding } from '#oidc/binding.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { endsWithSession } from '#oidc/scopes.ts'
import type { GrantStore, KnownGrant } from '#oidc/store.ts'
import { grantOf, type Hidden, unsealHidden } from '#oidc/tokens/access-token.ts'
import { readMachineToken } from '#oidc/tokens/machine.ts'
import { isOpaque, readOpaque } from '#oidc/tokens/opaque.ts'
import { readOwnToken, type RecentTokens } from '#oidc/tokens/own-token.ts'

export type ReaderDeps = Pick<
  OidcDeps,
  | 'issuer'
  | 'clock'
  | 'keys'
  | 'vault'
  | 'hot'
  | 'database'
  | 'clients'
  | 'clientKeys'
  | 'certificates'
  | 'login'
  | 'subjects'
> & {
  readonly store: GrantStore
  readonly recent: RecentTokens
}

/** An access token that counts now. */
export type AccessToken = UserToken | MachineToken

interface Common {
  readonly client: Client
  readonly scope: readonly string[]
  /** The key that whoever shows it must hold. */
  readonly cnf: Binding | undefined
  /** Seconds since 1970. */
  readonly expires: number
  /** All that it says. */
  readonly claims: JwsPayload
}

export interface UserToken extends Common {
  readonly kind: 'user'
  readonly sub: string
  /** Undefined: a pseudonymous token. */
  readonly pid: string | undefined
  readonly grant: KnownGrant
  /** What it stands for and does not say. */
  readonly hidden: () => Hidden
}

/** A client's own: nobody is logged in. */
export interface MachineToken extends Common {
  readonly kind: 'machine'
}

/** Undefined: none of ours, expired, revoked, or what it rests on is gone. */
export async function readAccessToken(deps: ReaderDeps, token: string): Promise<AccessToken | undefined> {
  const claims = isOpaque(token)
    ? await readOpaque(deps.hot, token)
    : (deps.recent.claimsOf(token) ?? readOwnToken(deps, token, accessTokenTypes))
  const common = claims && readCommon(deps, claims)
  if (common === undefined) return undefined
  if (readMachineToken(common.claims, seconds(deps.clock)) !== undefined) return { kind: 'machine', ...common }
  return readUserToken(deps, common)
}

/** RFC 9068 §4: of the type that was signed; `JWT` is that of ID-porten's profile. */
const accessTokenTypes = ['at+jwt', 'JWT'] as const

function readCommon(deps: ReaderDeps, claims: JwsPayload): Common | undefined {
  const { client_id: clientId, scope, exp, cnf } = claims
  if (typeof clientId !== 'string' || typeof scope !== 'string' || typeof exp !== 'number') return undefined
  if (exp <= seconds(deps.clock)) return undefined
  const client = deps.clients.find(clientId)
  return client && { client, scope: scope.split(' '), cnf: cnf as Binding | undefined, expires: exp, claims }
}

async function readUserToken(deps: ReaderDeps, common: Common): Promise<UserToken | undefined> {
  const { jti, sub, pid } = common.claims
  if (typeof jti !== 'string' || typeof sub !== 'string') return undefined
  const id = grantOf(jti)
  const grant = id && (await deps.store.find(id))
  if (grant === undefined || !(await lives(deps, common, grant))) return undefined
  const hidden = (): Hidden =>
    (grant.claims === undefined ? undefined : unsealHidden(deps.vault, grant.id, grant.claims)) ?? {}
  return { kind: 'user', ...common, sub, pid: typeof pid === 'string' ? pid : undefined, grant, hidden }
}

/** The grant was not taken back, the person may be here, and the session is there where the token hangs on it. */
async function lives(deps: ReaderDeps, { client, scope }: Common, grant: KnownGrant): Promise<boolean> {
  if (grant.revoked || grant.clientId !== client.id) return false
  const session = endsWithSession(scope) ? deps.login.sessionLive(grant.sid) : []
  return deps.database.hold([...session, deps.subjects.notBlocked(grant.person)])
}
