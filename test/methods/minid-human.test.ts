/** Row M9 at MinID's log-in: from the n-th failure with a number, or of a network, and equal for numbers that nobody has. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Visit } from '../browser.ts'
import { answered, asksForHuman, checkOn, worked } from '../human.ts'
import { bare, errorsOn, type MinidWorld, minidWorld, password, syntheticNumber, type Visited } from './minid-world.ts'

async function failed(w: MinidWorld, number: string, times: number): Promise<Visited> {
  let last = await w.tried(number, 'wrong')
  for (let i = 1; i < times; i++) last = await w.tried(number, 'wrong')
  return last
}
const send = (
  { browser, visit }: Visited,
  number: string,
  typed: string,
  more: Record<string, string> = {},
): Promise<Visit> => browser.submit(visit, /minid$/, { number, password: typed, ...more })
const isCode = (visit: Visit): boolean => visit.url.endsWith('/code')

test('M9 before the third failure nobody is asked; after it the form has a check, and nothing is tried without', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const second = await failed(w, w.number, 2)
  assert.equal(asksForHuman(second.visit), false)
  const third = await w.tried(w.number, 'wrong')
  assert.match(errorsOn(third.visit), /do not match/)
  assert.equal(asksForHuman(third.visit), true)
  w.operations()
  const without = await send(third, w.number, password)
  assert.match(errorsOn(without), /not an automatic try/)
  assert.equal(w.operations()['passwords.verify'], undefined)
  assert.deepEqual(w.events.at(-1), {
    type: 'minid.password.refused',
    why: 'human',
    person: w.person.id,
    attempt: w.events.at(-1)?.attempt,
  })
  assert.ok(isCode(await send({ ...third, visit: without }, w.number, password, await worked(without))))
})

test('M9 questions do as well as work', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const third = await failed(w, w.number, 3)
  assert.equal(Object.keys(answered(third.visit)).length, 2)
  assert.ok(isCode(await send(third, w.number, password, answered(third.visit))))
})

test('M9 a wrong answer: nothing is tried, said at the check, and the next page asks anew', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const third = await failed(w, w.number, 3)
  w.operations()
  const wrong = await send(third, w.number, password, { ...answered(third.visit), 'human-1': 'banan' })
  assert.match(errorsOn(wrong), /did not go through/)
  assert.match(wrong.body, /href="#human-check"/)
  assert.equal(w.operations()['passwords.verify'], undefined)
  assert.notEqual(checkOn(wrong).token, checkOn(third.visit).token)
  assert.ok(isCode(await send({ ...third, visit: wrong }, w.number, password, answered(wrong))))
})

test('M9 a new login knows nothing of the check: it is asked for after the first try, whoever has the number', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  await failed(w, w.number, 3)
  const fresh = await w.tried(w.number, password)
  assert.match(errorsOn(fresh.visit), /not an automatic try/)
  assert.ok(isCode(await send(fresh, w.number, password, await worked(fresh.visit))))
})

test('M9 one check is one try', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const third = await failed(w, w.number, 3)
  const human = { human: checkOn(third.visit).token, ...(await worked(third.visit)) }
  const fourth = await send(third, w.number, 'wrong', human)
  assert.match(errorsOn(fourth), /do not match/)
  const again = await send({ ...third, visit: fourth }, w.number, password, human)
  assert.match(errorsOn(again), /did not go through/)
})

test('M9 a check that was made for another form is none here', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const other = await minidWorld({ humanFrom: 3 })
  const [here, there] = [await failed(w, w.number, 3), await failed(other, other.number, 3)]
  const human = { human: checkOn(there.visit).token, ...(await worked(there.visit)) }
  assert.match(errorsOn(await send(here, w.number, password, human)), /did not go through/)
})

test('M9 the wait after five failures stays, with a check or without', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  let at = await failed(w, w.number, 3)
  for (let i = 0; i < 2; i++) at = { ...at, visit: await send(at, w.number, 'wrong', await worked(at.visit)) }
  assert.match(errorsOn(at.visit), /Wait 30 seconds/)
  assert.match(errorsOn(await send(at, w.number, password, await worked(at.visit))), /Wait 30 seconds/)
  assert.match(errorsOn((await w.tried(w.number, password)).visit), /Wait 30 seconds/)
  w.clock.advance(30_000)
  assert.match(errorsOn((await w.tried(w.number, password)).visit), /not an automatic try/)
})

test('M9 half a day brings one try without a check back; the right password is none', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const third = await failed(w, w.number, 3)
  await send(third, w.number, password, await worked(third.visit))
  assert.match(errorsOn((await w.tried(w.number, password)).visit), /not an automatic try/)
  w.clock.advance(12 * 3600_000)
  for (let i = 0; i < 3; i += 1) assert.ok(isCode((await w.tried(w.number, password)).visit))
  assert.match(errorsOn((await w.tried(w.number, 'wrong')).visit), /do not match/)
  assert.match(errorsOn((await w.tried(w.number, password)).visit), /not an automatic try/)
})

/** What differs between two checks without meaning anything. */
const alike = (visit: Visit): string =>
  bare(visit)
    .replaceAll(checkOn(visit).token, '')
    .replaceAll(/(<label[^>]* for="human-\d">)[^<]*/g, '$1')

