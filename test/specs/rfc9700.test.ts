/** RFC 9700, Best Current Practice for OAuth 2.0 Security. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { formsIn, landed, linksIn, type Visit } from '../browser.ts'
import { byMinid, service } from '../client.ts'
import { owners } from '../services.ts'
import {
  answered,
  authorize,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  query,
  refused,
  refusedHere,
  refusedTo,
  tokensFor,
  userinfo,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
const app = {
  client_id: 'app',
  client_name: 'Appen',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1:0/callback', 'no.example.app:/callback'],
}
/** As the specification writes such addresses; and with the port of the developer's own machine. */
const ports = {
  ...app,
  client_id: 'ports',
  redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]:8080/callback', 'https://ports.example.no/callback'],
}
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Appeiaren', services: [app, ports] }],
  (opened) => {
    world = opened
  },
)

const payloads = readFileSync(new URL('../vectors/open-redirects.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
/** Where the browser is sent, if anywhere else than to a page of the gateway. */
const leads = (visit: Visit): string | undefined => {
  const location = visit.headers.get('location')
  if (location === null) return undefined
  const url = new URL(location, issuer)
  return url.origin === issuer ? undefined : url.href
}

for (const [what, uri] of [
  ['another path', 'https://tax.example.no/callback/'],
  ['a path below', 'https://tax.example.no/callback/x'],
  ['a query', 'https://tax.example.no/callback?next=x'],
  ['a fragment', 'https://tax.example.no/callback#x'],
  ['another host', 'https://tax.example.no.evil.example/callback'],
  ['a subdomain', 'https://a.tax.example.no/callback'],
  ['another port', 'https://tax.example.no:8443/callback'],
  ['the usual port', 'https://tax.example.no:443/callback'],
  ['another scheme', 'http://tax.example.no/callback'],
  ['another case', 'https://Tax.example.no/callback'],
  ['another escape', 'https://tax.example.no/%63allback'],
  ['steps up and down', 'https://tax.example.no/x/../callback'],
  ['a user', 'https://tax.example.no@evil.example/callback'],
  ['a space', 'https://tax.example.no/callback '],
  ['an escaped line break', 'https://tax.example.no/callback%0a'],
] as const) {
  test(`RFC 9700 §2.1 the redirect address is compared letter by letter: ${what}`, async () => {
    const fields = good('tax', { redirect_uri: uri, login_hint: hint(world) })
    refusedHere(await authorize(world, fields), 'IN-04')
    refusedHere(await authorize(world, { ...fields, prompt: 'none' }), 'IN-04')
  })
}

test('RFC 9700 §4.11 no payload for open redirects leads away, at any endpoint that redirects', async () => {
  assert.ok(payloads.length > 500)
  const browser = world.browser()
  for (const payload of payloads) {
    const address = encodeURIComponent(payload)
    refusedHere(await authorize(world, good('tax', { redirect_uri: payload, login_hint: hint(world) })), 'IN-0')
    for (const path of [
      `/logout?client_id=tax&post_logout_redirect_uri=${address}`,
      `/logout?post_logout_redirect_uri=${address}`,
      `/language/en?back=${address}`,
    ])
      assert.equal(leads(await browser.once('GET', path)), undefined, path)
  }
})

/** An app is handed its answer by a link on a page of ours, never by a redirect. */
function handed(visit: Visit): URL {
  assert.deepEqual([visit.status, visit.headers.get('location')], [200, null])
  const link = linksIn(visit).find((href) => href.includes('state=state-of-the-client'))
  assert.ok(link !== undefined, 'a link to the app')
  return new URL(link)
}

test('RFC 9700 §4.11.2 a fault is not sent to an app’s own scheme, and a code only by the user’s own press', async () => {
  const fields = good('app', { redirect_uri: 'no.example.app:/callback' })
  refusedHere(await authorize(world, { ...fields, scope: 'profile' }), 'IN-04')
  const back = handed(await authorize(world, { ...fields, login_hint: hint(world) }))
  assert.equal(back.protocol, 'no.example.app:')
  assert.deepEqual([back.searchParams.get('iss'), back.searchParams.has('code')], [issuer, true])
})

test('RFC 8252 §7.3 an app on the loopback address is answered on the port it listens on', async () => {
  const other = { redirect_uri: 'http://127.0.0.1:4711/callback' }
  for (const port of [1024, 53_211]) {
    const redirect_uri = `http://127.0.0.1:${port}/callback`
    const back = handed(await authorize(world, good('app', { redirect_uri, login_hint: hint(world) })))
    assert.equal(back.origin, `http://127.0.0.1:${port}`)
    const code = back.searchParams.get('code') ?? ''
    refused(await exchange(world, 'app', code, other), 400, 'invalid_grant')
    const again = handed(await authorize(world, good('app', { redirect_uri, login_hint: hint(world) })))
    assert.equal((await exchange(world, 'app', again.searchParams.get('code') ?? '', { redirect_uri })).status, 200)
  }
  for (const redirect_uri of [
    'http://localhost:1024/callback',
    'http://127.0.0.1:1024/other',
    'http://[::1]:1024/callback',
  ])
    refusedHere(await authorize(world, good('app', { redirect_uri, login_hint: hint(world) })), 'IN-04')
})

test('RFC 8252 §7.3, RFC 9700 §2.1 the port of a loopback address counts for nothing, whichever is registered; of others it does', async () => {
  for (const redirect_uri of [
    'http://127.0.0.1/callback',
    'http://127.0.0.1:53211/callback',
    'http://[::1]:8080/callback',
    'http://[::1]:53211/callback',
  ]) {
    const visit = await authorize(world, good('ports', { redirect_uri, login_hint: hint(world) }))
    const code = handed(visit).searchParams.get('code') ?? ''
    assert.equal((await exchange(world, 'ports', code, { redirect_uri })).status, 200, redirect_uri)
  }
  for (const redirect_uri of ['https://ports.example.no:8443/callback', 'http://127.0.0.1:53211/', 'http://[::1]/'])
    refusedHere(await authorize(world, good('ports', { redirect_uri, login_hint: hint(world) })), 'IN-04')
})

const unproved = { code_challenge: undefined, code_challenge_method: undefined }
test('RFC 9700 §2.1.1 public clients prove their key always', async () => {
  refusedTo(await authorize(world, good('spa', unproved)), 'spa', 'invalid_request')
  const visit = await authorize(world, good('app', { redirect_uri: 'http://127.0.0.1:1024/callback', ...unproved }))
  assert.equal(handed(visit).searchParams.get('error'), 'invalid_request')
})

test('RFC 9700 §4.8.2 a verifier for a request whose challenge was taken out is refused', async () => {
  const code = await codeFor(world, 'old', unproved)
  refused(await exchange(world, 'old', code), 400, 'invalid_grant')
})

test('RFC 9700 §2.1.2 §2.4 no implicit grant, no passwords', async () => {
  for (const response_type of ['token', 'id_token', 'id_token token'])
    refusedTo(await authorize(world, good('tax', { response_type })), 'tax', 'unsupported_response_type')
  const password = { grant_type: 'password', username: 'x', password: 'y' }
  refused(await exchange(world, 'library', '', password), 400, 'unsupported_grant_type')
})

test('RFC 9700 §4.5.3 a code that comes again takes back what it gave', async () => {
  for (const clientId of ['tax', 'health', 'library', 'spa']) {
    const tokens = await tokensFor(world, clientId)
    assert.equal((await userinfo(world, tokens.access)).status, 200)
    refused(await exchange(world, clientId, tokens.code), 400, 'invalid_grant')
    const { status, headers } = await userinfo(world, tokens.access)
    assert.equal(status, 401)
    assert.match(headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/)
    // And again, minutes later.
    refused(await exchange(world, clientId, tokens.code), 400, 'invalid_grant')
  }
})

test('RFC 9700 §4.5.3 who has not the whole code, or is not its client, takes nothing back', async () => {
  const tokens = await tokensFor(world, 'library')
  const [grant = ''] = tokens.code.split('.')
  refused(await exchange(world, 'library', `${grant}.${'x'.repeat(22)}`), 400, 'invalid_grant')
  refused(await exchange(world, 'health', tokens.code), 400, 'invalid_grant')
  assert.equal((await userinfo(world, tokens.access)).status, 200)
})

test('RFC 9700 §4.4 the answer says whose it is and for whom, so that a mixed-up one is noticed', async () => {
  const back = await answered(world, 'tax', { state: 'of-this-browser', nonce: 'of-this-browser' })
  assert.deepEqual([back.get('iss'), back.get('state')], [issuer, 'of-this-browser'])
  const { json } = await exchange(world, 'tax', back.get('code') ?? '')
  const { iss, aud, nonce } = claimsOf(String(json['id_token']))
  assert.deepEqual([iss, aud, nonce], [issuer, 'tax', 'of-this-browser'])
})

test('RFC 9700 §4.12 no post is answered with a redirect that would repeat it', async () => {
  const browser = world.browser()
  const statuses: number[] = []
  const send = browser.once.bind(browser)
  browser.once = async (method, ...rest) => {
    const visit = await send(method, ...rest)
    if (method === 'POST' && visit.headers.get('location') !== null) statuses.push(visit.status)
    return visit
  }
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const asked = await (await service(world, 'tax')).ask()
  assert.ok(landed(await byMinid(world, browser, asked.url, person)).searchParams.get('code'))
  await browser.once('POST', '/logout', query({ client_id: 'tax' }))
  await browser.once('POST', '/authorize', query(good('library')))
  assert.ok(statuses.length >= 3)
  assert.deepEqual([...new Set(statuses)], [303])
})

test('RFC 9700 §4.16 no page of a login can be put into a frame', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  const pages = [
    chooser,
    await browser.click(chooser, '/minid'),
    await browser.click(chooser, '/test'),
    await browser.get('/logout'),
    await browser.get('/authorize'),
  ]
  for (const { headers, url } of pages) {
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, url)
    // Together with what browsers without such policies know (RFC 7034).
    assert.equal(headers.get('x-frame-options'), 'DENY', url)
  }
})

