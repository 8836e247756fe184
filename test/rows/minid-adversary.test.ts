/** MinID against whoever has stolen a letter, a phone or an old session: what an owner has stopped stays stopped, whoever stopped it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Step } from '#db/db.ts'
import type { LetterId } from '#letters/books.ts'
import type { Person } from '#sandbox/population/person.ts'
import { guessRules } from '#methods/minid/guesses.ts'
import { minidStore } from '#methods/minid/store.ts'
import { formsIn, landed, textOf } from '../browser.ts'
import { byMinid, byTestEid, minidOwner, service } from '../client.ts'
import {
  codeSentTo,
  confirmBoth,
  contact,
  happened,
  letterOf,
  numberOf,
  orderLetter,
  send,
  toContact,
} from '../errands.ts'
import { atDesk, look } from '../helpdesk.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let person: Person
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
  person = world.people.withMinid(1)[0] ?? assert.fail('nobody with MinID')
})

const day = 24 * 3600_000
const thiefs = { ...contact, email: 'tyv@epost.example', mobile: '49 65 43 21' }
const thiefsPassword = 'sju blå kaffekopper'

async function accountOf() {
  const known = await world.parts.persons.find(numberOf(person.number))
  return minidStore(world.database, world.parts.vault).account(known?.id)
}

/** With a stolen letter: all of it anew, which waits. */
async function stolenLetter(): Promise<void> {
  // In the twin an account is made when it is first asked for.
  await byMinid(world, world.browser(), `${issuer}/my`, person)
  await orderLetter(world.browser(), person.number)
  const thief = world.browser()
  const open = await toContact(thief, await letterOf(world, person), person.number)
  const reached = await thief.submit(open, /\/anew$/)
  const chosen = await confirmBoth(world, thief, reached, thiefs, '+4749654321')
  const done = await thief.submit(chosen, /\/password$/, { password: thiefsPassword, again: thiefsPassword })
  assert.match(textOf(done), /Registreringen gjelder fra/)
}

const isWaited = async (): Promise<void> => {
  world.clock.advance(4 * day)
  await world.tidy()
}

async function stillTheOwners(): Promise<void> {
  const account = await accountOf()
  assert.deepEqual([account?.mobile(), account?.email()], [person.mobile, person.email])
}

test('M7 M10 the help desk blocks a stolen letter: what waited because of it never comes, and its owner is told', async () => {
  await stolenLetter()
  const desk = await atDesk(world)
  const question = await desk.browser.click(await look(desk, person.number), '/block')
  await desk.browser.submit(question, '/block')
  await world.parts.outbox.drain()
  const told = world.phone.inbox({ to: person.mobile }).map(({ text }) => text)
  assert.ok(told.some((text) => /Endringen som ventet i MinID-en din, er stoppet/.test(text)))
  await isWaited()
  await stillTheOwners()
})

test('M7 M8 a stolen letter asked for a new number: blocked by the help desk, it never comes', async () => {
  const browser = world.browser()
  await byMinid(world, browser, `${issuer}/my`, person)
  await orderLetter(world.browser(), person.number)
  const letter = await letterOf(world, person)
  const form = await browser.get(`${issuer}/my/minid/mobile`)
  const first = await browser.submit(form, '/my/minid/mobile', { mobile: '49 65 43 21', by: 'letter' })
  const change = /\/change\/chg_[\w-]{22}$/
  const second = await browser.submit(first, change, { code: await codeSentTo(world, '+4749654321') })
  const number = Number(/kode (\d+) fra brevet/.exec(textOf(second))?.[1])
  const done = await browser.submit(second, change, { code: letter.codes[number - 1] ?? '' })
  assert.match(textOf(done), /Vi har tatt imot endringen/)
  const desk = await atDesk(world)
  await desk.browser.submit(await desk.browser.click(await look(desk, person.number), '/block'), '/block')
  await isWaited()
  await stillTheOwners()
})

test('M5 M7 closed and registered again: nothing that waited before the close happens to what is new', async () => {
  await stolenLetter()
  const owner = world.browser()
  const page = await byMinid(world, owner, '/my/minid/close', person)
  await owner.submit(page, '/my/minid/close')
  await orderLetter(world.browser(), person.number)
  const again = world.browser()
  const reached = await toContact(again, await letterOf(world, person), person.number)
  const chosen = await confirmBoth(world, again, reached)
  const password = 'tolv grønne fjelltak'
  assert.match(textOf(await again.submit(chosen, /\/password$/, { password, again: password })), /Du er registrert/)
  await isWaited()
  assert.equal((await accountOf())?.email(), contact.email)
})

