/** RFC 9101 §6.1: request objects that are signed and then encrypted; and JARM §2.2, answers that are. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { CompactEncrypt } from 'jose'
import * as oidc from 'openid-client'
import { formIn, landed, type Visit } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { callback, owners, secret, small } from '../services.ts'
import {
  authorize,
  basic,
  claimsOf,
  exchange,
  type Fields,
  good,
  hint,
  refused,
  refusedHere,
  refusedTo,
  send,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { decrypted, encryptionJwks, reader } from './apis.ts'
import { encryptedForUs } from './encrypting.ts'
import { type Claims, keyed, requestClaims, signedWith } from './keyed.ts'

const answers = { jwks: encryptionJwks, authorization_encrypted_response_alg: 'ECDH-ES' }
const services = [
  small('jar', { request_object_signing_alg: 'ES256', jwks: keyed.jwks }),
  { ...keyed, client_id: 'plain', redirect_uris: [callback('plain')], profile: 'plain' },
  small('sealed', answers),
  small('sealed-so', {
    ...answers,
    authorization_encrypted_response_alg: 'RSA-OAEP-256',
    authorization_encrypted_response_enc: 'A256GCM',
  }),
  small('sealed-far', {
    authorization_encrypted_response_alg: 'ECDH-ES',
    jwks_uri: 'https://nowhere.invalid/jwks.json',
  }),
]

let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Krypteringsetaten', services }],
  (opened) => (world = opened),
)

const now = (): number => Math.floor(world.clock.now() / 1000)
const signedRequest = (clientId: string, over: Claims = {}, alg = 'ES256'): string =>
  signedWith(alg, requestClaims(world, clientId, over))
const ask = (clientId: string, request: string, over: Fields = {}): Promise<Visit> =>
  authorize(world, { client_id: clientId, request, ...over })
const sentBack = (visit: Visit): Readonly<Record<string, string>> => Object.fromEntries(landed(visit).searchParams)

for (const alg of ['RSA-OAEP-256', 'ECDH-ES'])
  test(`RFC 9101 §6.1 signed, then encrypted with ${alg}: opened, checked and answered, by address and pushed`, async () => {
    for (const clientId of ['jar', 'plain']) {
      const { code, state } = sentBack(
        await ask(clientId, await encryptedForUs(world, signedRequest(clientId), { alg })),
      )
      assert.ok(code)
      assert.equal(state, 'state-of-the-client')
    }
    const request = await encryptedForUs(world, signedRequest('jar'), { alg, enc: 'A128CBC-HS256' })
    const pushed = await send(world, '/par', { request }, basic('jar', secret))
    assert.equal(pushed.status, 201)
    const visit = await authorize(world, { client_id: 'jar', request_uri: String(pushed.json['request_uri']) })
    assert.equal((await exchange(world, 'jar', sentBack(visit)['code'] ?? '')).status, 200)
  })

test('RFC 9101 §6.1 what is inside is held to every rule, and told where it says', async () => {
  for (const [over, error] of [
    [{ exp: now() }, 'invalid_request_object'],
    [{ aud: 'https://evil.example' }, 'invalid_request_object'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'profile' }, 'invalid_scope'],
  ] as [Claims, string][])
    refusedTo(await ask('jar', await encryptedForUs(world, signedRequest('jar', over))), 'jar', error)
})

/** None of them says who wrote it, or can be opened; so there is no address in it that counts. */
const unusable: Readonly<Record<string, () => Promise<string>>> = {
  'encrypted and not signed': () => encryptedForUs(world, JSON.stringify(good('jar'))),
  'with an unsigned token inside': () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return encryptedForUs(world, `${part({ alg: 'none' })}.${part(good('jar'))}.`)
  },
  'signed by another algorithm than the registered one': () => encryptedForUs(world, signedRequest('jar', {}, 'PS256')),
  'encrypted twice': async () => encryptedForUs(world, await encryptedForUs(world, signedRequest('jar'))),
  'encrypted for somebody else': () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' }
    return new CompactEncrypt(Buffer.from(signedRequest('jar'))).setProtectedHeader(header).encrypt(publicKey)
  },
  'with an unknown kid': () => encryptedForUs(world, signedRequest('jar'), { kid: 'other' }),
  'no token': () => Promise.resolve('a.b.c.d.e'),
}
for (const [what, make] of Object.entries(unusable))
  test(`RFC 9101 §6.1 invalid_request_object: ${what}`, async () => {
    const request = await make()
    const visit = await ask('jar', request)
    refusedHere(visit, 'IN-04')
    assert.match(visit.body, /invalid_request_object/)
    refusedTo(await ask('jar', request, { redirect_uri: callback('jar') }), 'jar', 'invalid_request_object')
    refused(await send(world, '/par', { request }, basic('jar', secret)), 400, 'invalid_request_object')
  })

test('RFC 9101 §6.1 a client without request objects is told so, and nothing is opened for it', async () => {
  const request = await encryptedForUs(world, signedRequest('health'))
  refusedTo(await ask('health', request, { redirect_uri: callback('health') }), 'health', 'request_not_supported')
})

test('JARM §2.2 signed, then encrypted with the key and the way that the client registered', async () => {
  for (const [clientId, alg, enc] of [
    ['sealed', 'ECDH-ES', 'A128CBC-HS256'],
    ['sealed-so', 'RSA-OAEP-256', 'A256GCM'],
  ] as const) {
    for (const mode of ['query.jwt', 'form_post.jwt'] as const) {
      for (const over of [{}, { scope: 'profile' }]) {
        const fields = good(clientId, { response_mode: mode, login_hint: hint(world), ...over })
        const visit = await authorize(world, fields)
        const sent = mode === 'query.jwt' ? landed(visit).searchParams : formIn(visit, callback(clientId)).fields
        assert.deepEqual([...sent.keys()], ['response'])
        const { header, text } = await decrypted(sent.get('response') ?? '', alg)
        assert.deepEqual([header.alg, header.enc, header.cty], [alg, enc, 'JWT'])
        const claims = claimsOf(text)
        assert.deepEqual([claims['iss'], claims['aud'], claims['state']], [issuer, clientId, 'state-of-the-client'])
        if ('scope' in over) assert.equal(claims['error'], 'invalid_scope')
        else assert.equal((await exchange(world, clientId, String(claims['code']))).status, 200)
      }
    }
  }
})

test('JARM §2.2 who asks for a plain answer gets one: encryption is of signed answers', async () => {
  assert.ok(sentBack(await authorize(world, good('sealed', { login_hint: hint(world) })))['code'])
})

test('JARM §2.2 without a key to encrypt with nothing is sent in the clear: a page says so', async () => {
  for (const over of [{}, { scope: 'profile' }]) {
    const visit = await authorize(
      world,
      good('sealed-far', { response_mode: 'query.jwt', login_hint: hint(world), ...over }),
    )
    refusedHere(visit, 'IN-04')
    assert.match(visit.body, /could not be fetched|nothing could be encrypted/)
  }
})

test('JARM §2.4 an outside client opens it', async () => {
  const { config, ask: begin } = await service(world, 'sealed')
  oidc.useJwtResponseMode(config)
  oidc.enableDecryptingResponses(config, ['A128CBC-HS256'], { key: await reader('ECDH-ES'), kid: 'enc-ec' })
  const asked = await begin()
  const browser = world.browser()
  const visit = await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high')
  assert.equal((await asked.finish(visit)).claims()?.['pid'], world.people.at(0).number)
})
