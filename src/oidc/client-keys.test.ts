import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { type Network, readNetwork } from '#base/networks.ts'
import { fetchOutside, OutboundFailed } from '#http/outbound.ts'
import { makeCertificate } from '#keys/test-issuer.ts'
import { type ClientKeysDeps, openClientKeys } from '#oidc/client-keys.ts'
import { readKeySet } from '#oidc/client-key-set.ts'
import type { ClientKeySet } from '#oidc/client.ts'
import { start, testClient } from '#oidc/test-clients.ts'

const here = [readNetwork('127.0.0.1')].filter((one): one is Network => one !== undefined)
const ec = (kid?: string, over: object = {}): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  ...(kid === undefined ? {} : { kid }),
  ...over,
})
const document = (...keys: readonly object[]): string => JSON.stringify({ keys })
const kids = (set: ClientKeySet | string | undefined): readonly (string | undefined)[] | string | undefined =>
  typeof set === 'object' ? set.keys.map(({ kid }) => kid) : set

const faultOf = (set: ClientKeySet | string): string => (typeof set === 'string' ? set : 'there are keys')

test('RFC 7517 §5 keys are judged one by one; those that cannot be used are as if they were not there', () => {
  const certified = makeCertificate({ subject: [['CN', 'x']] }).jwk
  const set = readKeySet(
    Buffer.from(
      document(
        ec('signs'),
        ec(undefined, { use: 'sig', exp: 2_000_000_000 }),
        ec('reads', { use: 'enc' }),
        certified,
        { ...ec('private'), d: 'AAAA' },
        { kty: 'oct', k: 'AAAA' },
        { kty: 'future', kid: 'f' },
        ec('padded', { x: 'AAAA=' }),
        ec('timeless', { exp: 'soon' }),
        { ...certified, kid: 'mismatched', ...ec() },
      ),
    ),
  )
  assert.ok(typeof set === 'object')
  assert.deepEqual(kids(set), ['signs', undefined, 'certified'])
  assert.deepEqual(
    set.keys.map(({ expires }) => expires),
    [undefined, 2_000_000_000_000, undefined],
  )
  assert.equal(set.keys[2]?.certificate?.subject, 'CN=x')
  assert.deepEqual(
    set.encryptionKeys.map(({ kid }) => kid),
    ['reads'],
  )
})

for (const [what, text, says] of [
  ['nothing', '', /no JWK Set/],
  ['no JSON', '{', /no JWK Set/],
  ['a list', '[]', /no JWK Set/],
  ['null', 'null', /no JWK Set/],
  ['no keys', '{}', /no JWK Set/],
  ['keys that are an object', '{"keys":{}}', /no JWK Set/],
  ['keys that are texts', '{"keys":["x"]}', /no JWK Set/],
  ['an empty list of keys', document(), /no key that can be used$/],
  ['no good key', document({ kty: 'oct', k: 'AAAA' }), /no key that can be used: keys\[0\] holds the private part/],
  ['a word of its own that could not be said again', document(ec('a', { alg: 'x"\n\\' })), /no key that can be used$/],
  ['two keys with one kid', document(ec('a'), ec('a')), /two keys with one kid/],
  ['the same with keys of two uses', document(ec('a'), ec('a', { use: 'enc' })), /two keys with one kid/],
  ['too many', document(...Array.from({ length: 21 }, (_one, i) => ec(String(i)))), /more than 20/],
] as const)
  test(`no document of keys: ${what}`, () => assert.match(faultOf(readKeySet(Buffer.from(text))), says))

test('no document of keys: bytes that are not UTF-8', () =>
  assert.match(faultOf(readKeySet(Buffer.from([0x7b, 0xff]))), /no JWK Set/))

