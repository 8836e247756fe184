/** A client's keys at an address of its own (RFC 7591 §2, OpenID Connect Core §10): fetched over real connections, guarded, renewed. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { compactDecrypt } from 'jose'
import { callback, owners, secret } from '../services.ts'
import {
  assertion,
  basic,
  codeFor,
  type Fields,
  good,
  refused,
  type Reply,
  send,
  signed,
  userinfo,
  verifier,
} from '../wire.ts'
import { issuer, openWorld, type World, worldForAll } from '../world.ts'

const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const [first, second, reads, readsNext] = [ec(), ec(), ec(), ec()]
const jwk = ({ publicKey }: { readonly publicKey: KeyObject }, kid: string, over: object = {}): object => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  ...over,
})
const enc = { use: 'enc' }

/** The client's server: what it says, and how often it was asked. */
let keys: readonly object[] = []
let says: ((response: ServerResponse) => void) | undefined
let asked = 0
const server = createServer((_request, response) => {
  asked++
  if (says !== undefined) says(response)
  else response.setHeader('cache-control', 'max-age=120').end(JSON.stringify({ keys }))
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
after(() => {
  server.closeAllConnections()
  server.close()
})
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`

const far = (client_id: string, over: object): object => ({
  client_id,
  client_name: client_id,
  redirect_uris: [callback(client_id)],
  minimum_level: 'low',
  jwks_uri: address,
  ...over,
})
const signs = { token_endpoint_auth_method: 'private_key_jwt' }
const services = [
  ...['renews', 'floods', 'slow', 'keyed', 'guarded'].map((id) => far(id, signs)),
  far('asks', { ...signs, request_object_signing_alg: 'ES256' }),
  far('reads', {
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: secret,
    id_token_encrypted_response_alg: 'ECDH-ES',
    userinfo_encrypted_response_alg: 'ECDH-ES',
  }),
]
const mine = { org_number: '974761076', name: 'Nøkkeletaten', services }

let world: World
worldForAll(import.meta.filename, [...owners, mine], (opened) => {
  world = opened
})

const by = (client: string, { privateKey }: { readonly privateKey: KeyObject }, kid: string): Fields => ({
  ...assertion(world, { iss: client, sub: client }, { kid }, privateKey),
  client_id: client,
})
const push = (
  client: string,
  pair: { readonly privateKey: KeyObject },
  kid: string,
  at: World = world,
): Promise<Reply> => send(at, '/par', { ...good(client), ...by(client, pair, kid) })
const withServer = async (what: typeof says, during: () => Promise<void>): Promise<void> => {
  says = what
  try {
    await during()
  } finally {
    says = undefined
  }
}

test('OpenID Connect Core §10.1.1 keys are fetched when they are needed, and new ones when they come', async () => {
  keys = [jwk(first, 'one')]
  asked = 0
  assert.equal((await push('renews', first, 'one')).status, 201)
  assert.equal((await push('renews', first, 'one')).status, 201)
  assert.equal(asked, 1)
  keys = [jwk(second, 'two')]
  world.clock.advance(10_000)
  assert.equal((await push('renews', second, 'two')).status, 201)
  assert.equal(asked, 2)
  // What the client took back counts no more, though nobody asked for it to be fetched.
  refused(await push('renews', first, 'one'), 401, 'invalid_client')
})

test('OpenID Connect Core §10.1.1 a key that is taken back ends with the time that its address gave it', async () => {
  keys = [jwk(first, 'one'), jwk(second, 'two')]
  assert.equal((await push('keyed', first, 'one')).status, 201)
  keys = [jwk(second, 'two')]
  world.clock.advance(119_000)
  assert.equal((await push('keyed', first, 'one')).status, 201)
  world.clock.advance(1000)
  refused(await push('keyed', first, 'one'), 401, 'invalid_client')
  // A key is its kid's and no other's.
  refused(await push('keyed', first, 'two'), 401, 'invalid_client')
})

test('RFC 7591 §5 whoever sends assertions in a client’s name makes us ask its address once in ten seconds, no more', async () => {
  keys = [jwk(first, 'one')]
  await push('floods', first, 'one')
  asked = 0
  for (let i = 0; i < 30; i++) refused(await push('floods', second, `kid-${i}`), 401, 'invalid_client')
  assert.equal(asked, 0)
  world.clock.advance(10_000)
  await Promise.all(Array.from({ length: 30 }, (_one, i) => push('floods', second, `kid-${i}`)))
  assert.equal(asked, 1)
  assert.equal((await push('floods', first, 'one')).status, 201)
})

for (const [what, answer, description] of [
  ['fails', (response) => response.writeHead(503).end(), /the answer was 503, not 200/],
  [
    'redirects',
    (response) => response.writeHead(302, { location: `${address}?elsewhere` }).end(),
    /the answer was 302/,
  ],
  ['is huge', (response) => response.end(`{"keys":[],"x":"${'x'.repeat(100_000)}"}`), /larger than 64 KiB/],
  ['is no set of keys', (response) => response.end('<html></html>'), /no JWK Set/],
  ['never ends', (response) => void response.write('{'), /no answer in time/],
  ['hangs up', (response) => void response.destroy(), /could not be reached/],
  [
    'has a private key',
    (response) => response.end(JSON.stringify({ keys: [second.privateKey.export({ format: 'jwk' })] })),
    /private part/,
  ],
] as readonly [string, (response: ServerResponse) => void, RegExp][]) {
  test(`RFC 7591 §5 refused: the keys of a client whose address ${what}`, { timeout: 20_000 }, () =>
    withServer(answer, async () => {
      // Longer than anything is kept.
      world.clock.advance(2 * 3_600_000)
      const reply = await push('slow', first, 'one')
      refused(reply, 401, 'invalid_client')
      assert.match(String(reply.json['error_description']), description)
    }),
  )
}

test('RFC 7591 §5 an address in the operator’s own network is not asked, whatever the client says', async () => {
  const guarded = await openWorld([...owners, mine], { INNGANG_OUTBOUND_ALLOW: '192.0.2.0/24' })
  try {
    asked = 0
    const reply = await push('guarded', first, 'one', guarded)
    refused(reply, 401, 'invalid_client')
    assert.match(String(reply.json['error_description']), /the address could not be reached$/)
    assert.equal(asked, 0)
    assert.ok(guarded.log.some((line) => line.includes('the keys of a client could not be fetched')))
  } finally {
    await guarded.close()
  }
})

test('RFC 9101 §10.5 request objects by keys at the client’s address', async () => {
  keys = [jwk(first, 'one')]
  const object = (pair: { readonly privateKey: KeyObject }, kid: string): string => {
    const now = Math.floor(world.clock.now() / 1000)
    const times = { iat: now, nbf: now, exp: now + 60 }
    return signed(
      { alg: 'ES256', kid, typ: 'oauth-authz-req+jwt' },
      { ...good('asks'), iss: 'asks', aud: issuer, ...times },
      pair.privateKey,
    )
  }
  const ask = (pair: { readonly privateKey: KeyObject }, kid: string): Promise<Reply> =>
    send(world, '/par', { request: object(pair, kid), ...by('asks', first, 'one') })
  assert.equal((await ask(first, 'one')).status, 201)
  keys = [jwk(first, 'one'), jwk(second, 'two')]
  refused(await ask(second, 'two'), 400, 'invalid_request_object')
  world.clock.advance(10_000)
  assert.equal((await ask(second, 'two')).status, 201)
  refused(await ask(first, 'two'), 400, 'invalid_request_object')
})

test('OpenID Connect Core §10.2.1 what is encrypted for a client is encrypted with the key at its address now', async () => {
  keys = [jwk(reads, 'old', enc)]
  const login = async (): Promise<Reply> =>
    send(
      world,
      '/token',
      {
        grant_type: 'authorization_code',
        redirect_uri: callback('reads'),
        code_verifier: verifier,
        code: await codeFor(world, 'reads'),
      },
      basic('reads', secret),
    )
  const opened = async (jwe: string, pair: { readonly privateKey: KeyObject }): Promise<unknown> =>
    (await compactDecrypt(jwe, pair.privateKey)).protectedHeader.kid
  const { json } = await login()
  assert.equal(await opened(String(json['id_token']), reads), 'old')
  assert.equal(await opened((await userinfo(world, String(json['access_token']))).text, reads), 'old')
  keys = [jwk(readsNext, 'new', enc)]
  world.clock.advance(120_000)
  assert.equal(await opened(String((await login()).json['id_token']), readsNext), 'new')
  // One that has ended is not used while there is another.
  keys = [jwk(reads, 'ended', { ...enc, exp: Math.floor(world.clock.now() / 1000) }), jwk(readsNext, 'new', enc)]
  world.clock.advance(120_000)
  assert.equal(await opened(String((await login()).json['id_token']), readsNext), 'new')
  // In the clear it is never sent.
  await withServer(
    (response) => response.writeHead(404).end(),
    async () => {
      world.clock.advance(2 * 3_600_000)
      refused(await login(), 500, 'server_error')
    },
  )
})
