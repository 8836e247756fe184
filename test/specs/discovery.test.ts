/** OpenID Connect Discovery 1.0 and RFC 8414: for each thing that the metadata lists, what it does; and nothing works that is not listed. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { proof, proofKeys } from '#oidc/test-proofs.ts'
import { formIn, landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { listener } from '../listener.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  authorize,
  basic,
  claimsOf,
  codeFor,
  credentials,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  push,
  query,
  refusedTo,
  type Reply,
  send,
  tokensFor,
  userinfo,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner } from './apis.ts'
import { encryptedForUs } from './encrypting.ts'
import { keyed, signedBy, signedWith } from './keyed.ts'
import { shownTokens } from './shown-tokens.ts'

/** Services that take ID tokens and answers signed so. */
const taking = ['PS256', 'ES256', 'EdDSA'].map((alg) => ({
  client_id: `takes-${alg}`,
  client_name: `Tar ${alg}`,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(`takes-${alg}`)],
  id_token_signed_response_alg: alg,
  authorization_signed_response_alg: alg,
}))
/** A service that signs its requests. */
const signing = {
  ...keyed,
  client_id: 'signing',
  redirect_uris: [callback('signing')],
  require_signed_request_object: true,
}
const asked = (clientId: string, alg: string): Fields => {
  const now = Math.floor(world.clock.now() / 1000)
  const times = { nbf: now, exp: now + 60 }
  return {
    ...signedBy(alg, world.clock.now(), clientId),
    request: signedWith(alg, { iss: clientId, aud: issuer, ...times, ...good(clientId) }),
  }
}
/** A service that asks for a right in detail. */
const keeper = {
  client_id: 'keeper',
  client_name: 'Nøkkelskapet',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('keeper')],
  grant_types: ['authorization_code', 'refresh_token'],
  authorization_details_types: ['keys:keep'],
  onbehalfof: [{ value: 'kunde', name: 'Kunden', orgno: '974761076' }],
}
const far = await listener()
after(() => far.close())
/** A service that is called when a session ends. */
const called = {
  client_id: 'called',
  client_name: 'Får beskjed',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('called'), `${far.origin}/callback`],
  backchannel_logout_uri: `${far.origin}/called`,
}
/** A client that asks in its own name. */
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** A machine that signs what it asks for. */
const robot = { ...keyed, client_id: 'robot', redirect_uris: [], grant_types: [jwtBearer], scopes: ['keys:read'] }
const machine = {
  client_id: 'machine',
  client_name: 'Maskinen',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  grant_types: ['client_credentials'],
  scopes: ['keys:read'],
}

let world: World
worldForAll(
  import.meta.filename,
  [
    ...owners,
    apiOwner,
    {
      org_number: '974761076',
      name: 'Nøkkeletaten',
      scopes: [{ name: 'keys:read', description: 'Les nøkler' }],
      authorization_details_types: [
        { type: 'keys:keep', description: 'Ta vare på nøkler', requires_user_consent: false },
      ],
      services: [keyed, signing, called, machine, robot, keeper, ...taking],
    },
  ],
  (opened) => {
    world = opened
  },
)

const path = '/.well-known/openid-configuration'
const metadata = async (): Promise<Record<string, unknown>> => ({ ...(await fetchOf(world, path)).json })
const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
const pathOf = (address: unknown): string => {
  assert.ok(typeof address === 'string' && address.startsWith(`${issuer}/`))
  return address.slice(issuer.length)
}

const authMethods: Readonly<Record<string, string>> = {
  client_secret_basic: 'health',
  client_secret_post: 'library',
  none: 'spa',
  private_key_jwt: 'tax',
}
const idTokenAlgorithms: Readonly<Record<string, string>> = {
  RS256: 'tax',
  PS256: 'takes-PS256',
  ES256: 'takes-ES256',
  EdDSA: 'takes-EdDSA',
}
/** The level that a name in `acr_values` stands for. */
const levelOf = (acr: string): string => ({ Level3: 'substantial', Level4: 'high' })[acr] ?? acr.replace(/^.*[:-]/, '')

