import assert from 'node:assert/strict'
import test from 'node:test'
import { holds, isOutside, listOf, networkOf, rangeOf, readNetwork } from '#base/networks.ts'

const addresses: readonly [address: string, outside: boolean, what: string][] = [
  ['8.8.8.8', true, 'an address of the internet'],
  ['172.32.0.1', true, 'just past a private network'],
  ['0.0.0.0', false, 'this host'],
  ['10.0.0.1', false, 'private'],
  ['172.31.255.255', false, 'private'],
  ['192.168.1.1', false, 'private'],
  ['100.64.0.1', false, 'shared by a carrier'],
  ['127.0.0.1', false, 'loopback'],
  ['127.255.255.254', false, 'loopback'],
  ['169.254.169.254', false, 'where clouds tell a machine its secrets'],
  ['192.0.2.1', false, 'documentation'],
  ['198.19.0.1', false, 'benchmarks'],
  ['224.0.0.1', false, 'multicast'],
  ['240.0.0.1', false, 'reserved'],
  ['255.255.255.255', false, 'broadcast'],
  ['2001:4860:4860::8888', true, 'an address of the internet'],
  ['::', false, 'nowhere'],
  ['::1', false, 'loopback'],
  ['0:0:0:0:0:0:0:1', false, 'loopback, written out'],
  ['fe80::1', false, 'link-local'],
  ['fe80::1%eth0', false, 'link-local with its interface'],
  ['2001:4860:4860::8888%eth0', false, 'an interface of ours'],
  ['fc00::1', false, 'private'],
  ['fd12:3456:789a::1', false, 'private'],
  ['fec0::1', false, 'site-local'],
  ['ff02::1', false, 'multicast'],
  ['2001:db8::1', false, 'documentation'],
  ['3fff::1', false, 'documentation'],
  ['2001::1', false, 'Teredo'],
  ['2002:7f00:1::', false, '6to4'],
  ['::ffff:8.8.8.8', true, 'mapped'],
  ['::ffff:10.0.0.1', false, 'mapped private'],
  ['::ffff:a00:1', false, 'mapped private, in hexadecimal'],
  ['::ffff:7f00:1', false, 'mapped loopback'],
  ['0:0:0:0:0:ffff:a9fe:a9fe', false, 'mapped link-local, written out'],
  ['::127.0.0.1', false, 'compatible'],
  ['64:ff9b::8.8.8.8', true, 'translated'],
  ['64:ff9b::a9fe:a9fe', false, 'translated link-local'],
  ['64:ff9b::127.0.0.1', false, 'translated loopback'],
  ['64:ff9b:1::8.8.8.8', false, 'translated by a network of ours'],
  ['localhost', false, 'no address'],
  ['', false, 'nothing'],
]
for (const [address, outside, what] of addresses)
  test(`${address} (${what}) is ${outside ? '' : 'not '}outside`, () => assert.equal(isOutside(address), outside))

const networks: readonly [text: string, prefix: number | undefined][] = [
  ['10.20.0.0/16', 16],
  ['127.0.0.1', 32],
  ['0.0.0.0/0', 0],
  ['fd00::/8', 8],
  ['::1', 128],
  ['10.20.0.0/33', undefined],
  ['fd00::/129', undefined],
  ['10.20/16', undefined],
  ['10.20.0.0/', undefined],
  ['10.20.0.0/1x', undefined],
  ['example.no', undefined],
  ['', undefined],
]
for (const [text, prefix] of networks)
  test(`"${text}" is ${prefix === undefined ? 'no network' : `a network of ${prefix} bits`}`, () =>
    assert.equal(readNetwork(text)?.prefix, prefix))

test('a network holds its addresses in every form they may be written in, and no others', () => {
  const list = listOf([
    { address: '10.20.0.0', prefix: 16 },
    { address: 'fd00::', prefix: 8 },
  ])
  for (const one of ['10.20.255.1', '::ffff:10.20.0.1', '64:ff9b::10.20.0.1', 'fdab::1'])
    assert.ok(holds(list, one), one)
  for (const one of ['10.21.0.1', '::ffff:10.21.0.1', 'fc00::1', '8.8.8.8']) assert.ok(!holds(list, one), one)
})

const shared: readonly [address: string, network: string][] = [
  ['192.0.2.17', '192.0.2.17'],
  ['::ffff:192.0.2.17', '192.0.2.17'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
]
for (const [address, network] of shared)
  test(`${address} is counted as ${network}`, () => {
    assert.equal(networkOf(address), network)
  })

const ranges: readonly [address: string, range: string][] = [
  ['192.0.2.17', '192.0.2.0/24'],
  ['::ffff:192.0.2.200', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['unknown', 'unknown'],
]
for (const [address, range] of ranges)
  test(`${address} lies in ${range}`, () => {
    assert.equal(rangeOf(address), range)
  })
