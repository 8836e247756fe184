/** Guesses at codes from letters: some are free, then each waits, and nobody's cost another. */
import assert from 'node:assert/strict'
import { newLetterId } from '#letters/books.ts'
import { letterRule } from '#letters/guesses.ts'
import { testbed } from '#letters/testbed.ts'
import { asked, codeFor, day, holder, on, reasonOf, scene, wrongFor } from '#letters/test-scene.ts'

/** Guesses before the first wait. */
const free = letterRule.most - (letterRule.waits?.length ?? 0)

on(
  'guesses: so many are free, then none before its time, also at once; a right code is no guess, and forgets none',
  async (database) => {
    const { minid, owner, letter, clock, hashed } = await scene(database)
    const question = await asked(minid, owner)
    const wrong = wrongFor(codeFor(letter, question))
    const at = clock.now()
    const all = await Promise.all(Array.from({ length: 40 }, () => minid.answer(holder(owner), question, wrong)))
    assert.equal(all.filter((one) => !one.ok && one.why === 'wrong').length, free)
    assert.equal(hashed.checked, free)
    const locked = await minid.answer(holder(owner), question, codeFor(letter, question))
    assert.deepEqual(locked, { ok: false, why: 'locked', until: at + 60_000 })
    clock.advance(60_000)
    assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
    const next = await asked(minid, owner)
    const after = await minid.answer(holder(owner), next, wrongFor(codeFor(letter, next)))
    assert.deepEqual(after, { ok: false, why: 'wrong', until: at + 60_000 + 120_000 }, 'the sixth wrong one')
  },
)

on('guesses: one that nobody looked at, because too many waited, is not counted', async (database) => {
  const bed = testbed(database)
  const owner = bed.person()
  const letter = await bed.sheet(owner)
  const minid = bed.book('minid')
  const busy = new Error('queue full')
  const full = bed.book('minid', { ...bed.hashes, verify: () => Promise.reject(busy) })
  const question = await asked(minid, owner)
  const wrong = wrongFor(codeFor(letter, question))
  for (let i = 1; i < free; i++) await minid.answer(holder(owner), question, wrong)
  for (let i = 0; i < 10; i++) await assert.rejects(full.answer(holder(owner), question, wrong), busy)
  await Promise.all(
    Array.from({ length: 10 }, () =>
      full.answer(holder(owner), question, wrong).catch((error: unknown) => assert.equal(error, busy)),
    ),
  )
  const last = await minid.answer(holder(owner), question, wrong)
  assert.deepEqual(
    last,
    { ok: false, why: 'wrong', until: bed.clock.now() + 60_000 },
    'the fifth, and the last free one',
  )
  assert.equal((await minid.answer(holder(owner), question, codeFor(letter, question))).ok, false)
})

on('guesses: who has seen a code that is used gets no more guesses at the next one by it', async (database) => {
  const { minid, owner, letter } = await scene(database)
  const seen = await asked(minid, owner)
  assert.ok((await minid.answer(holder(owner), seen, codeFor(letter, seen))).ok)
  const next = await asked(minid, owner)
  const wrong = wrongFor(codeFor(letter, next))
  for (let i = 1; i < free; i++) await minid.answer(holder(owner), next, wrong)
  assert.deepEqual(await minid.answer(holder(owner), seen, codeFor(letter, seen)), { ok: false, why: 'ask-again' })
  const after = await minid.answer(holder(owner), next, wrong)
  assert.equal(reasonOf(after), 'locked')
})

on('guesses: a clock that ran ahead and was put right makes nobody wait for its time', async (database) => {
  const { minid, owner, letter, clock } = await scene(database)
  const question = await asked(minid, owner)
  const ahead = 3650 * day
  const there = { ...question, letter: newLetterId() }
  clock.advance(ahead)
  for (let i = 0; i < free; i++) await minid.answer(holder(owner), there, 'AAAAA')
  assert.equal(reasonOf(await minid.answer(holder(owner), there, 'AAAAA')), 'locked')
  clock.advance(-ahead)
  assert.equal(reasonOf(await minid.answer(holder(owner), there, 'AAAAA')), 'wrong')
  assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
})

on('guesses at a letter that is not theirs cost its owner nothing', async (database) => {
  const { minid, owner, letter } = await scene(database)
  const question = await asked(minid, owner)
  const made = { letter: newLetterId(), number: 3 }
  for (let i = 0; i < 10; i++) await minid.answer(holder(owner), made, 'AAAAA')
  assert.ok((await minid.answer(holder(owner), question, codeFor(letter, question))).ok)
})
