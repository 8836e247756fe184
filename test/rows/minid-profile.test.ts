/** Row M8 (and M2's choice, S2's MinID part): password, e-mail, mobile and channels changed by whoever has MinID, and refused to all others. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { readAudit } from '#audit/read.ts'
import type { PersonId } from '#base/ids.ts'
import { guessRules } from '#methods/minid/guesses.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formIn, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, codeIn, minidOwner, service } from '../client.ts'
import { codeSentTo, happened, letterOf, newPassword, numberOf, orderLetter } from '../errands.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let person: Person
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
  person = world.people.withMinid(1)[0] ?? assert.fail('nobody with MinID')
})

const my = `${issuer}/my/minid`
const minute = 60_000
const day = 24 * 60 * minute
const newMobile = { typed: '40 00 00 12', read: '+4740000012' } as const
const newEmail = 'ny.adresse@epost.example'
const old = () => ({ mobile: person.mobile ?? '', email: person.email ?? '' })

/** Logged in on My page with MinID. */
async function atHome(browser: Browser = world.browser(), who = person): Promise<Browser> {
  const visit = await byMinid(world, browser, `${issuer}/my`, who)
  assert.match(visit.url, /\/my$/, textOf(visit))
  return browser
}
/** The same with an eID at high. */
async function atHigh(browser: Browser = world.browser(), level = 'high'): Promise<Browser> {
  const visit = await byTestEid(browser, await browser.get(`${issuer}/my`), person.number, level)
  assert.match(visit.url, /\/my$/)
  return browser
}
const isChooser = (visit: Visit): boolean => /\/login\/att_[\w-]{22}$/.test(visit.url)
const has = async (what: 'mobile' | 'email'): Promise<string | undefined> => {
  const found = await accountOf()
  return found?.[what]()
}
async function accountOf() {
  const { minidStore } = await import('#methods/minid/store.ts')
  const known = await world.parts.persons.find(numberOf(person.number))
  return minidStore(world.database, world.parts.vault).account(known?.id)
}
const inbox = (to: string): readonly string[] => world.phone.inbox({ to }).map(({ text }) => text)
const submitCode = (browser: Browser, visit: Visit, code: string): Promise<Visit> =>
  browser.submit(visit, /\/change\/chg_[\w-]{22}$/, { code })

/** The form of a change with its field filled in. */
async function ask(
  browser: Browser,
  what: 'mobile' | 'email',
  typed: string,
  by: 'old' | 'letter' = 'old',
): Promise<Visit> {
  return browser.submit(await browser.get(`${my}/${what}`), `/my/minid/${what}`, { [what]: typed, by })
}

/** From the form to the end, with a code from the old and from the new. */
async function changeMobile(browser: Browser): Promise<Visit> {
  const first = await ask(browser, 'mobile', newMobile.typed)
  const second = await submitCode(browser, first, await codeSentTo(world, old().mobile))
  return submitCode(browser, second, await codeSentTo(world, newMobile.read))
}

test('M8 S2 MinID stands on My page and on its own page, with what it is and since when', async () => {
  const browser = await atHome()
  const home = await browser.get(`${issuer}/my`)
  assert.match(
    textOf(home),
    new RegExp(`eID-ene dine.*MinID Kode på SMS til nummeret som slutter på ${old().mobile.slice(-2)}`),
  )
  const visit = await browser.click(home, '/my/minid')
  assert.match(textOf(visit), /Passord Byttet 24\. november 2026 Endre Mobilnummer/)
  assert.match(textOf(visit), new RegExp(old().email))
  assert.ok(!visit.body.includes(person.number))
})

test('M8 who has no MinID is told so, and how to get it', async () => {
  const without = world.people.search({ kind: 'no-mobile' })[0] ?? assert.fail('nobody')
  const browser = world.browser()
  await byTestEid(browser, await browser.get(`${issuer}/my`), without.number, 'high')
  const visit = await browser.get(my)
  assert.match(textOf(visit), /Du har ikke MinID.*Bestill nytt brev/)
  assert.equal((await browser.get(`${my}/password`)).url, my)
})