test('RFC 9700 §4.2.4 addresses of ours are not told to others, and hold no code', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax', { response_mode: 'form_post' }))}`)
  assert.ok(['same-origin', 'no-referrer'].includes(chooser.headers.get('referrer-policy') ?? ''))
  const page = await browser.submit(await browser.click(chooser, '/test'), '/test', {
    number: world.people.at(0).number,
    level: 'high',
  })
  const code = formsIn(page)[0]?.fields.get('code') ?? ''
  assert.ok(code)
  assert.ok(!page.url.includes(code))
  assert.ok(['same-origin', 'no-referrer'].includes(page.headers.get('referrer-policy') ?? ''))
})

test('RFC 9700 §2.5 a token is shown in the header alone, never in an address', async () => {
  const { access } = await tokensFor(world, 'tax')
  assert.equal((await fetchOf(world, `/userinfo?access_token=${access}`)).status, 401)
  assert.equal((await userinfo(world, access)).status, 200)
})

const secretsOf = (fields: Fields): string[] => Object.values(fields).filter((one) => one !== undefined)
test('RFC 9700 §4.3 what is logged of a login holds nothing of its request or its answer', async () => {
  const sent = good('tax', { state: 'canary-state-1', nonce: 'canary-nonce-1', login_hint: hint(world) })
  const code = await codeFor(world, 'tax', { state: sent['state'], nonce: sent['nonce'] })
  const lines = world.log.join('\n')
  assert.match(lines, /"route":"\/authorize"/)
  const canaries = [...secretsOf({ state: sent['state'], nonce: sent['nonce'], hint: hint(world).slice(7, 18) }), code]
  for (const canary of canaries) assert.ok(!lines.includes(canary))
})