test('M5 M8 registered anew after the wait: a phone that was lost before takes nothing back', async () => {
  const browser = world.browser()
  await byMinid(world, browser, `${issuer}/my`, person)
  const form = await browser.get(`${issuer}/my/minid/mobile`)
  const change = /\/change\/chg_[\w-]{22}$/
  const old = await browser.submit(form, '/my/minid/mobile', { mobile: '40 00 00 12', by: 'old' })
  const next = await browser.submit(old, change, { code: await codeSentTo(world, person.mobile ?? '') })
  await browser.submit(next, change, { code: await codeSentTo(world, '+4740000012') })
  const link =
    /http\S+\/minid\/cancel\?c=[\w-]+/.exec(await world.sms(person.mobile ?? ''))?.[0] ?? assert.fail('no link')
  const owner = world.browser()
  await owner.submit(
    await byMinid(world, owner, '/my/minid/close', { ...person, mobile: '+4740000012' }),
    '/my/minid/close',
  )
  await orderLetter(world.browser(), person.number)
  const again = world.browser()
  const chosen = await confirmBoth(world, again, await toContact(again, await letterOf(world, person), person.number))
  await again.submit(chosen, /\/password$/, { password: thiefsPassword, again: thiefsPassword })
  const thief = world.browser()
  const page = await thief.get(link)
  assert.doesNotMatch(page.body, /<form[^>]*action="\/minid\/cancel"/, 'there is nothing left to take back')
  await thief.post('/minid/cancel', { c: new URL(link).searchParams.get('c') ?? '' })
  assert.equal((await accountOf())?.mobile(), '+4749123456')
})

test('M6 M8 a password that is being changed on My page never takes the place of one that is newer', async () => {
  const thief = world.browser()
  await byMinid(world, thief, `${issuer}/my`, person)
  const form = await thief.get(`${issuer}/my/minid/password`)
  const { batch } = world.database
  Object.assign(world.database, {
    batch: async (steps: readonly Step[]) => {
      // The owner's recovery ends while the thief's old password is being compared.
      if (steps.some(({ query }) => query.sql.includes('set password_hash')))
        await world.database.raw("update minid_account set password_hash = 'owner', password_since = $1", [
          world.clock.now() + 1,
        ])
      return batch.call(world.database, steps)
    },
  })
  const sent = { old: person.minid?.password ?? '', password: thiefsPassword, again: thiefsPassword }
  const answer = await thief.submit(form, '/my/minid/password', sent)
  assert.doesNotMatch(answer.url, /\/minid\/changed$/)
  assert.equal((await accountOf())?.passwordHash, 'owner')
})

test('S2 I1 a shared computer: whoever has logged in since finds their own page, never the one before them', async () => {
  const [first, second] = [world.people.at(0), world.people.at(1)]
  const browser = world.browser()
  await byTestEid(browser, await browser.get(`${issuer}/my`), first.number, 'high')
  // The page is looked at, the single sign-on session runs out, and nobody logs out.
  for (let i = 0; i < 2; i++) {
    world.clock.advance(16 * 60_000)
    assert.equal((await browser.get(`${issuer}/my`)).url, `${issuer}/my`)
  }
  const { url } = await (await service(world, 'tax')).ask()
  landed(await byTestEid(browser, await browser.get(url), second.number, 'high'))
  const page = await browser.get(`${issuer}/my`)
  assert.equal(page.url, `${issuer}/my`)
  assert.match(textOf(page), /Skatteetaten|tax/i, 'what the second logged in to')
  const sent = await browser.submit(page, '/my/everywhere')
  assert.equal(sent.status, 200)
  const again = await (await service(world, 'tax')).ask({ prompt: 'none' })
  assert.equal(
    landed(await browser.get(again.url)).searchParams.get('error'),
    'login_required',
    'their own sessions ended',
  )
})

test('S2 M5 M7 that MinID was closed, and registered with a letter, stands on its owner’s page: whoever did it', async () => {
  const thief = world.browser()
  await thief.submit(await byMinid(world, thief, '/my/minid/close', person), '/my/minid/close')
  await orderLetter(world.browser(), person.number)
  const chosen = await confirmBoth(
    world,
    thief,
    await toContact(thief, await letterOf(world, person), person.number),
    thiefs,
    '+4749654321',
  )
  await thief.submit(chosen, /\/password$/, { password: thiefsPassword, again: thiefsPassword })
  await world.audit.flush()
  const owner = world.browser()
  await byTestEid(owner, await owner.get(`${issuer}/my`), person.number, 'high')
  const page = textOf(await owner.get(`${issuer}/my/activity`))
  assert.match(page, /MinID ble registrert med en kode fra et brev/)
  assert.match(page, /MinID ble stengt/)
})

test('M5 M8 whose number or address is whose is told to nobody who has not read there: not on My page either', async () => {
  const other = minidOwner(world, 1)
  await byMinid(world, world.browser(), `${issuer}/my`, other)
  const browser = world.browser()
  await byTestEid(browser, await browser.get(`${issuer}/my`), person.number, 'high')
  await byMinid(world, world.browser(), `${issuer}/my`, person)
  for (const [what, theirs, nobodys] of [
    ['mobile', other.mobile ?? '', '+4740000012'],
    ['email', other.email ?? '', 'ingen.har@epost.example'],
  ] as const) {
    const pages = []
    for (const to of [theirs, nobodys]) {
      const form = await browser.get(`${issuer}/my/minid/${what}`)
      const visit = await browser.submit(form, `/my/minid/${what}`, { [what]: to })
      assert.match(visit.url, /\/change\/chg_/)
      pages.push(textOf(visit).replaceAll(/(\+47 ?)?[\d ]{8,}|\S+@\S+/g, '…'))
    }
    assert.equal(pages[0], pages[1])
  }
})

