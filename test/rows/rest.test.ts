/** E6 from the outside: a server makes a session, sends its user, and reads the result. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { compactDecrypt } from 'jose'
import { landed, textOf } from '../browser.ts'
import { byMinid } from '../client.ts'
import { call, callbacks, logIn, type Made, restService, RestServer, tokenOf } from '../rest.ts'
import { owners, secret } from '../services.ts'
import { atOnce, basic, send, tokensFor } from '../wire.ts'
import { issuer, type World, worldForEach } from '../world.ts'

const rest = {
  org_number: '974760673',
  name: 'En etat med gamle systemer',
  scopes: [{ name: 'agency:other', description: 'Noe annet' }],
  services: [
    restService('portal', { scopes: ['signicat-api', 'agency:other'] }),
    restService('registry', { scopes: ['inngang:sessions'], minimum_level: 'high', client_uri: undefined }),
    restService('narrow', { eids: ['minid'] }),
    restService('other', { scopes: ['agency:other'], rest_callback_uris: [] }),
  ],
}

let world: World
let portal: RestServer
worldForEach(import.meta.filename, [...owners, rest], (opened) => {
  world = opened
  portal = new RestServer(world, 'portal')
})

const [kari, ola] = [0, 3]
const number = (index: number): string => world.people.at(index).number
const status = async (made: Made): Promise<unknown> => (await portal.read(made.id))['status']
const ninIn = (read: Record<string, unknown>): unknown =>
  ((read['subject'] as Record<string, unknown> | undefined)?.['nin'] as Record<string, unknown> | undefined)?.['value']

test('E6 a server makes a session, its user logs in, and the server reads who it was', async () => {
  const made = await portal.make({ externalReference: 'case 7&8', requestedLoa: 'high', language: 'nn', tags: ['a'] })
  assert.match(made.id, /^[\w-]{43}$/)
  assert.ok(!made.authenticationUrl.includes(made.id), 'the address does not tell the id')
  const { id, authenticationUrl, expiresAt, ...rest } = made
  assert.equal(expiresAt, new Date(world.clock.now() + 1_200_000).toISOString())
  assert.deepEqual(rest, {
    accountId: '0192:974760673',
    status: 'CREATED',
    statusUrl: `${issuer}/auth/rest/sessions/${id}`,
    flow: 'redirect',
    requestedAttributes: ['nin', 'firstName', 'lastName', 'name'],
    callbackUrls: callbacks('portal'),
    externalReference: 'case 7&8',
    language: 'nn',
    sessionLifetime: 1200,
    tags: ['a'],
  })

  const browser = world.browser({ language: 'en' })
  const chooser = await browser.get(authenticationUrl)
  assert.match(textOf(chooser), /Tenesta portal/, 'the page names the service, in the language that it asked for')
  assert.equal(await status(made), 'WAITING_FOR_USER')
  const page = await browser.click(chooser, '/test')
  const visit = await browser.submit(page, '/test', { number: number(kari), level: 'high' })
  const url = landed(visit)
  assert.equal(url.origin + url.pathname, callbacks('portal').success)
  assert.deepEqual([...url.searchParams], [['externalReference', 'case 7&8']])

  const read = await portal.read(id)
  const subject = read['subject'] as Record<string, unknown>
  const { given, family } = world.people.at(kari)
  assert.equal(subject['id'], subject['idportenSub'])
  assert.match(String(subject['id']), /^[\w-]{43}$/)
  assert.deepEqual(
    { ...subject, id: 0, idportenSub: 0 },
    {
      id: 0,
      name: `${given} ${family}`,
      firstName: given,
      lastName: family,
      nin: { value: number(kari), issuingCountry: 'NO', type: 'BIRTH' },
      idportenSub: 0,
      idportenLoa: 'idporten-loa-high',
      idportenIdp: 'TestID',
    },
  )
  assert.deepEqual(
    [read['status'], read['loa'], read['provider'], read['externalReference']],
    ['SUCCESS', 'high', 'idporten', 'case 7&8'],
  )
  const events = await world.audit
    .flush()
    .then(() => world.database.raw<{ type: string }>('select type from audit_row', []))
  for (const type of ['rest.created', 'login.started', 'login.answered', 'rest.read'])
    assert.ok(
      events.some((event) => event.type === type),
      type,
    )
})

test('E6 MinID through the same door, and no name where the eID gives none', async () => {
  const made = await portal.make({ allowedProviders: ['minid'] })
  const visit = await byMinid(world, world.browser(), made.authenticationUrl, world.people.at(kari))
  assert.equal(landed(visit).href, callbacks('portal').success)
  const { subject, ...read } = await portal.read(made.id)
  assert.deepEqual([read['provider'], read['loa']], ['minid', 'substantial'])
  assert.deepEqual(Object.keys(subject as object), ['id', 'nin', 'idportenSub', 'idportenLoa', 'idportenIdp'])
})

test('E6 only what was asked for is told', async () => {
  const made = await portal.make({ requestedAttributes: [] })
  await logIn(world.browser(), made, number(kari))
  const { subject } = await portal.read(made.id)
  assert.deepEqual(Object.keys(subject as object), ['id', 'idportenSub', 'idportenLoa', 'idportenIdp'])
})

test('E6 a D number is told as one', async () => {
  const [person] = world.people.search({ kind: 'd-number' })
  assert.ok(person)
  const made = await portal.make()
  await logIn(world.browser(), made, person.number)
  const { nin } = (await portal.read(made.id))['subject'] as { nin: unknown }
  assert.deepEqual(nin, { value: person.number, issuingCountry: 'NO', type: 'D_NUMBER' })
})

test('E6 I2 the level is the service’s floor at least, and what was asked; a weaker proof is asked to step up', async () => {
  const registry = new RestServer(world, 'registry', 'inngang:sessions')
  for (const [server, over] of [
    [registry, { requestedLoa: 'low' }],
    [registry, {}],
    [portal, { requestedLoa: 'high' }],
  ] as const) {
    const made = await server.make(over)
    const browser = world.browser()
    const weak = await logIn(browser, made, number(kari), 'substantial')
    assert.match(weak.url, /\/login\/att_/, 'no answer')
    assert.equal((await server.read(made.id))['loa'], undefined)
    const page = await browser.click(await browser.get(weak.url), '/test')
    await browser.submit(page, '/test', { number: number(kari), level: 'high' })
    assert.equal((await server.read(made.id))['loa'], 'high')
  }
})

test('E6 the level is the one that was reached, also where less was asked', async () => {
  for (const level of ['substantial', 'high']) {
    const made = await portal.make({ requestedLoa: 'low' })
    await logIn(world.browser(), made, number(kari), level)
    const read = await portal.read(made.id)
    assert.deepEqual(
      [read['loa'], (read['subject'] as Record<string, unknown>)['idportenLoa']],
      [level, `idporten-loa-${level}`],
    )
  }
})

test('E6 the eIDs are those that request and registration both let in', async () => {
  const made = await portal.make({ allowedProviders: ['minid'] })
  const browser = world.browser()
  const chooser = await browser.get(made.authenticationUrl)
  const deep = await browser.get(chooser.url.replace(/(att_[\w-]{22}).*$/, '$1/test'))
  assert.doesNotMatch(deep.body, /id="number"[^]*level-high/, 'no deep link to what is not offered')
  const narrow = new RestServer(world, 'narrow')
  const reply = await narrow.call('POST', '/auth/rest/sessions', narrow.asks({ allowedProviders: ['test'] }))
  assert.deepEqual(
    [reply.status, reply.json['invalidParams']],
    [400, [{ name: 'allowedProviders', reason: 'leaves no eID that the client may use' }]],
  )
  const high = await narrow.call('POST', '/auth/rest/sessions', narrow.asks({ requestedLoa: 'high' }))
  assert.deepEqual(high.json['invalidParams'], [
    { name: 'requestedLoa', reason: 'is not reached by any eID that may be used here' },
  ])
})

const bad: readonly (readonly [over: Record<string, unknown>, names: readonly string[]])[] = [
  [{ flow: 'headless' }, ['flow']],
  [{ flow: 'embedded' }, ['flow']],
  [{ flow: undefined, requestedAttributes: undefined }, ['flow', 'requestedAttributes']],
  [{ callbackUrls: undefined }, ['callbackUrls']],
  [{ callbackUrls: { ...callbacks('portal'), success: 'https://evil.example/logged-in' } }, ['callbackUrls.success']],
  [{ callbackUrls: { ...callbacks('portal'), abort: `${callbacks('portal').abort}/` } }, ['callbackUrls.abort']],
  [{ callbackUrls: { ...callbacks('portal'), error: 'javascript:alert(1)' } }, ['callbackUrls.error']],
  [{ callbackUrls: callbacks('registry') }, ['callbackUrls.success', 'callbackUrls.abort', 'callbackUrls.error']],
  [{ requestedLoa: 'loa:high' }, ['requestedLoa']],
  [{ requestedAttributes: ['shoeSize'] }, ['requestedAttributes.0']],
  [{ allowedProviders: ['nobody'] }, ['allowedProviders.0', 'allowedProviders']],
  [{ sessionLifetime: 299 }, ['sessionLifetime']],
  [{ sessionLifetime: 3601 }, ['sessionLifetime']],
  [{ sessionLifetime: '600' }, ['sessionLifetime']],
  [{ externalReference: 'case 13858426051' }, ['externalReference']],
  [{ externalReference: 'case 138584 26051' }, ['externalReference']],
  [{ externalReference: 'a\r\nSet-Cookie: b' }, ['externalReference']],
  [{ returnUrl: 'https://portal.example.no/' }, ['returnUrl']],
  [{ colour: 'blue', prefilledInput: { shoe: '1' } }, ['prefilledInput.shoe', 'colour']],
  [{ encryptionPublicKey: { kty: 'RSA', use: 'enc', n: 'AQAB', e: 'AQAB' } }, ['encryptionPublicKey']],
  [{ encryptionPublicKey: { kty: 'RSA', use: 'sig' } }, ['encryptionPublicKey.use']],
]
test('E6 what cannot be used is refused, every fault by its name, and nothing is made', async () => {
  for (const [over, names] of bad) {
    const reply = await portal.call('POST', '/auth/rest/sessions', portal.asks(over))
    assert.equal(reply.status, 400, JSON.stringify(over))
    assert.equal(reply.headers.get('content-type'), 'application/problem+json')
    const { code, traceId, invalidParams } = reply.json as {
      code: string
      traceId: string
      invalidParams: { name: string }[]
    }
    assert.equal(code, 'invalid_request_parameter')
    assert.deepEqual(
      invalidParams.map(({ name }) => name),
      names,
      JSON.stringify(over),
    )
    assert.ok(
      world.log.some((line) => line.includes(traceId)),
      'the trace id stands in the log',
    )
  }
  const rows = await world.database.raw('select place from rest_session', [])
  assert.equal(rows.length, 0)
})

test('E6 what is no JSON is no request', async () => {
  const token = await tokenOf(world, 'portal')
  const url = '/auth/rest/sessions'
  for (const body of ['{', '', 'null', '[]', '"redirect"']) {
    const { status: code, json } = await call(world, token, 'POST', url, body)
    assert.ok(code === 400 && /^invalid_request_/.test(String(json['code'])), body)
  }
  const response = await world.fetch(issuer + url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    body: JSON.stringify(portal.asks()),
  })
  assert.equal(((await response.json()) as { code: string }).code, 'invalid_request_body')
  const large = await call(
    world,
    token,
    'POST',
    url,
    JSON.stringify({ ...portal.asks(), usageReference: 'x'.repeat(70_000) }),
  )
  assert.deepEqual([large.status, large.json['code']], [400, 'invalid_request_body'])
})

test('E6 what is taken without being used is no fault, and is not kept; null is as good as absent', async () => {
  const made = await portal.make({
    prefilledInput: { nin: number(kari), mobile: '+4799999999' },
    additionalParameters: { nbid_level: '4' },
    themeId: null,
    usageReference: 'u',
    requestDomain: 'login.portal.example.no',
  })
  const told = JSON.stringify(made) + JSON.stringify(await portal.read(made.id))
  assert.ok(!told.includes(number(kari)) && !told.includes('nbid_level') && !('themeId' in made))
  assert.deepEqual([made['usageReference'], made['requestDomain']], ['u', 'login.portal.example.no'])
})

test('E6 a session is its owner’s alone: others, and who shows no machine’s token for it, see nothing', async () => {
  const made = await portal.make()
  await logIn(world.browser(), made, number(kari))
  const registry = new RestServer(world, 'registry', 'inngang:sessions')
  const user = await tokensFor(world, 'tax')
  const other = await tokenOf(world, 'portal', 'agency:other')
  for (const path of [`/auth/rest/sessions/${made.id}`, `/auth/rest/sessions/${made.id}/cancel`]) {
    const method = path.endsWith('cancel') ? 'POST' : 'GET'
    const foreign = await registry.call(method, path)
    assert.deepEqual([foreign.status, foreign.json['code']], [404, 'session_not_found'])
    for (const [token, code, name] of [
      [undefined, 401, 'invalid_token'],
      ['made-up', 401, 'invalid_token'],
      [user.access, 401, 'invalid_token'],
      [user.id, 401, 'invalid_token'],
      [other, 403, 'insufficient_scope'],
    ] as const) {
      const reply = await call(world, token, method, path)
      assert.deepEqual([reply.status, reply.json['code']], [code, name])
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer/)
      assert.ok(!reply.text.includes(number(kari)))
    }
  }
  // The address’s own secret is no id, and an id is no address.
  const handle = made.authenticationUrl.split('/').at(-1) ?? ''
  assert.equal((await portal.call('GET', `/auth/rest/sessions/${handle}`)).status, 404)
  assert.match((await world.browser().get(`/auth/rest/login/${made.id}`)).body, /IN-01/)
  assert.equal(await status(made), 'SUCCESS')
})

test('E6 the token is given by Basic and by either word, and to registered clients alone', async () => {
  const fields = { grant_type: 'client_credentials', scope: 'signicat-api' }
  const url = '/auth/open/connect/token'
  assert.equal((await send(world, url, fields, basic('portal', secret))).json['scope'], 'signicat-api')
  assert.equal((await send(world, url, fields, basic('portal', 'wrong'))).json['error'], 'invalid_client')
  assert.equal((await send(world, url, fields, basic('registry', secret))).json['error'], 'invalid_scope')
  assert.equal((await send(world, url, fields, basic('health', secret))).json['error'], 'unauthorized_client')
})

test('E6 the user cancels: the session is aborted, and the server sees it', async () => {
  const made = await portal.make({ externalReference: 'r1' })
  const browser = world.browser()
  const chooser = await browser.get(made.authenticationUrl)
  const visit = await browser.submit(chooser, '/cancel')
  assert.equal(landed(visit).href, `${callbacks('portal').abort}&externalReference=r1`)
  assert.equal(await status(made), 'ABORT')
  const again = await browser.get(made.authenticationUrl)
  assert.deepEqual([again.status, /IN-01/.test(again.body)], [410, true])
})

test('E6 I3 the server cancels: whoever is on the way, or comes later, is told so and has a way on', async () => {
  for (const [server, way] of [
    [portal, 'https://portal.example.no/'],
    [new RestServer(world, 'registry', 'inngang:sessions'), callbacks('registry').abort],
  ] as const) {
    const made = await server.make()
    const browser = world.browser()
    const chooser = await browser.get(made.authenticationUrl)
    const page = await browser.click(chooser, '/test')
    const reply = await server.cancel(made.id)
    assert.deepEqual([reply.status, reply.json['status']], [200, 'CANCELLED'])
    assert.equal((await server.cancel(made.id)).status, 200, 'asked twice is no fault')
    const late = await browser.submit(page, '/test', { number: number(kari), level: 'high' })
    const later = await world.browser().get(made.authenticationUrl)
    for (const visit of [late, later]) {
      assert.equal(visit.status, 410)
      assert.match(visit.body, /IN-13/)
      assert.ok(visit.body.includes(`href="${way}"`), 'a way on')
    }
    const read = await server.read(made.id)
    assert.deepEqual([read['status'], read['subject']], ['CANCELLED', undefined])
  }
})

test('E6 what has ended cannot be cancelled', async () => {
  const made = await portal.make()
  await logIn(world.browser(), made, number(kari))
  const { status: code, json } = await portal.cancel(made.id)
  assert.deepEqual([code, json['code']], [409, 'session_closed'])
  assert.equal(await status(made), 'SUCCESS')
})

test('E6 I3 a session expires: nobody gets in by it, and the page says so', async () => {
  const made = await portal.make({ sessionLifetime: 300 })
  const browser = world.browser()
  const chooser = await browser.get(made.authenticationUrl)
  const page = await browser.click(chooser, '/test')
  world.clock.advance(300_000)
  assert.equal(await status(made), 'EXPIRED')
  assert.equal((await portal.cancel(made.id)).status, 409)
  const late = await browser.submit(page, '/test', { number: number(kari), level: 'high' })
  const later = await world.browser().get(made.authenticationUrl)
  for (const visit of [late, later]) assert.ok(visit.status === 410 && visit.body.includes('IN-01'))
  const read = await portal.read(made.id)
  assert.deepEqual([read['status'], read['subject']], ['EXPIRED', undefined])
  world.clock.advance(25 * 3_600_000)
  await world.tidy()
  assert.equal((await portal.call('GET', `/auth/rest/sessions/${made.id}`)).status, 404)
})

test('E6 a result that came in the last second can still be read, and is gone when its time is over', async () => {
  const made = await portal.make({ sessionLifetime: 300 })
  const browser = world.browser()
  const page = await browser.click(await browser.get(made.authenticationUrl), '/test')
  world.clock.advance(299_000)
  await browser.submit(page, '/test', { number: number(kari), level: 'high' })
  world.clock.advance(299_000)
  assert.equal(ninIn(await portal.read(made.id)), number(kari))
  world.clock.advance(1000)
  const read = await portal.read(made.id)
  assert.deepEqual([read['status'], read['subject'], read['loa']], ['EXPIRED', undefined, undefined])
  world.clock.advance(1000)
  await world.tidy()
  const [row] = await world.database.raw<{ result: unknown }>('select result from rest_session', [])
  assert.equal(row?.result, null, 'and it lies nowhere any more')
})

test('E6 with a key the result is for its holder alone', async () => {
  for (const [pair, more] of [
    [generateKeyPairSync('rsa', { modulusLength: 2048 }), { alg: 'RSA-OAEP' }],
    [generateKeyPairSync('ec', { namedCurve: 'P-256' }), { alg: 'ECDH-ES' }],
    [generateKeyPairSync('ec', { namedCurve: 'P-384' }), {}],
  ] as const) {
    const key = { ...pair.publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'k1', ...more }
    const made = await portal.make({ encryptionPublicKey: key })
    assert.equal(await status(made), 'CREATED')
    await logIn(world.browser(), made, number(kari))
    const reply = await portal.call('GET', `/auth/rest/sessions/${made.id}`)
    assert.equal(reply.headers.get('content-type'), 'application/jose')
    const { plaintext, protectedHeader } = await compactDecrypt(reply.text, pair.privateKey)
    assert.equal(protectedHeader.kid, 'k1')
    const read = JSON.parse(Buffer.from(plaintext).toString()) as Record<string, unknown>
    assert.deepEqual([read['id'], read['status'], ninIn(read)], [made.id, 'SUCCESS', number(kari)])
    await assert.rejects(compactDecrypt(reply.text, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey))
  }
})

test('E6 I6 the store and the log hold no number, no name, and no way into a session', async () => {
  const made = await portal.make({ externalReference: 'reference-of-the-server' })
  await logIn(world.browser(), made, number(kari))
  await portal.read(made.id)
  const rows = JSON.stringify(await world.database.raw('select * from rest_session', []))
  const { given, family } = world.people.at(kari)
  const handle = made.authenticationUrl.split('/').at(-1) ?? 'none'
  for (const secretText of [number(kari), given, family, made.id, handle, 'reference-of-the-server']) {
    assert.ok(!rows.includes(secretText), secretText)
    assert.ok(!world.log.some((line) => line.includes(secretText)), secretText)
  }
})

test('E6 I1 a row in another session’s place opens nothing', async () => {
  const [mine, his] = [await portal.make(), await portal.make()]
  await logIn(world.browser(), mine, number(kari))
  await logIn(world.browser(), his, number(ola))
  const [a, b] = await world.database.raw<{ place: string; result: string }>(
    'select place, result from rest_session',
    [],
  )
  assert.ok(a && b)
  await world.database.raw('update rest_session set result = $1 where place = $2', [b.result, a.place])
  await world.database.raw('update rest_session set result = $1 where place = $2', [a.result, b.place])
  for (const made of [mine, his]) {
    const reply = await portal.call('GET', `/auth/rest/sessions/${made.id}`)
    assert.equal(reply.status, 500)
    assert.ok(!reply.text.includes(number(kari)) && !reply.text.includes(number(ola)))
  }
})

test('E6 I1 a stored number that is not the one proved: nobody is told anything, and the server sees an error', async () => {
  await logIn(world.browser(), await portal.make(), number(kari))
  await logIn(world.browser(), await portal.make(), number(ola))
  const people = await world.database.raw<{ id: string; number_cipher: string }>(
    'select id, number_cipher from person',
    [],
  )
  for (const [i, { id }] of people.entries())
    await world.database.raw('update person set number_cipher = $1 where id = $2', [
      people[(i + 1) % people.length]?.number_cipher ?? '',
      id,
    ])
  const made = await portal.make()
  const visit = await logIn(world.browser(), made, number(kari))
  assert.match(visit.body, /IN-(08|12)/)
  const read = await portal.read(made.id)
  assert.equal(read['subject'], undefined)
  assert.notEqual(read['status'], 'SUCCESS')
})

test('E6 E9 I1 single sign-on is neither used nor begun: a link that somebody sent gives them nobody’s login unasked', async () => {
  const browser = world.browser()
  await tokensFor(world, 'tax', {}, browser)
  const made = await portal.make()
  const chooser = await browser.get(made.authenticationUrl)
  assert.match(chooser.url, /\/login\/att_/)
  assert.match(textOf(chooser), /Tjenesten portal/, 'a page that names the service comes first')
  assert.equal(await status(made), 'WAITING_FOR_USER')
  const before = [...browser.cookies].filter(([name]) => !name.includes('a-att_'))
  const page = await browser.click(chooser, '/test')
  await browser.submit(page, '/test', { number: number(ola), level: 'high' })
  assert.equal(ninIn(await portal.read(made.id)), number(ola))
  assert.deepEqual(
    [...browser.cookies].filter(([name]) => !name.includes('a-att_')),
    before,
  )
})

test('E6 several browsers may open the address; the session has one result, and the other is told', async () => {
  const made = await portal.make()
  const [first, second] = [world.browser(), world.browser()]
  const pages = []
  for (const browser of [first, second])
    pages.push(await browser.click(await browser.get(made.authenticationUrl), '/test'))
  const [a, b] = await Promise.all([
    first.submit(pages[0] as never, '/test', { number: number(kari), level: 'high' }),
    second.submit(pages[1] as never, '/test', { number: number(ola), level: 'high' }),
  ])
  const won = [a, b].filter((visit) => visit?.headers.get('location') === callbacks('portal').success)
  const lost = [a, b].filter((visit) => visit?.status === 410 && visit.body.includes('IN-01'))
  assert.deepEqual([won.length, lost.length], [1, 1])
  assert.equal(ninIn(await portal.read(made.id)), number(won[0] === a ? kari : ola))
  // A second click in the browser that won gives the same; in the other it gives nothing either.
  const loser = won[0] === a ? second : first
  assert.equal((await loser.get(made.authenticationUrl)).status, 410)
})

test('E6 a second click on the last form gives the same answer, not a second one', async () => {
  const made = await portal.make()
  const browser = world.browser()
  const page = await browser.click(await browser.get(made.authenticationUrl), '/test')
  const visits = await Promise.all(
    Array.from({ length: 5 }, () => browser.submit(page, '/test', { number: number(kari), level: 'high' })),
  )
  assert.ok(visits.some((visit) => visit.headers.get('location') === callbacks('portal').success))
  const [row] = await world.database.raw<{ n: number }>('select count(*) as n from login', [])
  assert.equal(Number(row?.n), 1)
})

test('E6 fifty readers at once see the same', async () => {
  const made = await portal.make()
  await logIn(world.browser(), made, number(kari))
  const token = await tokenOf(world, 'portal')
  const first = await call(world, token, 'GET', `/auth/rest/sessions/${made.id}`)
  const same = await atOnce(
    50,
    () => call(world, token, 'GET', `/auth/rest/sessions/${made.id}`),
    ({ text }) => text === first.text,
  )
  assert.equal(same.length, 50)
})

test('E6 cancel against success: one of them happened, and both sides hear the same', async () => {
  for (let round = 0; round < 10; round++) {
    const made = await portal.make()
    const browser = world.browser()
    const page = await browser.click(await browser.get(made.authenticationUrl), '/test')
    const [visit, cancelled] = await Promise.all([
      browser.submit(page, '/test', { number: number(kari), level: 'high' }),
      portal.cancel(made.id),
    ])
    const read = await portal.read(made.id)
    const answered = visit.headers.get('location') === callbacks('portal').success
    assert.equal(read['status'], answered ? 'SUCCESS' : 'CANCELLED')
    assert.equal(cancelled.status, answered ? 409 : 200)
    assert.equal(ninIn(read), answered ? number(kari) : undefined)
    if (!answered) assert.match(visit.body, /IN-13/)
  }
})

test('E6 a client that is switched off, or an address that is taken out, ends what waits', async () => {
  const made = await portal.make()
  await world.database.raw("update service set active = 0 where client_id = 'portal'", [])
  await world.database.raw('update service_version set version = version + 1', [])
  await world.parts.services.refresh()
  const visit = await world.browser().get(made.authenticationUrl)
  assert.deepEqual([visit.status, /IN-04/.test(visit.body)], [400, true])
})

test('E6 an address is not opened by a browser that guesses ahead', async () => {
  const made = await portal.make()
  const visit = await world.browser().once('GET', made.authenticationUrl, undefined, { 'sec-purpose': 'prefetch' })
  assert.equal(visit.status, 503)
  assert.equal(await status(made), 'CREATED')
})
