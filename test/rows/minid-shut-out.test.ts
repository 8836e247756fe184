/** Rows M9 and M6: what strangers do in somebody's name shuts nobody out where they have logged in before, and lets nobody guess more. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { guessRules } from '#methods/minid/guesses.ts'
import { mostMarks } from '#methods/minid/marks/store.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formIn, textOf, type Visit } from '../browser.ts'
import { byMinid, codeIn, minidOwner, service } from '../client.ts'
import { countStores } from '../counted.ts'
import { bare, bareHeaders, send } from '../errands.ts'
import { worked } from '../human.ts'
import { syntheticNumber } from '../methods/minid-world.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let person: Person
let other: Person
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
  person = minidOwner(world, 0)
  other = minidOwner(world, 1)
})

const cookie = 'known-8700'
const fresh = 'Tåkelur bak naustet 4'
const passwordOf = ({ minid }: Person): string => minid?.password ?? assert.fail('no password')

/** A browser in which somebody has logged in, and out again. */
async function known(who = person, browser = world.browser({ language: 'en' })): Promise<Browser> {
  await byMinid(world, browser, `${issuer}/my`, who)
  assert.ok(browser.cookies.has(cookie))
  forgetAllElse(browser)
  return browser
}

function forgetAllElse({ cookies }: Browser): void {
  for (const name of cookies.keys()) if (name !== cookie) cookies.delete(name)
}

/** One try in a login of its own; a human check is done where one is asked for. */
async function tried(browser: Browser, number: string, password: string): Promise<Visit> {
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  const form = await browser.click(chooser, '/minid')
  const answer = await browser.submit(form, '/minid', { number, password })
  if (!/not an automatic try/.test(textOf(answer))) return answer
  return browser.submit(answer, '/minid', { number, password, ...(await worked(answer)) })
}
const isIn = (visit: Visit): boolean => visit.url.endsWith('/code')

/** As many wrong passwords as the waits let a stranger type. */
async function shutOut({ number }: Person): Promise<void> {
  for (let i = 0; i < 5; i += 1) await tried(world.browser({ language: 'en' }), number, 'feil')
  assert.match(textOf(await tried(world.browser({ language: 'en' }), number, passwordOf(person))), /Wait 30 seconds/)
}

test('M9 strangers fail with a number all day: where its owner has logged in before they log in, with no wait and no check', async () => {
  const browser = await known()
  await shutOut(person)
  for (let hour = 0; hour < 3; hour += 1) {
    await tried(world.browser({ language: 'en' }), person.number, 'feil')
    const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
    const form = await browser.click(chooser, '/minid')
    assert.ok(isIn(await browser.submit(form, '/minid', { number: person.number, password: passwordOf(person) })))
    world.clock.advance(3600_000)
  }
})

test('M9 nor are the failures of a whole network in the way there', async () => {
  const browser = await known()
  for (let i = 20; i < 71; i += 1) await tried(world.browser({ language: 'en' }), syntheticNumber(i), 'feil')
  const elsewhere = await tried(world.browser({ language: 'en' }), other.number, passwordOf(other))
  assert.match(textOf(elsewhere), /from the network you are using/)
  assert.ok(isIn(await tried(browser, person.number, passwordOf(person))))
  const another = await tried(browser, other.number, passwordOf(other))
  assert.match(textOf(another), /from the network you are using/, 'the browser is known as one person’s')
})

test('M9 wrong ones there are counted there: ten, then one a day, then it is a browser like all others', async () => {
  const browser = await known()
  const { most, backSeconds } = guessRules.marked
  for (let i = 0; i < most; i += 1) assert.match(textOf(await tried(browser, person.number, 'feil')), /do not match/)
  const counts = await world.database.raw<{ what: string }>('select what from guess_count where ends > changed', [])
  assert.deepEqual([counts.length, counts[0]?.what.startsWith('marked:')], [1, true], 'no stranger is slowed by them')
  await shutOut(person)
  assert.match(textOf(await tried(browser, person.number, passwordOf(person))), /Wait/)
  world.clock.advance(backSeconds * 1000)
  await shutOut(person)
  assert.ok(isIn(await tried(browser, person.number, passwordOf(person))))
  assert.match(textOf(await tried(browser, person.number, 'feil')), /do not match/)
  assert.match(textOf(await tried(browser, person.number, passwordOf(person))), /Wait/, 'one came back, and no more')
})

test('M9 many tries at once in a known browser are no more than its own', async () => {
  const browser = await known()
  await shutOut(person)
  const forms = await Promise.all(
    Array.from({ length: 24 }, async () => {
      const at = world.browser({ language: 'en', cookies: new Map([[cookie, browser.cookies.get(cookie) ?? '']]) })
      return { at, form: await at.click(await at.get((await (await service(world, 'tax')).ask()).url), '/minid') }
    }),
  )
  const answers = await Promise.all(
    forms.map(({ at, form }) => at.submit(form, '/minid', { number: person.number, password: 'feil' })),
  )
  assert.equal(answers.filter((one) => /do not match/.test(textOf(one))).length, guessRules.marked.most)
})

test('M9 the second factor makes a browser known, not the password', async () => {
  const browser = world.browser({ language: 'en' })
  assert.ok(isIn(await tried(browser, person.number, passwordOf(person))))
  assert.equal(browser.cookies.has(cookie), false)
})

