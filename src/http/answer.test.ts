import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { DatabaseUnavailable } from '#db/db.ts'
import { HotUnavailable } from '#hot/hot.ts'
import { answerThrown, describe, type RefusalView } from '#http/answer.ts'
import { DuplicateParameter } from '#http/forms.ts'
import { refusals } from '#http/refusals.ts'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { Refusal, refusalIds, SeeOther } from '#http/trouble.ts'

interface Answered {
  readonly response: Response
  readonly view: RefusalView | undefined
  readonly logged: readonly { readonly level: string; readonly fields: Readonly<Record<string, unknown>> }[]
}

async function answered(thrown: Error, path = '/login/att_x'): Promise<Answered> {
  const logged: { level: string; fields: Readonly<Record<string, unknown>> }[] = []
  let view: RefusalView | undefined
  const routes: Routes = new Hono<HouseEnv>()
  routes.get('*', (c) => {
    c.header('set-cookie', 'a=; Max-Age=0', { append: true })
    throw thrown
  })
  routes.onError((error, c) =>
    answerThrown(error, c, {
      log: (level, _, fields) => logged.push({ level, fields }),
      refusalPage: (inner, seen) => {
        view = seen
        return inner.body('page', seen.status as 400)
      },
    }),
  )
  const response = await routes.request(`https://login.example.no${path}`)
  return { response, view, logged }
}

test('a mistake of our own at an endpoint for programs is told in its form, and logged all the same', async () => {
  const logged: string[] = []
  const routes: Routes = new Hono<HouseEnv>()
  routes.get('*', (c) => {
    c.set('tellFault', ({ status, incident }) => Response.json({ incident }, { status }))
    throw new TypeError('ours')
  })
  routes.onError((error, c) =>
    answerThrown(error, c, { log: (level) => logged.push(level), refusalPage: () => assert.fail('a page') }),
  )
  const response = await routes.request('https://login.example.no/token')
  assert.equal(response.status, 500)
  assert.match(((await response.json()) as { incident: string }).incident, /^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
  assert.deepEqual(logged, ['error'])
})

const cases: readonly [Error, string, number, string][] = [
  [new Refusal('IN-01'), 'IN-01', 410, 'info'],
  [new Refusal('IN-05', { detail: 'site cross-site' }), 'IN-05', 403, 'info'],
  [new DuplicateParameter('state'), 'IN-10', 400, 'info'],
  [new HotUnavailable('no answer'), 'IN-09', 503, 'error'],
  [new DatabaseUnavailable('no answer'), 'IN-09', 503, 'error'],
  [new TypeError('x is not a function'), 'IN-08', 500, 'error'],
]

test('answer: each trouble has its page, its status and its place in the log', async () => {
  for (const [error, id, status, level] of cases) {
    const { response, view, logged } = await answered(error)
    assert.equal(view?.id, id)
    assert.equal(response.status, status)
    assert.deepEqual(
      logged.map((one) => [one.level, one.fields['refusal'], one.fields['incident']]),
      [[level, id, view?.incident]],
    )
    assert.match(view?.incident ?? '', /^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  }
})

test('answer: a store that is away says when to try again', async () => {
  const { response } = await answered(new HotUnavailable('no answer'))
  assert.equal(response.headers.get('retry-after'), '5')
})

test('answer: leaving a step is no trouble: 303, nothing logged', async () => {
  const { response, view, logged } = await answered(new SeeOther('/login/att_y'))
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/login/att_y'])
  assert.equal(view, undefined)
  assert.deepEqual(logged, [])
})

test('answer: cookies that were set before the trouble are kept: a planted one is cleared', async () => {
  const { response } = await answered(new Refusal('IN-11'))
  assert.deepEqual(response.headers.getSetCookie(), ['a=; Max-Age=0'])
})

test('answer: the way on and the developers’ words reach the page', async () => {
  const way = { href: 'https://tax.example.no/', text: { nb: 'a', nn: 'b', se: 'c', en: 'd' } }
  const { view } = await answered(new Refusal('IN-04', { way, forDevelopers: 'redirect_uri is not registered' }))
  assert.deepEqual(view?.way, way)
  assert.equal(view?.forDevelopers, 'redirect_uri is not registered')
})

test('answer: the log never gets the query, an identity number, or what a driver hung on its error', async () => {
  const cause = Object.assign(new Error('duplicate key (number)=(17912099997)'), { parameters: ['Kari Canary'] })
  const { logged } = await answered(new Error('could not store 179120 99997', { cause }), '/login/att_x?code=canary')
  const text = JSON.stringify(logged)
  for (const secret of ['17912099997', '179120 99997', 'Kari Canary', 'code=canary'])
    assert.ok(!text.includes(secret), secret)
  assert.match(text, /could not store \[nin\]/)
  assert.match(text, /duplicate key/)
  assert.match(text, /answer\.test\.ts/)
})

test('answer: a chain of causes that bites its tail ends', () => {
  const one = new Error('one')
  one.cause = new Error('two', { cause: one })
  assert.ok(JSON.stringify(describe(one)).length < 20_000)
})

test('answer: every refusal has words and a status', () => {
  for (const id of refusalIds) {
    const { status, heading, what, todo } = refusals[id]
    assert.ok(status >= 400)
    for (const text of [heading, what, todo]) for (const words of Object.values(text)) assert.ok(words.length > 5, id)
  }
})