/** For each value of a list that it does what it says; for a flag or an address, that it is true. */
const shown: Readonly<Record<string, (value: string) => Promise<void>>> = {
  ...shownTokens(() => world),
  async issuer(value) {
    assert.equal(value, issuer)
    assert.equal((await answered(world, 'tax')).get('iss'), value)
    assert.equal(claimsOf((await tokensFor(world, 'tax')).id)['iss'], value)
  },
  async authorization_endpoint(value) {
    const visit = await world.browser().get(`${pathOf(value)}?${query(good('tax'))}`)
    assert.match(visit.url, /\/login\/att_/)
  },
  async pushed_authorization_request_endpoint(value) {
    const fields = { ...good('spa') }
    assert.equal((await send(world, pathOf(value), fields)).status, 201)
  },
  async token_endpoint(value) {
    const code = await codeFor(world, 'spa')
    const fields = {
      grant_type: 'authorization_code',
      client_id: 'spa',
      redirect_uri: callback('spa'),
      code,
      code_verifier: verifier,
    }
    assert.equal((await send(world, pathOf(value), fields)).status, 200)
  },
  async revocation_endpoint(value) {
    const { access } = await tokensFor(world, 'keeper')
    assert.equal((await send(world, pathOf(value), { token: access }, basic('keeper', secret))).status, 200)
    assert.equal((await userinfo(world, access)).status, 401)
  },
  async revocation_endpoint_auth_methods_supported(value) {
    const { fields, headers } = credentials(world, authMethods[value] ?? '')
    assert.equal((await send(world, '/token/revoke', { token: 'x', ...fields }, headers)).status, 200)
  },
  async revocation_endpoint_auth_signing_alg_values_supported(value) {
    const fields = { token: 'x', ...signedBy(value, world.clock.now()) }
    assert.equal((await send(world, '/token/revoke', fields)).status, 200)
  },
  async userinfo_endpoint(value) {
    const { access } = await tokensFor(world, 'tax')
    assert.equal((await fetchOf(world, pathOf(value), { authorization: `Bearer ${access}` })).status, 200)
  },
  async jwks_uri(value) {
    const { keys } = (await fetchOf(world, pathOf(value))).json as { keys: Record<string, unknown>[] }
    const kids = keys.map(({ kid }) => kid)
    for (const clientId of Object.values(idTokenAlgorithms))
      assert.ok(kids.includes(headerOf((await tokensFor(world, clientId)).id)['kid']))
    for (const key of keys)
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.ok(!(secret in key), 'public halves alone')
  },
  async end_session_endpoint(value) {
    const bye = 'https://tax.example.no/logged-out'
    const browser = world.browser()
    await tokensFor(world, 'tax', {}, browser)
    const visit = await browser.get(`${pathOf(value)}?${query({ client_id: 'tax', post_logout_redirect_uri: bye })}`)
    assert.equal(landed(visit).href, bye)
  },
  async response_types_supported(value) {
    assert.ok((await answered(world, 'tax', { response_type: value })).get(value))
  },
  async response_modes_supported(value) {
    const visit = await authorize(world, good('tax', { response_mode: value, login_hint: hint(world) }))
    const answer = value.startsWith('form_post')
      ? formIn(visit, callback('tax')).fields
      : new Map(landed(visit).searchParams)
    const signed = answer.get('response')
    assert.equal(signed !== undefined, value.endsWith('jwt'))
    const code = signed === undefined ? answer.get('code') : String(claimsOf(signed)['code'])
    assert.equal((await exchange(world, 'tax', code ?? '')).status, 200)
  },
  async grant_types_supported(value) {
    if (value === 'client_credentials') {
      const fields = { grant_type: value, scope: 'keys:read' }
      assert.equal((await send(world, '/token', fields, basic('machine', secret))).json['scope'], 'keys:read')
      return
    }
    if (value === jwtBearer) {
      const now = Math.floor(world.clock.now() / 1000)
      const claims = { iss: 'robot', aud: issuer, scope: 'keys:read', iat: now, exp: now + 60 }
      const reply = await send(world, '/token', { grant_type: value, assertion: signedWith('ES256', claims) })
      assert.equal(reply.json['scope'], 'keys:read', reply.text)
      return
    }
    const first = await exchange(world, 'keeper', await codeFor(world, 'keeper'))
    assert.equal(first.status, 200)
    if (value === 'authorization_code') return
    const fields = { grant_type: value, refresh_token: String(first.json['refresh_token']) }
    assert.equal((await send(world, '/token', fields, basic('keeper', secret))).status, 200)
  },
  async code_challenge_methods_supported(value) {
    const code = await codeFor(world, 'tax', { code_challenge_method: value })
    assert.equal((await exchange(world, 'tax', code)).status, 200)
  },
  async scopes_supported(value) {
    const code = await codeFor(world, 'told', { scope: `openid ${value}` })
    assert.match(String((await exchange(world, 'told', code)).json['scope']), new RegExp(`\\b${value}\\b`))
  },
  async claims_supported(value) {
    assert.ok((await claimsTold()).has(value), value)
  },
  async acr_values_supported(value) {
    const login_hint = hint(world, 0, levelOf(value))
    const { id } = await tokensFor(world, 'library', { acr_values: value, login_hint })
    assert.equal(claimsOf(id)['acr'], value)
  },
  async ui_locales_supported(value) {
    const visit = await world.browser({ language: 'de' }).get(`/authorize?${query(good('tax', { ui_locales: value }))}`)
    assert.match(visit.body, new RegExp(`<html[^>]* lang="${value}"`))
  },
  async display_values_supported(value) {
    assert.match(
      (await world.browser().get(`/authorize?${query(good('tax', { display: value }))}`)).url,
      /\/login\/att_/,
    )
  },
  async prompt_values_supported(value) {
    const browser = world.browser()
    const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
    await byTestEid(browser, chooser, world.people.at(0).number, 'high')
    world.clock.advance(1000)
    const visit = await authorize(world, good('tax', { prompt: value }), { browser })
    assert.equal(
      /^https:.*[?&]code=/.test(visit.headers.get('location') ?? ''),
      value === 'none',
      'none shows no page, the others always one',
    )
  },
  async subject_types_supported(value) {
    assert.equal(value, 'pairwise')
    const subjects = await Promise.all(
      ['tax', 'library'].map(async (id) => claimsOf((await tokensFor(world, id)).id)['sub']),
    )
    assert.equal(new Set(subjects).size, 2)
  },
  async id_token_signing_alg_values_supported(value) {
    assert.equal(headerOf((await tokensFor(world, idTokenAlgorithms[value] ?? '')).id)['alg'], value)
  },
  async authorization_signing_alg_values_supported(value) {
    const answer = await answered(world, idTokenAlgorithms[value] ?? '', { response_mode: 'jwt' })
    assert.equal(headerOf(answer.get('response') ?? '')['alg'], value)
  },
  async token_endpoint_auth_methods_supported(value) {
    const { access } = await tokensFor(world, authMethods[value] ?? '')
    assert.equal(claimsOf(access)['client_amr'], value)
  },
  async token_endpoint_auth_signing_alg_values_supported(value) {
    assert.equal((await send(world, '/par', { ...good('keyed'), ...signedBy(value, world.clock.now()) })).status, 201)
  },
  async request_parameter_supported(value) {
    assert.equal(value, true)
    assert.equal((await send(world, '/par', asked('signing', 'ES256'))).status, 201)
    refusedTo(await authorize(world, good('tax', { request: 'x' })), 'tax', 'request_not_supported')
  },
  async dpop_signing_alg_values_supported(value) {
    const key = proofKeys[value as keyof typeof proofKeys]
    const asked = { grant_type: 'authorization_code', client_id: 'spa', redirect_uri: callback('spa') }
    const redeem = async (dpop: string): Promise<Reply> =>
      send(world, '/token', { ...asked, code: await codeFor(world, 'spa'), code_verifier: verifier }, { dpop })
    const claims = { nonce: (await redeem('no proof')).headers.get('dpop-nonce') }
    const { json } = await redeem(proof({ at: world.clock.now(), htu: `${issuer}/token`, key, claims }))
    assert.deepEqual([json['token_type'], claimsOf(String(json['access_token']))['cnf']], ['DPoP', { jkt: key.jkt }])
  },
  async request_object_signing_alg_values_supported(value) {
    assert.equal((await send(world, '/par', asked('signing', value))).status, 201)
  },
  async request_object_encryption_alg_values_supported(alg) {
    const { request = '', ...fields } = asked('signing', 'ES256')
    assert.equal(
      (await send(world, '/par', { ...fields, request: await encryptedForUs(world, request, { alg }) })).status,
      201,
    )
  },
  async request_object_encryption_enc_values_supported(enc) {
    const { request = '', ...fields } = asked('signing', 'ES256')
    assert.equal(
      (await send(world, '/par', { ...fields, request: await encryptedForUs(world, request, { enc }) })).status,
      201,
    )
  },
  async request_uri_parameter_supported(value) {
    assert.equal(value, false)
    refusedTo(
      await authorize(world, good('tax', { request_uri: 'https://x.example/' })),
      'tax',
      'request_uri_not_supported',
    )
  },
  async require_pushed_authorization_requests(value) {
    assert.equal(value, false)
    assert.ok((await answered(world, 'tax')).get('code'))
    assert.equal((await push(world, 'tax')).status, 201)
  },
  async claims_parameter_supported(value) {
    assert.equal(value, true)
    const asking = { scope: 'openid', claims: '{"id_token":{"given_name":null}}' }
    assert.ok('given_name' in claimsOf((await tokensFor(world, 'tax', asking)).id))
    assert.ok(!('given_name' in claimsOf((await tokensFor(world, 'tax', { scope: 'openid' })).id)))
  },
  async authorization_details_types_supported(value) {
    if (value === 'idporten:fullmakt') return actsByPower()
    const details = [{ type: value }]
    const over = { authorization_details: JSON.stringify(details) }
    assert.deepEqual(claimsOf((await tokensFor(world, 'keeper', over)).access)['authorization_details'], details)
  },
  async authorization_response_iss_parameter_supported(value) {
    assert.equal(value, true)
    assert.equal((await answered(world, 'tax')).get('iss'), issuer)
  },
  async frontchannel_logout_supported(value) {
    assert.equal(value, true)
    assert.match((await loggedOut()).src, /^https:\/\/told\.example\.no\/frontchannel\?/)
  },
  async frontchannel_logout_session_supported(value) {
    assert.equal(value, true)
    const { src, sid } = await loggedOut()
    assert.deepEqual(Object.fromEntries(new URL(src).searchParams), { iss: issuer, sid })
  },
  async backchannel_logout_supported(value) {
    assert.equal(value, true)
    assert.equal((await toldDirectly()).token['aud'], 'called')
  },
  async backchannel_logout_session_supported(value) {
    assert.equal(value, true)
    const { token, sid } = await toldDirectly()
    assert.match(String(sid), /^[\w-]{43}$/)
    assert.equal(token['sid'], sid)
  },
}