test('M6 the second proof never goes where the temporary password went, though the profile has changed since', async () => {
  await byMinid(world, world.browser(), `${issuer}/my`, person)
  const thief = world.browser()
  const sent = await send(thief, await thief.get('/minid/recover'), '/minid/recover', { number: person.number })
  const temporary = /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(await world.sms(person.email ?? ''))?.[0] ?? assert.fail('none')
  await world.database.raw("update minid_account set recovery = 'sms'", [])
  const mails = world.phone.inbox({ to: person.email }).length
  const asked = await thief.submit(sent, '/temporary', { temporary })
  assert.match(textOf(asked), /Bekreft med koden fra SMS/)
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox({ to: person.email }).length, mails)
})

test('M8 a change that was confirmed where it stood before ends when that has changed since', async () => {
  const change = /\/change\/chg_[\w-]{22}$/
  const thief = world.browser()
  await byMinid(world, thief, `${issuer}/my`, person)
  const form = await thief.get(`${issuer}/my/minid/email`)
  const old = await thief.submit(form, '/my/minid/email', { email: 'tyv@epost.example', by: 'old' })
  const next = await thief.submit(old, change, { code: await codeSentTo(world, person.email ?? '') })
  // The owner, with another eID, has a new address by now: the old mailbox is somebody else's.
  const owner = world.browser()
  await byTestEid(owner, await owner.get(`${issuer}/my`), person.number, 'high')
  const mine = await owner.submit(await owner.get(`${issuer}/my/minid/email`), '/my/minid/email', {
    email: 'eier@epost.example',
  })
  await owner.submit(mine, change, { code: await codeSentTo(world, 'eier@epost.example') })
  assert.equal((await accountOf())?.email(), 'eier@epost.example')
  const done = await thief.submit(next, change, { code: await codeSentTo(world, 'tyv@epost.example') })
  assert.match(textOf(done), /Det du holdt på med, er avsluttet/)
  assert.equal((await accountOf())?.email(), 'eier@epost.example')
})

test('M6 many wrong codes at once in a recovery count as the one that is looked at: nobody else’s phone goes silent by them', async () => {
  await byMinid(world, world.browser(), `${issuer}/my`, person)
  const thief = world.browser()
  const sent = await send(thief, await thief.get('/minid/recover'), '/minid/recover', { number: person.number })
  const temporary = /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(await world.sms(person.email ?? ''))?.[0] ?? assert.fail('none')
  const asked = await thief.submit(sent, '/temporary', { temporary })
  assert.match(textOf(asked), /Bekreft med koden fra SMS/)
  await Promise.all(Array.from({ length: 40 }, () => thief.submit(asked, /\/code$/, { code: '22222' })))
  const [missed] = await world.database.raw<{ filled: number }>(
    "select ends - changed as filled from guess_count where what = 'codes'",
    [],
  )
  assert.equal(missed?.filled, guessRules.codes.backSeconds * 1000)
})

test('M7 closed by two clicks at once: once, and neither meets an error', async () => {
  const browser = world.browser()
  const page = await byMinid(world, browser, '/my/minid/close', person)
  const [form] = formsIn(page).filter(({ action }) => action.endsWith('/my/minid/close'))
  const body = new URLSearchParams([...(form?.fields ?? [])]).toString()
  const answers = await Promise.all([1, 2, 3].map(() => browser.once('POST', '/my/minid/close', body)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303],
  )
  assert.deepEqual(await happened(world, 'minid.closed'), ['minid.closed'])
})

test('M7 blocked and closed at once, from two browsers: neither meets an error', async () => {
  await byMinid(world, world.browser(), `${issuer}/my`, person)
  const proved = await Promise.all(
    [1, 2].map(async () => {
      const browser = world.browser()
      const first = await send(browser, await browser.get('/minid/block'), '/minid/block', {
        number: person.number,
        proof: 'password',
      })
      return { browser, visit: await browser.submit(first, '/password', { password: person.minid?.password ?? '' }) }
    }),
  )
  const done = await Promise.all(proved.map(({ browser, visit }) => browser.submit(visit, '/act', { what: 'all' })))
  for (const visit of done) assert.match(textOf(visit), /er sperret|er stengt|kan ingen logge inn|Ingen kan logge inn/)
})

test('M4 M8 a browser that only guesses ahead hears nothing in its user’s place', async () => {
  const browser = world.browser()
  await byMinid(world, browser, `${issuer}/my`, person)
  await orderLetter(world.browser(), person.number)
  await world.parts.letters.returned([(await letterOf(world, person)).letter as LetterId], 'staff')
  const ahead = await browser.once('GET', `${issuer}/my/minid`, undefined, { 'sec-purpose': 'prefetch' })
  assert.equal(ahead.status, 503)
  assert.match(textOf(await browser.get(`${issuer}/my/minid`)), /kom i retur/, 'told when it is looked at')
})
