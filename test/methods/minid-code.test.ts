/** MinID's one-time code through its page: row M1. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { MinidDeps } from '#methods/minid/deps.ts'
import { languages } from '#i18n/text.ts'
import { textOf } from '../browser.ts'
import { errorsOn, type MinidWorld, minidWorld, password, type Visited } from './minid-world.ts'

const minutes = 60_000

interface AtCode extends Omit<MinidWorld, 'browser'>, Visited {}

async function atCode(options: Partial<MinidDeps> = {}): Promise<AtCode> {
  const w = await minidWorld(options)
  return { ...w, ...(await w.tried(w.number, password)) }
}

const other = (code: string): string => (code === '22222' ? '33333' : '22222')

test('three wrong guesses kill the code, and the page says how many are left', async () => {
  const w = await atCode()
  const code = await w.code()
  let visit = w.visit
  const said: string[] = []
  for (let i = 0; i < 3; i += 1) {
    visit = await w.browser.submit(visit, /\/code$/, { code: other(code) })
    said.push(errorsOn(visit))
  }
  assert.match(said[0] ?? '', /wrong. You can try two more times/)
  assert.match(said[1] ?? '', /wrong. You can try once more/)
  assert.match(said[2] ?? '', /wrong three times/)
  assert.doesNotMatch(visit.body, /id="code"/, 'a dead code cannot be typed')
  assert.deepEqual(
    w.events.slice(2).map((event) => 'why' in event && event.why),
    ['wrong', 'wrong', 'wrong'],
  )
  w.clock.advance(30_000)
  const renewed = await w.browser.submit(visit, /\/code\/new$/)
  assert.match(textOf(renewed), /sent a new code/)
  await w.browser.submit(renewed, /\/code$/, { code: await w.code() })
  assert.equal(w.login.proved.length, 1)
})

test('the right code after three wrong ones proves nothing', async () => {
  const w = await atCode()
  const code = await w.code()
  let visit = w.visit
  for (let i = 0; i < 2; i += 1) visit = await w.browser.submit(visit, /\/code$/, { code: other(code) })
  const lastForm = visit
  await w.browser.submit(lastForm, /\/code$/, { code: other(code) })
  await w.browser.submit(lastForm, /\/code$/, { code })
  assert.equal(w.login.proved.length, 0)
  const now = await w.browser.get(visit.url)
  const stamp = /name="stamp" value="(\d+)"/.exec(now.body)?.[1] ?? ''
  await w.browser.post(visit.url, { stamp, code })
  assert.equal(w.login.proved.length, 0)
  const last = w.events.at(-1)
  assert.equal(last?.type === 'minid.code.refused' && last.why, 'spent')
})

test('a code is good for five minutes less a millisecond, and then no more', async () => {
  for (const [age, proofs] of [
    [5 * minutes - 1, 1],
    [5 * minutes, 0],
  ] as const) {
    const w = await atCode()
    const code = await w.code()
    w.clock.advance(age)
    const visit = await w.browser.submit(w.visit, /\/code$/, { code })
    assert.equal(w.login.proved.length, proofs)
    if (proofs === 0) assert.match(errorsOn(visit), /too old/)
  }
})

const unreadable: readonly [typed: string, says: RegExp][] = [
  ['', /Enter the code/],
  ['7KQ2', /five characters/],
  ['7KQ2O', /never have 0, 1, I, L or O/],
  ['7kq2l', /never have 0, 1, I, L or O/],
  ['7KQ2Å', /only the letters A–Z/],
]
for (const [typed, says] of unreadable)
  test(`"${typed}" cannot be a code: said so, and no guess is spent`, async () => {
    const w = await atCode()
    let visit = w.visit
    for (let i = 0; i < 5; i += 1) visit = await w.browser.submit(visit, /\/code$/, { code: typed })
    assert.match(errorsOn(visit), says)
    assert.match(visit.body, /aria-invalid="true"/)
    await w.browser.submit(visit, /\/code$/, { code: await w.code() })
    assert.equal(w.login.proved.length, 1)
  })

test('twenty guesses at once on one form: one is looked at', async () => {
  const w = await atCode()
  const code = await w.code()
  await Promise.all(Array.from({ length: 20 }, () => w.browser.submit(w.visit, /\/code$/, { code: other(code) })))
  assert.equal(w.events.filter((event) => event.type === 'minid.code.refused').length, 1)
})

test('a right guess that comes second beside a wrong one proves nothing and tells nothing', async () => {
  const w = await atCode()
  const code = await w.code()
  const [wrong, right] = await Promise.all([
    w.browser.submit(w.visit, /\/code$/, { code: other(code) }),
    w.browser.submit(w.visit, /\/code$/, { code }),
  ])
  assert.equal(w.login.proved.length, 0)
  assert.equal(right?.body, wrong?.body)
})

test('a code opens its own attempt only', async () => {
  const w = await atCode()
  const first = await w.code()
  const second = await w.tried(w.number, password)
  assert.notEqual(await w.code(), first)
  await second.browser.submit(second.visit, /\/code$/, { code: first })
  assert.equal(w.login.proved.length, 0)
  await w.browser.submit(w.visit, /\/code$/, { code: first })
  assert.equal(w.login.proved.length, 1)
})

test('a new code: not within 30 seconds, three times; the one before is dead', async () => {
  const w = await atCode()
  const first = await w.code()
  const early = await w.browser.submit(w.visit, /\/code\/new$/)
  assert.match(errorsOn(early), /new code in 30 seconds/)
  assert.equal((await w.sms()).length, 1)
  let visit = early
  for (let i = 0; i < 3; i += 1) {
    w.clock.advance(30_000)
    visit = await w.browser.submit(visit, /\/code\/new$/)
    assert.match(textOf(visit), /sent a new code/)
  }
  assert.equal((await w.sms()).length, 4)
  assert.match(textOf(visit), /cannot get more codes in this login/)
  assert.doesNotMatch(visit.body, /code\/new/)
  visit = await w.browser.submit(visit, /\/code$/, { code: first })
  assert.match(errorsOn(visit), /wrong/)
  await w.browser.submit(visit, /\/code$/, { code: await w.code() })
  assert.equal(w.login.proved.length, 1)
})

test('after ten codes in an hour no more are sent, in any number of attempts; the hour over, they are', async () => {
  const w = await minidWorld()
  for (let i = 0; i < 10; i += 1) await w.tried(w.number, password)
  const { visit } = await w.tried(w.number, password)
  assert.match(errorsOn(visit), /cannot send more codes now/)
  assert.equal((await w.sms()).length, 10)
  w.clock.advance(60 * minutes)
  await w.tried(w.number, password)
  assert.equal((await w.sms()).length, 11)
})

test('after thirty wrong codes in all no more are sent, also where right ones came between; eight hours later one guess is back', async () => {
  const w = await minidWorld({ codesPerHour: 1000 })
  for (let i = 0; i < 10; i += 1) {
    const one = await w.tried(w.number, password)
    const wrong = other(await w.code())
    for (let guess = 0, { visit } = one; guess < 3; guess += 1)
      visit = await one.browser.submit(visit, /\/code$/, { code: wrong })
    if (i === 9) break
    const owner = await w.tried(w.number, password)
    await owner.browser.submit(owner.visit, /\/code$/, { code: await w.code() })
  }
  assert.equal(w.login.proved.length, 9)
  const sent = (await w.sms()).length
  const { visit } = await w.tried(w.number, password)
  assert.match(errorsOn(visit), /somebody may know your password/)
  assert.equal((await w.sms()).length, sent)
  w.clock.advance(8 * 60 * minutes)
  await w.tried(w.number, password)
  assert.equal((await w.sms()).length, sent + 1)
})

for (const language of languages)
  test(`SMS and pages speak ${language}`, async () => {
    const w = await minidWorld({}, language)
    const { visit } = await w.tried(w.number, password)
    const [sms] = await w.sms()
    assert.match(
      sms?.text ?? '',
      { nb: /er koden din/, nn: /Gi han aldri/, se: /lea du koda/, en: /is your code/ }[language],
    )
    assert.match(textOf(visit), { nb: /slutter på 47/, nn: /sluttar på 47/, se: /47/, en: /ending in 47/ }[language])
    // GSM 03.38 has the Norwegian letters; Northern Sámi's own need UCS-2, 70 characters a part.
    assert.ok((sms?.text.length ?? 999) <= (language === 'se' ? 134 : 160))
  })