test('M8 a new password: the old one and the new twice; then out everywhere, told on both, and in with the new', async () => {
  const elsewhere = await atHome()
  world.clock.advance(minute)
  const browser = await atHome()
  const form = await browser.get(`${my}/password`)
  const sent = { old: person.minid?.password ?? '', password: newPassword, again: newPassword }
  const done = await browser.submit(form, '/my/minid/password', sent)
  assert.equal(done.url, `${issuer}/minid/changed`)
  assert.match(textOf(done), /Passordet er byttet.*Du er logget ut overalt/)
  for (const one of [browser, elsewhere]) assert.ok(isChooser(await one.get(`${issuer}/my`)))
  assert.match(await world.sms(old().mobile), /Passordet ditt for MinID er byttet/)
  assert.match(await world.sms(old().email), /Passordet ditt for MinID er byttet/)
  world.clock.advance(minute)
  await atHome(world.browser(), { ...person, minid: { password: newPassword } })
  assert.ok((await happened(world, 'minid.password')).includes('minid.password.changed'))
})

test('M8 a wrong old password, a weak new one and two that differ change nothing; guesses count with those at login', async () => {
  const browser = await atHome()
  // Where its owner has logged in before, a browser has a count of its own: `minid-shut-out.test.ts`.
  browser.cookies.delete('known-8700')
  const before = (await accountOf())?.passwordHash
  const right = person.minid?.password ?? ''
  const send = async (fields: Record<string, string>): Promise<Visit> =>
    browser.submit(await browser.get(`${my}/password`), '/my/minid/password', fields)
  assert.match(textOf(await send({ old: right, password: 'passord12345', again: 'passord12345' })), /lett å gjette/)
  assert.match(
    textOf(await send({ old: right, password: newPassword, again: 'noe annet enn det' })),
    /ikke like|samme|forskjellig/i,
  )
  assert.match(textOf(await send({ password: newPassword, again: newPassword })), /Skriv inn passordet du har nå/)
  const wrong = { old: 'helt feil passord', password: newPassword, again: newPassword }
  const first = await send(wrong)
  assert.match(textOf(first), /Dette er ikke passordet du har nå/)
  assert.match(first.url, /\/my\/minid\/change\/chg_[\w-]{22}$/)
  for (let i = 0; i < 4; i += 1) await send(wrong)
  assert.match(textOf(await send(wrong)), /for mange feil forsøk/)
  const locked = await send({ ...wrong, old: right })
  assert.match(textOf(locked), /for mange feil forsøk/)
  assert.equal((await accountOf())?.passwordHash, before)
  assert.ok(!first.body.includes('helt feil passord'))
})

test('M8 a new mobile number: a code to the old one, a code to the new one; the old one hears how to take it back', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'mobile', newMobile.typed)
  assert.match(textOf(first), new RegExp(`slutter på ${old().mobile.slice(-2)}`))
  assert.equal(inbox(newMobile.read).length, 0, 'nothing goes to the new number before the old one has answered')
  const second = await submitCode(browser, first, await codeSentTo(world, old().mobile))
  assert.match(textOf(second), /\+4740000012|400 00 012/)
  const done = await submitCode(browser, second, await codeSentTo(world, newMobile.read))
  assert.match(textOf(done), /Mobilnummeret er byttet/)
  assert.equal(await has('mobile'), newMobile.read)
  const told = await world.sms(old().mobile)
  assert.match(
    told,
    /Mobilnummeret ditt for MinID er byttet\. Var det ikke deg\? Ta det tilbake på http:\/\/localhost:8700\/minid\/cancel\?c=/,
  )
  assert.match(await world.sms(old().email), /Ta det tilbake/)
  const [event] = await ownEvents('minid.changed')
  assert.deepEqual([event?.['what'], event?.['by'], event?.['shared']], ['mobile', 'old', false])
})

async function ownEvents(type: string) {
  await world.audit.flush()
  const stores = { database: world.database, vault: world.parts.vault }
  return (await readAudit(stores, { type })).map(({ fields }) => fields)
}

test('M8 the old phone takes its number back: the change is undone and everybody is logged out', async () => {
  const browser = await atHome()
  await changeMobile(browser)
  const link = /http\S+cancel\?c=[\w-]{22}/.exec(await world.sms(old().mobile))?.[0] ?? assert.fail('no link')
  const owner = world.browser()
  const page = await owner.get(link)
  assert.match(textOf(page), /Vil du ha det gamle nummeret tilbake/)
  assert.equal(await has('mobile'), newMobile.read, 'looking changes nothing')
  const back = await owner.submit(page, '/minid/cancel')
  assert.match(textOf(back), /Det gamle nummeret gjelder igjen/)
  assert.equal(await has('mobile'), old().mobile)
  assert.ok(isChooser(await browser.get(`${issuer}/my`)))
  // A second click finds it done.
  assert.match(textOf(await owner.submit(page, '/minid/cancel')), /Det gamle nummeret gjelder igjen/)
  assert.deepEqual(await happened(world, 'minid.change.'), ['minid.change.asked', 'minid.change.cancelled'])
})

