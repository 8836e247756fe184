/** The odds of docs/security.md: computed from the code's limits, run against its statements, and tried by a generator with a seed. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { settings } from '#config/table.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openHotSql } from '#hot/sql.ts'
import { afterGuess, type GuessRule, nextAt, nothing, timesOf } from '#guessing/rule.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { letterRule, openLetterGuesses } from '#letters/guesses.ts'
import { codeRules } from '#methods/minid/codes.ts'
import { guessRules, type MinidGuesses, openMinidGuesses } from '#methods/minid/guesses.ts'
import { addressRule, lockSeconds } from '#methods/minid/lock.ts'
import { mostDevices } from '#methods/minid/second/store.ts'
import { seeded } from '#sandbox/population/random.ts'
import {
  addressTries,
  aims,
  appGuesses,
  attack,
  codesWithin,
  country,
  countryTable,
  day,
  hour,
  letterGuesses,
  markedGuesses,
  mostApps,
  numberAloneWithin,
  oneIn,
  passwordTimes,
  personTable,
  smsGuesses,
  temporaryWithin,
  withApps,
  year,
} from './odds.ts'

const start = 1_800_000_000_000

interface Stores {
  readonly db: Database
  readonly guesses: MinidGuesses
  readonly person: PersonId
}

async function stores(): Promise<Stores> {
  const db = openSqlite(':memory:')
  await migrate(db, guessing)
  const humanFrom = Number(settings.minidHumanFrom.defaults.production)
  return { db, guesses: openMinidGuesses(db, humanFrom), person: newPersonId() }
}

/** Guesses as soon as one may, for so long: how many were let in. */
async function persistent(
  within: number,
  reserve: (now: number) => Promise<{ ok: boolean; until: number }>,
): Promise<number> {
  let [now, made] = [start, 0]
  while (now < start + within * 1000) {
    const { ok, until } = await reserve(now)
    if (ok) made += 1
    now = Math.max(now, until)
  }
  return made
}

for (const [name, within] of [
  ['an hour', hour],
  ['a day', day],
  ['a year', year],
] as const) {
  test(`passwords: the statement lets in as many tries in ${name} as are computed`, async () => {
    const { guesses } = await stores()
    assert.equal(await persistent(within, (now) => guesses.password.reserve('who', now)), passwordTimes(within).length)
  })

  test(`passwords in ${name}: whoever logs in, each hour at another minute, buys no guesser another try`, async () => {
    const { db, guesses } = await stores()
    let owner = start
    const tried = await persistent(within, async (now) => {
      for (; owner < now; owner += 47 * 60_000) {
        const mine = await guesses.password.reserve('who', owner)
        if (mine.ok) await db.batch([guesses.password.giveBack('who', mine)])
      }
      return guesses.password.reserve('who', now)
    })
    assert.equal(tried, passwordTimes(within).length)
  })

  test(`passwords in a known browser: as many in ${name} as are computed`, async () => {
    const { guesses } = await stores()
    assert.equal(await persistent(within, (now) => guesses.marked.reserve('who', now, 'mark')), markedGuesses(within))
  })

  test(`letters: the statement lets in as many guesses in ${name} as are computed`, async () => {
    const { db } = await stores()
    const letters = openLetterGuesses(db)
    assert.equal(await persistent(within, (now) => letters.reserve('who', now, 'a')), letterGuesses(within))
  })

  test(`SMS: the statements let in no more guesses in ${name} than are computed, and nearly as many`, async () => {
    const { db, guesses: counts, person } = await stores()
    const [{ codes }, clock] = [counts, fixedClock(start)]
    const hot = await openHotSql(db, clock)
    let guesses = 0
    while (clock.now() < start + within * 1000) {
      // As `mayText` does.
      const sent = await hot.count(`codes:${person}`, hour)
      const until = await codes.until(person, clock.now())
      if (sent <= codeRules.perHour && until === 0) {
        for (let i = 0; i < codeRules.guesses; i += 1) await codes.count(person, clock.now())
        guesses += codeRules.guesses
      } else clock.advance(until === 0 ? 60_000 : until - clock.now())
    }
    assert.ok(guesses <= smsGuesses(within), `${guesses}`)
    assert.ok(guesses > smsGuesses(within) - 2 * codeRules.guesses, `${guesses}`)
  })
}

for (const apps of [1, 2, 5])
  test(`${apps} apps: the statement lets in as many guesses in a year as are computed, and a right code gives back its own alone`, async () => {
    const { db, guesses, person } = await stores()
    const reserve = (now: number) => guesses.app.reserve(person, now, undefined, apps)
    assert.equal(await persistent(year, reserve), appGuesses(year, apps))
    const later = start + 9 * year * 1000
    for (let i = 0; i < 30; i += 1) {
      const right = await reserve(later)
      assert.ok(right.ok)
      await db.batch([guesses.app.giveBack(person, right, undefined, apps)])
    }
    let made = 0
    while ((await reserve(later)).ok) made += 1
    assert.equal(made, Math.floor(guessRules.app.most / apps))
  })

test('SMS: codes gathered first and guessed at all at once buy nothing in the long run', async () => {
  const { guesses: counts, person } = await stores()
  const { codes } = counts
  let [now, guesses] = [start, 0]
  while (now < start + year * 1000) {
    const until = await codes.until(person, now)
    if (until === 0) {
      // Ten codes of an hour, each let in before the first is guessed at.
      for (let i = 0; i < codeRules.perHour * codeRules.guesses; i += 1) await codes.count(person, now)
      guesses += codeRules.perHour * codeRules.guesses
    }
    now = Math.max(now + hour * 1000, until)
  }
  assert.ok(guesses <= smsGuesses(year) + codeRules.perHour * codeRules.guesses, `${guesses}`)
})

