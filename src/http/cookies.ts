/** Cookies: read with their duplicates seen, written with every attribute said. */
import type { Context } from 'hono'

export interface CookieRules {
  /** `__Host-` and Secure; off only for the twin over http on loopback, where names carry the port instead. */
  readonly secure: boolean
  /** Cookies ignore ports: two gateways on one host must not read each other's. */
  readonly port: number
}

/** Of the gateway at this address. */
export const cookieRules = (issuer: string): CookieRules => {
  const url = new URL(issuer)
  return { secure: url.protocol === 'https:', port: Number(url.port === '' ? 80 : url.port) }
}

export const cookieName = (rules: CookieRules, name: string): string =>
  rules.secure ? `__Host-${name}` : `${name}-${rules.port}`

/** Every value that came under a name: more than one means that somebody planted one. */
export type Cookies = ReadonlyMap<string, readonly string[]>

/** RFC 6265 §4.2.1. Never throws: what cannot be read is left out. */
export function readCookies(header: string | undefined): Cookies {
  const cookies = new Map<string, string[]>()
  if (header === undefined) return cookies
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    const value = pair.slice(at + 1).trim()
    const known = cookies.get(name)
    if (known === undefined) cookies.set(name, [value])
    else known.push(value)
  }
  return cookies
}

export const cookiesOf = (c: Context): Cookies => readCookies(c.req.header('cookie'))

/** The one value, or `twice` when there are several: both are then ignored and cleared (IN-11). */
export function onlyCookie(cookies: Cookies, name: string): string | undefined | { readonly twice: true } {
  const values = cookies.get(name)
  if (values === undefined) return undefined
  return values.length === 1 ? values[0] : { twice: true }
}

/** A `Set-Cookie` value. `seconds` undefined: until the browser closes; 0: clear it. */
export function cookie(rules: CookieRules, name: string, value: string, seconds?: number): string {
  const life = seconds === undefined ? '' : `; Max-Age=${seconds}`
  return `${cookieName(rules, name)}=${value}; Path=/${life}${rules.secure ? '; Secure' : ''}; HttpOnly; SameSite=Lax`
}
