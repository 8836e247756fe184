/** Which addresses a client may be answered at: the registered ones, character for character (RFC 9700 §2.1). */
import type { Client } from '#oidc/client.ts'

/**
 * RFC 8252 §7.3, RFC 9700 §2.1: a native client listens on whatever port is free, on the loopback address itself; `localhost` may be
 * elsewhere. So the port that is registered says nothing: 0 (ID-porten), none at all, or what the developer's machine has.
 */
const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::(0|[1-9]\d{0,4}))?(\/[^\s\\]*)?$/

export function isRegistered(
  uri: string,
  registered: readonly string[],
  client: Pick<Client, 'applicationType'>,
): boolean {
  if (registered.includes(uri)) return true
  if (client.applicationType !== 'native') return false
  const asked = loopback.exec(uri)
  // Nobody listens on 0; who asks without a port means 80.
  if (asked === null || asked[2] === '0' || Number(asked[2] ?? 80) > 65_535) return false
  return registered.some((known) => {
    const parts = loopback.exec(known)
    return parts !== null && parts[1] === asked[1] && parts[3] === asked[3]
  })
}

/**
 * May a fault be sent there before the user has seen a page of ours? Only to https, where somebody was approved for the
 * name, and to the user's own machine; a private-use scheme may be anybody's app (RFC 9700 §4.11.2).
 */
export const mayBeSentUnseen = (uri: string): boolean =>
  uri.startsWith('https://') || /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?]|$)/.test(uri)

/**
 * A private-use scheme may be claimed by another app, and every program of the machine may listen on loopback. Such a one
 * could begin a login itself, with its own PKCE, and be given a logged-in user without the user seeing anything (RFC 8252 §8.6).
 */
export const leadsToApp = (uri: string, client: Pick<Client, 'applicationType'>): boolean =>
  client.applicationType === 'native' && !uri.startsWith('https://')

/** Adds parameters to an address, keeping the query it has (RFC 6749 §3.1.2). */
export function withParameters(uri: string, parameters: Readonly<Record<string, string>>): string {
  let address = uri
  let joint = uri.includes('?') ? (/[?&]$/.test(uri) ? '' : '&') : '?'
  for (const [name, value] of Object.entries(parameters)) {
    address += `${joint}${name}=${encodeURIComponent(value.toWellFormed())}`
    joint = '&'
  }
  return address
}
