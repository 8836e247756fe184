import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseUnavailable } from '#db/db.ts'
import { HotUnavailable } from '#hot/hot.ts'
import { wordsFor } from '#process.ts'

test('a store that is not there is said in words, with what the network said', () => {
  const cause = new Error('connect ECONNREFUSED 127.0.0.1:5432')
  for (const [error, said] of [
    [new DatabaseUnavailable('the database did not answer', { cause }), 'the database did not answer'],
    [new HotUnavailable('the hot store did not answer', { cause }), 'the hot store did not answer'],
  ] as const)
    assert.deepEqual(wordsFor(error), [`Inngang does not start: ${said} (${cause.message}).`])
})
