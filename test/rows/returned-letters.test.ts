/** Row M4: staff register letters that came back, on a page that tells them how many and nothing of anybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAudit } from '#audit/read.ts'
import { NationalId } from '#base/national-id.ts'
import type { Person } from '#sandbox/population/person.ts'
import { createApp } from '../../src/app.ts'
import { formIn, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { type Desk, holds, remembering, secretsOf, staffMember } from '../helpdesk.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, [], (opened) => (world = opened))

const home = '/returned-letters'
const idOf = (number: string): NationalId => {
  const read = NationalId.read(number)
  assert.ok(read instanceof NationalId)
  return read
}
/** A letter that has come to them. */
async function sentTo(person: Person): Promise<string> {
  const before = new Set(world.letters.letters().map(({ letter }) => letter))
  await world.parts.letters.orders.order(idOf(person.number), { book: 'minid', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
  const printed = world.letters.letters().find(({ letter }) => !before.has(letter))
  assert.ok(printed)
  return printed.letter
}
const adults = (): readonly Person[] => world.people.search({ kind: 'adult' }).slice(2, 6)

async function inPostRoom(app = world.app): Promise<Desk> {
  const { browser, sent } = remembering(app, 'nb')
  const page = await byTestEid(browser, await browser.get(home), staffMember(world).number, 'high')
  assert.equal(page.url, `${issuer}${home}`)
  sent.length = 0
  return { browser, home: page, sent }
}
const typed = ({ browser, home: page }: Desk, letters: string): Promise<Visit> =>
  browser.submit(page, home, { letters })
const counts = (visit: Visit): readonly number[] =>
  [...visit.body.matchAll(/<dd>(\d+)<\/dd>/g)].map(([, count]) => Number(count))
const inField = (visit: Visit): string => /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(visit.body)?.[1] ?? '-'
const codesOf = async (person: Person): Promise<unknown> => {
  const known = await world.parts.persons.find(idOf(person.number))
  assert.ok(known)
  return world.parts.letters.book('minid').ask(known.id)
}
const trail = async (type: string) => {
  await world.audit.flush()
  const { database, vault } = world.parts
  return readAudit({ database, vault }, { type })
}

test('M4 letters that came back are registered many at once: counts, dead codes, and who did it in the trail', async () => {
  const [one, other, kept] = adults()
  assert.ok(one && other && kept)
  const [first, second] = [await sentTo(one), await sentTo(other)]
  await sentTo(kept)
  const room = await inPostRoom()
  const done = await typed(
    room,
    `${first.toLowerCase()}  # torn\n\nhttps://x/minid/register?letter=${second}\n${first}`,
  )
  assert.equal(done.url, `${issuer}${home}`)
  assert.deepEqual(counts(done), [2, 0, 0])
  assert.match(textOf(done), /kodene i dem gjelder ikke lenger/)
  assert.deepEqual([await codesOf(one), await codesOf(other)], [undefined, undefined])
  assert.ok(await codesOf(kept), 'nobody else’s')
  const staff = (await world.parts.persons.find(idOf(staffMember(world).number)))?.id
  const rows = await trail('returns.registered')
  assert.deepEqual(
    rows.map(({ fields }) => fields?.['staff']),
    [staff, staff],
  )
  assert.deepEqual(new Set(rows.map(({ fields }) => fields?.['letter'])), new Set([first, second]))
  assert.deepEqual(
    (await trail('letter.returned')).map(({ fields }) => fields?.['by']),
    ['staff', 'staff'],
  )
  // Shown once; a reload is an empty page.
  assert.deepEqual(counts(await room.browser.get(home)), [])
  const again = await typed(room, `${first}\n23456-789AB`)
  assert.deepEqual(counts(again), [0, 1, 1])
  assert.equal(inField(again), '23456-789AB', 'what is unknown stands in the field to be looked at again')
  assert.equal((await trail('returns.registered')).length, 2)
  assert.match(textOf(await typed(room, first)), /registrert fra før. Ingenting er endret/)
})

test('M4 a file of ids does the same, in lines or as the printer writes it, together with what was typed', async () => {
  const [one, other, third] = adults()
  assert.ok(one && other && third)
  const letters = [await sentTo(one), await sentTo(other), await sentTo(third)] as const
  const room = await inPostRoom()
  const sendFile = async (file: string, more = ''): Promise<Visit> => {
    const body = new FormData()
    for (const [name, value] of formIn(room.home, home).fields) body.append(name, value)
    body.append('letters', more)
    body.append('file', new File([file], 'returned.txt'))
    const whole = new Response(body)
    const type = whole.headers.get('content-type') ?? ''
    const sent = await room.browser.once('POST', home, await whole.text(), { 'content-type': type })
    assert.equal(sent.status, 303)
    return room.browser.get(home)
  }
  assert.deepEqual(counts(await sendFile(`# week 48\n${letters[0]}\n`, letters[1])), [2, 0, 0])
  assert.deepEqual(
    counts(await sendFile(JSON.stringify([{ letter: letters[2], why: 'moved' }, letters[0]]))),
    [1, 1, 0],
  )
  const wrong = await sendFile('no ids here')
  assert.match(textOf(wrong), /noe brev: linje 1/)
  assert.match(wrong.body, /id="file-error"/)
})

const faults: readonly (readonly [name: string, typed: string, says: RegExp])[] = [
  ['nothing', '', /minst ett nummer/],
  ['a remark alone', '# later', /minst ett nummer/],
  ['a line that is no id', 'LETTER\nhello\nLETTER', /linje 2\. Ingenting/],
  ['look-alikes', 'O1OIL-22222', /linje 1/],
  ['JSON that is no list of ids', '[{"a":1}]', /JSON-liste/],
  ['an identity number', '15819010029', /linje 1/],
  ['many faults', Array.from({ length: 9 }, () => 'x').join('\n'), /linje 1, 2, 3, 4, 5 …\./],
]
test('M4 one entry with a fault, and nothing is registered: what was typed comes back with a sentence', async () => {
  const [person] = adults()
  assert.ok(person)
  const letter = await sentTo(person)
  const room = await inPostRoom()
  for (const [name, text, says] of faults) {
    const whole = text.replaceAll('LETTER', letter)
    const back = await typed(room, whole)
    assert.match(textOf(back), says, name)
    assert.match(back.body, /aria-invalid="true"/, name)
    if (whole !== '' && !whole.startsWith('#')) assert.equal(inField(back).replaceAll('&quot;', '"'), whole, name)
  }
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  const many = Array.from(
    { length: 1001 },
    (_, i) => `22222-22${alphabet[i % 31]}${alphabet[Math.floor(i / 31) % 31]}${alphabet[Math.floor(i / 961)]}`,
  )
  assert.match(textOf(await typed(room, [letter, ...many].join('\n'))), /Høyst 1000 brev/)
  assert.ok(await codesOf(person))
  assert.deepEqual(await trail('letter.returned'), [])
})

test('M4 nobody registers without the role, without high, from elsewhere, or with an old form', async () => {
  const [person] = adults()
  assert.ok(person)
  const letter = await sentTo(person)
  const guest = world.browser()
  assert.match((await guest.get(home)).url, /\/login\/att_/)
  const refused = await byTestEid(guest, await guest.get(home), world.people.at(0).number, 'high')
  assert.equal(refused.status, 403)
  assert.match(textOf(refused), /ikke tilgang/)
  const { fields } = formIn(refused, '/log-out')
  assert.equal((await guest.post(home, { ...Object.fromEntries(fields), letters: letter })).status, 403)
  const low = world.browser()
  assert.notEqual(
    (await byTestEid(low, await low.get(home), staffMember(world).number, 'substantial')).url,
    `${issuer}${home}`,
  )
  let here = true
  const staff = { has: (role: string) => Promise.resolve(here && role === 'letters') }
  const room = await inPostRoom(createApp({ ...world.parts, staff }))
  assert.equal(
    (await byTestEid(room.browser, await room.browser.get('/helpdesk'), staffMember(world).number, 'high')).status,
    403,
    'the role opens no other page',
  )
  const sent = { ...Object.fromEntries(formIn(room.home, home).fields), letters: letter }
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as const)
    assert.match(textOf(await room.browser.post(home, sent, headers)), /IN-05/)
  await room.browser.post(home, { ...sent, stamp: 'A'.repeat(22) })
  here = false
  assert.equal((await room.browser.post(home, sent)).status, 403)
  assert.ok(await codesOf(person))
  assert.deepEqual(await trail('letter.returned'), [])
  assert.equal((await trail('returns.refused')).length, 3)
})

test('M4 I7 the page is sent ids and counts: nothing of anybody whose letter it was', async () => {
  const people = [...world.people.withMinid(1), ...adults(), ...world.people.search({ kind: 'abroad' }).slice(0, 1)]
  const letters: string[] = []
  for (const person of people) letters.push(await sentTo(person))
  const room = await inPostRoom()
  await typed(room, letters.slice(0, -1).join('\n'))
  await typed(room, [...letters, '23456-789AB'].join('\n'))
  await typed(room, `${letters.join('\n')}\nwrong`)
  const sent = room.sent.join('\n')
  for (const person of people) {
    const secrets = [person.number, ...(await secretsOf(world, person)).filter((one) => !letters.includes(one))]
    assert.ok(secrets.length > 8)
    assert.deepEqual(
      secrets.filter((one) => holds(sent, one)),
      [],
      person.kind,
    )
  }
  assert.ok(!world.log.some((line) => letters.some((letter) => line.includes(letter))))
})
