/** What a process keeps open of an attempt opens for its own browser alone, and only while it is what lies in the store. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hono } from 'hono'
import { type SettableClock, fixedClock } from '#base/clock.ts'
import { newAttemptId } from '#base/ids.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotSqlite } from '#hot/sql.ts'
import type { HouseEnv, Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { type Attempt, newAttempt } from '#login/attempt.ts'
import { type Attempts, openAttempts, type Opened } from '#login/attempts.ts'

const ask = { clientId: 'a-service' } as Attempt['ask']

const processOn = (hot: Hot, clock: SettableClock): Attempts =>
  openAttempts({ hot, clock, cookies: { secure: true, port: 443 }, wayBack: () => undefined })

/** Runs inside a request that brings these cookies; gives what the browser holds after it. */
async function inRequest<T>(cookies: string, work: (c: Request) => Promise<T>): Promise<{ value: T; cookies: string }> {
  let value: { readonly of: T } | undefined
  const app = new Hono<HouseEnv>().get('/', async (c) => {
    value = { of: await work(c) }
    return c.text('done')
  })
  app.onError((error) => {
    throw error
  })
  const answer = await app.request('/', { headers: { cookie: cookies } })
  const set = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '')
  if (value === undefined) throw new Error('no answer')
  return { value: value.of, cookies: [cookies, ...set].filter((one) => one !== '').join('; ') }
}

async function begun() {
  const clock = fixedClock(1_800_000_000_000)
  const hot = await openHotSqlite(':memory:', clock)
  const [one, two] = [processOn(hot, clock), processOn(hot, clock)]
  const attempt = newAttempt(newAttemptId(), ask, { door: 'oidc', asked: {} }, clock.now())
  const { value, cookies } = await inRequest('', (c) => one.create(c, attempt))
  const open = async (process: Attempts, held = cookies): Promise<Opened> =>
    (await inRequest(held, (c) => process.open(c, attempt.id))).value
  return { clock, hot, one, two, open, cookies, id: attempt.id, first: value }
}

const refusedAs = (id: string) => (error: unknown) => error instanceof Refusal && error.id === id

test('whoever holds another secret is another browser, however often the right one was here', async () => {
  const { one, two, open, cookies, hot } = await begun()
  const last = cookies.at(-1) === 'A' ? 'B' : 'A'
  const other = `${cookies.slice(0, -2)}${last}A`
  for (const process of [one, two, one]) {
    await open(process)
    await assert.rejects(open(process, other), refusedAs('IN-02'))
    await assert.rejects(open(process, ''), refusedAs('IN-02'))
  }
  assert.equal((await open(one)).attempt.revision, 0)
  await hot.close()
})

test('what another process wrote is seen at once, and what it overtook is not written', async () => {
  const { one, two, open, hot } = await begun()
  const [here, there] = [await open(one), await open(two)]
  const moved = await two.swap(there, { ...there.attempt, notice: 'refused' })
  assert.equal(moved?.attempt.revision, 1)
  assert.equal(await one.swap(here, { ...here.attempt, notice: 'expired' }), undefined)
  for (const process of [one, two, one]) {
    const { attempt, stamp } = await open(process)
    assert.equal(attempt.notice, 'refused')
    assert.equal(stamp, moved?.stamp)
  }
  const again = await open(one)
  assert.ok(await one.swap(again, { ...again.attempt, notice: undefined }))
  assert.deepEqual([(await open(one)).attempt.revision, (await open(two)).attempt.revision], [2, 2])
  await hot.close()
})

test('what the store has no more is over for who kept it open, too', async () => {
  const { one, open, hot, id, clock } = await begun()
  for (const minutes of [20, 19]) {
    clock.advance(minutes * 60_000)
    const now = await open(one)
    assert.ok(await one.swap(now, now.attempt))
  }
  clock.advance(21 * 60_000)
  await assert.rejects(open(one), refusedAs('IN-01'))
  await hot.close()
  const taken = await begun()
  await taken.open(taken.one)
  await taken.hot.remove(`a:{${taken.id}}`)
  await assert.rejects(taken.open(taken.one), refusedAs('IN-01'))
  assert.notEqual(taken.id, id)
  await taken.hot.close()
})
