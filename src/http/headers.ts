/** What every page says to the browser besides itself: what it may load, where its forms may lead, that nobody keeps it. */

export interface PageRules {
  /** Where a form of the page may lead besides us: `https:`, `http://127.0.0.1:*`, a native client's `no.example.app:`. */
  readonly formAction?: readonly string[] | undefined
  /** Frames the page shows: front-channel logout only. */
  readonly frameSrc?: readonly string[] | undefined
}

const always =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// A source is a scheme, or a scheme and a host: anything else (a space, a semicolon) would let an address write policy.
const source = /^[a-z][a-z0-9+.-]*:(?:\/\/[a-z0-9._*:-]+)?$/i

/** A site as a source. There is no way to write an IPv6 address (CSP level 3 §2.3.1), browsers drop it: its scheme then. */
export function sourceOf(address: string): string {
  const { origin, protocol, hostname } = new URL(address)
  return hostname.startsWith('[') ? protocol : origin
}

function sources(list: readonly string[]): string {
  for (const one of list) if (!source.test(one)) throw new Error('not a source for a content security policy')
  return list.join(' ')
}

/**
 * Content Security Policy, level 3. Chromium holds `form-action` against the whole chain of redirects after a post, so a
 * page whose post can end at a service must name that service's scheme, or the chain is cut after the code was made.
 */
export function contentSecurityPolicy(rules: PageRules): string {
  const form = rules.formAction === undefined || rules.formAction.length === 0 ? '' : ` ${sources(rules.formAction)}`
  const frames =
    rules.frameSrc === undefined || rules.frameSrc.length === 0 ? '' : `; frame-src ${sources(rules.frameSrc)}`
  return `${always}; form-action 'self'${form}${frames}`
}

const fixed = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // `no-referrer` would make the browser send `Origin: null` with our own posts.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // RFC 9700 §4.16: beside the policy, for browsers that know none.
  'x-frame-options': 'DENY',
  // A page that opened us in a window keeps no handle on it: it could navigate the window away in the middle of a login.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

const plain = { ...fixed, 'content-security-policy': contentSecurityPolicy({}) }

export const pageHeaders = (rules: PageRules): Record<string, string> =>
  rules.formAction === undefined && rules.frameSrc === undefined
    ? plain
    : { ...fixed, 'content-security-policy': contentSecurityPolicy(rules) }
