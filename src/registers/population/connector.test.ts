/** The connector against the synthetic register: what it learns, and what it makes of everything that can go wrong there. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { fixedClock, offsetClock, type SettableClock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import { OutboundFailed } from '#http/outbound.ts'
import { openAddresses } from '#registers/population/addresses.ts'
import { type Connector, openConnector } from '#registers/population/connector.ts'
import { RegisterAway } from '#registers/population/population.ts'
import type { Send } from '#registers/population/send.ts'
import { type Kind, type Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { documentOf } from '#sandbox/registers/documents.ts'
import { clearFaults, type Faults } from '#sandbox/registers/faults.ts'
import { type RegisterWorld, registerWorld, startRegister } from '#sandbox/registers/start.ts'

const people = population(200)
const personOf = (kind: Kind, fits: (person: Person) => boolean = () => true): Person => {
  const found = people.search({ kind }).find(fits)
  assert.ok(found, kind)
  return found
}
const read = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  assert.ok(typeof number !== 'string', number as string)
  return number
}
const kari = people.at(0)
const per = people.at(1)
/** Nobody in a population of this size. */
const nobody = read(population(5000).at(4000).number)

interface Bench {
  readonly connector: Connector
  readonly world: RegisterWorld
  readonly clock: SettableClock
  readonly faults: Faults
  readonly counted: string[]
  readonly log: string[]
  readonly waited: number[]
  /** What went out: method, address. */
  readonly sent: string[]
}

interface BenchOptions {
  readonly send?: (send: Send) => Send
  readonly clock?: SettableClock
  /** Milliseconds the register's clock is ahead of ours. */
  readonly skew?: number
}