type Answer = (response: ServerResponse) => void
/** Somebody's own server of keys. */
async function keyServer(t: TestContext, answer: Answer) {
  const state = { answer, asked: 0 }
  const server = createServer((_request, response) => {
    state.asked++
    state.answer(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
  return { state, at }
}
const gives =
  (text: string, headers: Record<string, string> = {}, status = 200): Answer =>
  (response) =>
    response.writeHead(status, headers).end(text)

const opened = (over: Partial<ClientKeysDeps> = {}) => {
  const clock = fixedClock(start)
  const lines: unknown[] = []
  const counted: unknown[] = []
  const log: ClientKeysDeps['log'] = (level, _message, fields) => void lines.push([level, fields])
  const count: ClientKeysDeps['count'] = (_name, labels) => void counted.push(labels['outcome'])
  return { clock, lines, counted, keys: openClientKeys({ clock, allow: here, log, count, ...over }) }
}
const clientAt = (jwksUri: string, id = 'far') => testClient(id, { jwksUri })

test('registered keys are the client itself: nothing is waited for', () => {
  const client = testClient('near')
  assert.equal(opened().keys.keysOf(client), client)
})

test('keys at an address are fetched once for many at once, and kept for as long as the answer says, within limits', async (t) => {
  for (const [control, seconds] of [
    [undefined, 600],
    ['max-age=300', 300],
    ['public, MAX-AGE="300"', 300],
    ['s-maxage=10, max-age=300', 300],
    ['max-age=1', 60],
    ['max-age=31536000', 3600],
    ['no-store', 60],
    ['no-cache, max-age=300', 60],
    ['max-age=soon', 600],
  ] as const) {
    const { state, at } = await keyServer(
      t,
      gives(document(ec('one')), control === undefined ? {} : { 'cache-control': control }),
    )
    const { clock, keys } = opened()
    const all = await Promise.all(Array.from({ length: 20 }, async () => keys.keysOf(clientAt(at))))
    assert.ok(all.every((set) => set === all[0]))
    assert.deepEqual([kids(all[0]), state.asked], [['one'], 1])
    clock.advance(seconds * 1000 - 1)
    assert.equal(await keys.keysOf(clientAt(at)), all[0], control ?? 'none')
    assert.equal(state.asked, 1, control ?? 'none')
    clock.advance(1)
    await keys.keysOf(clientAt(at))
    assert.equal(state.asked, 2, control ?? 'none')
  }
})

test('a key that nobody knows is asked for at once, and then not again before the pause is over, however many name one', async (t) => {
  const { state, at } = await keyServer(t, gives(document(ec('one'))))
  const { clock, keys } = opened()
  const client = clientAt(at)
  const first = (await keys.keysOf(client)) as ClientKeySet
  clock.advance(10_000)
  state.answer = gives(document(ec('two')))
  const newer = await Promise.all(Array.from({ length: 20 }, () => keys.newerKeysOf(client, first)))
  assert.ok(newer.every((set) => kids(set)?.[0] === 'two'))
  assert.equal(state.asked, 2)
  state.answer = gives(document(ec('three')))
  const second = newer[0] as ClientKeySet
  for (let i = 0; i < 100; i++) assert.equal(await keys.newerKeysOf(client, second), undefined)
  assert.equal(state.asked, 2)
  // Whoever began with what was there before is given what is there now.
  assert.equal(await keys.newerKeysOf(client, first), second)
  clock.advance(10_000)
  assert.deepEqual(kids(await keys.newerKeysOf(client, second)), ['three'])
  assert.equal(state.asked, 3)
})

test('an address that fails is not asked again before the pause is over; what was there counts an hour longer, and no longer', async (t) => {
  const { state, at } = await keyServer(t, gives(document(ec('one')), { 'cache-control': 'max-age=60' }))
  const { clock, keys, lines, counted } = opened()
  const first = await keys.keysOf(clientAt(at))
  state.answer = gives('gone', {}, 500)
  clock.advance(60_000)
  for (let i = 0; i < 10; i++) assert.equal(await keys.keysOf(clientAt(at)), first)
  assert.equal(state.asked, 2)
  clock.advance(10_000)
  assert.equal(await keys.keysOf(clientAt(at)), first)
  assert.equal(state.asked, 3)
  clock.advance(3_600_000 - 10_000 - 1)
  assert.equal(await keys.keysOf(clientAt(at)), first)
  clock.advance(1)
  assert.equal(await keys.keysOf(clientAt(at)), 'could not be fetched: the answer was 500, not 200')
  assert.deepEqual(counted.slice(0, 2), ['ok', 'failed'])
  assert.deepEqual(lines[0], ['warn', { client: 'far', detail: 'could not be fetched: the answer was 500, not 200' }])
  state.answer = gives(document(ec('two')))
  clock.advance(10_000)
  assert.deepEqual(kids(await keys.keysOf(clientAt(at))), ['two'])
})

test('another address in the registration is asked, and the old keys count no more', async (t) => {
  const old = await keyServer(t, gives(document(ec('one'))))
  const now = await keyServer(t, gives('', {}, 404))
  const { keys } = opened()
  assert.deepEqual(kids(await keys.keysOf(clientAt(old.at))), ['one'])
  assert.match(faultOf(await keys.keysOf(clientAt(now.at))), /404/)
})

test('clients at one address are asked for each by itself: one’s pause is not another’s', async (t) => {
  const { state, at } = await keyServer(t, gives(document(ec('one'))))
  const { keys } = opened()
  await keys.keysOf(clientAt(at, 'a'))
  await keys.keysOf(clientAt(at, 'b'))
  assert.equal(state.asked, 2)
})

for (const [what, answer, says] of [
  ['a redirect', gives('', { location: 'http://127.0.0.1:1/' }, 302), /the answer was 302, not 200/],
  ['no content', gives('', {}, 204), /204/],
  ['more than the limit', gives(JSON.stringify({ keys: [], x: 'x'.repeat(65_536) })), /larger than 64 KiB/],
  ['a page', gives('<html>'), /cannot be used: the document is no JWK Set/],
  ['a connection that breaks', (response: ServerResponse) => response.destroy(), /could not be reached/],
] as const)
  test(`no keys at an address that answers with ${what}`, async (t) => {
    const { at } = await keyServer(t, answer)
    assert.match(faultOf(await opened().keys.keysOf(clientAt(at))), says)
  })

test('no keys at an address that takes its time, and nobody waits for it twice', async (t) => {
  const { state, at } = await keyServer(t, () => undefined)
  const soon = { connect: 1000, read: 40 }
  const fetch = (address: string) => fetchOutside(address, { timeouts: soon, mostBytes: 1000, allow: here })
  const { keys } = opened({ fetch })
  const all = await Promise.all(Array.from({ length: 5 }, async () => keys.keysOf(clientAt(at))))
  assert.ok(all.every((one) => one === 'could not be fetched: there was no answer in time'))
  assert.match(faultOf(await keys.keysOf(clientAt(at))), /in time/)
  assert.equal(state.asked, 1)
})

test('an address inside the operator’s network is not asked, whatever name it has, and the answer does not tell that it is inside', async (t) => {
  const { state, at } = await keyServer(t, gives(document(ec('one'))))
  const port = new URL(at).port
  for (const resolved of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', 'fd00::1']) {
    const fetch = (address: string) =>
      fetchOutside(address, {
        timeouts: { connect: 500, read: 500 },
        mostBytes: 1000,
        allow: [],
        resolve: () => Promise.resolve([resolved]),
      })
    const { keys, counted } = opened({ fetch })
    const says = await keys.keysOf(clientAt(`https://keys.example.no:${port}/jwks`))
    assert.equal(says, 'could not be fetched: the address could not be reached')
    assert.deepEqual(counted, ['failed'])
  }
  assert.match(faultOf(await opened({ allow: [] }).keys.keysOf(clientAt(at))), /could not be reached/)
  assert.equal(state.asked, 0)
})

test('a mistake of our own is no fault of the address', async () => {
  const { keys } = opened({ fetch: () => Promise.reject(new TypeError('ours')) })
  await assert.rejects(async () => keys.keysOf(clientAt('https://keys.example.no/')), TypeError)
  const { keys: others } = opened({ fetch: () => Promise.reject(new OutboundFailed('too-large')) })
  assert.match(faultOf(await others.keysOf(clientAt('https://keys.example.no/'))), /larger/)
})
