/** The connector, when the register answers wrongly, slowly or not at all. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { offsetClock } from '#base/clock.ts'
import { OutboundFailed } from '#http/outbound.ts'
import { openConnector } from '#registers/population/connector.ts'
import { RegisterAway } from '#registers/population/population.ts'
import { away, bench, type BenchOptions, kari, nobody, people, read } from '#registers/population/test-bench.ts'
import { clearFaults, type Faults } from '#sandbox/registers/faults.ts'
import { registerWorld, startRegister } from '#sandbox/registers/start.ts'

const broken: readonly [what: string, faults: Faults, outcome: string][] = [
  ['500', { status: 500 }, 'broken'],
  ['503', { status: 503 }, 'broken'],
  ['403', { status: 403 }, 'refused'],
  ['a redirect', { status: 302 }, 'refused'],
  ['half a document', { body: '{"identifikasjonsnummer":[{' }, 'malformed'],
  ['a list', { body: '[]' }, 'malformed'],
  ['no JSON', { body: '<html>' }, 'malformed'],
  ['an empty answer', { body: '' }, 'malformed'],
  ['a very deep answer', { body: `${'['.repeat(100_000)}` }, 'malformed'],
  ['an empty document', { body: '{}' }, 'unreadable'],
  ['no token', { tokenStatus: 503 }, 'token'],
  ['tokens that never hold', { forgetsTokens: true, status: 401 }, 'refused'],
]
for (const [what, fault, outcome] of broken)
  test(`${what}: the register is away (${outcome})`, async () => {
    const { connector, faults, counted, log } = bench()
    Object.assign(faults, fault)
    await away(connector.person(read(kari.number)))
    assert.deepEqual(counted, [`population_asked ${outcome}`])
    assert.doesNotMatch(log.join('\n'), /\d{11}/)
    clearFaults(faults)
    assert.ok(await connector.person(read(kari.number)), 'one failure alone does not shut it')
  })

test('the log says what an operator needs: the status, or the token server’s own word', async () => {
  const refused = bench()
  refused.faults.status = 403
  await away(refused.connector.person(read(kari.number)))
  assert.ok(refused.log.some((line) => line.includes('"why":"refused","status":403')))
  const stranger = bench({
    send:
      (send) =>
      (address, { body, ...request }) =>
        send(address, body === undefined ? request : { ...request, body: body.replace('assertion=e', 'assertion=f') }),
  })
  await away(stranger.connector.person(read(kari.number)))
  assert.ok(stranger.log.some((line) => line.includes('"why":"token","error":"invalid_grant"')))
})

test('a 404 of somebody else than the register makes nobody unknown', async () => {
  const wrong = bench({
    send: (send) => (address, request) =>
      request.method === 'POST'
        ? send(address, request)
        : Promise.resolve({ status: 404, headers: {}, body: Buffer.from('<h1>Not found</h1>') }),
  })
  await away(wrong.connector.person(read(kari.number)))
})

test('a passing fault is given one more try after a breath; a second one is not, nor what was late', async () => {
  const failures = [new OutboundFailed('unreachable')]
  const passing: BenchOptions = {
    send: (send) => (address, request) => {
      const failure = request.method === 'GET' ? failures.shift() : undefined
      return failure === undefined ? send(address, request) : Promise.reject(failure)
    },
  }
  const one = bench(passing)
  assert.ok(await one.connector.person(read(kari.number)))
  assert.deepEqual(one.waited, [150])
  failures.push(new OutboundFailed('unreachable'), new OutboundFailed('unreachable'))
  await away(one.connector.person(read(kari.number)))
  assert.equal(failures.length, 0)
  failures.push(new OutboundFailed('timeout'))
  const { waited, connector } = bench(passing)
  await away(connector.person(read(kari.number)))
  assert.deepEqual(waited, [])
})

test('five failures in a row and it is left in peace; then one asks for all; health and metrics say so', async () => {
  const { connector, faults, world, clock, counted } = bench()
  faults.status = 500
  for (let n = 0; n < 5; n++) await away(connector.person(read(kari.number)))
  const asked = world.register.asked().length
  assert.equal(connector.up(), 0)
  assert.deepEqual(connector.warnings(), ['The population register does not answer.'])
  await away(connector.person(read(kari.number)))
  assert.equal(world.register.asked().length, asked, 'nothing was sent')
  assert.equal(counted.at(-1), 'population_asked left-in-peace')
  clearFaults(faults)
  clock.advance(10_000)
  assert.ok(await connector.person(read(kari.number)))
  assert.equal(connector.up(), 1)
  assert.deepEqual(connector.warnings(), [])
})

const pauses: readonly [retryAfter: string | undefined, ms: number][] = [
  ['7', 7000],
  ['3000', 3000],
  ['1', 1000],
  ['0', 1000],
  ['999999999', 60_000],
  [undefined, 5000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 5000],
]
for (const [retryAfter, ms] of pauses)
  test(`429 with ${retryAfter ?? 'nothing'}: asked again after ${ms} ms, and no sooner`, async () => {
    const { connector, faults, clock, world } = bench()
    faults.status = 429
    faults.retryAfter = retryAfter
    await away(connector.person(read(kari.number)))
    clearFaults(faults)
    clock.advance(ms - 1)
    await away(connector.person(read(kari.number)))
    assert.equal(world.register.asked().length, 1)
    clock.advance(1)
    assert.ok(await connector.person(read(kari.number)))
  })

test('ten at once, forty waiting, the rest is sent away; when it answers again, all who waited are served', async () => {
  const { connector, faults, world, counted } = bench()
  await connector.who(read(kari.number))
  const { promise, resolve } = Promise.withResolvers<void>()
  faults.waitsFor = promise
  const asked = Array.from({ length: 55 }, (_, n) => connector.person(read(people.at(n).number)))
  const settled = Promise.allSettled(asked)
  await new Promise((done) => setImmediate(done))
  assert.equal(world.register.asked().length, 11)
  resolve()
  const outcomes = (await settled).map(({ status }) => status)
  assert.equal(outcomes.filter((one) => one === 'rejected').length, 5)
  assert.equal(counted.filter((one) => one.endsWith('no-turn')).length, 5)
})

test('whatever comes back: somebody, nobody or away, and no word of it anywhere', async () => {
  const answers: { status: number; headers: Record<string, string>; body: Buffer }[] = []
  const { connector, log, clock } = bench({
    send: (send) => (address, request) => {
      const answer = request.method === 'GET' ? answers[0] : undefined
      return answer === undefined ? send(address, request) : Promise.resolve(answer)
    },
  })
  const status = fc.oneof(fc.constantFrom(200, 200, 200, 404, 400, 429, 401, 500), fc.integer({ min: 100, max: 999 }))
  const json = fc.oneof(fc.jsonValue(), fc.record({ kode: fc.string(), melding: fc.string() }))
  const body = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    json.map((one) => Buffer.from(JSON.stringify(one))),
  )
  const retryAfter = fc.option(fc.string(), { nil: undefined })
  await fc.assert(
    fc.asyncProperty(status, body, retryAfter, async (code, bytes, after) => {
      clock.advance(3_600_000)
      answers[0] = { status: code, headers: after === undefined ? {} : { 'retry-after': after }, body: bytes }
      const found = await connector.person(read(kari.number)).catch((error: unknown) => {
        assert.ok(error instanceof RegisterAway, String(error))
      })
      assert.equal(found, undefined)
    }),
    { numRuns: 300 },
  )
  assert.doesNotMatch(log.join('\n'), /\d{11}|melding/)
})

/** A server of our own, for what no register sends. */
async function listening(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('over HTTP: the real network and the same answers; nobody there and nothing at all are away', async (t) => {
  const clock = offsetClock()
  const world = registerWorld({ people, clock })
  const { origin, close } = await startRegister(world)
  const over = (address: string, tokenOrigin = origin) =>
    openConnector({
      address,
      client: world.at(tokenOrigin).client,
      clock,
      wait: () => Promise.resolve(),
      count: () => undefined,
      log: () => undefined,
    })
  t.after(close)
  const connector = over(world.at(origin).address)
  assert.equal((await connector.person(read(kari.number)))?.name?.given, kari.given)
  assert.equal(await connector.person(nobody), undefined)
  await away(over('http://127.0.0.1:9/none').person(read(kari.number)))
  const cut = await listening(t, (_request, response) =>
    response.writeHead(200, { 'content-length': '500' }).write('{"identif'),
  )
  const large = await listening(t, (_request, response) => response.end(' '.repeat(600 * 1024)))
  const closing = await listening(t, (request) => request.socket.destroy())
  for (const address of [large, closing]) await away(over(address).person(read(kari.number)))
  await away(over(cut).person(read(kari.number)))
})
