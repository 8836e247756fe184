/** RFC 7591 and 7592: clients that register themselves, where the operator opened it, with a token that the operator gave out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { insertTicket, newTicket, type Ticket } from '#registration/tickets.ts'
import { registrarScopes } from '#services/scope-rules.ts'
import { landed } from '../browser.ts'
import { callApi, newKey, orgs, registrarOf, registrars } from '../registrar.ts'
import { owners, secret } from '../services.ts'
import { authorize, basic, fetchOf, good, hint, type Reply, send, verifier } from '../wire.ts'
import { issuer, openWorld, type World } from '../world.ts'

const inWorld = (run: (world: World) => Promise<void>) => async (): Promise<void> => {
  const world = await openWorld([...owners, ...registrars], { INNGANG_DYNAMIC_REGISTRATION: 'yes' })
  try {
    await run(world)
  } finally {
    await world.close()
  }
}

const day = 24 * 3600_000

async function ticket(world: World, over: Partial<Ticket> = {}): Promise<string> {
  const made = newTicket({
    owner: orgs.agency,
    profile: 'idporten',
    usesLeft: 100,
    expires: world.clock.now() + day,
    ...over,
  })
  await world.database.batch([insertTicket(made.ticket)])
  return made.token
}

const metadata = (over: object = {}): object => ({
  client_name: 'Selvgjort',
  redirect_uris: ['https://self.example.no/cb'],
  ...over,
})
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })
const register = (world: World, token: string, body: unknown = metadata()): Promise<Reply> =>
  callApi(world, 'POST', '/register', body, bearer(token))

type Registered = Readonly<Record<string, unknown>> & {
  readonly client_id: string
  readonly client_secret: string
  readonly registration_access_token: string
  readonly registration_client_uri: string
}

async function registered(world: World, over: object = {}): Promise<Registered> {
  const { status, json, text } = await register(world, await ticket(world), metadata(over))
  assert.equal(status, 201, text)
  return json as Registered
}

const own = (world: World, made: Registered, method: string, body?: unknown, token = made.registration_access_token) =>
  callApi(world, method, made.registration_client_uri, body, bearer(token))

function refusedBy({ status, json, headers, text }: Reply, expected: number, error: string): void {
  assert.deepEqual([status, json['error']], [expected, error], text)
  assert.match(String(json['error_description']), /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  if (expected === 401) assert.match(headers.get('www-authenticate') ?? '', /^Bearer/)
}

const grant = {
  grant_type: 'authorization_code',
  code: 'x.y',
  code_verifier: verifier,
  redirect_uri: 'https://self.example.no/cb',
}
const authenticates = async (world: World, { client_id: id, client_secret: password }: Registered): Promise<unknown> =>
  (await send(world, '/token', grant, basic(id, password))).json['error']

test(
  'RFC 7591 §3.2.1 what is registered is answered whole: id, secret, times, and every member with its value',
  inWorld(async (world) => {
    const made = await registered(world, { client_uri: 'https://self.example.no/' })
    assert.equal(made['client_id_issued_at'], world.clock.now() / 1000)
    assert.equal(made['client_secret_expires_at'], world.clock.now() / 1000 + 360 * 24 * 3600)
    assert.deepEqual(made['redirect_uris'], ['https://self.example.no/cb'])
    // §2: the defaults.
    assert.deepEqual(
      [made['token_endpoint_auth_method'], made['grant_types'], made['response_types'], made['scope']],
      ['client_secret_basic', ['authorization_code'], ['code'], 'openid profile'],
    )
    assert.deepEqual([made['client_name'], made['client_uri']], ['Selvgjort', 'https://self.example.no/'])
    const asked = good(made.client_id, { redirect_uri: 'https://self.example.no/cb', login_hint: hint(world) })
    const code = landed(await authorize(world, asked)).searchParams.get('code') ?? ''
    const { status } = await send(world, '/token', { ...grant, code }, basic(made.client_id, made.client_secret))
    assert.equal(status, 200)
    assert.equal(world.parts.services.service(made.client_id)?.ownerName.nb, 'Etaten')
  }),
)

test(
  'RFC 7591 §3 without an initial access token, or with one that is over, nothing is registered',
  inWorld(async (world) => {
    refusedBy(await callApi(world, 'POST', '/register', metadata()), 401, 'invalid_token')
    refusedBy(await register(world, 'made-up'), 401, 'invalid_token')
    const short = await ticket(world, { expires: world.clock.now() + 1000 })
    assert.equal((await register(world, short)).status, 201)
    world.clock.advance(1000)
    refusedBy(await register(world, short), 401, 'invalid_token')
    const twice = await ticket(world, { usesLeft: 2 })
    assert.equal((await register(world, twice)).status, 201)
    // What is refused does not use it up.
    refusedBy(await register(world, twice, metadata({ redirect_uris: [] })), 400, 'invalid_redirect_uri')
    assert.equal((await register(world, twice)).status, 201)
    refusedBy(await register(world, twice), 401, 'invalid_token')
    refusedBy(await register(world, await ticket(world, { owner: '999999999' })), 401, 'invalid_token')
    const machine = await registrarOf(world).token()
    refusedBy(await register(world, machine), 401, 'invalid_token')
  }),
)

test(
  'RFC 7591 §3 a token for one client gives one, of fifty at once',
  inWorld(async (world) => {
    const once = await ticket(world, { usesLeft: 1 })
    const replies = await Promise.all(Array.from({ length: 50 }, () => register(world, once)))
    assert.equal(replies.filter(({ status }) => status === 201).length, 1)
    assert.equal(replies.filter(({ status }) => status === 401).length, 49)
    const rows = await world.database.raw("select client_id from service where source = 'dynamic'", [])
    assert.equal(rows.length, 1)
  }),
)

test(
  'RFC 7591 §2 every way to authenticate that is offered; keys where they are of use',
  inWorld(async (world) => {
    const jwks = { keys: [newKey('k').jwk] }
    for (const [over, method, type, withSecret] of [
      [{ token_endpoint_auth_method: 'client_secret_post' }, 'client_secret_post', 'web', true],
      [{ token_endpoint_auth_method: 'private_key_jwt', jwks }, 'private_key_jwt', 'web', false],
      [
        { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://self.example.no/jwks' },
        'private_key_jwt',
        'web',
        false,
      ],
      [{ token_endpoint_auth_method: 'none' }, 'none', 'browser', false],
      [{ token_endpoint_auth_method: 'none', redirect_uris: ['no.example.self:/cb'] }, 'none', 'native', false],
      [{ jwks }, 'client_secret_basic', 'web', true],
    ] as const) {
      const made = await registered(world, over)
      assert.deepEqual([made['token_endpoint_auth_method'], made['application_type']], [method, type])
      assert.equal(made.client_secret !== undefined, withSecret)
      assert.equal(made['client_secret_expires_at'] !== undefined, withSecret)
    }
    assert.equal((await registered(world, { jwks }))['jwks'], undefined, 'no use for them')
  }),
)

test(
  'RFC 7591 §2 members that nobody understands are ignored; null is as if it were not there',
  inWorld(async (world) => {
    const made = await registered(world, {
      colour: 'blue',
      contacts: ['a@example.no'],
      logo_uri: null,
      software_id: 'x',
    })
    for (const name of ['colour', 'contacts', 'logo_uri', 'software_id']) assert.ok(!(name in made), name)
    const rows = JSON.stringify(await world.database.raw('select * from service', []))
    assert.ok(!rows.includes('a@example.no'), 'who to write to is not kept')
  }),
)

test(
  'RFC 7591 §3.2.2 what cannot be registered is refused with its reason',
  inWorld(async (world) => {
    const token = await ticket(world)
    const weak = { ...newKey('k').jwk, crv: 'P-192' }
    for (const [over, error] of [
      [{ redirect_uris: ['http://self.example.no/cb'] }, 'invalid_redirect_uri'],
      [{ redirect_uris: ['https://self.example.no/cb#x'] }, 'invalid_redirect_uri'],
      [{ redirect_uris: 'https://self.example.no/cb' }, 'invalid_redirect_uri'],
      [{ redirect_uris: undefined }, 'invalid_redirect_uri'],
      [{ token_endpoint_auth_method: 'client_secret_jwt' }, 'invalid_client_metadata'],
      [{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [weak] } }, 'invalid_client_metadata'],
      [
        { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] }, jwks_uri: 'https://self.example.no/' },
        'invalid_client_metadata',
      ],
      [{ response_types: ['token'] }, 'invalid_client_metadata'],
      [{ response_types: ['code', 'code id_token'] }, 'invalid_client_metadata'],
      [{ grant_types: ['implicit'] }, 'invalid_client_metadata'],
      [{ grant_types: ['refresh_token'] }, 'invalid_redirect_uri'],
      [{ subject_type: 'public' }, 'invalid_client_metadata'],
      [{ id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'],
      [{ userinfo_encrypted_response_alg: 'RSA1_5' }, 'invalid_client_metadata'],
      [{ scope: 'openid nobody:knows' }, 'invalid_client_metadata'],
      [{ scope: `openid ${registrarScopes.write}` }, 'invalid_client_metadata'],
      [{ scope: 'profile' }, 'invalid_client_metadata'],
      [{ application_type: 'web', token_endpoint_auth_method: 'none' }, 'invalid_client_metadata'],
      [{ client_name: 'x'.repeat(300) }, 'invalid_client_metadata'],
      [{ client_name: 1 }, 'invalid_client_metadata'],
      [{ profile: 'fapi2' }, 'invalid_client_metadata'],
    ] as const)
      refusedBy(await register(world, token, metadata(over)), 400, error)
    refusedBy(await register(world, token, '{'), 400, 'invalid_request')
    refusedBy(await register(world, token, '[]'), 400, 'invalid_client_metadata')
    assert.equal((await world.database.raw("select client_id from service where source = 'dynamic'", [])).length, 0)
  }),
)

test(
  'RFC 7591 §2.3 a software statement is refused, not left out in silence',
  inWorld(async (world) => {
    const reply = await register(world, await ticket(world), metadata({ software_statement: 'eyJ.eyJ.x' }))
    refusedBy(reply, 400, 'invalid_software_statement')
  }),
)

test(
  'RFC 7591 §5 nobody chooses an id, a secret, an owner or what the operator gives',
  inWorld(async (world) => {
    const chosen = {
      client_id: 'tax',
      client_secret: secret,
      client_secret_sha256: 'a'.repeat(64),
      owner: orgs.other,
      onbehalfof: [],
    }
    const made = await registered(world, chosen)
    assert.notEqual(made.client_id, 'tax')
    assert.notEqual(made.client_secret, secret)
    assert.equal(world.parts.services.find(made.client_id)?.ownerOrgNumber, orgs.agency)
  }),
)

test(
  'RFC 7591 §5 tokens and secrets lie nowhere in the clear',
  inWorld(async (world) => {
    const token = await ticket(world)
    const made = (await register(world, token)).json as Registered
    await world.audit.flush()
    const tables = ['service', 'service_record', 'registration_ticket', 'audit_row']
    const rows = JSON.stringify(await Promise.all(tables.map((one) => world.database.raw(`select * from ${one}`, []))))
    for (const text of [token, made.client_secret, made.registration_access_token])
      assert.ok(text.length === 43 && !rows.includes(text) && !world.log.some((line) => line.includes(text)))
  }),
)

test(
  'RFC 7591 §3 an initial access token may set the profile of those that name none',
  inWorld(async (world) => {
    const plain = (await register(world, await ticket(world, { profile: 'plain' }))).json
    assert.equal(plain['profile'], 'plain')
    const named = (await register(world, await ticket(world, { profile: 'plain' }), metadata({ profile: 'idporten' })))
      .json
    assert.equal(named['profile'], 'idporten')
  }),
)

test(
  'RFC 7591 §3.2.2 a client that signs names its keys when it registers: there is no other address for them',
  inWorld(async (world) => {
    const token = await ticket(world)
    for (const over of [
      { token_endpoint_auth_method: 'private_key_jwt' },
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [newKey('e', { use: 'enc', alg: 'ECDH-ES' }).jwk] },
      },
      { id_token_encrypted_response_alg: 'ECDH-ES' },
    ])
      refusedBy(await register(world, token, metadata(over)), 400, 'invalid_client_metadata')
    const made = await registered(world, {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [newKey('k').jwk] },
    })
    const bare = metadata({ client_id: made.client_id, token_endpoint_auth_method: 'private_key_jwt' })
    refusedBy(await own(world, made, 'PUT', bare), 400, 'invalid_client_metadata')
  }),
)

test(
  'RFC 7591 §3.2.2 the description says which member it is and what it must be',
  inWorld(async (world) => {
    const token = await ticket(world)
    for (const [over, says] of [
      [{ redirect_uris: 'https://self.example.no/cb' }, 'redirect_uris must be a list'],
      [{ redirect_uris: ['https://self.example.no/cb', 5] }, 'redirect_uris[1] must be a string'],
      [{ redirect_uris: ['https://self.example.no/cb#x'] }, 'redirect_uris[0] must not have a fragment (#...)'],
      [{ scope: 'openid nobody:has' }, 'scope (word 2 of it) is a scope that nobody has declared'],
      [{ scope: 7 }, 'scope must be a string'],
      [{ application_type: 'toaster' }, 'application_type must be web, browser or native'],
    ] as const)
      assert.equal((await register(world, token, metadata(over))).json['error_description'], says)
  }),
)

test(
  'RFC 7591 §3 another method is told so in JSON, with those that there are',
  inWorld(async (world) => {
    for (const [path, method, allow] of [
      ['/register', 'GET', 'POST'],
      ['/register', 'PUT', 'POST'],
      ['/register/somebody', 'POST', 'GET, PUT, DELETE'],
      ['/register/somebody', 'PATCH', 'GET, PUT, DELETE'],
    ] as const) {
      const { status, headers, json } = await callApi(world, method, path)
      assert.deepEqual([status, headers.get('allow'), json['error']], [405, allow, 'invalid_request'])
    }
  }),
)

test(
  'RFC 7592 §2.1 a client reads itself, with its own token alone',
  inWorld(async (world) => {
    const [made, another] = [await registered(world), await registered(world)]
    const { status, json } = await own(world, made, 'GET')
    const { client_secret: _shown, ...rest } = made
    assert.deepEqual([status, json], [200, rest])
    for (const token of [another.registration_access_token, 'made-up', made.client_secret, await ticket(world)])
      for (const method of ['GET', 'PUT', 'DELETE'])
        refusedBy(
          await own(world, made, method, method === 'PUT' ? metadata({ client_id: made.client_id }) : undefined, token),
          401,
          'invalid_token',
        )
    refusedBy(await callApi(world, 'GET', made.registration_client_uri), 401, 'invalid_token')
    refusedBy(await callApi(world, 'GET', `${issuer}/register/nobody`, undefined, bearer('x')), 401, 'invalid_token')
    // A service of the file has no such token, and none opens it.
    refusedBy(
      await callApi(world, 'GET', `${issuer}/register/tax`, undefined, bearer(made.registration_access_token)),
      401,
      'invalid_token',
    )
    assert.equal(await authenticates(world, made), 'invalid_grant')
  }),
)

test(
  'RFC 7592 §2.2 a client replaces itself: what is left out is gone, id and secret stay',
  inWorld(async (world) => {
    const made = await registered(world, { client_uri: 'https://self.example.no/' })
    const body = metadata({
      client_id: made.client_id,
      client_secret: made.client_secret,
      redirect_uris: ['https://self.example.no/new'],
    })
    const { status, json, text } = await own(world, made, 'PUT', body)
    assert.equal(status, 200, text)
    assert.deepEqual([json['redirect_uris'], json['client_uri']], [['https://self.example.no/new'], undefined])
    assert.deepEqual([json['client_id'], json['client_secret']], [made.client_id, undefined])
    assert.deepEqual(world.parts.services.find(made.client_id)?.redirectUris, ['https://self.example.no/new'])
    assert.equal(await authenticates(world, made), 'invalid_grant')
    const post = await own(
      world,
      made,
      'PUT',
      metadata({ client_id: made.client_id, token_endpoint_auth_method: 'client_secret_post' }),
    )
    assert.ok(post.json['client_secret'] !== undefined && post.json['client_secret'] !== made.client_secret)
  }),
)

test(
  'RFC 7592 §2.2 what the server gives is not to be sent, nor another id or secret; nothing changes',
  inWorld(async (world) => {
    const made = await registered(world)
    for (const over of [
      { registration_access_token: made.registration_access_token },
      { registration_client_uri: made.registration_client_uri },
      { client_secret_expires_at: 0 },
      { client_id_issued_at: 0 },
      { client_id: 'another' },
      { client_id: undefined },
      { client_secret: 'chosen by the client itself, and long' },
    ])
      refusedBy(await own(world, made, 'PUT', metadata({ client_id: made.client_id, ...over })), 400, 'invalid_request')
    const wrong = metadata({ client_id: made.client_id, redirect_uris: ['http://self.example.no/'] })
    refusedBy(await own(world, made, 'PUT', wrong), 400, 'invalid_redirect_uri')
    const { client_secret: _shown, ...rest } = made
    assert.deepEqual((await own(world, made, 'GET')).json, rest)
  }),
)

test(
  'RFC 7592 §2.3 a client removes itself; its token and its secret are over',
  inWorld(async (world) => {
    const made = await registered(world)
    const { status, text } = await own(world, made, 'DELETE')
    assert.deepEqual([status, text], [204, ''])
    assert.equal(await authenticates(world, made), 'invalid_client')
    for (const method of ['GET', 'DELETE']) refusedBy(await own(world, made, method), 401, 'invalid_token')
  }),
)

test(
  'RFC 7592 §1.3 its organisation sees it and may switch it off; nobody else’s does',
  inWorld(async (world) => {
    const made = await registered(world)
    assert.equal((await registrarOf(world, 'other').call('GET', `/clients/${made.client_id}`)).status, 404)
    const seen = await registrarOf(world).call('GET', `/clients/${made.client_id}`)
    assert.equal(seen.json['source'], 'dynamic')
    assert.equal((await registrarOf(world).call('DELETE', `/clients/${made.client_id}`)).status, 204)
    refusedBy(await own(world, made, 'GET'), 401, 'invalid_token')
  }),
)

test(
  'OpenID Connect Discovery §3 registration_endpoint is there where it is open, and an outside client registers by it',
  inWorld(async (world) => {
    const { json } = await fetchOf(world, '/.well-known/openid-configuration')
    assert.equal(json['registration_endpoint'], `${issuer}/register`)
    const skew = Math.round((world.clock.now() - Date.now()) / 1000)
    const config = await oidc.dynamicClientRegistration(
      new URL(issuer),
      { redirect_uris: ['https://self.example.no/cb'], client_name: 'Outside', [oidc.clockSkew]: skew },
      oidc.ClientSecretBasic(),
      {
        initialAccessToken: await ticket(world),
        execute: [oidc.allowInsecureRequests],
        [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
      },
    )
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: 'https://self.example.no/cb',
      scope: 'openid profile',
      state: 's',
      login_hint: hint(world),
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const visit = await world.browser().get(url.href)
    const tokens = await oidc.authorizationCodeGrant(config, landed(visit), { pkceCodeVerifier, expectedState: 's' })
    assert.equal(tokens.claims()?.['pid'], world.people.at(0).number)
  }),
)

test('RFC 7591 §3 where the operator has not opened it, there is nothing: no endpoint, no word in discovery', async () => {
  const world = await openWorld([...owners, ...registrars])
  try {
    const token = await ticket(world)
    assert.equal((await register(world, token)).status, 404)
    const { json } = await fetchOf(world, '/.well-known/oauth-authorization-server')
    assert.ok(!('registration_endpoint' in json))
  } finally {
    await world.close()
  }
})
