/** Rows M3, M4 through the whole twin: the register over its own wire, the print run, the letter on the sandbox's page. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { NationalId } from '#base/national-id.ts'
import type { Person } from '#sandbox/population/person.ts'
import { codesOn, noPoppler, textOf } from '#letters/poppler.ts'
import { issuer, worldForEach, type World } from '../world.ts'

let world: World
worldForEach(import.meta.filename, [], (opened) => {
  world = opened
})

const numberOf = ({ number }: Person): NationalId => {
  const read = NationalId.read(number)
  assert.ok(read instanceof NationalId)
  return read
}
const kind = (wanted: Person['kind']): Person => {
  const [person] = world.people.search({ kind: wanted })
  assert.ok(person !== undefined)
  return person
}
async function order(person: Person): Promise<void> {
  await world.parts.letters.orders.order(numberOf(person), { book: 'minid', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
}

test('M3 M4 an ordered letter lies on the page of letters, as PDF and as JSON, and its code opens', async () => {
  const person = kind('sami')
  await order(person)
  const [letter] = world.letters.letters()
  assert.ok(letter !== undefined)
  assert.equal(letter.to[0], `${person.given} ${person.family}`)
  assert.equal(letter.url, `${issuer}/minid/register?letter=${letter.letter}`)
  const page = await world.fetch(`${issuer}/sandbox/letters`)
  assert.ok((await page.text()).includes(letter.letter))
  const json = await world.fetch(`${issuer}/sandbox/letters.json`)
  assert.deepEqual(await json.json(), [letter])
  const pdf = await world.fetch(`${issuer}/sandbox/letters/${letter.letter}.pdf`)
  assert.equal(pdf.headers.get('content-type'), 'application/pdf')
  const bytes = new Uint8Array(await pdf.arrayBuffer())
  if (noPoppler === undefined) {
    assert.deepEqual(codesOn(bytes), letter.codes)
    assert.ok(textOf(bytes).includes(letter.to.join('\n')))
  }
  const known = await world.parts.persons.find(numberOf(person))
  assert.ok(known !== undefined)
  const minid = world.parts.letters.book('minid')
  const question = await minid.ask(known.id)
  assert.equal(question?.letter, letter.letter)
  const code = letter.codes[(question?.number ?? 1) - 1] ?? ''
  const holder = { person: known.id, numberHash: known.numberHash }
  assert.ok(question !== undefined)
  assert.deepEqual(await minid.answer(holder, question, code), { ok: true, left: 19, low: false })
})

test('M3 no letter for the deceased and the minor, and nothing tells them from the others', async () => {
  for (const wanted of ['deceased', 'minor'] as const) await order(kind(wanted))
  assert.deepEqual(world.letters.letters(), [])
  await order(kind('adult'))
  assert.equal(world.letters.letters().length, 1)
})

test('M3 a letter that is not there is not found', async () => {
  assert.equal((await world.fetch(`${issuer}/sandbox/letters/22222-33333.pdf`)).status, 404)
})

test('M4 a letter is promised in one to five working days', async () => {
  assert.deepEqual(await world.parts.letters.delivery(), { earliest: '2026-11-26', latest: '2026-12-02' })
})
