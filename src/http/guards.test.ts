import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { house, requireSameOrigin, sameOrigin } from '#http/guards.ts'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'

const origin = 'https://login.example.no'
const rules = { hosts: ['login.example.no'], cookies: { secure: true, port: 443 } }

function app(): { routes: Routes; reached: () => number } {
  let reached = 0
  const routes: Routes = new Hono<HouseEnv>()
  routes.use(house(rules))
  routes.all('*', (c) => {
    reached += 1
    return c.json({ language: c.get('language'), own: c.get('ownLanguage') ?? null, ours: sameOrigin(c, origin) })
  })
  return { routes, reached: () => reached }
}

test('guards: a host that is not ours is answered 421, whatever the case it is written in', async () => {
  const { routes, reached } = app()
  for (const host of ['evil.example', 'login.example.no.evil.example', 'login.example.no:8080', '']) {
    const answer = await routes.request(`${origin}/login`, { headers: { host } })
    assert.equal(answer.status, 421, host)
  }
  assert.equal(reached(), 0)
  assert.equal((await routes.request(`${origin}/login`, { headers: { host: 'LOGIN.example.no' } })).status, 200)
})

test('guards: a twin that nobody said is public takes nothing that a proxy sends on', async () => {
  const routes: Routes = new Hono<HouseEnv>()
  routes.use(house({ ...rules, direct: true }))
  routes.get('*', (c) => c.text('reached'))
  for (const name of ['forwarded', 'x-forwarded-for', 'X-Forwarded-Host', 'x-forwarded-proto', 'x-real-ip', 'via']) {
    const answer = await routes.request(`${origin}/`, { headers: { [name]: 'x' } })
    assert.equal(answer.status, 421, name)
  }
  assert.equal((await routes.request(`${origin}/`)).status, 200)
})

test('guards: an address with a NUL in its path or query reaches nothing', async () => {
  const { routes, reached } = app()
  for (const path of ['/my/minid%00', '/authorize?state=%00', '/%00'])
    assert.equal((await routes.request(origin + path)).status, 400, path)
  assert.equal(reached(), 0)
  assert.equal((await routes.request(`${origin}/a?b=%2500`)).status, 200)
})

test('guards: a browser that guesses ahead consumes nothing', async () => {
  const { routes, reached } = app()
  const ahead = [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ]
  for (const path of ['/authorize?client_id=a', '/login/att_x', '/logout', '/callback/bankid']) {
    for (const headers of ahead) {
      const answer = await routes.request(origin + path, { headers: headers as Record<string, string> })
      assert.equal(answer.status, 503, path)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
  }
  assert.equal(reached(), 0)
  assert.equal((await routes.request(`${origin}/help`, { headers: { 'sec-purpose': 'prefetch' } })).status, 200)
  assert.equal((await routes.request(`${origin}/loginx`, { headers: { 'sec-purpose': 'prefetch' } })).status, 200)
})

const languageCases = [
  { cookie: undefined, accept: undefined, language: 'nb', own: null },
  { cookie: undefined, accept: 'se-NO, en;q=0.5', language: 'se', own: null },
  { cookie: '__Host-lang=nn', accept: 'en', language: 'nn', own: 'nn' },
  { cookie: '__Host-lang=xx', accept: 'en', language: 'en', own: null },
  { cookie: '__Host-lang=nn; __Host-lang=se', accept: 'en', language: 'en', own: null },
  { cookie: 'lang=nn', accept: 'en', language: 'en', own: null },
] as const

test("guards: E7 the user's own choice comes before the browser's wish, and counts only when there is one", async () => {
  const { routes } = app()
  for (const { cookie, accept, language, own } of languageCases) {
    const headers = { ...(cookie && { cookie }), ...(accept && { 'accept-language': accept }) }
    const answer = (await (await routes.request(origin, { headers })).json()) as {
      language: string
      own: string | null
    }
    assert.deepEqual([answer.language, answer.own], [language, own], JSON.stringify(headers))
  }
})

test('guards: over https the browser is told to stay there', async () => {
  const { routes } = app()
  assert.match((await routes.request(origin)).headers.get('strict-transport-security') ?? '', /^max-age=\d{8}/)
})

const posts: readonly [Record<string, string>, boolean][] = [
  [{ 'sec-fetch-site': 'same-origin', origin }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ origin }, true],
  [{}, false],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  [{ 'sec-fetch-site': 'same-site', origin: 'https://other.example.no' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'http://login.example.no' }, false],
  [{ origin: 'https://login.example.no.evil.example' }, false],
  [{ referer: `${origin}/login` }, false],
]

test('guards: a form counts only when the browser says that it came from a page of ours', async () => {
  const { routes } = app()
  for (const [headers, ours] of posts) {
    const answer = (await (await routes.request(origin, { method: 'POST', headers })).json()) as { ours: boolean }
    assert.equal(answer.ours, ours, JSON.stringify(headers))
  }
})

test('guards: a form from elsewhere is refused as IN-05', async () => {
  const routes: Routes = new Hono<HouseEnv>()
  routes.post('/', (c) => {
    requireSameOrigin(c, origin)
    return c.text('in')
  })
  let thrown: unknown
  routes.onError((error, c) => {
    thrown = error
    return c.text('', 403)
  })
  await routes.request(origin, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
  assert.ok(thrown instanceof Refusal && thrown.id === 'IN-05')
})
