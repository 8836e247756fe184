/** Row M10: the help desk sees whether and when codes were ordered for a number, can act for a caller, and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAudit } from '#audit/read.ts'
import { NationalId } from '#base/national-id.ts'
import type { PersonId } from '#base/ids.ts'
import type { Person } from '#sandbox/population/person.ts'
import { createApp } from '../../src/app.ts'
import { Browser, formIn, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, service } from '../client.ts'
import { atDesk, type Desk, look, nobodysNumber, staffMember } from '../helpdesk.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const minute = 60_000
const day = 24 * 60 * minute
const idOf = (number: string): NationalId => {
  const read = NationalId.read(number)
  assert.ok(read instanceof NationalId)
  return read
}
const caller = (): Person => {
  const [person] = world.people.search({ kind: 'sami' })
  assert.ok(person)
  return person
}
const order = async (person: Person): Promise<void> => {
  await world.parts.letters.orders.order(idOf(person.number), { book: 'minid', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
}
async function orderLetter({ browser }: Desk, call: Visit, language = 'nb'): Promise<Visit> {
  const answer = await browser.submit(call, '/letter', { language })
  await world.parts.letters.settled()
  return answer
}
const ordersOn = (visit: Visit): readonly string[] =>
  [...visit.body.matchAll(/<time datetime="([^"]+)"/g)].map(([, at]) => at ?? '')
const isCall = (visit: Visit): boolean => visit.status === 200 && /\/helpdesk\/calls\/[\w-]{16}$/.test(visit.url)
const isChooser = (visit: Visit): boolean => visit.status === 200 && /\/login\/att_[\w-]{22}$/.test(visit.url)
const personOf = async (number: string): Promise<PersonId | undefined> =>
  (await world.parts.persons.find(idOf(number)))?.id
const trail = async (person: PersonId | undefined, type: string) => {
  await world.audit.flush()
  const { database, vault } = world.parts
  const rows = await readAudit({ database, vault }, { type })
  return rows.filter((row) => row.person === person)
}

test('M10 staff see the number that they typed, and whether and when codes were ordered for it, by whomever', async () => {
  const person = caller()
  const desk = await atDesk(world)
  const none = await look(desk, person.number)
  assert.ok(isCall(none), textOf(none))
  assert.match(textOf(none), new RegExp(`${person.number.slice(0, 6)} ${person.number.slice(6)}`))
  assert.match(textOf(none), /Det er ikke bestilt koder for dette nummeret/)
  const first = new Date(world.clock.now()).toISOString()
  await order(person)
  world.clock.advance(8 * day)
  const again = await atDesk(world)
  const one = await look(again, ` ${person.number.slice(0, 6)} ${person.number.slice(6)} `)
  assert.deepEqual(ordersOn(one), [first])
  assert.match(textOf(one), /24\. november 2026/)
  const second = new Date(world.clock.now()).toISOString()
  const two = await orderLetter(again, one)
  assert.deepEqual(ordersOn(two), [second, first])
})

test('M10 a letter that the help desk orders is printed in the language that was asked for, and is in the citizen’s trail', async () => {
  const [person] = world.people.search({ kind: 'abroad' })
  assert.ok(person)
  const desk = await atDesk(world)
  const done = await orderLetter(desk, await look(desk, person.number), 'en')
  assert.match(textOf(done), /Bestillingen er mottatt/)
  assert.equal(ordersOn(done).length, 1)
  assert.equal(world.letters.letters().length, 1)
  const about = await personOf(person.number)
  assert.ok(about)
  const staff = await personOf(staffMember(world).number)
  // The person was a stranger when the letter was ordered: its making is the first that their trail tells.
  const [made] = await trail(about, 'letter.made')
  const ordered = await trail(undefined, 'letter.ordered')
  assert.equal(ordered.length, 1)
  assert.equal(ordered[0]?.fields?.['by'], 'helpdesk')
  assert.equal(made?.fields?.['order'], ordered[0]?.fields?.['order'])
  assert.equal(made?.fields?.['by'], 'helpdesk', 'the citizen’s own trail says who ordered it')
  assert.deepEqual((await trail(undefined, 'helpdesk.ordered'))[0]?.fields, { staff, book: 'minid' })
  world.clock.advance(8 * day)
  const later = await atDesk(world)
  await orderLetter(later, await look(later, person.number))
  assert.deepEqual((await trail(about, 'helpdesk.ordered'))[0]?.fields, { staff, book: 'minid' })
  assert.deepEqual((await trail(about, 'helpdesk.looked'))[0]?.fields, { staff, book: 'minid' })
})

test('M10 S2 what the help desk did stands on the citizen’s own page, also for whoever was a stranger then', async () => {
  const [person] = world.people.search({ kind: 'abroad' })
  assert.ok(person)
  const desk = await atDesk(world)
  const call = await orderLetter(desk, await look(desk, person.number), 'en')
  await desk.browser.submit(await desk.browser.click(call, '/block'), '/block')
  await world.audit.flush()
  const browser = world.browser()
  const page = textOf(await byTestEid(browser, await browser.get('/my'), person.number, 'high'))
  assert.match(page, /Et brev med koder til deg ble laget, bestilt av brukerstøtten/)
  assert.match(page, /Brukerstøtten sperret kodene dine/)
  assert.ok(!page.includes(staffMember(world).given))
})

test('M10 no language, no letter; too early, no letter: the list alone says so', async () => {
  const person = caller()
  const desk = await atDesk(world)
  const call = await look(desk, person.number)
  const faulty = await desk.browser.submit(call, '/letter')
  assert.match(textOf(faulty), /Velg hvilket språk/)
  const odd = await desk.browser.submit(call, '/letter', { language: 'de' })
  assert.match(textOf(odd), /Velg hvilket språk/)
  assert.deepEqual(world.letters.letters(), [])
  await orderLetter(desk, call)
  const refused = await orderLetter(desk, call)
  assert.match(textOf(refused), /for tidlig/)
  assert.equal(ordersOn(refused).length, 1)
  assert.equal(world.letters.letters().length, 1)
})

test('M10 M7 blocked codes are dead at once, after a question; then a new letter can be ordered', async () => {
  const person = caller()
  await order(person)
  const [letter] = world.letters.letters()
  const about = await personOf(person.number)
  assert.ok(letter && about)
  const minid = world.parts.letters.book('minid')
  assert.ok(await minid.ask(about))
  const desk = await atDesk(world)
  const question = await desk.browser.click(await look(desk, person.number), '/block')
  assert.match(textOf(question), /Vil du sperre kodene/)
  assert.ok(await minid.ask(about), 'to be asked blocks nothing')
  const done = await desk.browser.submit(question, '/block')
  assert.ok(isCall(done))
  assert.match(textOf(done), /Kodene er sperret/)
  assert.equal(await minid.ask(about), undefined)
  const staff = await personOf(staffMember(world).number)
  assert.deepEqual((await trail(about, 'helpdesk.blocked'))[0]?.fields, { staff, book: 'minid' })
  assert.equal((await trail(about, 'letter.codes.blocked'))[0]?.fields?.['by'], 'helpdesk')
  assert.equal(ordersOn(await orderLetter(desk, done)).length, 2)
})

test('M10 R2 an opt-out for a caller: kept, in their trail, on their own page with how it is put right, and taken back', async () => {
  const [user] = world.people.withMinid(1)
  assert.ok(user)
  const known = async (): Promise<string> => {
    const browser = world.browser()
    return textOf(await byTestEid(browser, await browser.get('/my'), user.number, 'high'))
  }
  assert.doesNotMatch(await known(), /[Rr]eserver/)
  const desk = await atDesk(world)
  const call = await look(desk, user.number)
  const question = await desk.browser.click(call, '/reservation')
  assert.match(textOf(question), /Foreløpig blir den ikke gitt videre/)
  assert.match(textOf(question), /Innlogging virker som før/)
  const nothing = await desk.browser.submit(question, '/reservation')
  assert.equal(nothing.url, question.url, 'neither button was used')
  const done = await desk.browser.submit(question, '/reservation', { what: 'out' })
  assert.ok(isCall(done))
  assert.match(textOf(done), /Reservasjonen er registrert/)
  const [about, staff] = [await personOf(user.number), await personOf(staffMember(world).number)]
  assert.deepEqual((await trail(about, 'helpdesk.reserved'))[0]?.fields, { staff, what: 'out' })
  const page = await known()
  assert.match(page, /Siden 24\. november 2026 har du vært reservert/)
  assert.match(page, /Brukerstøtten reserverte deg mot digital kommunikasjon/)
  assert.match(page, /Er det feil.*ringer du brukerstøtten|Er det feil.*tar du kontakt med brukerstøtten/)
  // Staff are not shown what stands there: the question is the same as before.
  const again = await desk.browser.click(call, '/reservation')
  assert.equal(textOf(again), textOf(question))
  assert.match(textOf(await desk.browser.submit(again, '/reservation', { what: 'in' })), /ingen reservasjon lenger/)
  assert.doesNotMatch(await known(), /har du vært reservert/)
})

test('M10 R2 the owner of an account is told of an opt-out, and of blocked codes, in their own language', async () => {
  const [user] = world.people.withMinid(1)
  assert.ok(user)
  const nynorsk = world.browser({ language: 'nn' })
  const { url } = await (await service(world, 'library')).ask()
  await byMinid(world, nynorsk, url, user)
  const desk = await atDesk(world)
  const call = await look(desk, user.number)
  const sms = async (): Promise<string> => world.sms(user.mobile ?? '')
  await desk.browser.submit(await desk.browser.click(call, '/reservation'), '/reservation', { what: 'out' })
  assert.match(
    await sms(),
    /^Brukarstøtta har reservert deg mot digital kommunikasjon\. Er det feil, ser du på \S+\/my korleis/,
  )
  await desk.browser.submit(await desk.browser.click(call, '/reservation'), '/reservation', { what: 'in' })
  assert.match(await sms(), /^Brukarstøtta har oppheva reservasjonen/)
  await desk.browser.submit(await desk.browser.click(call, '/block'), '/block')
  assert.match(await sms(), /^Brukarstøtta har sperra kodane/)
  await orderLetter(desk, call, 'en')
  assert.match(await sms(), /^Brukarstøtta har bestilt eit brev/)
})

test('M10 nobody comes in without a login at high', async () => {
  const browser = world.browser()
  assert.ok(isChooser(await browser.get('/helpdesk')))
  const low = await byTestEid(browser, await browser.get('/helpdesk'), staffMember(world).number, 'substantial')
  assert.doesNotMatch(low.url, /\/helpdesk$/)
  assert.ok(isChooser(await browser.get('/helpdesk/calls/AAAAAAAAAAAAAAAA')))
  const posted = await browser.once('POST', '/helpdesk', `number=${caller().number}`)
  assert.match(posted.headers.get('location') ?? '', /^\/login\/att_/)
})

test('M10 whoever does not work here is told so at high as well, and shown nothing', async () => {
  const browser = world.browser()
  const someone = world.people.at(0)
  const refused = await byTestEid(browser, await browser.get('/helpdesk'), someone.number, 'high')
  assert.equal(refused.status, 403)
  assert.match(textOf(refused), /ikke tilgang/)
  const { fields } = formIn(refused, '/log-out')
  const sent = { ...Object.fromEntries(fields), number: caller().number }
  assert.equal((await browser.post('/helpdesk', sent)).status, 403)
  assert.equal((await browser.get('/helpdesk/calls/AAAAAAAAAAAAAAAA')).status, 403)
  assert.equal((await trail(await personOf(someone.number), 'helpdesk.refused')).length, 3)
  assert.match(textOf(await browser.submit(refused, '/log-out')), /logget ut/)
})

test('M10 a role that is taken away while somebody is logged in is gone at the next click, and nothing is done', async () => {
  let here = true
  const staff = { has: () => Promise.resolve(here) }
  const app = createApp({ ...world.parts, staff })
  const desk = await atDesk(world, app)
  const call = await look(desk, caller().number)
  const question = await desk.browser.click(call, '/block')
  here = false
  const visits = [
    await desk.browser.get('/helpdesk'),
    await desk.browser.get(call.url),
    await orderLetter(desk, call),
    await desk.browser.submit(question, '/block'),
    await look(desk, caller().number),
  ]
  for (const visit of visits) {
    assert.equal(visit.status, 403)
    assert.doesNotMatch(visit.body, new RegExp(caller().number.slice(6)))
  }
  assert.deepEqual(world.letters.letters(), [])
  assert.deepEqual(await trail(undefined, 'letter.codes.blocked'), [])
})

test('M10 without anybody who works here there is no help desk', async () => {
  const app = createApp({ ...world.parts, staff: undefined })
  const browser = new Browser((request) => app.fetch(request), issuer)
  assert.equal((await browser.get('/helpdesk')).status, 404)
})

test('M10 where no letters are printed none is offered, nor taken', async () => {
  const letters = { ...world.parts.letters, printed: false }
  const desk = await atDesk(world, createApp({ ...world.parts, letters }))
  const call = await look(desk, caller().number)
  assert.doesNotMatch(call.body, /\/letter"/)
  const { fields } = formIn(call, '/end')
  await desk.browser.post(`${call.url}/letter`, { ...Object.fromEntries(fields), language: 'nb' })
  assert.equal(ordersOn(await desk.browser.get(call.url)).length, 0)
})

test('M10 forms from other pages, and other staff’s calls, do nothing', async () => {
  const person = caller()
  await order(person)
  world.clock.advance(8 * day)
  const desk = await atDesk(world)
  const call = await look(desk, person.number)
  const { fields } = formIn(call, '/letter')
  const sent = { ...Object.fromEntries(fields), language: 'nb', what: 'out', number: nobodysNumber(world) }
  for (const to of ['/helpdesk', ...['letter', 'block', 'reservation', 'end'].map((one) => `${call.url}/${one}`)]) {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as const)
      assert.match(textOf(await desk.browser.post(to, sent, headers)), /IN-05/)
    const body = new URLSearchParams({ ...sent, stamp: 'A'.repeat(22) }).toString()
    assert.equal((await desk.browser.once('POST', to, body)).headers.get('location'), '/helpdesk')
  }
  assert.ok(isCall(await desk.browser.get(call.url)), 'not ended')
  assert.equal(ordersOn(await desk.browser.get(call.url)).length, 1)
  assert.deepEqual(await trail(await personOf(person.number), 'letter.codes.blocked'), [])
  assert.deepEqual(await trail(await personOf(person.number), 'helpdesk.reserved'), [])
  assert.equal((await trail(undefined, 'helpdesk.looked')).length, 0)
  const other = await atDesk(world)
  const theirs = await other.browser.get(call.url)
  assert.equal(theirs.url, `${issuer}/helpdesk?over=yes`)
  assert.match(textOf(theirs), /Skriv nummeret på nytt/)
  assert.ok(!other.sent.join('\n').includes(person.number.slice(6)))
})

const faults: readonly (readonly [typed: string, says: RegExp])[] = [
  ['', /Skriv inn fødselsnummeret/],
  ['1581901002', /skal ha 11 siffer/],
  ['Kari Prøve', /skal ha 11 siffer/],
  ['99999910029', /ingen dato/],
  ['15819010028', /finnes ikke noe slikt nummer/],
  ['01010100030', /syntetiske numre|finnes ikke/],
]
test('M10 a number with a fault is looked up for nobody: the form comes back with what was typed and a sentence', async () => {
  const desk = await atDesk(world)
  for (const [typed, says] of faults) {
    const back = await look(desk, typed)
    assert.equal(back.url, `${issuer}/helpdesk`)
    assert.match(textOf(back), says)
    assert.match(back.body, /aria-invalid="true"/)
    if (typed !== '') assert.ok(back.body.includes(`value="${typed}"`))
  }
  assert.doesNotMatch((await desk.browser.get('/helpdesk')).body, /aria-invalid|1002/)
  assert.deepEqual(await trail(undefined, 'helpdesk.looked'), [])
  const twice = await desk.browser.once('POST', '/helpdesk', 'number=15819010029&number=15819010029')
  assert.equal(twice.status, 400)
})

test('M10 the number is in no address and no log, and a call ends when it is closed or has stood for half an hour', async () => {
  const person = caller()
  const desk = await atDesk(world)
  const call = await look(desk, person.number)
  await orderLetter(desk, call)
  const question = await desk.browser.click(call, '/block')
  await desk.browser.submit(question, '/block')
  const locations = desk.sent.flatMap((one) => [one.split('\n', 1)[0] ?? '', /^location: (.*)$/m.exec(one)?.[1] ?? ''])
  for (const one of [...locations, ...world.log]) assert.ok(!one.includes(person.number.slice(6)), one)
  const ended = await desk.browser.submit(call, '/end')
  assert.equal(ended.url, `${issuer}/helpdesk`)
  assert.match((await desk.browser.get(call.url)).url, /over=yes$/)
  const next = await look(desk, person.number)
  for (let i = 0; i < 3; i++) {
    world.clock.advance(9 * minute)
    assert.ok(isCall(await desk.browser.get(next.url)))
  }
  world.clock.advance(4 * minute)
  assert.match((await desk.browser.get(next.url)).url, /over=yes$/)
})

test('M10 staff look up no more numbers in an hour than anybody has callers', async () => {
  const desk = await atDesk(world)
  const number = nobodysNumber(world)
  const { action, fields } = formIn(desk.home, '/helpdesk')
  const body = new URLSearchParams({ ...Object.fromEntries(fields), number }).toString()
  for (let i = 0; i < 120; i++) assert.equal((await desk.browser.once('POST', action, body)).status, 303)
  const refused = await desk.browser.post(action, body ? new URLSearchParams(body) : {})
  assert.match(textOf(refused), /IN-06/)
  assert.ok((await desk.browser.click(refused, '/helpdesk')).status === 200)
})