test('one address: tries in an hour by the rule, step by step', () => {
  let [at, failures] = [0, 0]
  while (at < hour) {
    failures += 1
    at += lockSeconds(addressRule, failures)
  }
  assert.equal(failures, addressTries(hour))
})

test('below every wait and check: two tries a day for one number are let in without a human check, day after day; three are not', async () => {
  const { guesses } = await stores()
  const { unchecked = assert.fail('nobody is asked') } = guesses
  assert.ok(attack.quietTries < guessRules.password.most - guessRules.password.waits.length)
  const days = async (who: string, tries: number): Promise<number> => {
    let [let_in, now] = [0, start]
    for (let i = 0; i < 30; i += 1, now += day * 1000)
      for (let tried = 1; tried <= tries; tried += 1) if ((await unchecked.reserve(who, now)).ok) let_in += 1
    return let_in
  }
  assert.equal(await days('quiet', attack.quietTries), 30 * attack.quietTries)
  assert.equal(await days('less', attack.quietTries + 1), 30 * attack.quietTries + 1)
})

/** Likelier than ours, so that a generator meets what we never do; the waits are ours. */
const likely = { password: 1 / 1500, sms: 1 / 600, letter: 1 / 400, app: 1 / 150, pair: 1 / 20_000, apps: 2 }

/** Guesses as soon as one may: when one was right, seconds; undefined: none was. */
function guessed(
  random: () => number,
  rule: GuessRule,
  chance: number,
  within: number,
  weight = 1,
): number | undefined {
  let [at, count] = [0, nothing]
  while (at < within * 1000) {
    if (random() < chance) return at / 1000
    count = afterGuess(rule, count, at, weight)
    at = nextAt(rule, count, at, weight)
  }
  return undefined
}

/** One attacker, one number, so long: second by second as the waits go. True: in. */
function attacked(random: () => number, within: number): boolean {
  const at = guessed(random, guessRules.password, likely.password, within)
  return at !== undefined && codesGuessed(random, within - at)
}

function codesGuessed(random: () => number, within: number): boolean {
  const { letter, app, pair, apps } = likely
  if (guessed(random, letterRule, letter, within) !== undefined) return true
  if (guessed(random, guessRules.app, apps * app, within, apps) !== undefined) return true
  if (guessed(random, guessRules.pair, apps * pair, within) !== undefined) return true
  let [full, codes] = [0, 0]
  for (let at = 0; at < within;) {
    if (codes > 0 && codes % codeRules.perHour === 0) at += hour
    at = Math.max(at, full - (guessRules.codes.most - 1) * guessRules.codes.backSeconds)
    if (at >= within) break
    codes += 1
    for (let i = 0; i < codeRules.guesses; i += 1) {
      if (random() < likely.sms) return true
      full = Math.max(full, at) + guessRules.codes.backSeconds
    }
  }
  return false
}

test('40,000 attackers with a number alone, and 10,000 with the password: as many get in as is computed', () => {
  const draw = seeded(20_261_122)
  const random = (): number => draw.below(1e9) / 1e9
  const within = 20 * day
  const compare = (tries: number, once: () => boolean, odds: number): void => {
    let entered = 0
    for (let i = 0; i < tries; i += 1) if (once()) entered += 1
    const deviation = Math.sqrt(tries * odds * (1 - odds))
    assert.ok(Math.abs(entered - tries * odds) < 4 * deviation, `${entered} of ${tries}, computed ${tries * odds}`)
    assert.ok(entered > 100, 'enough to tell')
  }
  compare(40_000, () => attacked(random, within), numberAloneWithin(within, likely))
  compare(10_000, () => codesGuessed(random, within), codesWithin(within, likely))
})

test('the aims hold', () => {
  for (const apps of [0, 1, 2, 3, mostDevices]) {
    const chances = withApps(apps)
    assert.ok(numberAloneWithin(year, chances) < aims.numberAlone, `${apps} apps: ${numberAloneWithin(year, chances)}`)
    assert.ok(codesWithin(year, chances) < aims.passwordKnown, `${apps} apps: ${codesWithin(year, chances)}`)
  }
  assert.ok(numberAloneWithin(year, { ...withApps(mostDevices), marked: true }) < aims.numberAlone)
  assert.ok(temporaryWithin(year) < aims.numberAlone)
})

test('what is kept of a year is what the rule says for each time in it', () => {
  for (const within of [0, 1, hour, 5 * hour, day, 30 * day, year - 1, year])
    assert.deepEqual(passwordTimes(within), timesOf(guessRules.password, within))
})

test('docs/security.md shows what is computed', () => {
  const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'security.md'), 'utf8')
  for (const part of [
    personTable(),
    countryTable(),
    oneIn(codesWithin(year, withApps(1))),
    oneIn(codesWithin(year, mostApps)),
    oneIn(aims.numberAlone),
    oneIn(aims.passwordKnown),
    (addressTries(day) * attack.addresses).toLocaleString('en'),
    ...country().map(({ entered }) => Number(entered.toPrecision(2)).toString()),
  ])
    assert.ok(page.includes(part), `docs/security.md lacks:\n${part}`)
})
