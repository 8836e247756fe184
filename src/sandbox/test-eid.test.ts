import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import { readForm } from '#http/forms.ts'
import type { HouseEnv } from '#http/routes.ts'
import type { Level } from '#login/levels.ts'
import type { Door, Leg, MethodProof } from '#login/method.ts'
import { population } from '#sandbox/population/population.ts'
import { testEid } from '#sandbox/test-eid.ts'
import { html, markup } from '#ui/html.ts'

const people = population(60)
const person = people.at(2)
/** Shaped like a real number, but no series before 2032 has individual numbers from 500 for the years 1940 to 1953. */
const neverIssued = '01014560013'
const ensure = async (number: NationalId) => ({
  id: `per_${number.reveal('sandbox')}` as PersonId,
  numberHash: `hash-${number.reveal('sandbox')}`,
})
const method = testEid({ population: people, persons: { ensure }, clock: fixedClock(5000) })

/** A door that only passes on: what is checked here is what the method asserts and shows. */
function world(atLeast: Level) {
  const proofs: MethodProof[] = []
  const leg = { language: 'en', atLeast, path: '/login/att_x/test' } as Leg
  const unused = (): never => assert.fail('not used by this method')
  const door: Door = {
    begin: unused,
    resume: unused,
    keep: unused,
    cancelled: unused,
    failed: unused,
    current: async () => leg,
    posted: async (c) => ({ leg, form: await readForm(c) }),
    stamp: () => html`<input type="hidden" name="stamp" value="s">`,
    show: async (c, _leg, page) => c.html(markup(page.body)),
    proved: async (c, _leg, proof) => {
      proofs.push(proof)
      return c.redirect('/done', 303)
    },
  }
  const routes = new Hono<HouseEnv>()
  method.mount(routes, door)
  const page = async (): Promise<string> => (await routes.request('/')).text()
  const post = (form: Record<string, string>): Promise<Response> =>
    Promise.resolve(routes.request('/', { method: 'POST', body: new URLSearchParams(form) }))
  return { page, post, proofs }
}

const expected = (level: Level): MethodProof => ({
  person: `per_${person.number}` as PersonId,
  numberHash: `hash-${person.number}`,
  level,
  amr: ['TestID'],
  at: 5000,
  name: { given: person.given, family: person.family },
})

test('a typed number and a level prove that person at that level', async () => {
  const { post, proofs } = world('substantial')
  const spaced = `${person.number.slice(0, 6)} ${person.number.slice(6)}`
  assert.equal((await post({ number: spaced, level: 'high' })).status, 303)
  assert.equal((await post({ number: person.number, level: 'idporten-loa-substantial' })).status, 303)
  assert.equal((await post({ persona: person.number, number: 'whatever was typed', level: 'low' })).status, 303)
  assert.deepEqual(proofs, [expected('high'), expected('substantial'), expected('low')])
})

test('the lowest level that is enough is marked, and taken when none was sent', async () => {
  for (const [asked, marked] of [
    ['low', 'substantial'],
    ['substantial', 'substantial'],
    ['high', 'high'],
  ] as const) {
    const { page, post, proofs } = world(asked)
    assert.deepEqual(
      [...(await page()).matchAll(/value="(\w+)" checked/g)].map((match) => match[1]),
      [marked],
    )
    await post({ number: person.number })
    assert.equal(proofs[0]?.level, marked)
  }
})

test('a number that will not do is said at the field, and nothing is proved', async () => {
  const table: [string, RegExp][] = [
    ['', /Enter the 11 digits/],
    ['1234', /Enter the 11 digits/],
    ['30820050092', /not a date/],
    [`${person.number.slice(0, 10)}${(Number(person.number[10]) + 1) % 10}`, /do not fit/],
    [neverIssued, /real person/],
    ['15819010029', /Nobody here/],
  ]
  for (const [number, words] of table) {
    const { post, proofs } = world('high')
    const response = await post({ number, level: 'high' })
    assert.equal(response.status, 200)
    const page = await response.text()
    assert.match(page, words)
    assert.match(page, /href="#number"/)
    assert.match(page, /id="number"[^>]*aria-invalid="true"/)
    assert.deepEqual(proofs, [])
  }
})

test('something that is no level is asked for again', async () => {
  const { post, proofs } = world('high')
  const page = await (await post({ number: person.number, level: 'highest' })).text()
  assert.match(page, /Choose a level/)
  assert.deepEqual(proofs, [])
})

test('T2 a hint logs in with no page', async () => {
  assert.deepEqual(await method.headless?.(`testid:${person.number}_idporten-loa-high`), { proof: expected('high') })
  assert.deepEqual(await method.headless?.(`testid:${person.number}_Level3`), { proof: expected('substantial') })
})

test('T2 a hint that will not do is refused without repeating the number; another kind of hint is left alone', async () => {
  const table: [string, RegExp][] = [
    [`testid:${person.number}`, /must be testid/],
    ['testid:123_idporten-loa-high', /must be testid/],
    [`testid:${person.number}_highest`, /no such level/],
    ['testid:15819010029_idporten-loa-high', /nobody has this number/],
    [`testid:${neverIssued}_idporten-loa-high`, /real one/],
    ['testid:30820050092_idporten-loa-high', /not an identity number/],
  ]
  for (const [hint, words] of table) {
    const answer = await method.headless?.(hint)
    assert.ok(answer !== undefined && 'error' in answer)
    assert.match(answer.error, words)
    assert.doesNotMatch(answer.error, /\d{11}/)
  }
  assert.equal(await method.headless?.('someone@example.no'), undefined)
})
