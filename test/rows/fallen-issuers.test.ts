/** Rows X4, I3: an eID's issuer that falls over, on the wire: told at the chooser, nobody held up, and on again when it is back. */
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { lyingIssuer } from '../lying-issuer.ts'
import { away, turnings, unbelieved } from '../turned-back.ts'

const liar = await lyingIssuer(import.meta.filename, { userinfo: true })
const { refusedAndOn, turnedBack } = turnings(liar)

const json = { 'content-type': 'application/json' }
const large = Buffer.alloc(10 * 1024 * 1024, 0x20)
const bomb = gzipSync(large)

/** Sends a byte now and then, for ever. */
function drip(response: ServerResponse): void {
  response.writeHead(200, json)
  const timer = setInterval(() => response.write(' '), 20)
  response.once('close', () => clearInterval(timer))
}

type Fault = readonly [name: string, raw: (response: ServerResponse) => void, says?: RegExp, why?: 'refused']
const faults: readonly Fault[] = [
  ['sends 10 MB', (r) => r.writeHead(200, json).end(large)],
  ['sends 10 MB without saying how much', (r) => void r.writeHead(200, json).write(large)],
  ['drips', drip],
  ['takes the question and says nothing', () => undefined],
  ['says the first line and no more', (r) => r.writeHead(200, json).flushHeaders()],
  [
    'breaks off in the middle',
    (r) => (r.writeHead(200, { ...json, 'content-length': '500' }).write('{"a'), setTimeout(() => r.destroy(), 5)),
  ],
  ['hangs up', (r) => r.destroy()],
  ['answers 503', (r) => r.writeHead(503, json).end('{}')],
  ['answers 429', (r) => r.writeHead(429, json).end('{}')],
  ['redirects elsewhere', (r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['sends a page', (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Vi er straks tilbake</h1>')],
  ['is shut off by a wall', (r) => r.writeHead(403, { 'content-type': 'text/html' }).end('<h1>No</h1>')],
  // What follows is no outage: it answers, and what it says is of no use.
  [
    'sends a compressed bomb',
    (r) => r.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb),
    unbelieved,
    'refused',
  ],
  ['sends what is no JSON', (r) => r.writeHead(200, json).end('{'), unbelieved, 'refused'],
  ['sends an empty object', (r) => r.writeHead(200, json).end('{}'), unbelieved, 'refused'],
  ['sends null', (r) => r.writeHead(200, json).end('null'), unbelieved, 'refused'],
]
for (const [name, raw, says = away, why = 'unavailable'] of faults) {
  test(`X4 I3 an issuer whose token endpoint ${name}: told, others beside it, nothing held up`, async () => {
    const login = await liar.begin()
    liar.server.raw = { '/token': raw }
    const since = liar.world().clock.now()
    const began = performance.now()
    const visit = await login.go()
    assert.ok(performance.now() - began < 3000)
    await refusedAndOn(login, visit, says, why, since)
  })
}

for (const where of ['/.well-known/openid-configuration', '/par', '/jwks', '/userinfo']) {
  for (const [name, raw] of faults.slice(0, 1)) {
    test(`X4 I3 an issuer whose ${where} ${name}: told, and others beside it`, async () => {
      // Whatever is known of it is asked for anew.
      liar.world().clock.advance(2 * 3_600_000)
      const login = await liar.begin()
      liar.server.raw = { [where]: raw }
      const since = liar.world().clock.now()
      await refusedAndOn(login, await login.go(), away, 'unavailable', since)
    })
  }
}

test('X4 an issuer that does not know us any more is away, and the log says which of its words it was', async () => {
  const login = await liar.begin()
  liar.server.raw = { '/par': (r) => r.writeHead(401, json).end('{"error":"invalid_client"}') }
  const since = liar.world().clock.now()
  await turnedBack(await login.go(), away, 'unavailable', since)
  assert.ok(liar.world().log.some((line) => line.includes('"why":"token-invalid_client"')))
  liar.honest()
})
