/** The range service over HTTP: answering, lying, slow, away. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { readNetwork } from '#base/networks.ts'
import { type Breached, openBreached } from '#methods/minid/passwords/breached.ts'
import { openPasswordRules } from '#methods/minid/passwords/rules.ts'
import { startRangeService } from '#sandbox/breached.ts'

const here = [readNetwork('127.0.0.1')].filter((one) => one !== undefined)
const stolen = 'solskinn over fjorden'
const unheard = 'koffert lampe rev'
const sha1 = (text: string): string => hash('sha1', text, 'hex').toUpperCase()

interface Opened {
  readonly breached: Breached
  readonly clock: SettableClock
  readonly outcomes: string[]
  readonly logged: string[]
}

function open(url: string, timeouts = { connect: 2000, read: 2000 }): Opened {
  const clock = fixedClock(0)
  const outcomes: string[] = []
  const logged: string[] = []
  const log = (level: string, message: string, fields: object): void =>
    void logged.push(`${level} ${message} ${JSON.stringify(fields)}`)
  const count = (name: string, labels: Readonly<Record<string, string>>): void =>
    void outcomes.push(`${name} ${labels['outcome']}`)
  return { breached: openBreached({ clock, log, count, url, allow: here, timeouts }), clock, outcomes, logged }
}

async function listen(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`
}

test('a stolen password is found, another is not; five digits leave the house, and padding is asked for', async (t) => {
  const service = await startRangeService([stolen])
  t.after(() => service.close())
  const { breached, outcomes, logged } = open(service.url)
  assert.equal(await breached.has(stolen), true)
  assert.equal(await breached.has(unheard), false)
  assert.deepEqual(
    service.asked,
    [stolen, unheard].map((one) => ({ prefix: sha1(one).slice(0, 5), padded: true })),
  )
  assert.deepEqual(outcomes, ['password_range found', 'password_range clean'])
  assert.deepEqual(logged, [])
})

test('asked last: a password with another fault is not asked about at all', async (t) => {
  const service = await startRangeService([stolen, 'Sommer2026!!'])
  t.after(() => service.close())
  const rules = openPasswordRules({
    clock: fixedClock(0),
    log: assert.fail,
    count: () => undefined,
    shortest: 12,
    breached: { url: service.url, allow: here },
  })
  assert.equal(await rules.fault('Sommer2026!!', {}), 'common')
  assert.equal(await rules.fault('kort', {}), 'short')
  assert.deepEqual(service.asked, [])
  assert.equal(await rules.fault(stolen, {}), 'breached')
  assert.equal(await rules.fault(unheard, {}), undefined)
  assert.equal(service.asked.length, 2)
})

test('the password is looked up in the form that is hashed, whatever keyboard wrote it', async (t) => {
  const service = await startRangeService(['blåbær på vidda'])
  t.after(() => service.close())
  const own = { clock: fixedClock(0), log: assert.fail, count: () => undefined, shortest: 12 }
  const rules = openPasswordRules({ ...own, breached: { url: service.url, allow: here } })
  assert.equal(await rules.fault('blåbær på vidda'.normalize('NFD'), {}), 'breached')
})

const suffix = sha1(stolen).slice(5)
const other = sha1(unheard).slice(5)
const lists: readonly [what: string, body: string, found: boolean][] = [
  ['the last of several lines', `${other}:3\r\n${suffix}:1`, true],
  ['small letters and bare newlines', `${suffix.toLowerCase()}:1\n`, true],
  ['padding alone', `${suffix}:0\r\n${other}:0`, false],
  ['another hash', `${other}:99999`, false],
]
for (const [what, body, found] of lists)
  test(`an answer with ${what}: ${found ? 'found' : 'not found'}`, async (t) => {
    const { breached } = open(await listen(t, (_request, response) => response.end(body)))
    assert.equal(await breached.has(stolen), found)
  })

const lies: readonly [what: string, answer: (request: IncomingMessage, response: ServerResponse) => void][] = [
  ['a page of a gateway', (_request, response) => response.end('<!doctype html><title>Please log in</title>')],
  ['nothing', (_request, response) => response.end()],
  ['a list with something else in it', (_request, response) => response.end(`${suffix}:1\r\noops`)],
  ['whole hashes', (_request, response) => response.end(`${sha1(stolen)}:1`)],
  ['another status', (_request, response) => response.writeHead(429).end(`${suffix}:1`)],
  ['a redirect', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ['more than it may', (_request, response) => response.end(`${other}:1\r\n`.repeat(20_000))],
  ['an answer that breaks off', (_request, response) => void response.write('AB', () => response.destroy())],
  ['silence', () => undefined],
]
for (const [what, answer] of lies)
  test(`${what} stops nobody, passes for no answer, and is told to the operator`, async (t) => {
    const { breached, outcomes, logged } = open(await listen(t, answer), { connect: 500, read: 200 })
    assert.equal(await breached.has(stolen), false)
    assert.deepEqual(outcomes, ['password_range failed'])
    assert.equal(logged.length, 1)
    assert.match(logged[0] ?? '', /^warn /)
    assert.ok(!logged[0]?.includes(sha1(stolen).slice(0, 5)), 'the log holds no part of the hash')
  })

test('one that is away is left alone for a while, and asked again', async (t) => {
  let up = false
  let questions = 0
  const url = await listen(t, (_request, response) => {
    questions += 1
    if (up) response.end(`${suffix}:1`)
    else response.destroy()
  })
  const { breached, clock, outcomes } = open(url)
  for (let i = 0; i < 5; i += 1) assert.equal(await breached.has(stolen), false)
  assert.equal(questions, 3)
  assert.deepEqual(
    outcomes.map((one) => one.split(' ')[1]),
    ['failed', 'failed', 'failed', 'skipped', 'skipped'],
  )
  up = true
  clock.advance(10_000)
  assert.equal(await breached.has(stolen), true)
})

test('an address in our own network is reached only where the operator says so', async (t) => {
  const service = await startRangeService([stolen])
  t.after(() => service.close())
  const logged: string[] = []
  const breached = openBreached({
    clock: fixedClock(0),
    log: (_level, message) => void logged.push(message),
    count: () => undefined,
    url: service.url,
    allow: [],
  })
  assert.equal(await breached.has(stolen), false)
  assert.deepEqual(service.asked, [])
  assert.equal(logged.length, 1)
})