test('M8 after three days the old phone takes nothing back any more', async () => {
  const browser = await atHome()
  await changeMobile(browser)
  const link = /http\S+cancel\?c=[\w-]{22}/.exec(await world.sms(old().mobile))?.[0] ?? assert.fail('no link')
  world.clock.advance(3 * day)
  await world.tidy()
  const owner = world.browser()
  assert.match(textOf(await owner.get(link)), /Det nye nummeret gjelder/)
  await owner.post(`${issuer}/minid/cancel`, { c: /c=(.*)$/.exec(link)?.[1] ?? '' })
  assert.equal(await has('mobile'), newMobile.read)
})

test('M8 a new number proves nothing alone while the old one can take it back: no temporary password goes to it by itself', async () => {
  const browser = await atHome()
  assert.equal((await accountOf())?.mobileAloneFrom, 0)
  await changeMobile(browser)
  assert.equal((await accountOf())?.mobileAloneFrom, world.clock.now() + 3 * day)
})

test('M8 lost phone: a code from the letter, three days, told on both; then it is done', async () => {
  const browser = await atHome()
  await orderLetter(world.browser(), person.number)
  const letter = await letterOf(world, person)
  const first = await ask(browser, 'mobile', newMobile.typed, 'letter')
  assert.match(textOf(first), /\+4740000012|400 00 012/)
  const second = await submitCode(browser, first, await codeSentTo(world, newMobile.read))
  const number = Number(/kode (\d+) fra brevet/.exec(textOf(second))?.[1])
  const wrong = await submitCode(browser, second, '22222')
  assert.match(textOf(wrong), /Koden er feil/)
  const done = await submitCode(browser, wrong, letter.codes[number - 1] ?? '')
  assert.match(textOf(done), /Vi har tatt imot endringen.*Mobilnummeret blir byttet 27\. november 2026/)
  assert.equal(await has('mobile'), old().mobile)
  assert.match(
    await world.sms(old().mobile),
    /blir byttet 27\. november 2026\. Har du ikke bedt om dette\? Stopp det på/,
  )
  assert.match(await world.sms(old().email), /Stopp det på/)
  world.clock.advance(3 * day)
  await world.tidy()
  assert.equal(await has('mobile'), newMobile.read)
  for (const to of [old().mobile, old().email, newMobile.read]) assert.match(await world.sms(to), /er byttet/)
})

test('M8 a change that was stopped never comes: by the link, and on My page', async () => {
  for (const way of ['link', 'page'] as const) {
    const browser = await atHome()
    await orderLetter(world.browser(), person.number)
    const letter = await letterOf(world, person)
    const first = await ask(browser, 'email', newEmail, 'letter')
    const second = await submitCode(browser, first, await codeSentTo(world, newEmail))
    const number = Number(/kode (\d+) fra brevet/.exec(textOf(second))?.[1])
    const waits = await submitCode(browser, second, letter.codes[number - 1] ?? '')
    assert.match(textOf(waits), /E-postadressen blir byttet/)
    // Meanwhile no other one is begun.
    assert.match(textOf(await ask(browser, 'email', 'enda.en@epost.example')), /Noe annet venter allerede/)
    if (way === 'page') assert.match(textOf(await browser.submit(waits, '/my/minid/stop')), /Endringen er stoppet/)
    else {
      const link = /http\S+cancel\?c=[\w-]{22}/.exec(await world.sms(old().mobile))?.[0] ?? assert.fail('no link')
      const owner = world.browser()
      assert.match(textOf(await owner.submit(await owner.get(link), '/minid/cancel')), /Endringen er stoppet/)
    }
    assert.match(await world.sms(old().email), /er stoppet/)
    world.clock.advance(4 * day)
    await world.tidy()
    assert.equal(await has('email'), old().email)
  }
})

test('M8 a new e-mail address: a code to the old one, a code to the new one; told on all', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'email', newEmail)
  const second = await submitCode(browser, first, await codeSentTo(world, old().email))
  const done = await submitCode(browser, second, await codeSentTo(world, newEmail))
  assert.match(textOf(done), /E-postadressen er byttet/)
  assert.equal(await has('email'), newEmail)
  for (const to of [old().mobile, old().email, newEmail])
    assert.match(await world.sms(to), /E-postadressen din for MinID er byttet/)
})

