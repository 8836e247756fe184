/** E6, I1, I3: every way in which a session of the REST API ends, once; and that nobody gets another one's result. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { compactDecrypt } from 'jose'
import { landed, textOf } from '../browser.ts'
import { call, callbacks, logIn, type Made, restService, RestServer, tokenOf } from '../rest.ts'
import { owners } from '../services.ts'
import { atOnce, tokensFor } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

const rest = {
  org_number: '974760673',
  name: 'En etat med gamle systemer',
  services: [
    restService('portal'),
    restService('registry', { scopes: ['inngang:sessions'], minimum_level: 'high', client_uri: undefined }),
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