function bench({
  send: around = (send) => send,
  clock = fixedClock(Date.UTC(2026, 10, 24, 8)),
  skew = 0,
}: BenchOptions = {}): Bench {
  const world = registerWorld({ people, clock: { now: () => clock.now() + skew } })
  const [counted, log, waited, sent]: [string[], string[], number[], string[]] = [[], [], [], []]
  const send: Send = (address, request) => {
    sent.push(`${request.method} ${address}`)
    return world.send(address, request)
  }
  const connector = openConnector({
    ...world.at('http://127.0.0.1:1'),
    clock,
    send: around(send),
    wait: (ms) => {
      waited.push(ms)
      return Promise.resolve()
    },
    count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`),
    log: (level, message, fields) => void log.push(JSON.stringify({ level, message, fields })),
  })
  return { connector, world, clock, faults: world.faults, counted, log, waited, sent }
}

const away = (asked: Promise<unknown>): Promise<void> =>
  assert.rejects(asked, (error: unknown) => {
    assert.ok(error instanceof RegisterAway, String(error))
    assert.doesNotMatch(`${error.message} ${error.stack ?? ''}`, /\d{11}/)
    return true
  })

test('a person by number: state, name, birth; the addresses sealed', async () => {
  const { connector, counted } = bench()
  const person = await connector.person(read(kari.number))
  assert.equal(person?.number.reveal('look-up'), kari.number)
  assert.deepEqual(person.name, { given: kari.given, family: kari.family })
  assert.deepEqual([person.status, person.birthDate, person.protection], ['resident', kari.birthDate, 'open'])
  assert.ok(openAddresses(person.addresses).residential)
  const printed = JSON.stringify(person)
  const { residential } = openAddresses(person.addresses)
  assert.ok(residential?.place.form === 'street' && !printed.includes(residential.place.street))
  assert.ok(!printed.includes(kari.number))
  assert.deepEqual(counted, ['population_asked found'])
})

const kinds: readonly [kind: Kind, status: string, has: string][] = [
  ['adult', 'resident', 'residential'],
  ['minor', 'resident', 'residential'],
  ['abroad', 'emigrated', 'postalAbroad'],
  ['deceased', 'dead', 'residential'],
  ['long-name', 'resident', 'residential'],
  ['sami', 'resident', 'residential'],
]
for (const [kind, status, has] of kinds)
  test(`${kind}: ${status}, with an address of the kind ${has}`, async () => {
    const person = await bench().connector.person(read(personOf(kind).number))
    assert.equal(person?.status, status)
    assert.ok(Object.entries(openAddresses(person.addresses)).some(([name, one]) => name === has && one !== undefined))
  })

test('a D number: temporary, where they stay or abroad; the strictly protected have an open postal address alone', async () => {
  const { connector } = bench()
  const staying = await connector.person(read(personOf('d-number', (p) => 'oppholdsadresse' in p.addresses).number))
  const gone = await connector.person(read(personOf('d-number', (p) => 'postadresseIUtlandet' in p.addresses).number))
  assert.deepEqual([staying?.status, staying?.number.kind], ['temporary', 'd-number'])
  assert.ok(staying && openAddresses(staying.addresses).present && !openAddresses(staying.addresses).residential)
  assert.ok(gone && openAddresses(gone.addresses).postalAbroad)
  const hidden = await connector.person(read(personOf('protected', (p) => p.protected === 'strengtFortrolig').number))
  assert.equal(hidden?.protection, 'strictly-confidential')
  const { postal, residential } = openAddresses(hidden.addresses)
  assert.deepEqual([postal?.grading, residential], ['open', undefined])
  const kept = await connector.person(read(personOf('protected', (p) => p.protected === 'fortrolig').number))
  assert.equal(kept?.protection, 'confidential')
  assert.equal(openAddresses(kept.addresses).residential?.grading, 'confidential')
})

test('nobody: undefined, as often as it is asked, without harm to the breaker', async () => {
  const { connector, counted } = bench()
  for (let n = 0; n < 12; n++) assert.equal(await connector.person(nobody), undefined)
  assert.equal(connector.up(), 1)
  assert.deepEqual(new Set(counted), new Set(['population_asked unknown']))
})

test('a number that the register’s own rules refuse is nobody, too: anybody can type one', async () => {
  const { connector, faults } = bench()
  faults.status = 400
  for (let n = 0; n < 12; n++) assert.equal(await connector.person(read(kari.number)), undefined)
  assert.equal(connector.up(), 1)
})

test('who somebody is asks for no address, and is asked once a minute; afresh when that is wanted', async () => {
  const { connector, world, clock } = bench()
  const brief = await connector.who(read(kari.number))
  assert.deepEqual(world.register.asked(), [['navn', 'status', 'foedsel', 'adressebeskyttelse']])
  assert.equal(brief?.name?.family, kari.family)
  assert.ok(!('addresses' in brief))
  await connector.who(read(kari.number))
  await connector.who(nobody)
  await connector.who(nobody)
  assert.equal(world.register.asked().length, 2)
  world.register.put(kari.number, documentOf({ ...kari, status: 'doed' }, kari.number, []))
  assert.equal((await connector.who(read(kari.number)))?.status, 'resident')
  assert.equal((await connector.who(read(kari.number), { fresh: true }))?.status, 'dead')
  clock.advance(60_000)
  await connector.who(read(kari.number))
  assert.equal(world.register.asked().length, 4)
})

test('addresses are never kept: each question for a person goes to the register', async () => {
  const { connector, world } = bench()
  await connector.person(read(kari.number))
  await connector.person(read(kari.number))
  assert.equal(world.register.asked().length, 2)
})

test('a D number that a birth number replaced: found by both, the new one in use, told by the numbers’ history alone', async () => {
  const { connector, world } = bench()
  const old = personOf('d-number')
  const born = population(6000).at(5000).number
  world.register.replaceNumber(old.number, born)
  const byOld = await connector.person(read(old.number))
  assert.equal(byOld?.number.reveal('look-up'), born)
  assert.deepEqual(
    byOld.formerNumbers?.map((one) => one.reveal('look-up')),
    [old.number],
  )
  assert.deepEqual(world.register.asked().at(-1), ['historikk', 'identifikasjonsnummer'])
  const byNew = await connector.person(read(born))
  assert.equal(byNew?.number.reveal('look-up'), born)
  assert.equal(world.register.asked().length, 3)
})

test('a number that has ended with no other in its place: the one that was asked for', async () => {
  const { connector, world } = bench()
  const { identifikasjonsnummer: _numbers, ...rest } = documentOf(kari, kari.number, [])
  const ended = { erGjeldende: true, status: 'opphoert', foedselsEllerDNummer: kari.number }
  world.register.put(kari.number, {
    ...rest,
    identifikasjonsnummer: [ended],
    status: [{ erGjeldende: true, status: 'opphoert' }],
  })
  const person = await connector.person(read(kari.number))
  assert.deepEqual([person?.number.reveal('look-up'), person?.status], [kari.number, 'ceased'])
})

test('another person’s answer is noticed, whichever question it comes to: nothing of it is used', async () => {
  const { connector, faults, log, counted } = bench()
  faults.answersAbout = per.number
  await away(connector.person(read(kari.number)))
  await away(connector.who(read(kari.number)))
  assert.ok(log.some((line) => line.includes('"error"') && line.includes('somebody else')))
  assert.ok(counted.includes('population_asked another-person'))
  clearFaults(faults)
  assert.equal((await connector.who(read(kari.number)))?.name?.family, kari.family, 'it was not kept either')
})

test('a history that names the number, but of another person than the first answer, is not believed', async () => {
  const { connector, world } = bench()
  const old = personOf('d-number').number
  const perNow = documentOf(per, per.number, [])
  let first = true
  // The first answer is about Per; the history belongs to Kari and has both numbers.
  world.register.put(
    old,
    new Proxy(
      {},
      {
        ownKeys: () => ['identifikasjonsnummer', 'status'],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: (_target, name) => {
          const document = first ? perNow : documentOf(kari, kari.number, [old])
          if (name === 'status') first = false
          return document[String(name)]
        },
      },
    ),
  )
  await away(connector.person(read(old)))
})

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

test('one token serves many questions until shortly before its end', async () => {
  const { connector, sent, clock } = bench()
  const tokens = (): number => sent.filter((one) => one.startsWith('POST')).length
  await Promise.all([kari, per, people.at(2)].map(({ number }) => connector.person(read(number))))
  assert.equal(tokens(), 1)
  clock.advance(98_000)
  await connector.person(read(kari.number))
  assert.equal(tokens(), 1)
  clock.advance(2_000)
  await connector.person(read(kari.number))
  assert.equal(tokens(), 2)
})

test('a token that is no longer taken is changed for a new one at once, and the question asked again', async () => {
  const { connector, world, sent } = bench()
  await connector.person(read(kari.number))
  world.register.forgetTokens()
  assert.ok(await connector.person(read(kari.number)))
  assert.deepEqual(
    sent.map((one) => one.slice(0, 4)),
    ['POST', 'GET ', 'GET ', 'POST', 'GET '],
  )
})

for (const skew of [-90_000, 45_000])
  test(`a clock that is ${skew / 1000} s off the token server’s: corrected by its answer, and told in the log`, async () => {
    const { connector, log, sent } = bench({ skew })
    assert.ok(await connector.person(read(kari.number)))
    assert.ok(log.some((line) => line.includes('clock') && line.includes(`"seconds":${skew / 1000}`)))
    assert.equal(sent.filter((one) => one.startsWith('POST')).length, 2)
  })

test('a clock that is an hour off is for somebody to look at', async () => {
  const { connector } = bench({ skew: 3_600_000 })
  await away(connector.person(read(kari.number)))
})

test('an assertion is never the same twice, and a wrong client, key or scope gets no token', async () => {
  const assertions: string[] = []
  const { connector, world } = bench({
    send: (send) => (address, request) => {
      if (request.body !== undefined) assertions.push(new URLSearchParams(request.body).get('assertion') ?? '')
      return send(address, request)
    },
  })
  await connector.person(read(kari.number))
  world.register.forgetTokens()
  await connector.person(read(kari.number))
  assert.equal(new Set(assertions).size, 2)
  const { address, client } = world.at('http://127.0.0.1:1')
  const again = await world.send(client.tokenUrl, {
    method: 'POST',
    headers: {},
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertions[0] ?? '',
    }).toString(),
  })
  assert.equal(again.status, 400)
  for (const over of [{ clientId: 'another' }, { scope: 'another' }, { audience: 'https://another.example/' }]) {
    const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
    const stranger = openConnector({
      address,
      client: { ...client, ...over },
      clock,
      send: world.send,
      wait: () => Promise.resolve(),
      count: () => undefined,
      log: () => undefined,
    })
    await away(stranger.person(read(kari.number)))
  }
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
