/** The twin's clock: set forward alone, on its page too, and still ahead after a restart. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { furthest, twinClock } from '#sandbox/clock.ts'
import { mountClock } from '#sandbox/clock-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-clock-'))
after(() => rmSync(folder, { recursive: true }))
const start = Date.UTC(2027, 0, 5, 12)

test('it goes on beside the machine’s, and is as far ahead after a restart', () => {
  const machine = fixedClock(start)
  const clock = twinClock(folder, machine)
  assert.equal(clock.now(), start)
  clock.forward(3_600_000)
  machine.advance(5000)
  assert.equal(clock.now(), start + 3_605_000)
  assert.equal(twinClock(folder, machine).now(), start + 3_605_000)
})

test('it goes neither back nor beyond ten years, and stays where it was then', () => {
  const clock = twinClock(undefined, fixedClock(start))
  for (const wrong of [-1, furthest + 1, Number.NaN]) assert.throws(() => clock.forward(wrong), RangeError)
  assert.equal(clock.now(), start)
})

test('a damaged file is told of, with what to do', () => {
  const damaged = mkdtempSync(join(folder, 'damaged-'))
  writeFileSync(join(damaged, 'sandbox-clock.json'), '{"ahead":"long"}')
  assert.throws(() => twinClock(damaged), /delete the data folder/)
})

const own = mkdtempSync(join(folder, 'page-'))
const clock = twinClock(own, fixedClock(start))
const app = new Hono<HouseEnv>()
app.use(house({ hosts: ['localhost:8700'], cookies: { secure: false, port: 8700 } }))
app.onError((error, c) => c.text(error instanceof Refusal ? error.id : 'unexpected', 400))
mountClock(app, clock, 'http://localhost:8700')
const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(app.request(`http://localhost:8700${path}`, init))
const post = (by: string, origin: string | undefined): Promise<Response> =>
  request('/sandbox/clock', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(origin === undefined ? {} : { origin }),
    },
    body: new URLSearchParams({ by }),
  })

test('its page tells the time, and sets it forward', async () => {
  assert.match(
    await (await request('/sandbox/clock', { headers: { 'accept-language': 'nb' } })).text(),
    /5\. januar 2027/,
  )
  const answer = await post('86400', 'http://localhost:8700')
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/sandbox/clock'])
  assert.deepEqual(await (await request('/sandbox/clock.json')).json(), { now: '2027-01-06T12:00:00.000Z' })
  assert.equal(readFileSync(join(own, 'sandbox-clock.json'), 'utf8'), '{"ahead":86400000}\n')
})

test('another site’s page, and what is no time, move nothing', async () => {
  const before = clock.now()
  assert.equal(await (await post('60', 'https://evil.example')).text(), 'IN-05')
  assert.equal(await (await post('60', undefined)).text(), 'IN-05')
  for (const by of ['', '-60', '1.5', '1e3', '999999999']) {
    assert.equal(await (await post(by, 'http://localhost:8700')).text(), 'IN-10', by)
  }
  assert.equal(clock.now(), before)
})
