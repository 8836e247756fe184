/** Blocking MinID's codes for somebody who called: all that the help desk may use of MinID. */
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { CodeBook } from '#letters/codes.ts'
import type { Persons } from '#persons/persons.ts'

export interface BlockDeps {
  readonly persons: Pick<Persons, 'find'>
  readonly book: Pick<CodeBook, 'block'>
}

/** `staff`: who at the help desk did it. Comes back with nothing, and does the same work for a number that nobody has. */
export type BlockCodes = (number: NationalId, staff: PersonId) => Promise<void>

export const openBlockCodes =
  ({ persons, book }: BlockDeps): BlockCodes =>
  async (number, staff) => {
    const person = (await persons.find(number))?.id
    const about = person === undefined ? {} : { person }
    await book.block(person, 'helpdesk', [], [{ type: 'helpdesk.blocked', staff, book: 'minid', ...about }])
  }
