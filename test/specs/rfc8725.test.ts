/** RFC 8725, JSON Web Token Best Current Practices: every kind of token that there is here, at every place that takes one. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ath, proof } from '#oidc/test-proofs.ts'
import { listener } from '../listener.ts'
import { call, RestServer, restService } from '../rest.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  authorize,
  basic,
  codeFor,
  fetchOf,
  type Fields,
  good,
  hint,
  type Reply,
  send,
  tokensFor,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner, introspect, named } from './apis.ts'
import { keyed, signedBy, signedWith } from './keyed.ts'

const far = await listener()
after(() => far.close())
const secretClient = { client_name: 'x', token_endpoint_auth_method: 'client_secret_basic', client_secret: secret }
const services = [
  // All that a client signs, with the same keys: only what the tokens say keeps them apart.
  { ...keyed, profile: 'plain' },
  restService('rest'),
  {
    ...secretClient,
    client_id: 'called',
    redirect_uris: [callback('called'), `${far.origin}/callback`],
    backchannel_logout_uri: `${far.origin}/called`,
  },
]

let world: World
worldForAll(
  import.meta.filename,
  [...owners, apiOwner, { org_number: '974761076', name: 'Tokenetaten', services }],
  (opened) => {
    world = opened
    // A store that was just found empty trusts no proof of before.
    world.clock.advance(20_000)
  },
)

const now = (): number => Math.floor(world.clock.now() / 1000)
const requestObject = (): string =>
  signedWith('ES256', { iss: 'keyed', aud: issuer, nbf: now(), exp: now() + 60, ...good('keyed') })
const logoutToken = async (): Promise<string> => {
  const browser = world.browser()
  await tokensFor(world, 'called', {}, browser)
  far.forget()
  await browser.get('/logout?client_id=called')
  return (await far.heard('/called', 1)).at(-1)?.form.get('logout_token') ?? ''
}
const signedUserinfo = async (): Promise<string> => {
  const { access } = await tokensFor(world, named('userinfo', 'RS256'))
  return (await fetchOf(world, '/userinfo', { authorization: `Bearer ${access}` })).text
}
const signedIntrospection = async (): Promise<string> => {
  const { access } = await tokensFor(world, 'portal', { scope: 'openid register:read' })
  const accept = { accept: 'application/token-introspection+jwt' }
  return (await introspect(world, 'register', access, accept)).text
}

/** One of each. What is ours is of the client `portal` where it can be. */
const kinds: Readonly<Record<string, () => Promise<string> | string>> = {
  'ID token': async () => (await tokensFor(world, 'portal')).id,
  'access token': async () => (await tokensFor(world, 'portal', { scope: 'openid register:read' })).access,
  'access token of RFC 9068': async () =>
    (await tokensFor(world, 'portal', { scope: 'openid register:read', resource: 'https://api.example.no/' })).access,
  'access token by reference': async () =>
    (await tokensFor(world, 'portal', { scope: 'openid register:opaque' })).access,
  'machine’s token': async () =>
    String(
      (await send(world, '/token', { grant_type: 'client_credentials', scope: 'signicat-api' }, basic('rest', secret)))
        .json['access_token'],
    ),
  'signed answer': async () => (await answered(world, 'portal', { response_mode: 'jwt' })).get('response') ?? '',
  'signed userinfo': signedUserinfo,
  'signed introspection': signedIntrospection,
  'logout token': logoutToken,
  'client assertion': () => String(signedBy('ES256', world.clock.now())['client_assertion']),
  'request object': requestObject,
  'DPoP proof': () => proof({ at: world.clock.now(), htu: `${issuer}/token` }),
}

interface Place {
  readonly takes: readonly string[]
  /** Whether it was taken; the status, so that a fault of our own is seen. */
  readonly show: (token: string) => Promise<{ readonly taken: boolean; readonly status: number }>
}
const when = ({ status }: { status: number }, taken: boolean): { taken: boolean; status: number } => ({ taken, status })
const asHint = { prompt: 'none', login_hint: undefined }