test('M2 M8 how codes and temporary passwords come is changed with a code to the phone', async () => {
  const browser = await atHome()
  const form = await browser.get(`${my}/channels`)
  const asked = await browser.submit(form, '/my/minid/channels', { channel: 'letter', recovery: 'sms' })
  assert.equal((await accountOf())?.channel, 'sms')
  const done = await submitCode(browser, asked, await codeSentTo(world, old().mobile))
  assert.match(textOf(done), /Koder fra brev, midlertidig passord på SMS/)
  assert.deepEqual([(await accountOf())?.channel, (await accountOf())?.recovery], ['letter', 'sms'])
  assert.match(await world.sms(old().email), /endret hvordan du får koder/)
})

test('M8 at high by another eID nothing weaker is asked for; the new number answers all the same', async () => {
  const owner = await atHome()
  assert.ok(owner)
  const browser = await atHigh()
  const form = await browser.get(`${my}/mobile`)
  assert.match(textOf(form), /Du er logget inn på høyt nivå/)
  assert.doesNotMatch(form.body, /name="by"/)
  const asked = await browser.submit(form, '/my/minid/mobile', { mobile: newMobile.typed })
  const done = await submitCode(browser, asked, await codeSentTo(world, newMobile.read))
  assert.match(textOf(done), /Mobilnummeret er byttet/)
  assert.match(await world.sms(old().mobile), /Ta det tilbake/)
  const password = await browser.get(`${my}/password`)
  assert.doesNotMatch(password.body, /id="old"/)
  const changed = await browser.submit(password, '/my/minid/password', { password: newPassword, again: newPassword })
  assert.equal(changed.url, `${issuer}/minid/changed`)
})

test('M8 at substantial by another eID the old password and the old phone are asked for', async () => {
  await atHome()
  const browser = await atHigh(world.browser(), 'substantial')
  assert.match((await browser.get(`${my}/password`)).body, /id="old"/)
  const asked = await ask(browser, 'mobile', newMobile.typed)
  assert.match(textOf(asked), new RegExp(`slutter på ${old().mobile.slice(-2)}`))
})

test('M8 without a recent login nothing is begun: one logs in anew, and comes back', async () => {
  const browser = await atHome()
  const form = await browser.get(`${my}/mobile`)
  world.clock.advance(11 * minute)
  assert.match(textOf(await browser.get(my)), /MinID-en din/, 'looking is free')
  for (const what of ['password', 'mobile', 'email', 'channels'])
    assert.ok(isChooser(await browser.get(`${my}/${what}`)), what)
  const late = await browser.submit(form, '/my/minid/mobile', { mobile: newMobile.typed })
  assert.ok(isChooser(late))
  assert.equal(inbox(newMobile.read).length, 0)
  const chooser = await browser.get(`${my}/mobile`)
  const password = await browser.click(chooser, '/minid')
  const code = await browser.submit(password, '/minid', {
    number: person.number,
    password: person.minid?.password ?? '',
  })
  const back = await browser.submit(code, '/minid/code', { code: codeIn(await world.sms(old().mobile)) })
  assert.equal(back.url, `${my}/mobile`)
})

test('M8 forms from a foreign page, from another state or from another person’s browser change nothing', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'mobile', newMobile.typed)
  const { action, fields } = formIn(first, /\/change\/chg_[\w-]{22}$/)
  const code = await codeSentTo(world, old().mobile)
  const sent = { ...Object.fromEntries(fields), code }
  assert.match(textOf(await browser.post(action, sent, { origin: 'https://evil.example' })), /IN-05/)
  const stranger = await atHome(world.browser(), minidOwner(world, 1))
  // Even where this browser's cookie of the change has come into another's hands: it is another person's.
  for (const [name, value] of browser.cookies) if (name.startsWith('m-')) stranger.cookies.set(name, value)
  const theirs = await stranger.get(new URL(action, issuer).href)
  assert.match(theirs.url, /\/my\/minid\?said=over$/)
  assert.match((await stranger.post(action, sent)).url, /\/my\/minid\?said=over$/)
  const second = await submitCode(browser, first, code)
  assert.match(textOf(second), /\+4740000012|400 00 012/)
  const old1 = await browser.post(action, sent)
  assert.equal(old1.url, second.url, 'an old state leads to where the change stands')
  assert.equal(await has('mobile'), old().mobile)
})

test('M8 wrong, old and used codes confirm nothing', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'mobile', newMobile.typed)
  const right = await codeSentTo(world, old().mobile)
  const guess = right === '22222' ? '33333' : '22222'
  let visit = first
  for (let i = 0; i < 3; i += 1) visit = await submitCode(browser, visit, guess)
  assert.match(textOf(visit), /skrevet feil for mange ganger/)
  assert.equal(inbox(newMobile.read).length, 0)
  const again = await ask(browser, 'mobile', newMobile.typed)
  const late = await codeSentTo(world, old().mobile)
  world.clock.advance(6 * minute)
  assert.match(textOf(await submitCode(browser, again, late)), /for gammel/)
  assert.equal(inbox(newMobile.read).length, 0)
})