/** What services are told of somebody who logs in, by their ID tokens and by userinfo. */
async function claimsTold(): Promise<ReadonlySet<string>> {
  const { access, id } = await tokensFor(world, 'told', { scope: 'openid profile nin' })
  const details = JSON.stringify([{ type: 'keys:keep' }])
  const kept = await tokensFor(world, 'keeper', { authorization_details: details, onbehalfof: 'kunde' })
  return new Set(
    [id, kept.id]
      .flatMap((token) => Object.keys(claimsOf(token)))
      .concat(Object.keys((await userinfo(world, access)).json)),
  )
}

/** Somebody of the twin has a power of attorney, and logs in by it. */
async function actsByPower(): Promise<void> {
  const asked = [{ type: 'idporten:fullmakt', permission_roles: ['arbeid'] }]
  const { access } = await tokensFor(world, 'tax', { authorization_details: JSON.stringify(asked) })
  const [told] = claimsOf(access)['authorization_details'] as { permissions: { role: string }[] }[]
  assert.deepEqual(
    told?.permissions.map(({ role }) => role),
    ['arbeid'],
  )
}

/** The same for a service that is called: what its logout token says. */
async function toldDirectly(): Promise<{ readonly token: Record<string, unknown>; readonly sid: unknown }> {
  const browser = world.browser()
  const { id } = await tokensFor(world, 'called', {}, browser)
  far.forget()
  await browser.get('/logout?client_id=called')
  const told = await far.heard('/called', 1)
  return { token: claimsOf(told.at(-1)?.form.get('logout_token') ?? ''), sid: claimsOf(id)['sid'] }
}

