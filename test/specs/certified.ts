/** What the modules of the OpenID certification have in common: a client's whole way through the code flow, checked as a careful client checks it. */
import assert from 'node:assert/strict'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { type Browser, formIn, formsIn, landed, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, secret } from '../services.ts'
import { basic, fetchOf, type Fields, query, type Reply, send } from '../wire.ts'
import { issuer, type World } from '../world.ts'

/** A client as a tester registers it for the plans of OpenID Connect Core. */
export const certified = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: `OIDF ${client_id}`,
  profile: 'plain',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  post_logout_redirect_uris: [`https://${client_id}.example.no/post_logout_redirect`],
  grant_types: ['authorization_code', 'refresh_token'],
  ...over,
})

/** The suite's random values are ten characters of letters and digits. */
export const random = (length = 10): string => crypto.randomUUID().replaceAll('-', '').repeat(12).slice(0, length)

export interface Flow {
  readonly browser: Browser
  /** What the callback got. */
  readonly answer: URLSearchParams
  readonly state: string
  readonly tokens: Reply
  /** Of the ID token, verified. */
  readonly claims: JWTPayload
  readonly access: string
  readonly id: string
}

export interface FlowOptions {
  readonly browser?: Browser
  readonly method?: 'GET' | 'POST'
  readonly person?: number
  readonly token?: Fields
  readonly headers?: Record<string, string>
}

/** The tester at the client `world` has. Undefined members of a request are left out. */
export function tester(world: () => World, clientId: string) {
  const asked = (over: Fields = {}): Fields => ({
    client_id: clientId,
    redirect_uri: callback(clientId),
    scope: 'openid',
    state: random(),
    nonce: random(),
    response_type: 'code',
    ...over,
  })
  /** To the authorization endpoint, and through the login's pages where there are some. */
  async function visit(fields: Fields, { browser = world().browser(), method = 'GET', person = 0 }: FlowOptions = {}) {
    const first =
      method === 'GET'
        ? await browser.get(`/authorize?${query(fields)}`)
        : await browser.post('/authorize', new URLSearchParams(query(fields)))
    const shown = first.status === 200 && first.url.includes('/login/')
    const end = shown ? await logIn(browser, first, person) : first
    const asks = end.status === 200 && formsIn(end).some((form) => form.action.endsWith('/consent'))
    return { browser, shown, end: asks ? await browser.submit(end, '/consent', { consent: 'yes' }) : end }
  }
  const logIn = (browser: Browser, chooser: Visit, person: number): Promise<Visit> =>
    byTestEid(browser, chooser, world().people.at(person).number, 'high')
  const answerIn = (end: Visit, fields: Fields): URLSearchParams =>
    fields['response_mode'] === 'form_post'
      ? new URLSearchParams([...formIn(end, String(fields['redirect_uri'])).fields])
      : landed(end).searchParams
  const redeem = (code: string, { token = {}, headers = basic(clientId, secret) }: FlowOptions = {}): Promise<Reply> =>
    send(
      world(),
      '/token',
      { grant_type: 'authorization_code', code, redirect_uri: callback(clientId), ...token },
      headers,
    )

  /** Everything that the suite checks of each successful flow. */
  async function flow(over: Fields = {}, options: FlowOptions = {}): Promise<Flow & { readonly shown: boolean }> {
    const fields = asked(over)
    const { browser, shown, end } = await visit(fields, options)
    const answer = answerIn(end, fields)
    assert.equal(answer.get('error'), null, answer.toString())
    assert.equal(answer.get('state'), fields['state'] ?? null)
    assert.equal(answer.get('iss'), issuer)
    const code = answer.get('code') ?? ''
    assert.ok(code.length >= 22, 'a code of 128 bits')
    const tokens = await redeem(code, options)
    assert.equal(tokens.status, 200, tokens.text)
    assert.match(String(tokens.json['token_type']), /^bearer$/i)
    assert.ok(Number(tokens.json['expires_in']) > 0)
    const id = String(tokens.json['id_token'])
    return {
      browser,
      shown,
      answer,
      state: fields['state'] ?? '',
      tokens,
      claims: await verified(world(), id, clientId, fields['nonce']),
      access: String(tokens.json['access_token']),
      id,
    }
  }
  /** Where an error is expected: at the client's address, with the state, and with nothing that does not belong there. */
  async function failure(over: Fields, options: FlowOptions = {}): Promise<string> {
    const fields = asked(over)
    const { end, shown } = await visit(fields, options)
    assert.equal(shown, false)
    const answer = answerIn(end, fields)
    assert.equal(answer.get('state'), fields['state'] ?? null)
    assert.match(answer.get('error_description') ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    for (const name of answer.keys()) assert.ok(['error', 'error_description', 'state', 'iss'].includes(name), name)
    return answer.get('error') ?? ''
  }
  return { asked, visit, redeem, flow, failure }
}

/** OpenID Connect Core §3.1.3.7, with the published keys. */
export async function verified(world: World, id: string, audience: string, nonce?: string, algorithm = 'RS256') {
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(world.clock.now()) }
  const { payload, protectedHeader } = await jwtVerify(id, keys, { ...options, requiredClaims: ['iat', 'exp', 'sub'] })
  assert.ok(protectedHeader.kid)
  assert.equal(payload['nonce'], nonce)
  for (const time of ['iat', 'exp', 'auth_time']) assert.ok(Number.isInteger(payload[time]), time)
  return payload
}
