/** Sheets of codes in the database. Of a code only a slow hash under a key from outside is kept. */
import type { PersonId } from '#base/ids.ts'
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { BookName, LetterId } from '#letters/books.ts'
import type { Question } from '#letters/codes.ts'

export interface Sheet {
  readonly letter: LetterId
  readonly state: 'waiting' | 'active'
  readonly made: number
  readonly expires: number
  readonly asked: number | undefined
  readonly unused: readonly number[]
}

export interface FoundCode {
  readonly hash: string
  /** Not used, and the letter counts. */
  readonly counts: boolean
  /** Unused codes of the sheet, this one among them. */
  readonly left: number
}

export interface SheetStore {
  /** Those that count, oldest first. */
  sheets(person: PersonId | undefined, now: number): Promise<readonly Sheet[]>
  /** The number that stands: the first one that anybody asked for. */
  ask(sheet: Pick<Sheet, 'letter' | 'asked' | 'unused'> | undefined, number: number): Promise<number | undefined>
  /** Whatever its state: what is asked for and whose it is must fit. */
  code(person: PersonId | undefined, question: Question, now: number): Promise<FoundCode | undefined>
  /** Fails as `code-unused` or `letter-counts`. Older letters of the book die. */
  use(person: PersonId, question: Question, now: number, expires: number): readonly Step[]
  /** Fails as `letter-counts`. */
  stillCounts(person: PersonId, letter: LetterId, now: number): Step
  blockAll(person: PersonId, now: number): readonly Step[]
}

const selectSheets = `select s.letter, s.state, s.made, s.expires, s.asked, c.number
  from code_sheet s left join letter_code c on c.letter = s.letter and c.used is null
  where s.person_id = $1 and s.book = $2 and s.state in ('waiting', 'active') and s.expires > $3
  order by s.made, s.letter, c.number`
// $3: a number that stands there and is used already (answered while somebody asked): it gives way.
const askFor = `update code_sheet set asked = case when asked is null or asked = $3 then $2 else asked end
  where letter = $1 and state in ('waiting', 'active') returning asked`
const selectCode = `select c.hash, c.used, s.state, s.expires, s.asked,
    (select count(*) from letter_code o where o.letter = c.letter and o.used is null) as unused
  from letter_code c join code_sheet s on s.letter = c.letter
  where c.letter = $1 and c.number = $2 and s.person_id = $3 and s.book = $4`
const useCode = written('update letter_code set used = $3 where letter = $1 and number = $2 and used is null')
const useSheet = written(`update code_sheet set state = 'active', asked = null,
    expires = case when state = 'waiting' then cast($6 as bigint) else expires end
  where letter = $1 and asked = $2 and person_id = $3 and book = $4 and state in ('waiting', 'active') and expires > $5`)
const killOlder = written(`update code_sheet set state = 'dead', ended = $4, why = 'replaced'
  where person_id = $2 and book = $3 and letter <> $1 and state in ('waiting', 'active')
    and made < (select n.made from code_sheet n where n.letter = $1)`)
const touch = written(`update code_sheet set state = state
  where letter = $1 and person_id = $2 and book = $3 and state in ('waiting', 'active') and expires > $4`)
const killAll = written(`update code_sheet set state = 'dead', ended = $3, why = 'blocked'
  where person_id = $1 and book = $2 and state in ('waiting', 'active')`)
// They are no longer what its owner waits for: another one may be ordered, also before the printer's receipt.
const blockOrders = written(`update letter_order set blocked = $3, open = null
  where person_id = $1 and book = $2 and blocked is null and letter is not null`)
const killOne = written(`update code_sheet set state = 'dead', ended = $2, why = $3
  where letter = $1 and state in ('waiting', 'active')`)
const insertSheet = written(`insert into code_sheet (letter, book, person_id, made, expires, state)
  values ($1, $2, $3, $4, $5, 'waiting')`)
const insertCode = written('insert into letter_code (letter, number, hash) values ($1, $2, $3)')

interface SheetRow {
  readonly letter: LetterId
  readonly state: Sheet['state']
  readonly made: number
  readonly expires: number
  readonly asked: number | null
  readonly number: number | null
}
interface CodeRow {
  readonly hash: string
  readonly used: number | null
  readonly state: string
  readonly expires: number
  readonly asked: number | null
  readonly unused: number
}

export function sheetStore(database: Database, book: BookName): SheetStore {
  return {
    sheets: async (person, now) =>
      gathered(await database.raw<SheetRow>(selectSheets, [person ?? 'nobody', book, now])),
    ask: async (sheet, number) => {
      const stale = sheet?.asked !== undefined && !sheet.unused.includes(sheet.asked) ? sheet.asked : 0
      const [row] = await database.raw<{ asked: number }>(askFor, [sheet?.letter ?? 'none', number, stale])
      return row?.asked
    },
    code: async (person, { letter, number }, now) => {
      const [row] = await database.raw<CodeRow>(selectCode, [letter, number, person ?? 'nobody', book])
      if (row === undefined) return undefined
      const alive = row.state !== 'dead' && row.expires > now
      return { hash: row.hash, counts: alive && row.used === null && row.asked === number, left: Number(row.unused) }
    },
    use: (person, { letter, number }, now, expires) => [
      { query: useCode(letter, number, now), must: 'code-unused' },
      { query: useSheet(letter, number, person, book, now, expires), must: 'letter-counts' },
      { query: killOlder(letter, person, book, now) },
    ],
    stillCounts: (person, letter, now) => ({ query: touch(letter, person, book, now), must: 'letter-counts' }),
    blockAll: (person, now) => [{ query: killAll(person, book, now) }, { query: blockOrders(person, book, now) }],
  }
}

function gathered(rows: readonly SheetRow[]): readonly Sheet[] {
  const byLetter = Map.groupBy(rows, ({ letter }) => letter)
  return [...byLetter.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const unused = own.map(({ number }) => number).filter((number) => number !== null)
    return [{ ...first, asked: first.asked ?? undefined, unused }]
  })
}

export interface NewSheet {
  readonly letter: LetterId
  readonly book: BookName
  readonly person: PersonId
  readonly made: number
  readonly expires: number
  /** Number n at n − 1. */
  readonly hashes: readonly string[]
}

export const insertSheetSteps = ({ letter, book, person, made, expires, hashes }: NewSheet): readonly Step[] => [
  { query: insertSheet(letter, book, person, made, expires) },
  ...hashes.map((hash, i) => ({ query: insertCode(letter, i + 1, hash) })),
]

export const killSheet = (letter: LetterId, now: number, why: 'returned' | 'lost'): Step => ({
  query: killOne(letter, now, why),
})
