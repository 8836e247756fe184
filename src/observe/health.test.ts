import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import { type Check, healthRoutes } from '#observe/health.ts'
import { openMetrics } from '#observe/metrics.ts'
import type { SeeRequest } from '#observe/requests.ts'

const fine: Check = () => Promise.resolve()
const down: Check = () => Promise.reject(new Error('gone'))

function health(checks: Readonly<Record<string, Check>>, token?: string, seen: SeeRequest = () => undefined) {
  const clock = fixedClock(0)
  const metrics = openMetrics({ version: '0', entry: 'twin', database: 'sqlite', hot: 'sqlite' }, seen)
  metrics.close()
  const state = { draining: false }
  const routes = healthRoutes({ clock, checks, draining: () => state.draining, metrics, metricsToken: token })
  return { routes, clock, metrics, state }
}

test('ready when every part answers', async () => {
  const answer = await health({ database: fine, hot: fine }).routes.request('/health/ready')
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), { ready: true, parts: { database: 'ok', hot: 'ok' } })
})

test('not ready when one part does not, and says which; alive all the same', async () => {
  const { routes } = health({ database: fine, hot: down })
  const answer = await routes.request('/health/ready')
  assert.equal(answer.status, 503)
  assert.deepEqual(await answer.json(), { ready: false, parts: { database: 'ok', hot: 'down' } })
  assert.equal((await routes.request('/health/live')).status, 200)
})

test('not ready from the moment it was told to stop', async () => {
  const { routes, state } = health({ database: fine })
  state.draining = true
  assert.equal((await routes.request('/health/ready')).status, 503)
})

test('many askers cost one question a second', async () => {
  let asked = 0
  const { routes, clock } = health({ database: async () => void asked++ })
  await Promise.all(Array.from({ length: 20 }, async () => routes.request('/health/ready')))
  assert.equal(asked, 1)
  clock.advance(1000)
  await routes.request('/health/ready')
  assert.equal(asked, 2)
})

const readers: readonly [who: string, peer: string | undefined, headers: Record<string, string>, status: number][] = [
  ['with the token', '10.0.0.9', { authorization: 'Bearer hemmelig' }, 200],
  ['with a wrong token', '127.0.0.1', { authorization: 'Bearer feil' }, 403],
  ['without a token from elsewhere', '10.0.0.9', {}, 403],
  ['without a token from this machine', '127.0.0.1', {}, 200],
  ['through a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '10.0.0.9' }, 403],
  ['with no peer at all', undefined, {}, 403],
]
for (const [who, peer, headers, status] of readers) {
  test(`metrics ${who}: ${status}`, async () => {
    const { routes } = health({}, 'hemmelig')
    const env = peer === undefined ? undefined : { incoming: { socket: { remoteAddress: peer } } }
    assert.equal((await routes.request('/metrics', { headers }, env)).status, status)
  })
}

test('requests are counted and logged by the pattern of their route', async () => {
  const lines: unknown[][] = []
  const { metrics } = health({}, undefined, (...line) => lines.push(line.slice(0, 3)))
  const app = new Hono()
  app.use(metrics.middleware)
  const inner = new Hono()
  inner.get('/:attempt/minid', (c) => c.text('x'))
  app.route('/login', inner)
  await app.request('/login/att_abc/minid?code=01810050019')
  await app.request('/nowhere/01810050019')
  await app.request('/login/att_abc/minid', { method: 'BREW' })
  assert.deepEqual(lines, [
    ['/login/:attempt/minid', 'GET', 200],
    ['none', 'GET', 404],
    ['none', 'other', 404],
  ])
  const page = await metrics.page()
  assert.match(page, /inngang_http_request_seconds_count\{route="\/login\/:attempt\/minid",verb="GET",status="2xx"\} 1/)
  assert.ok(!page.includes('01810050019') && !page.includes('att_abc'))
})

test('numbers that are looked up stand on the page with the rest', async () => {
  const { metrics } = health({})
  metrics.watch('inngang_outbox_waiting', 'Messages not sent yet.', () => 7)
  metrics.count('login_answered', { method: 'minid', level: 'substantial' })
  const page = await metrics.page()
  assert.match(page, /^inngang_outbox_waiting 7$/m)
  assert.match(page, /inngang_login_answered_total\{method="minid",level="substantial"\} 1/)
  assert.match(page, /inngang_build_info\{version="0",entry="twin"/)
})

test('no label holds a number, and no counter grows without end', async () => {
  const { metrics } = health({})
  metrics.count('login_refused', { why: '01810050019' })
  for (let i = 0; i < 1000; i++) metrics.count('grown', { why: `reason-${i}` })
  const page = await metrics.page()
  assert.match(page, /inngang_login_refused_total\{why="other"\} 1/)
  assert.ok(!page.includes('01810050019'))
  assert.equal(page.match(/^inngang_grown_total\{/gm)?.length, 201)
})
