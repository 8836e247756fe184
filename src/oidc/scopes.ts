/** Which of the scopes asked for are granted, ignored or refused, and what the granted ones ask of a login and of its tokens. */
import type { Client } from '#oidc/client.ts'
import type { ScopeRules, Scopes } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'

/** Understood for every client; discovery lists them. */
export const ownScopes: readonly string[] = ['openid', 'profile', 'nin']

/** Opens introspection of other clients' tokens. What counts is that a client has it registered; it need not be asked for. */
export const introspectionScope = 'idporten:token.introspection'

/** What opens our own APIs to a machine's token: any of the words does. The second one clients bring along. */
export const apiScopes = { sessions: ['inngang:sessions', 'signicat-api'] } as const satisfies Record<
  string,
  readonly string[]
>

/** RFC 6749 §3.3. */
const scopeShape = /^[\x21\x23-\x5b\x5d-\x7e]+$/

export type AskingClient = Pick<Client, 'scopes' | 'profile'>

/**
 * A scope of an API (`prefix:name`, the form in which they are handed out here) that the client has not registered is
 * refused, unless its owner opened it to all: silence would hide that a right is missing. Other words that nobody here
 * understands (`email`, `offline_access`) are ignored, as OpenID Connect Core §3.1.2.1 asks.
 */
export function scopeFault(asked: readonly string[], client: AskingClient, scopes: Scopes): string | undefined {
  if (asked.length === 0) return 'scope is required'
  if (!asked.every((scope) => scopeShape.test(scope))) return 'scope holds a character that is not allowed'
  // ID-porten logs people in; the other profiles may be used for OAuth alone (RFC 6749).
  if (profileOf(client).openidRequired && !asked.includes('openid')) return 'scope must contain openid'
  const granted = grantedScopes(asked, client, scopes)
  const refused = asked.some((scope) => !granted.includes(scope) && (ownScopes.includes(scope) || scope.includes(':')))
  if (refused) return 'a scope is not registered for this client'
  return granted.length === 0 ? 'no scope is known here' : undefined
}

export const grantedScopes = (asked: readonly string[], client: AskingClient, scopes: Scopes): readonly string[] =>
  asked.filter((scope) => client.scopes.includes(scope) || scopes.find(scope)?.forAll === true)

const rulesOf = (scopes: Scopes, granted: readonly string[]): readonly ScopeRules[] =>
  granted.map((name) => scopes.find(name)).filter((rules) => rules !== undefined)

/** A proof from before does not count for what one of these opens, whatever the session says. */
export const needsFreshLogin = (scopes: Scopes, granted: readonly string[]): boolean =>
  rulesOf(scopes, granted).some(({ freshLogin }) => freshLogin)

/** What the granted scopes ask of the tokens. */
export interface TokenRules {
  /** Seconds: the client's own, and no longer than any scope allows. */
  readonly lifetime: number
  /** The access token says nothing: what it stands for is here. */
  readonly opaque: boolean
  /** The identity number is told to nobody but through introspection. */
  readonly pseudonymous: boolean
}

export function tokenRules(
  scopes: Scopes,
  granted: readonly string[],
  client: Pick<Client, 'accessTokenLifetime'>,
): TokenRules {
  const rules = rulesOf(scopes, granted)
  const limits = rules.map(({ accessTokenAtMost }) => accessTokenAtMost).filter((seconds) => seconds > 0)
  return {
    lifetime: Math.min(client.accessTokenLifetime, ...limits),
    opaque: rules.some(({ opaque }) => opaque),
    pseudonymous: rules.some(({ pseudonymous }) => pseudonymous),
  }
}

/** ID-porten: a logout ends what was granted for the login alone; what opens an API lives on for its own time. */
export const endsWithSession = (granted: readonly string[]): boolean =>
  granted.every((scope) => ownScopes.includes(scope))