test('M8 wrong codes count with those at login: after thirty no more are sent for hours, until there is a new password', async () => {
  const browser = await atHome()
  const wrong = async (): Promise<Visit> => {
    let visit = await ask(browser, 'mobile', newMobile.typed)
    for (let i = 0; i < 3 && formsIn(visit).some(({ action }) => /chg_[\w-]{22}$/.test(action)); i += 1)
      visit = await submitCode(browser, visit, '22222')
    return visit
  }
  await wrong()
  const [counted] = await world.database.raw<{ filled: number }>(
    "select ends - changed as filled from guess_count where what = 'codes'",
    [],
  )
  assert.equal(counted?.filled, 3 * guessRules.codes.backSeconds * 1000)
  await world.database.raw("update guess_count set ends = ends + $1 where what = 'codes'", [9 * day])
  const before = inbox(old().mobile).length
  assert.match(textOf(await ask(browser, 'mobile', newMobile.typed)), /sendt mange koder/)
  assert.equal(inbox(old().mobile).length, before)
})

test('M8 changed twice at once: one change is written', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'mobile', newMobile.typed)
  const second = await submitCode(browser, first, await codeSentTo(world, old().mobile))
  const { action, fields } = formIn(second, /\/change\/chg_[\w-]{22}$/)
  const sent = { ...Object.fromEntries(fields), code: await codeSentTo(world, newMobile.read) }
  const visits = await Promise.all([1, 2, 3].map(() => browser.post(action, sent)))
  assert.ok(visits.every(({ url }) => url.startsWith(my)))
  assert.equal((await ownEvents('minid.changed')).length, 1)
  assert.equal(await has('mobile'), newMobile.read)
})

test('M5 M8 a number that somebody else has is warned about and marked, and never whose it is', async () => {
  const other = minidOwner(world, 1)
  await atHome(world.browser(), other)
  const browser = await atHome()
  const first = await ask(browser, 'mobile', other.mobile ?? '')
  const second = await submitCode(browser, first, await codeSentTo(world, old().mobile))
  assert.doesNotMatch(textOf(second), /Noen andre/, 'nobody learns of others’ numbers whose codes they do not get')
  const done = await submitCode(browser, second, await codeSentTo(world, other.mobile ?? ''))
  assert.match(textOf(done), /Noen andre har det samme/)
  assert.ok(!done.body.includes(other.family))
  assert.equal((await ownEvents('minid.changed'))[0]?.['shared'], true)
})

test('M8 what cannot be a number or an address, and what one has already, comes back with what to do', async () => {
  const browser = await atHome()
  assert.match(textOf(await ask(browser, 'mobile', '123')), /for kort/)
  const bad = await ask(browser, 'email', 'ingen krøllalfa')
  assert.match(bad.body, /value="ingen krøllalfa"/)
  assert.match(textOf(await ask(browser, 'mobile', old().mobile)), /Det er dette du har nå/)
  assert.deepEqual(await happened(world, 'minid.confirmation'), [])
})

test('M8 closed meanwhile: what was begun changes nothing', async () => {
  const browser = await atHome()
  const first = await ask(browser, 'email', newEmail)
  const second = await submitCode(browser, first, await codeSentTo(world, old().email))
  const id = (await world.parts.persons.find(numberOf(person.number)))?.id as PersonId
  await world.database.raw('update minid_account set closed = 1 where person_id = $1', [id])
  const done = await submitCode(browser, second, await codeSentTo(world, newEmail))
  assert.match(textOf(done), /Du har ikke MinID/)
  assert.equal(await has('email'), old().email)
})

test('M8 a code in the store tells nothing: the change lies sealed under this browser’s cookie', async () => {
  const browser = await atHome()
  await ask(browser, 'mobile', newMobile.typed)
  const kept = JSON.stringify(await world.database.raw('select * from minid_pending', []))
  assert.doesNotMatch(kept, /40000012/)
  const lines = world.log.join('\n')
  assert.doesNotMatch(lines, /40000012/)
})

test('M8 single sign-on from a service opens the page; a service never hears of it', async () => {
  const browser = world.browser()
  const asked = await (await service(world, 'tax')).ask()
  assert.equal(landed(await byMinid(world, browser, asked.url, person)).hostname, 'tax.example.no')
  assert.match(textOf(await browser.get(my)), /MinID-en din/)
})