test('M9 the cookie says nothing and opens nothing; the database has no secret, and does not tell whose browsers are the same', async () => {
  const browser = world.browser({ language: 'en' })
  const form = await tried(browser, person.number, passwordOf(person))
  const { action, fields } = formIn(form, /\/code$/)
  const body = new URLSearchParams({
    ...Object.fromEntries(fields),
    code: codeIn(await world.sms(person.mobile ?? '')),
  })
  const answer = await browser.once('POST', action, body.toString())
  const set = answer.headers.getSetCookie().find((one) => one.startsWith(cookie)) ?? assert.fail('no cookie')
  assert.match(set, /^known-8700=[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/)
  forgetAllElse(browser)
  await known(other, browser)
  const rows = await world.database.raw<{ hash: string; person_id: string }>('select * from minid_mark', [])
  assert.equal(new Set(rows.map(({ hash }) => hash)).size, 2)
  assert.ok(!JSON.stringify(rows).includes(browser.cookies.get(cookie) ?? ''))
  const stolen = world.browser({ language: 'en', cookies: new Map([[cookie, browser.cookies.get(cookie) ?? '']]) })
  assert.doesNotMatch((await stolen.get('/my')).url, /\/my$/)
})

test('M9 a secret that nobody made, one of another length, and two at once are none', async () => {
  const secret = (await known()).cookies.get(cookie) ?? ''
  await shutOut(person)
  for (const value of ['A'.repeat(43), secret.slice(1), `${secret}A`, `${secret}; ${cookie}=${secret}`]) {
    const browser = world.browser({ language: 'en', cookies: new Map([[cookie, value]]) })
    assert.match(textOf(await tried(browser, person.number, passwordOf(person))), /Wait/, value)
  }
})

test('M9 a known browser is known as that person’s alone', async () => {
  const browser = await known(other)
  await shutOut(person)
  assert.match(textOf(await tried(browser, person.number, passwordOf(person))), /Wait/)
})

test('M9 a new password: the browser that chose it is known, all others no more', async () => {
  const [mine, old] = [await known(), await known()]
  world.clock.advance(1000)
  const page = await byMinid(world, mine, `${issuer}/my/minid/password`, person)
  await mine.submit(page, '/my/minid/password', { old: passwordOf(person), password: fresh, again: fresh })
  await shutOut(person)
  assert.match(textOf(await tried(old, person.number, fresh)), /Wait/)
  assert.ok(isIn(await tried(mine, person.number, fresh)))
})

test('M9 after a block no browser is known', async () => {
  const browser = await known()
  const blocker = world.browser({ language: 'en' })
  const proof = await send(blocker, await blocker.get('/minid/block'), '/minid/block', {
    number: person.number,
    proof: 'password',
  })
  const proved = await blocker.submit(proof, '/password', { password: passwordOf(person) })
  await blocker.submit(proved, '/act', { what: 'codes' })
  await shutOut(person)
  assert.match(textOf(await tried(browser, person.number, passwordOf(person))), /Wait/)
})

test('M9 half a year without a login, and a browser is a stranger’s; the ninth makes the oldest one', async () => {
  const first = await known()
  world.clock.advance(1000)
  for (let i = 0; i < mostMarks; i += 1) {
    await known()
    world.clock.advance(15 * 60_000)
  }
  const last = await known()
  await shutOut(person)
  assert.match(textOf(await tried(first, person.number, passwordOf(person))), /Wait/)
  assert.ok(isIn(await tried(last, person.number, passwordOf(person))))
  world.clock.advance(180 * 24 * 3600_000)
  await shutOut(person)
  assert.match(textOf(await tried(last, person.number, passwordOf(person))), /Wait/)
})

const temporaryIn = (text: string): string => /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(text)?.[0] ?? assert.fail('none')
const recover = async (browser: Browser, number: string): Promise<Visit> =>
  send(browser, await browser.get('/minid/recover'), '/minid/recover', { number })

test('M6 strangers use up a person’s recoveries of a day: in a known browser they are their own, and no more than as many', async () => {
  const browser = await known()
  const mails = (): number => world.phone.inbox({ to: (person.email ?? '').toLowerCase() }).length
  const asked = async (one: Browser): Promise<number> => {
    const before = mails()
    await recover(one, person.number)
    await world.parts.outbox.drain()
    return mails() - before
  }
  for (let i = 0; i < 4; i += 1) await asked(world.browser({ language: 'en' }))
  assert.equal(await asked(world.browser({ language: 'en' })), 0)
  assert.deepEqual(
    [await asked(browser), await asked(browser), await asked(browser), await asked(browser)],
    [1, 1, 1, 0],
  )
})

test('M6 who is shut out in a browser that never was theirs makes a new password, and is let in there at once', async () => {
  await known()
  const browser = world.browser({ language: 'en' })
  await shutOut(person)
  const code = await browser.submit(await recover(browser, person.number), '/temporary', {
    temporary: temporaryIn(await world.sms((person.email ?? '').toLowerCase())),
  })
  const choose = await browser.submit(code, '/code', { code: codeIn(await world.sms(person.mobile ?? '')) })
  await browser.submit(choose, '/password', { password: fresh, again: fresh })
  await shutOut(person)
  assert.ok(isIn(await tried(browser, person.number, fresh)))
})

test('M9 with the cookie, too, a number that nobody has takes the same way: pages, headers, stores', async () => {
  await known()
  const browser = await known(other)
  const runs = []
  const look = countStores(world)
  for (const number of [person.number, syntheticNumber(40)]) {
    look()
    const at = world.browser({ language: 'en', cookies: new Map([[cookie, browser.cookies.get(cookie) ?? '']]) })
    const visit = await tried(at, number, 'feil')
    runs.push([bare(visit), bareHeaders(visit), look()])
  }
  assert.deepEqual(runs[0], runs[1])
})
