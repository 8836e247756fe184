/** A family of refresh tokens from its beginning to its end: how long it lives, whether its token changes at each use. */
import type { GrantId } from '#base/ids.ts'
import type { Clock } from '#base/clock.ts'
import type { Step } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import type { Granted } from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'
import type { Client } from '#oidc/client.ts'
import type { FamilyStore, KnownFamily } from '#oidc/family-store.ts'
import {
  type Carried,
  hashOf,
  newRefreshToken,
  type RefreshToken,
  refreshTokenText,
  sealCarried,
} from '#oidc/grants/refresh-token.ts'
import type { Scopes } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import { endsWithSession } from '#oidc/scopes.ts'

export interface FamilyDeps {
  readonly clock: Clock
  readonly vault: Pick<Vault, 'macKey'>
  readonly scopes: Scopes
  readonly families: FamilyStore
}

/** What the client is given beside its access token. */
export interface RefreshGiven {
  readonly token: string
  /** Milliseconds: what it lives if nobody uses it. */
  readonly until: number
}

export interface FamilyStep {
  readonly given: RefreshGiven
  readonly step: Step
}

export interface Beginning {
  readonly client: Client
  readonly grant: GrantId
  readonly content: Granted
  readonly binding: Binding | undefined
}

/** Undefined: the client has not registered the grant `refresh_token`. */
export function beginFamily(
  deps: FamilyDeps,
  { client, grant, content, binding }: Beginning,
): (FamilyStep & { readonly absoluteUntil: number }) | undefined {
  if (!client.grantTypes.includes('refresh_token')) return undefined
  const now = deps.clock.now()
  const token = newRefreshToken(deps.vault, grant)
  const absoluteUntil = now + authorizationLifetime(deps.scopes, content.scope, client) * 1000
  const idleUntil = idleEnd(client, now, absoluteUntil)
  // RFC 9449 §5, RFC 8705 §4: a client that authenticates is held by that already.
  const bound = client.authMethod === 'none' ? binding : undefined
  const step = deps.families.insert({
    id: grant,
    hash: hashOf(token),
    sealed: sealCarried(token, { content, bound }),
    clientId: client.id,
    person: content.reached.person,
    endsWith: endsWithSession(content.scope) ? content.reached.sid : undefined,
    idleUntil,
    absoluteUntil,
  })
  return { given: { token: refreshTokenText(token), until: idleUntil }, step, absoluteUntil }
}

/** The next use of a token that was found to be the family's current one. */
export function continueFamily(
  deps: FamilyDeps,
  client: Client,
  { token, family, carried }: { token: RefreshToken; family: KnownFamily; carried: Carried },
): FamilyStep {
  const now = deps.clock.now()
  const idleUntil = idleEnd(client, now, family.absoluteUntil)
  const next = rotates(client) ? newRefreshToken(deps.vault, family.id) : undefined
  const step = deps.families.use({
    id: family.id,
    hash: family.hash,
    now,
    idleUntil,
    next: next && { hash: hashOf(next), sealed: sealCarried(next, carried) },
  })
  return { given: { token: refreshTokenText(next ?? token), until: idleUntil }, step }
}

/** Public clients whatever they registered (RFC 9700 §2.2.2); FAPI 2.0's never (its §5.3.2.1). */
export const rotates = (client: Client): boolean =>
  client.authMethod === 'none' || (client.refreshTokenUsage === 'ONETIME' && profileOf(client).rotatesRefreshTokens)

const idleEnd = (client: Client, now: number, absoluteUntil: number): number =>
  Math.min(now + client.refreshTokenLifetime * 1000, absoluteUntil)

/** Seconds: the client's own, and no longer than any of the scopes allows. */
function authorizationLifetime(scopes: Scopes, granted: readonly string[], client: Client): number {
  const limits = granted.map((name) => scopes.find(name)?.authorizationAtMost ?? 0).filter((most) => most > 0)
  return Math.min(client.authorizationLifetime, ...limits)
}
