import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { addressOf } from '#http/address.ts'

const cases: readonly [
  what: string,
  proxies: number,
  peer: string | undefined,
  forwarded: string | undefined,
  address: string,
][] = [
  ['no proxy: the peer', 0, '192.0.2.1', undefined, '192.0.2.1'],
  ['no proxy: what the caller says of itself is nothing', 0, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['one proxy: what it says', 1, '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['one proxy: a caller that lies is believed no further', 1, '10.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['two proxies', 2, '10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['fewer entries than proxies: the peer', 2, '10.0.0.1', '203.0.113.9', '10.0.0.1'],
  ['an entry that is no address: the peer', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
  ['no header at all: the peer', 1, '10.0.0.1', undefined, '10.0.0.1'],
  ['with a port', 1, '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['IPv6 with a port', 1, '10.0.0.1', '[2001:DB8::1]:4711', '2001:db8::1'],
  ['IPv4 over an IPv6 socket', 0, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
  ['inside the process', 0, undefined, undefined, 'unknown'],
]
for (const [what, proxies, peer, forwarded, address] of cases) {
  test(what, async () => {
    const app = new Hono().get('/', (c) => c.text(addressOf(proxies)(c)))
    const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    const env = peer === undefined ? undefined : { incoming: { socket: { remoteAddress: peer } } }
    assert.equal(await (await app.request('/', { headers }, env)).text(), address)
  })
}
