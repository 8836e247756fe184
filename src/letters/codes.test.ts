/** Codes from letters: once each, in random order, the same number until it is answered; books and sheets kept apart. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { readableCharacters } from '#base/secrets.ts'
import { written } from '#db/written.ts'
import { codeLength, drawCodes, newLetterId, readLetterCode, readLetterId } from '#letters/books.ts'
import { asked, codeFor, day, holder, on, scene, wrongFor } from '#letters/test-scene.ts'

test('M1 a code has at least 20 bits, none of the letters that look alike, and no sheet has one twice', () => {
  assert.ok(codeLength * Math.log2(readableCharacters.length) >= 20)
  assert.doesNotMatch(readableCharacters, /[01ILO]/)
  const codes = drawCodes(30)
  assert.equal(new Set(codes).size, 30)
  for (const code of codes)
    assert.deepEqual(readLetterCode(` ${code.toLowerCase().slice(0, 2)}-${code.slice(2)}`), { code })
  assert.deepEqual(readLetterCode('ABCD'), { fault: 'length' })
  assert.deepEqual(readLetterCode('ABCD0'), { fault: 'look-alike' })
  assert.deepEqual(readLetterCode('ABCDÅ'), { fault: 'characters' })
})

test("a letter's id is read as it is typed", () => {
  const id = newLetterId()
  assert.equal(readLetterId(id.toLowerCase().replace('-', ' ')), id)
  assert.equal(readLetterId(id.slice(1)), undefined)
  assert.equal(readLetterId(`${id.slice(0, -1)}0`), undefined)
})

on('M1 the code that is asked for opens once, and the next question is another', async (database) => {
  const { minid, owner, letter, events } = await scene(database)
  const question = await asked(minid, owner)
  assert.equal(question.letter, letter.letter)
  const code = codeFor(letter, question)
  assert.deepEqual(await minid.answer(holder(owner), question, code), { ok: true, left: 19, low: false })
  assert.deepEqual(await minid.answer(holder(owner), question, code), { ok: false, why: 'ask-again' })
  assert.notEqual((await asked(minid, owner)).number, question.number)
  assert.deepEqual(
    events.map(({ type }) => type),
    ['letter.code.used'],
  )
})

on('M1 fifty at once with the same code: one gets in', async (database) => {
  const { minid, owner, letter } = await scene(database)
  const question = await asked(minid, owner)
  // Fifty rights are also fifty guesses: those that the count turns away are no way in either.
  const all = await Promise.all(
    Array.from({ length: 50 }, () => minid.answer(holder(owner), question, codeFor(letter, question))),
  )
  assert.equal(all.filter(({ ok }) => ok).length, 1)
})

on(
  'M1 the same number is asked for until it is answered, by whoever asks, also after a wrong answer',
  async (database) => {
    const { minid, owner, letter } = await scene(database)
    const question = await asked(minid, owner)
    const wrong = await minid.answer(holder(owner), question, wrongFor(codeFor(letter, question)))
    assert.deepEqual(wrong, { ok: false, why: 'wrong', until: 0 })
    const again = await Promise.all(Array.from({ length: 20 }, () => asked(minid, owner)))
    assert.deepEqual(new Set(again.map(({ number }) => number)), new Set([question.number]))
  },
)

on('M1 numbers come in random order, and all of them', async (database) => {
  const { minid, owner, letter } = await scene(database)
  const order: number[] = []
  for (let i = 0; i < 20; i++) {
    const question = await asked(minid, owner)
    order.push(question.number)
    const answered = await minid.answer(holder(owner), question, codeFor(letter, question))
    assert.deepEqual(answered, { ok: true, left: 19 - i, low: 19 - i <= 5 })
  }
  assert.deepEqual(
    order.toSorted((a, b) => a - b),
    letter.codes.map((_, i) => i + 1),
  )
  // Odds of one in 20!.
  assert.notDeepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  assert.equal(await minid.ask(owner), undefined)
})

on('M1 the code of another number, of another sheet and of another person is wrong', async (database) => {
  const { minid, owner, letter, sheet, person } = await scene(database)
  const question = await asked(minid, owner)
  const other = await sheet(person())
  const anotherNumber = { ...question, number: (question.number % 20) + 1 }
  for (const code of [codeFor(letter, anotherNumber), codeFor(other, question)])
    assert.equal((await minid.answer(holder(owner), question, code)).ok, false)
  const stranger = await minid.answer(holder(person()), question, codeFor(letter, question))
  assert.deepEqual(stranger, { ok: false, why: 'wrong', until: 0 })
  // The right code at a number that was not asked for.
  const unasked = await minid.answer(holder(owner), anotherNumber, codeFor(letter, anotherNumber))
  assert.deepEqual(unasked, { ok: false, why: 'ask-again' })
  assert.equal((await minid.states(owner))[0]?.left, 20)
})

on("M12 the books' codes never open each other's door", async (database) => {
  const { minid, owner, letter, book, sheet } = await scene(database)
  const altinn = book('altinn')
  assert.equal(await altinn.ask(owner), undefined)
  const theirs = await sheet(owner, 'altinn', 30)
  const question = await asked(minid, owner)
  const other = await asked(altinn, owner)
  assert.equal(other.letter, theirs.letter)
  assert.equal((await altinn.answer(holder(owner), question, codeFor(letter, question))).ok, false)
  assert.equal((await minid.answer(holder(owner), other, codeFor(theirs, other))).ok, false)
  // Not even when a row is moved from one book to the other: the hash knows its book.
  await database.batch([
    { query: written('update code_sheet set book = $1 where letter = $2')('altinn', letter.letter) },
  ])
  const moved = await altinn.answer(holder(owner), question, codeFor(letter, question))
  assert.deepEqual(moved, { ok: false, why: 'wrong', until: 0 })
})

on('M7 a new letter ends the old one when its first code is used, and not before', async (database) => {
  const { minid, owner, letter, clock, sheet } = await scene(database)
  const first = await asked(minid, owner)
  assert.ok((await minid.answer(holder(owner), first, codeFor(letter, first))).ok)
  clock.advance(1000)
  const newer = await sheet(owner)
  const stillOld = await asked(minid, owner)
  assert.equal(stillOld.letter, letter.letter)
  assert.ok((await minid.answer(holder(owner), stillOld, codeFor(letter, stillOld))).ok)
  const pending = await asked(minid, owner)
  const fromNew = await asked(minid, owner, newer.letter)
  assert.equal(fromNew.letter, newer.letter)
  assert.ok((await minid.answer(holder(owner), fromNew, codeFor(newer, fromNew))).ok)
  assert.deepEqual(await minid.answer(holder(owner), pending, codeFor(letter, pending)), {
    ok: false,
    why: 'ask-again',
  })
  assert.deepEqual(
    (await minid.states(owner)).map((one) => [one.letter, one.state]),
    [[newer.letter, 'active']],
  )
})

on('M7 blocked letters are dead at once, those of others and of other books are not', async (database) => {
  const { minid, owner, letter, sheet, person, book, events } = await scene(database)
  const other = person()
  await sheet(other)
  await sheet(owner, 'altinn', 30)
  const question = await asked(minid, owner)
  assert.equal(await minid.block(owner, 'self'), 1)
  assert.deepEqual(await minid.answer(holder(owner), question, codeFor(letter, question)), {
    ok: false,
    why: 'ask-again',
  })
  assert.equal(await minid.ask(owner), undefined)
  assert.notEqual(await minid.ask(other), undefined)
  assert.notEqual(await book('altinn').ask(owner), undefined)
  assert.deepEqual(
    events.find(({ type }) => type === 'letter.codes.blocked'),
    {
      type: 'letter.codes.blocked',
      person: owner,
      book: 'minid',
      by: 'self',
      letters: 1,
    },
  )
})

on('M10 blocking for a stranger blocks nobody, tells nothing and writes down that it was done', async (database) => {
  const { minid, owner, letter, person, events } = await scene(database)
  const staff = person()
  const did = { type: 'helpdesk.blocked', staff, book: 'minid' } as const
  assert.equal(await minid.block(undefined, 'helpdesk', [], [did]), 0)
  assert.deepEqual(events.slice(-2), [{ type: 'letter.codes.blocked', book: 'minid', by: 'helpdesk', letters: 0 }, did])
  const question = await asked(minid, owner)
  assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
})

on('no code lives on: an unused letter ends after its days, a used one after its years', async (database) => {
  const { minid, owner, letter, clock } = await scene(database)
  const question = await asked(minid, owner)
  clock.advance(30 * day - 1)
  assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
  clock.advance(1825 * day - 1)
  const last = await asked(minid, owner)
  clock.advance(1)
  assert.deepEqual(await minid.answer(holder(owner), last, codeFor(letter, last)), { ok: false, why: 'ask-again' })
  assert.equal(await minid.ask(owner), undefined)
})

on('an unused letter is dead after its days', async (database) => {
  const { minid, owner, letter, clock } = await scene(database)
  const question = await asked(minid, owner)
  clock.advance(30 * day)
  assert.deepEqual(await minid.answer(holder(owner), question, codeFor(letter, question)), {
    ok: false,
    why: 'ask-again',
  })
})

on('whoever has proved nothing is asked in any case, the same each time, and learns nothing', async (database) => {
  const { minid, owner, letter, hashed } = await scene(database)
  const mistaken = newLetterId()
  for (const [who, id] of [
    [undefined, letter.letter],
    [undefined, mistaken],
    [owner, mistaken],
  ] as const) {
    const question = await minid.askStranger(holder(who), id)
    assert.ok(question.number >= 1 && question.number <= 20)
    assert.deepEqual(await minid.askStranger(holder(who), id), question)
    const before = hashed.checked
    const answered = await minid.answer(holder(who), question, 'AAAAA')
    assert.deepEqual(answered, { ok: false, why: 'wrong', until: 0 })
    assert.equal(hashed.checked - before, 1)
  }
  const real = await minid.askStranger(holder(owner), letter.letter)
  assert.deepEqual(real, await asked(minid, owner))
})

on("the caller's writes come with the code or not at all", async (database) => {
  const { minid, owner, letter } = await scene(database)
  const question = await asked(minid, owner)
  const guard = { query: written(`update code_sheet set why = 'x' where letter = $1`)('nobody'), must: 'theirs' }
  const refused = await minid.answer(holder(owner), question, codeFor(letter, question), [guard])
  assert.deepEqual(refused, { ok: false, why: 'guard', failed: 'theirs' })
  assert.equal((await minid.states(owner))[0]?.left, 20)
  assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
})

on('nothing in the tables is a code', async (database) => {
  const { letter } = await scene(database)
  const tables = await Promise.all(
    ['code_sheet', 'letter_code'].map((table) => database.raw(`select * from ${table}`, [])),
  )
  for (const code of letter.codes) assert.ok(!JSON.stringify(tables).includes(`"${code}"`))
})
