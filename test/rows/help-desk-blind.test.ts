/**
 * Row M10, I7: whatever the gateway knows of a caller, the help desk's browser is sent the typed number and the state of its orders.
 * Canary people have everything that somebody can have here; a number that nobody has looks the same, byte for byte.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NationalId } from '#base/national-id.ts'
import { kinds, type Person } from '#sandbox/population/person.ts'
import { createApp } from '../../src/app.ts'
import { formIn, type Visit } from '../browser.ts'
import { byMinid, service } from '../client.ts'
import { atDesk, type Desk, holds, look, nobodysNumber, secretsOf } from '../helpdesk.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const idOf = (number: string): NationalId => {
  const read = NationalId.read(number)
  assert.ok(read instanceof NationalId)
  return read
}
const order = async (number: string): Promise<void> => {
  await world.parts.letters.orders.order(idOf(number), { book: 'minid', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
}

/** One of each kind, with a record here and a letter ordered; and one who has logged in with MinID. */
async function canaries(): Promise<readonly Person[]> {
  const [user] = world.people.withMinid(1)
  assert.ok(user)
  const everybody = [user, ...kinds.flatMap((kind) => world.people.search({ kind }).slice(0, 1))]
  const people = [...new Map(everybody.map((person) => [person.number, person])).values()]
  for (const person of people) {
    await world.parts.persons.ensure(idOf(person.number))
    await order(person.number)
    if (person.number !== user.number) continue
    const { url } = await (await service(world, 'library')).ask()
    await byMinid(world, world.browser(), url, person)
  }
  return people
}

/** Everything that staff can do for a caller, with each mistake. */
async function wholeCall(desk: Desk, number: string): Promise<void> {
  await look(desk, `${number.slice(0, 10)}${(Number(number.slice(10)) + 1) % 10}`)
  const call = await look(desk, `${number.slice(0, 6)} ${number.slice(6)}`)
  await desk.browser.submit(call, '/letter')
  await act(desk, call, '/letter', { language: 'en' })
  const question = await desk.browser.click(call, '/block')
  await act(desk, question, '/block')
  await act(desk, call, '/letter', { language: 'en' })
  for (const what of ['out', 'in', 'out', 'nothing'])
    await act(desk, await desk.browser.click(call, '/reservation'), '/reservation', { what })
  await desk.browser.get(`${call.url}/nothing`)
  await desk.browser.submit(call, '/end')
  await desk.browser.get(call.url)
}

async function act(
  { browser }: Desk,
  visit: Visit,
  action: string,
  fields: Record<string, string> = {},
): Promise<void> {
  await browser.submit(visit, action, fields)
  await world.parts.letters.settled()
}

test('house: the search for canaries finds what is there', () => {
  assert.ok(holds('<p>Ylva Mæland</p>', 'Ylva') && holds('tel:+4790000047', '+4790000047'))
  assert.ok(holds('Solbakken 12, 0150 OSLO', '0150') && !holds('value="aYlva"', 'Ylva'))
})

/** Without what is new in every visit, and with every typed number as one. */
function withoutNumber(sent: string, number: string): string {
  const typed = [number, `${number.slice(0, 6)} ${number.slice(6)}`]
  const wrong = `${number.slice(0, 10)}${(Number(number.slice(10)) + 1) % 10}`
  let text = sent
  for (const one of [...typed, wrong]) text = text.replaceAll(one, 'NUMBER')
  return text
    .replaceAll(/calls(\/|%2F)[\w-]{16}/g, 'calls$1CALL')
    .replaceAll(/name="stamp" value="[\w-]{22}"/g, 'STAMP')
    .replaceAll(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, 'INCIDENT')
    .replaceAll(/att_[\w-]{22}/g, 'ATTEMPT')
}

test('I7 M10 of a caller the help desk is sent the typed number and its orders, the same bytes and waits as for nobody’s', async () => {
  const people = await canaries()
  assert.ok(people.length > 8 && people.some(({ minid }) => minid !== undefined))
  const strangers = [nobodysNumber(world, 0), nobodysNumber(world, 1)]
  for (const number of strangers) await order(number)
  const waits: number[] = []
  const app = createApp({ ...world.parts, wait: (ms) => Promise.resolve(void waits.push(ms)) })
  const sentFor = async (number: string): Promise<string> => {
    const desk = await atDesk(world, app)
    waits.length = 0
    await wholeCall(desk, number)
    return `${waits.join(' ')}\n${desk.sent.join('\n')}`
  }
  const [first, second] = [await sentFor(strangers[0] ?? ''), await sentFor(strangers[1] ?? '')]
  const expected = withoutNumber(first, strangers[0] ?? '')
  assert.ok(expected.length > 20_000)
  assert.match(expected, /^300( 300){5,}\n/, 'whatever is looked up or done waits for the grid')
  assert.equal(withoutNumber(second, strangers[1] ?? ''), expected)
  for (const person of people) {
    const sent = await sentFor(person.number)
    assert.equal(withoutNumber(sent, person.number), expected, person.kind)
    assert.ok(sent.includes(person.number.slice(6)), 'the typed number is there')
    const secrets = await secretsOf(world, person)
    assert.ok(secrets.length > 8)
    assert.deepEqual(
      secrets.filter((one) => holds(sent, one)),
      [],
      person.kind,
    )
  }
})

test('I7 M10 an order shows, and is all that shows', async () => {
  const [person] = world.people.search({ kind: 'adult' })
  assert.ok(person)
  const desk = await atDesk(world)
  const before = await look(desk, person.number)
  await order(person.number)
  const after = await desk.browser.get(before.url)
  const without = after.body
    .replace(/<p class="ds-paragraph">Det er bestilt koder[\s\S]*?<\/ul>/, 'ORDERS')
    .replace('over=yes', '')
  assert.equal(without, before.body.replace(/<p class="ds-paragraph">Det er ikke bestilt[^<]*<\/p>/, 'ORDERS'))
  assert.ok(formIn(after, '/letter'))
})