test('M9 a number that nobody has: the same pages, hashes, counters and waiting, asked and refused alike', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  const runs = []
  for (const number of [w.number, w.unknown]) {
    const seen: unknown[] = []
    let at = await failed(w, number, 3)
    for (const done of ['nothing', 'wrong', 'right']) {
      w.operations()
      w.waits.length = 0
      const before = w.login.writes()
      const more = done === 'right' ? await worked(at.visit) : done === 'wrong' ? { 'human-1': 'banan' } : {}
      at = { ...at, visit: await send(at, number, 'wrong', more) }
      seen.push([alike(at.visit), w.operations(), [...w.waits], w.login.writes() - before])
    }
    runs.push(seen)
  }
  assert.deepEqual(runs[0], runs[1])
  assert.match(JSON.stringify(runs[0]), /automatic try.*did not go through.*do not match/)
})

test('M9 ten failures with ten numbers from one network: its next try needs a check, for any number', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  for (let i = 2; i < 11; i++) assert.equal(asksForHuman((await failed(w, syntheticNumber(i), 1)).visit), false)
  const tenth = await failed(w, syntheticNumber(11), 1)
  assert.equal(asksForHuman(tenth.visit), true)
  const fresh = await w.tried(w.number, password)
  assert.match(errorsOn(fresh.visit), /not an automatic try/)
  assert.ok(isCode(await send(fresh, w.number, password, await worked(fresh.visit))))
  w.clock.advance(3601_000)
  assert.ok(isCode((await w.tried(w.number, password)).visit))
})

test('M9 many tries at once with no check are no more than the setting says', async () => {
  const w = await minidWorld({ humanFrom: 3 })
  w.operations()
  await Promise.all(Array.from({ length: 12 }, () => w.tried(w.number, 'wrong')))
  assert.equal(w.operations()['passwords.verify'], 3)
})

test('M9 0: every log-in has a check', async () => {
  const w = await minidWorld({ humanFrom: 0 })
  const browser = w.browser()
  const visit = await browser.get(w.login.begin())
  assert.equal(asksForHuman(visit), true)
  assert.match(errorsOn(await send({ browser, visit }, w.number, password)), /not an automatic try/)
  const again = await browser.get(visit.url)
  assert.ok(isCode(await send({ browser, visit: again }, w.number, password, await worked(again))))
})

test('M9 the second click on the form ends where the first one does', async () => {
  const clicks: { before?: number } = {}
  const w: MinidWorld = await minidWorld({
    humanFrom: 3,
    // As on the grid: an answer comes no sooner than the first click's try is over.
    pace: { least: 300, grid: 100, wait: () => until(() => w.login.writes() !== clicks.before) },
  })
  const third = await failed(w, w.number, 3)
  const fields = await worked(third.visit)
  clicks.before = w.login.writes()
  const both = await Promise.all([send(third, w.number, password, fields), send(third, w.number, password, fields)])
  assert.deepEqual(both.map(isCode), [true, true])
  assert.equal((await w.sms()).length, 1)
})

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((next) => setImmediate(next))
}
