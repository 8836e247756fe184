/** What a service's addresses must look like. Each gives the rest of a sentence, or nothing when the address is good. */

export interface AddressRules {
  /** The twin lets clients on this machine use http. */
  readonly twin: boolean
  readonly applicationType: 'web' | 'browser' | 'native'
}

const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])$/
const bareLoopback = /^(?:127\.0\.0\.1|\[::1\])$/

/** Parsed, and without what makes an address ambiguous: compared letter by letter later, so it is kept as written. */
function parsed(address: string): URL | string {
  if (/[\s\\*]/.test(address) || !/^[\x21-\x7e]+$/.test(address))
    return 'must be written in plain ASCII without spaces, backslashes or wildcards'
  if (!URL.canParse(address)) return 'is no address'
  const url = new URL(address)
  // RFC 6749 §3.1.2: no fragment.
  if (address.includes('#')) return 'must not have a fragment (#…)'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  return url
}

export function redirectFault(address: string, rules: AddressRules): string | undefined {
  const url = parsed(address)
  if (typeof url === 'string') return url
  if (url.protocol === 'https:') return undefined
  if (rules.applicationType === 'native') return nativeFault(url)
  if (url.protocol === 'http:' && rules.twin && loopbackHost.test(url.hostname)) return undefined
  return rules.twin ? 'must begin with https: (or http: on localhost)' : 'must begin with https:'
}

/** RFC 8252 §7.1, §7.3: the loopback address itself, on any port, or a private-use scheme in reverse-domain form. */
function nativeFault(url: URL): string | undefined {
  if (url.protocol === 'http:')
    return bareLoopback.test(url.hostname)
      ? undefined
      : 'must use 127.0.0.1 or [::1] with http: (localhost may be another machine)'
  return /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:$/.test(url.protocol)
    ? undefined
    : 'must use a scheme with a dot in it, the reverse of your domain name (no.example.app:/…)'
}

/** Pages we load in a frame or link to: ordinary web addresses. */
export function webFault(address: string, rules: AddressRules): string | undefined {
  const url = parsed(address)
  if (typeof url === 'string') return url
  if (url.protocol === 'https:') return undefined
  return rules.twin && url.protocol === 'http:' && loopbackHost.test(url.hostname)
    ? undefined
    : 'must begin with https:'
}

export const sharesHost = (address: string, others: readonly string[]): boolean =>
  URL.canParse(address) &&
  others.some((other) => URL.canParse(other) && new URL(other).hostname === new URL(address).hostname)
