/** JWT Secured Authorization Response Mode for OAuth 2.0 (JARM): the answer as one signed token. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { formIn, formsIn, landed, type Visit } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import { authorize, claimsOf, exchange, fetchOf, type Fields, good, hint, push, query, refusedHere } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const signing = (alg: string): object => ({
  client_id: `signed-${alg}`,
  client_name: `Signert med ${alg}`,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(`signed-${alg}`)],
  authorization_signed_response_alg: alg,
})
const app = {
  client_id: 'app',
  client_name: 'En app',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['no.example.app:/callback'],
}
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA']

let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Svaretaten', services: [...algorithms.map(signing), app] }],
  (opened) => (world = opened),
)

/** As a careful client reads it (JARM §2.4), with the published keys. */
async function checked(token: string, audience: string, algorithm = 'RS256'): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(world.clock.now()) }
  return (await jwtVerify(token, keys, options)).payload
}

const ask = (clientId: string, over: Fields = {}): Promise<Visit> =>
  authorize(world, good(clientId, { response_mode: 'query.jwt', login_hint: hint(world), ...over }))
const inQuery = (visit: Visit): string => {
  const { searchParams } = landed(visit)
  assert.deepEqual([...searchParams.keys()], ['response'])
  return searchParams.get('response') ?? ''
}

for (const mode of ['query.jwt', 'jwt']) {
  test(`JARM §2.3 response_mode=${mode}: one parameter in the query, which holds code, state, iss, aud and exp`, async () => {
    const claims = await checked(inQuery(await ask('tax', { response_mode: mode })), 'tax')
    assert.deepEqual(Object.keys(claims).toSorted(), ['aud', 'code', 'exp', 'iss', 'state'])
    assert.equal(claims['state'], 'state-of-the-client')
    const life = Number(claims.exp) - world.clock.now() / 1000
    assert.ok(life > 60 && life <= 600, `${life} seconds`)
    assert.equal((await exchange(world, 'tax', String(claims['code']))).status, 200)
  })
}

test('JARM §2.3.3 response_mode=form_post.jwt: one field in a form', async () => {
  const { fields } = formIn(await ask('tax', { response_mode: 'form_post.jwt' }), callback('tax'))
  assert.deepEqual([...fields.keys()], ['response'])
  const claims = await checked(fields.get('response') ?? '', 'tax')
  assert.equal((await exchange(world, 'tax', String(claims['code']))).status, 200)
})

for (const alg of algorithms) {
  test(`JARM §3 signed by ${alg} for the client that registered it`, async () => {
    const clientId = `signed-${alg}`
    assert.ok((await checked(inQuery(await ask(clientId)), clientId, alg))['code'])
  })
}

test('JARM §3 without a registered algorithm it is RS256, whatever the ID tokens are signed by', async () => {
  await checked(inQuery(await ask('told')), 'told', 'RS256')
  await checked(inQuery(await ask('tax')), 'tax', 'RS256')
})

test('JARM §2.4 the answer to one client is none for another, and is too old after ten minutes', async () => {
  const token = inQuery(await ask('tax'))
  await assert.rejects(checked(token, 'library'), /aud/)
  world.clock.advance(600_001)
  await assert.rejects(checked(token, 'tax'), /exp/)
})

for (const [over, error] of [
  [{ scope: 'profile' }, 'invalid_scope'],
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ prompt: 'none', login_hint: undefined }, 'login_required'],
  [{ acr_values: 'idporten-loa-high', login_hint: 'testid:substantial' }, 'access_denied'],
] as [Fields, string][]) {
  test(`JARM §2.1 an error is signed like a code: ${error}`, async () => {
    const low = over['login_hint'] === 'testid:substantial' ? { login_hint: hint(world, 0, 'substantial') } : {}
    for (const response_mode of ['query.jwt', 'form_post.jwt']) {
      const visit = await ask('tax', { response_mode, ...over, ...low })
      const token =
        response_mode === 'query.jwt'
          ? inQuery(visit)
          : (formIn(visit, callback('tax')).fields.get('response') ?? 'none')
      const claims = await checked(token, 'tax')
      assert.equal(claims['error'], error)
      assert.equal(claims['state'], 'state-of-the-client')
      assert.ok(!('code' in claims))
    }
  })
}

test('JARM §2.1 a user’s refusal on a page is signed too, and a second click gives the very same answer', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax', { response_mode: 'query.jwt' }))}`)
  const cancelled = await browser.submit(chooser, '/cancel')
  assert.equal((await checked(inQuery(cancelled), 'tax'))['error'], 'access_denied')
  world.clock.advance(5000)
  assert.equal(inQuery(await browser.get(chooser.url)), inQuery(cancelled))
})

test('JARM §2.3.1 an app gets its answer by the user’s own hand, signed', async () => {
  const fields = good('app', { redirect_uri: 'no.example.app:/callback', response_mode: 'query.jwt' })
  const visit = await authorize(world, { ...fields, login_hint: hint(world) })
  const href = /href="(no\.example\.app:[^"]+)"/.exec(visit.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const claims = await checked(new URL(href).searchParams.get('response') ?? '', 'app')
  assert.ok(claims['code'])
})

for (const mode of ['fragment', 'fragment.jwt', 'query.JWT', 'jwt query', 'form_post.jwt.jwt']) {
  test(`JARM §2.3 response_mode=${mode} is refused in the open`, async () => {
    const { searchParams } = landed(await ask('tax', { response_mode: mode }))
    assert.deepEqual([searchParams.get('error'), searchParams.get('response')], ['invalid_request', null])
  })
}

test('JARM §2.1 nothing is signed for an address that cannot be trusted', async () => {
  const visit = await ask('tax', { redirect_uri: 'https://evil.example/' })
  refusedHere(visit, 'IN-04')
  assert.equal(formsIn(visit).filter(({ action }) => action.startsWith('https://')).length, 0)
})

test('JARM §2.3 a pushed request may ask for it', async () => {
  const { json } = await push(world, 'tax', { response_mode: 'jwt', login_hint: hint(world) })
  const visit = await authorize(world, { client_id: 'tax', request_uri: String(json['request_uri']) })
  assert.ok((await checked(inQuery(visit), 'tax'))['code'])
})

test('JARM §2.4 an outside client reads it, and takes no answer that somebody changed', async () => {
  const tax = await service(world, 'tax')
  oidc.useJwtResponseMode(tax.config)
  const asked = await tax.ask()
  const browser = world.browser()
  const visit = await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high')
  const token = inQuery(visit)
  const [head, , signature] = token.split('.')
  const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), code: 'x' })).toString('base64url')
  const changed = {
    ...visit,
    headers: new Headers({ location: `${callback('tax')}?response=${head}.${forged}.${signature}` }),
  }
  await assert.rejects(asked.finish(changed))
  assert.equal((await asked.finish(visit)).claims()?.['pid'], world.people.at(0).number)
})