const places: Readonly<Record<string, Place>> = {
  userinfo: {
    takes: ['access token', 'access token of RFC 9068', 'access token by reference'],
    async show(token) {
      const reply = await fetchOf(world, '/userinfo', { authorization: `Bearer ${token}` })
      return when(reply, reply.status === 200)
    },
  },
  introspection: {
    takes: ['access token', 'access token of RFC 9068', 'access token by reference'],
    async show(token) {
      const reply = await introspect(world, 'register', token)
      return when(reply, reply.json['active'] === true)
    },
  },
  revocation: {
    // What can be taken back is refused to others than its client; everything else is as good as revoked (RFC 7009 §2.2).
    takes: ['access token', 'access token of RFC 9068', 'access token by reference', 'machine’s token'],
    async show(token) {
      const reply = await send(world, '/token/revoke', { token, client_id: 'spa' })
      return when(reply, reply.json['error'] === 'invalid_grant')
    },
  },
  'the REST door': {
    takes: ['machine’s token'],
    async show(token) {
      const asks = new RestServer(world, 'rest').asks()
      const reply = await call(world, token, 'POST', '/auth/rest/sessions', asks)
      return when(reply, reply.status === 200)
    },
  },
  id_token_hint: {
    takes: ['ID token'],
    async show(token) {
      const visit = await authorize(world, good('portal', { ...asHint, id_token_hint: token }))
      const error = new URL(visit.headers.get('location') ?? '').searchParams.get('error')
      return when(visit, error === 'login_required')
    },
  },
  client_assertion: {
    takes: ['client assertion'],
    async show(token) {
      const fields = { ...signedBy('ES256', world.clock.now()), client_assertion: token }
      const reply = await send(world, '/par', { ...good('keyed'), ...fields })
      return when(reply, reply.status === 201)
    },
  },
  'request object': {
    takes: ['request object'],
    async show(token) {
      const visit = await authorize(world, { ...good('keyed', { login_hint: hint(world) }), request: token })
      const location = visit.headers.get('location') ?? ''
      return when(visit, !location.includes('error=') && visit.status < 400)
    },
  },
  'DPoP proof': {
    takes: ['DPoP proof'],
    async show(token) {
      const code = await codeFor(world, 'health')
      const grant = { grant_type: 'authorization_code', redirect_uri: callback('health'), code_verifier: verifier }
      const reply = await send(world, '/token', { ...grant, code }, { ...basic('health', secret), dpop: token })
      return when(reply, reply.status === 200)
    },
  },
}

for (const [place, { takes, show }] of Object.entries(places)) {
  test(`RFC 8725 §3.12 ${place} takes its own kind of token, and no other that was ever signed here`, async () => {
    for (const [kind, make] of Object.entries(kinds)) {
      const token = await make()
      assert.ok(token.length > 20, kind)
      const { taken, status } = await show(token)
      assert.ok(status < 500, `${kind}: ${status}`)
      assert.equal(taken, takes.includes(kind), `${kind} at ${place}`)
    }
  })
}

test('RFC 8725 §3.12 a DPoP proof for one token, method or address is none for another place', async () => {
  const { json } = await send(
    world,
    '/token',
    {
      grant_type: 'authorization_code',
      code: await codeFor(world, 'health'),
      redirect_uri: callback('health'),
      code_verifier: verifier,
    },
    { ...basic('health', secret), dpop: proof({ at: world.clock.now(), htu: `${issuer}/token` }) },
  )
  const token = String(json['access_token'])
  const shown = (dpop: string): Promise<Reply> => fetchOf(world, '/userinfo', { authorization: `DPoP ${token}`, dpop })
  const right = { at: world.clock.now(), htm: 'GET', htu: `${issuer}/userinfo`, claims: { ath: ath(token) } }
  assert.equal((await shown(proof(right))).status, 200)
  for (const over of [{ htu: `${issuer}/token` }, { htm: 'POST' }, { claims: {} }, { claims: { ath: ath('other') } }])
    assert.equal((await shown(proof({ ...right, ...over }))).status, 401)
})

const part = (text: string): string => Buffer.from(text).toString('base64url')
/** Members that are no text where everybody has text; some of them cannot even be turned into one. */
const odd = ['{"toString":1}', '{"toString":null,"valueOf":null}', '["JWT"]', 'null', '5', 'true', '""']
const heads = odd.flatMap((value) => [
  `{"alg":${value}}`,
  `{"alg":"RS256","typ":${value},"kid":"x"}`,
  `{"alg":"RS256","typ":"JWT","kid":${value}}`,
  `{"alg":"ES256","typ":"dpop+jwt","jwk":${value}}`,
  `{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":${value}}}`,
  `{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":${value},"x":${value},"y":${value}}}`,
  `{"alg":"RS256","typ":"dpop+jwt","jwk":{"kty":"RSA","alg":${value},"use":${value},"n":${value},"e":${value}}}`,
  `{"alg":"ES256","kid":"p256","x5c":${value}}`,
  `{"alg":"ES256","kid":"p256","crit":${value}}`,
])
const bodies = [
  '{}',
  '[]',
  'null',
  '"x"',
  '{"jti":{"toString":1},"iat":{},"exp":[],"nonce":{"toString":1}}',
  '{'.repeat(3000),
]

for (const [place, { show }] of Object.entries(places)) {
  test(`RFC 8725 §3.10 nothing that a token’s parts may be is more than a refusal: ${place}`, async () => {
    for (const head of heads) {
      for (const body of bodies) {
        const { taken, status } = await show(`${part(head)}.${part(body)}.${part('no signature')}`)
        assert.ok(!taken && status < 500, `${status}: ${head} ${body.slice(0, 80)}`)
      }
    }
  })
}

test('RFC 8725 §3.1 the algorithm is the key’s, whatever the header says: none, and a secret made of a public key', async () => {
  const fields: Fields = { ...good('keyed'), ...signedBy('ES256', world.clock.now()) }
  const [, payload = ''] = String(fields['client_assertion']).split('.')
  for (const alg of ['none', 'None', 'HS256', 'RSA1_5', 'dir']) {
    const client_assertion = `${part(JSON.stringify({ alg, kid: 'p256' }))}.${payload}.${part('x')}`
    assert.equal((await send(world, '/par', { ...fields, client_assertion })).json['error'], 'invalid_client', alg)
  }
})
