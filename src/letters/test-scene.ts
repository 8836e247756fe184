/** A person with a letter, and what the tests of its codes ask and answer. For tests. */
import assert from 'node:assert/strict'
import type { PersonId } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import type { CodeBook, Holder, Question } from '#letters/codes.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations } from '#letters/migrations.ts'
import { type Bed, testbed } from '#letters/testbed.ts'

export const on = onEachDatabase([...guessing, ...migrations])
export const day = 24 * 3600_000
export const holder = (person: PersonId | undefined): Holder => ({ person, numberHash: 'hash-of-a-number' })

interface Scene extends Bed {
  readonly person: Bed['person']
  readonly owner: PersonId
  readonly minid: CodeBook
  readonly letter: Awaited<ReturnType<Bed['sheet']>>
}
export async function scene(database: Database): Promise<Scene> {
  const bed = testbed(database)
  const owner = bed.person()
  return { ...bed, owner, minid: bed.book('minid'), letter: await bed.sheet(owner) }
}
export const asked = async (book: CodeBook, person: PersonId, letter?: Question['letter']): Promise<Question> => {
  const question = await book.ask(person, letter)
  assert.ok(question !== undefined)
  return question
}
export const reasonOf = (answered: Awaited<ReturnType<CodeBook['answer']>>): string =>
  answered.ok ? 'right' : answered.why
export const codeFor = ({ codes }: { codes: readonly string[] }, { number }: Question): string =>
  codes[number - 1] ?? ''
export const wrongFor = (right: string): string => (right.startsWith('A') ? 'B' : 'A') + right.slice(1)
