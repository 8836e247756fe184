/** Which of the scopes asked for are granted, ignored or refused. */
import type { Client } from '#oidc/client.ts'

/** Understood for every client; discovery lists them. */
export const ownScopes: readonly string[] = ['openid', 'profile']

/** RFC 6749 §3.3. */
const scopeShape = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * A scope of an API (`prefix:name`, the form in which they are handed out here) that the client has not registered is
 * refused: silence would hide that a right is missing. Other words that nobody here understands (`email`,
 * `offline_access`) are ignored, as OpenID Connect Core §3.1.2.1 asks.
 */
export function scopeFault(asked: readonly string[], client: Pick<Client, 'scopes'>): string | undefined {
  if (asked.length === 0) return 'scope is required'
  if (!asked.every((scope) => scopeShape.test(scope))) return 'scope holds a character that is not allowed'
  if (!asked.includes('openid')) return 'scope must contain openid'
  const refused = asked.some(
    (scope) => !client.scopes.includes(scope) && (ownScopes.includes(scope) || scope.includes(':')),
  )
  return refused ? 'a scope is not registered for this client' : undefined
}

export const grantedScopes = (asked: readonly string[], client: Pick<Client, 'scopes'>): readonly string[] =>
  asked.filter((scope) => client.scopes.includes(scope))
