import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import type { HouseEnv } from '#http/routes.ts'
import { languages } from '#i18n/text.ts'
import { openRanges } from '#login/crowd/ranges.ts'
import { turnstile } from '#login/crowd/turnstile.ts'

function gate({ busy = false, most = 0, language = 'en' as (typeof languages)[number] } = {}) {
  const clock = fixedClock(1_800_000_000_000)
  const counted: string[] = []
  let address = '198.51.100.7'
  let inside = 0
  const app = new Hono<HouseEnv>()
  app.use((c, next) => {
    c.set('language', language)
    return next()
  })
  app.use(
    turnstile({
      pressure: {
        mustWait: () => busy,
        enters: () => {
          inside += 1
          return () => {
            inside -= 1
          }
        },
        seen: () => ({ share: 0, lateMs: 0, underWay: inside }),
      },
      ranges: openRanges(clock),
      addressOf: () => address,
      most: { authorize: most, par: most, logout: most },
      count: (name, labels) => void counted.push(`${name} ${labels['at']} ${labels['why']}`),
    }),
  )
  app.all('*', (c) => c.text('in'))
  app.onError((error, c) => c.text(error.message, 500))
  return { app, clock, counted, from: (one: string) => void (address = one), inside: () => inside }
}

const after = (answer: Response): number => Number(answer.headers.get('retry-after'))

test('F nobody waits where nothing presses', async () => {
  const { app, counted, inside } = gate()
  for (const path of ['/authorize?client_id=a', '/par', '/logout', '/login/att_x/minid'])
    assert.equal((await app.request(path)).status, 200)
  assert.deepEqual([counted, inside()], [[], 0])
})

test('F busy: who begins waits on a page in each language that asks for the same address again without a script', async () => {
  for (const language of languages) {
    const { app, counted } = gate({ busy: true, language })
    const answer = await app.request('/authorize?client_id=a&state=%22%3E%3Cb%3E')
    const body = await answer.text()
    assert.equal(answer.status, 503)
    assert.ok(after(answer) >= 5 && after(answer) <= 12)
    assert.match(body, new RegExp(`<html lang="${language}"`))
    assert.match(body, new RegExp(`<meta http-equiv="refresh" content="${after(answer)}">`))
    assert.match(body, /href="\/authorize\?client_id=a&amp;state=%22%3E%3Cb%3E"/)
    assert.doesNotMatch(body, /<script|<b>/)
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.deepEqual(counted, ['login_waiting authorize busy'])
  }
})

test('F busy: whoever is on the way goes on, and logs out', async () => {
  const { app } = gate({ busy: true })
  for (const path of [
    '/login/att_x/minid',
    '/token',
    '/logout?id_token_hint=x',
    '/authorize?client_id=a&request_uri=urn:x',
    '/callback/bankid',
  ])
    assert.equal((await app.request(path)).status, 200, path)
})

test('F busy: a program is told when to try again', async () => {
  const { app } = gate({ busy: true })
  const answer = await app.request('/par', { method: 'POST' })
  assert.deepEqual(
    [answer.status, ((await answer.json()) as { error: string }).error],
    [503, 'temporarily_unavailable'],
  )
  assert.ok(after(answer) >= 5)
})

test('F busy: what was posted is not asked for again by itself', async () => {
  const { app } = gate({ busy: true })
  const body = await (await app.request('/authorize', { method: 'POST' })).text()
  assert.doesNotMatch(body, /http-equiv="refresh"/)
  assert.match(body, /Reload the page/)
})

test('F one range of addresses begins so much in a minute, and is in nobody else’s way', async () => {
  const { app, from, clock, counted } = gate({ most: 3 })
  const asked = async (path: string): Promise<number> => (await app.request(path)).status
  for (let i = 0; i < 3; i += 1) {
    from(`198.51.100.${i}`)
    assert.equal(await asked('/authorize'), 200)
  }
  assert.equal(await asked('/authorize'), 429)
  assert.equal(await asked('/authorize?request_uri=urn:x'), 429)
  assert.equal(await asked('/par'), 200, 'counted apart')
  assert.equal(await asked('/login/att_x/minid'), 200, 'who is on the way')
  from('203.0.113.9')
  assert.equal(await asked('/authorize'), 200)
  from('127.0.0.1')
  for (let i = 0; i < 9; i += 1) assert.equal(await asked('/authorize'), 200)
  from('198.51.100.1')
  clock.advance(60_000)
  assert.equal(await asked('/authorize'), 200)
  for (let i = 0; i < 4; i += 1) await asked('/logout')
  assert.equal(await asked('/logout'), 429)
  assert.deepEqual([...new Set(counted)].toSorted(), ['login_waiting authorize range', 'login_waiting logout range'])
})

test('F a clock that ran ahead and was put right holds up no range', async () => {
  const { app, from, clock } = gate({ most: 1 })
  from('198.51.100.1')
  clock.advance(24 * 3600_000)
  await app.request('/authorize')
  assert.equal((await app.request('/authorize')).status, 429)
  clock.advance(-24 * 3600_000)
  assert.equal((await app.request('/authorize')).status, 200)
})

test('F what is over is under way no more, also when it failed', async () => {
  const { app, inside } = gate()
  app.get('/broken', () => {
    throw new Error('broken')
  })
  await app.request('/broken')
  assert.equal(inside(), 0)
})
