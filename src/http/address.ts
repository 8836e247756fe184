/** Whose connection a request came over: the peer, or what the proxies that we trust say of theirs. */
import { isIP } from 'node:net'
import type { Context } from 'hono'

/**
 * `proxies` is how many of ours stand in front: each adds the address it was called from at the right end of
 * `X-Forwarded-For`. What stands further left was written by whoever called, so it is never believed.
 * Gives `unknown` for a request made inside the process (tests).
 */
export function addressOf(proxies: number): (c: Context) => string {
  return (c) => {
    // Set by the server adapter.
    const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
    const peer = incoming?.socket?.remoteAddress ?? 'unknown'
    if (proxies === 0) return plain(peer)
    const said = (c.req.header('x-forwarded-for') ?? '').split(',').at(-proxies)?.trim() ?? ''
    const address = withoutPort(said)
    return plain(isIP(address) === 0 ? peer : address)
  }
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (text: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text

/** An IPv4 address that came over an IPv6 socket is the same address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()
