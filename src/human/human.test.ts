import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotSql } from '#hot/sql.ts'
import { type HumanCheck, openHumanCheck, type Outcome, type Refused } from '#human/human.ts'
import type { PressureRules } from '#human/pressure.ts'
import type { Request } from '#http/routes.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { markup } from '#ui/html.ts'
import { answered, checkOn, worked } from '../../test/human.ts'

interface Setting {
  readonly check: HumanCheck
  readonly clock: SettableClock
  readonly hot: Hot
  at: string
  /** A page with the check. */
  page(purpose?: string): Promise<{ readonly body: string; readonly url: string; status: number; headers: Headers }>
  send(fields: Record<string, string>, purpose?: string): Promise<Outcome>
}

const rules: PressureRules = { window: 600, byRange: 8, byPurpose: 40, answers: 5 }
const request = {} as Request

async function setting(pressure: PressureRules = rules, lost?: () => number | undefined): Promise<Setting> {
  const db = openSqlite(':memory:')
  await migrate(db, [])
  const clock = fixedClock(1_800_000_000_000)
  const store = await openHotSql(db, clock)
  // As a process does at its start.
  await store.floor()
  const hot: Hot = lost === undefined ? store : { ...store, floor: () => Promise.resolve(lost()) }
  const check = openHumanCheck({ hot, clock, vault: vaultInMemory(), addressOf: () => one.at, pressure })
  const one: Setting = {
    check,
    clock,
    hot,
    at: '192.0.2.17',
    page: async (purpose = 'order') => ({
      body: markup(await check.field(request, purpose, 'nb')),
      url: 'https://gateway.test/',
      status: 200,
      headers: new Headers(),
    }),
    send: (fields, purpose = 'order') => check.passed(request, new Map(Object.entries(fields)), purpose),
  }
  return one
}

type Page = Awaited<ReturnType<Setting['page']>>
const byWork = async (page: Page): Promise<Record<string, string>> => ({
  human: checkOn(page).token,
  ...(await worked(page)),
})
const byAnswers = (page: Page): Record<string, string> => ({ human: checkOn(page).token, ...answered(page) })

for (const [how, done] of [
  ['work', byWork],
  ['answers', byAnswers],
] as const) {
  test(`M9 ${how} pass, once`, async () => {
    const s = await setting()
    const fields = await done(await s.page())
    assert.equal(await s.send(fields), 'passed')
    assert.equal(await s.send(fields), 'failed')
  })

  test(`M9 ${how}: of ten at the same time one passes`, async () => {
    const s = await setting({ ...rules, answers: 100 })
    const fields = await done(await s.page())
    const all = await Promise.all(Array.from({ length: 10 }, () => s.send(fields)))
    assert.equal(all.filter((one) => one === 'passed').length, 1)
  })

  test(`M9 ${how} for another purpose fail, and stay good for their own`, async () => {
    const s = await setting()
    const fields = await done(await s.page('order'))
    assert.equal(await s.send(fields, 'recover'), 'failed')
    assert.equal(await s.send(fields, 'order'), 'passed')
  })

  test(`M9 ${how} count for ten minutes`, async () => {
    const s = await setting()
    const [early, late] = [await done(await s.page()), await done(await s.page())]
    s.clock.advance(600_000 - 1)
    assert.equal(await s.send(early), 'passed')
    s.clock.advance(1)
    assert.equal(await s.send(late), 'failed')
  })

  test(`M9 two tabs: ${how} of each pass in either order`, async () => {
    const s = await setting()
    const [first, second] = [await done(await s.page()), await done(await s.page())]
    assert.equal(await s.send(second), 'passed')
    assert.equal(await s.send(first), 'passed')
  })

  test(`M9 ${how} done before the store was lost count no more: they may have been used`, async () => {
    const lost: { at?: number } = {}
    const s = await setting(rules, () => lost.at)
    const before = await done(await s.page())
    s.clock.advance(1000)
    lost.at = s.clock.now()
    assert.equal(await s.send(before), 'failed')
    assert.equal(await s.send(await done(await s.page())), 'passed')
  })

  test(`M9 ${how} under another key fail`, async () => {
    const [s, other] = [await setting(), await setting()]
    assert.equal(await other.send(await done(await s.page())), 'failed')
  })
}