/** Logs in to a service that hears of logouts, and out; the frame that it was told by. */
async function loggedOut(): Promise<{ readonly src: string; readonly sid: unknown }> {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('told'))}`)
  const back = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  const { json } = await exchange(world, 'told', landed(back).searchParams.get('code') ?? '')
  const page = await browser.get('/logout?client_id=told')
  const src = /<iframe[^>]*\ssrc="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  return { src, sid: claimsOf(String(json['id_token']))['sid'] }
}

for (const [name, effect] of Object.entries(shown)) {
  test(`OIDC Discovery §3 ${name}: each value does what it says`, async () => {
    const value = (await metadata())[name]
    assert.notEqual(value, undefined, 'it is listed')
    const values = Array.isArray(value) ? value : [value]
    assert.ok(values.length > 0)
    for (const one of values) await effect(one as string)
  })
}

test('OIDC Discovery §3 nothing is listed whose effect is not shown here', async () => {
  assert.deepEqual(Object.keys(await metadata()).toSorted(), Object.keys(shown).toSorted())
})

test('OIDC Discovery §3 claims_supported: nothing is told whose name is not listed, and no organisation where none logs in', async () => {
  const listed = (await metadata())['claims_supported']
  assert.ok(Array.isArray(listed))
  assert.deepEqual(
    [...(await claimsTold())].filter((name) => !listed.includes(name)),
    [],
  )
  assert.ok(!listed.includes('organisation'))
})

test('OIDC Discovery §3 nothing works that is not listed', async () => {
  for (const [over, error] of [
    [{ response_type: 'id_token' }, 'unsupported_response_type'],
    [{ response_mode: 'fragment' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ prompt: 'create' }, 'invalid_request'],
    [{ acr_values: 'Level9' }, 'unmet_authentication_requirements'],
    [{ scope: 'openid not:listed' }, 'invalid_scope'],
  ] as [Fields, string][])
    refusedTo(await authorize(world, good('tax', over)), 'tax', error)
  for (const grant_type of ['password', 'urn:ietf:params:oauth:grant-type:saml2-bearer'])
    assert.equal((await exchange(world, 'library', 'x', { grant_type })).json['error'], 'unsupported_grant_type')
})