test('M9 nothing done is absent, and uses nothing up', async () => {
  const s = await setting()
  assert.equal(await s.send({}), 'absent')
  const fields = await byWork(await s.page())
  assert.equal(await s.send({ human: fields['human'] ?? '' }), 'absent')
  assert.equal(await s.send(fields), 'passed')
})

test('M9 a wrong answer, one of two, or work that does not hold: failed, and no second guess', async () => {
  const s = await setting()
  const page = await s.page()
  const right = byAnswers(page)
  assert.equal(await s.send({ ...right, 'human-2': 'noe annet' }), 'failed')
  assert.equal(await s.send(right), 'failed')
  const next = byAnswers(await s.page())
  delete next['human-2']
  assert.equal(await s.send(next), 'failed')
})

const notWork: readonly [what: string, work: string][] = [
  ['not numbers', 'a.b.c.d'],
  ['too few parts', '1.2.3'],
  ['too many parts', '1.2.3.4.5'],
  ['a number without end', `${'9'.repeat(400)}.1.1.1`],
  ['counts that are too far on', '99999999.1.1.1'],
]
for (const [what, work] of notWork)
  test(`M9 work: ${what}: failed`, async () => {
    const s = await setting()
    assert.equal(await s.send({ human: checkOn(await s.page()).token, 'human-work': work }), 'failed')
  })

test('M9 work for one check is none for another', async () => {
  const s = await setting()
  const [one, other] = [await byWork(await s.page()), await byWork(await s.page())]
  // By chance it would be one time in a million.
  assert.equal(await s.send({ human: other['human'] ?? '', 'human-work': one['human-work'] ?? '' }), 'failed')
})

/** What the seal keeps: [what, its change]. */
const forged: readonly [what: string, change: (parts: string[]) => string[]][] = [
  ['less work', ([id = '', time = '', , questions = '', mac = '']) => [id, time, '0', questions, mac]],
  ['no questions', ([id = '', time = '', bits = '', , mac = '']) => [id, time, bits, '0', mac]],
  ['a later time', ([id = '', , bits = '', questions = '', mac = '']) => [id, 'zzzzzzzz', bits, questions, mac]],
  ['another id', ([, time = '', bits = '', questions = '', mac = '']) => ['A'.repeat(22), time, bits, questions, mac]],
  ['no seal', ([id = '', time = '', bits = '', questions = '']) => [id, time, bits, questions]],
  ['another text', () => ['x']],
]
for (const [what, change] of forged)
  test(`M9 a check with ${what} is not ours`, async () => {
    const s = await setting()
    const fields = await byWork(await s.page())
    const human = change((fields['human'] ?? '').split('.')).join('.')
    assert.equal(await s.send({ ...fields, human }), 'failed')
    assert.equal(await s.send(fields), 'passed')
  })

test('M9 a clock ahead of ours is forgiven ten seconds, no more', async () => {
  const s = await setting()
  s.clock.advance(10_000)
  const near = await byWork(await s.page())
  s.clock.advance(1)
  const far = await byWork(await s.page())
  s.clock.advance(-10_001)
  assert.equal(await s.send(near), 'passed')
  assert.equal(await s.send(far), 'failed')
})

async function press(s: Setting, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await s.send(await byWork(await s.page()))
}
/** What fails presses on its own range as well. */
async function fail(s: Setting, times: number): Promise<void> {
  for (let i = 0; i < times; i++)
    assert.equal(await s.send({ human: checkOn(await s.page()).token, 'human-work': 'x' }), 'failed')
}
const bits = async (s: Setting, purpose?: string): Promise<number> => checkOn(await s.page(purpose)).bits
const questions = async (s: Setting): Promise<number> => Object.keys(answered(await s.page())).length

test('M9 who comes often pays more: each doubling from one range is a step, up to a bound, and is forgotten', async () => {
  const s = await setting({ ...rules, byRange: 2, byPurpose: 1000 })
  const seen: [number, number][] = []
  for (let i = 0; i < 6; i++) {
    seen.push([await bits(s), await questions(s)])
    await fail(s, 2 ** i)
  }
  assert.deepEqual(seen, [
    [5, 2],
    [5, 2],
    [6, 3],
    [7, 4],
    [8, 5],
    [9, 5],
  ])
  await fail(s, 32)
  assert.equal(await bits(s), 9)
  s.at = '192.0.2.200'
  assert.equal(await bits(s), 9, 'a neighbour of the same range')
  s.at = '198.51.100.1'
  assert.equal(await bits(s), 5, 'another range pays nothing for it')
  s.at = '192.0.2.17'
  s.clock.advance(601_000)
  assert.equal(await bits(s), 5)
})

test('M9 where a whole purpose is pressed from many ranges all pay more, but not for what failed', async () => {
  const s = await setting({ ...rules, byPurpose: 4 })
  for (let i = 0; i < 4; i++) {
    s.at = `2001:db8:${i}::1`
    await s.send({ human: checkOn(await s.page()).token, 'human-work': '1.2.3.4' })
  }
  s.at = '198.51.100.1'
  assert.equal(await bits(s), 5)
  for (let i = 0; i < 4; i++) {
    s.at = `2001:db8:${i}::1`
    await press(s, 1)
  }
  s.at = '198.51.100.1'
  assert.equal(await bits(s), 6)
  assert.equal(await bits(s, 'recover'), 5, 'another purpose')
})

test('M9 too easy by now: checks that were gathered while they were cheap are worth nothing', async () => {
  const s = await setting({ ...rules, byRange: 2 })
  const gathered = [await byWork(await s.page()), await byWork(await s.page())] as const
  await press(s, 2)
  assert.equal(await s.send(gathered[0]), 'passed', 'one step up while somebody types is forgiven')
  await press(s, 1)
  assert.equal(await s.send(gathered[1]), 'failed')
})

test('M9 too easy by now: at once as one after the other', async () => {
  const s = await setting({ ...rules, byRange: 2 })
  const gathered = await Promise.all(Array.from({ length: 12 }, async () => byWork(await s.page())))
  const all = await Promise.all(gathered.map((fields) => s.send(fields)))
  assert.equal(all.filter((one) => one === 'passed').length, 4, 'two that cost nothing, two more that are forgiven')
})

test('M9 one range gets so many answers in ten minutes; work still counts', async () => {
  const s = await setting({ ...rules, byRange: 1000 })
  for (let i = 0; i < 4; i++) assert.equal(await s.send(byAnswers(await s.page())), 'passed')
  const kept = byAnswers(await s.page())
  assert.equal(await s.send(byAnswers(await s.page())), 'passed')
  assert.equal(await s.send(kept), 'failed')
  const page = await s.page()
  assert.deepEqual(answered(page), {})
  assert.match(page.body, /Vent ti minutter/)
  assert.equal(await s.send(await byWork(page)), 'passed')
  s.clock.advance(601_000)
  assert.equal(await s.send(byAnswers(await s.page())), 'passed')
})

test('M9 what went wrong stands in the check itself, in the language of the page', async () => {
  const s = await setting()
  const said = async (why: Refused): Promise<string> => markup(await s.check.field(request, 'order', 'en', why))
  assert.match(await said('failed'), /did not go through/)
  assert.match(await said('absent'), /not an automatic try/)
  assert.doesNotMatch(markup(await s.check.field(request, 'order', 'en')), /ds-validation-message/)
})

test('M9 no address stands in the store', async () => {
  const keys: string[] = []
  const s = await setting()
  const spied = openHumanCheck({
    clock: s.clock,
    vault: vaultInMemory(),
    addressOf: () => '192.0.2.17',
    pressure: { ...rules, byRange: 1, answers: 1 },
    hot: {
      ...s.hot,
      count: (key, seconds) => (keys.push(key), s.hot.count(key, seconds)),
      put: (key, value, seconds) => (keys.push(key + JSON.stringify(value)), s.hot.put(key, value, seconds)),
      once: (key, seconds) => (keys.push(key), s.hot.once(key, seconds)),
    },
  })
  const body = markup(await spied.field(request, 'order', 'nb'))
  const page = { body, url: '', status: 200, headers: new Headers() }
  assert.equal(await spied.passed(request, new Map(Object.entries(byAnswers(page))), 'order'), 'passed')
  assert.equal(keys.length, 6)
  for (const key of keys) assert.doesNotMatch(key, /192|0\.2\.17/)
})
