/**
 * A book of codes from letters: which number is asked for, and whether the answer is right. Each code once, by a conditional
 * UPDATE; the number that was asked for stays until it is answered, in every tab and attempt, so that reloading fishes nothing.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { hmac, randomBelow } from '#base/secrets.ts'
import type { Database, Step } from '#db/db.ts'
import type { Counts, Reserved } from '#guessing/store.ts'
import type { Vault } from '#keys/keys.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import { type BookName, type LetterId, readLetterCode } from '#letters/books.ts'
import { openLetterGuesses } from '#letters/guesses.ts'
import { type Sheet, sheetStore, type SheetStore } from '#letters/sheets.ts'

/** A slow hash with a pepper, behind a queue that ends: MinID's passwords have one. */
export interface SlowHashes {
  hash(text: string): Promise<string>
  /** Undefined takes a decoy: as much work, never right. */
  verify(hash: string | undefined, text: string): Promise<boolean>
}

export interface CodeBookDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly hashes: SlowHashes
  readonly book: BookName
  /** Codes on a sheet. */
  readonly codes: number
  /** Days that a sheet's codes count from its first one's use. */
  readonly days: number
}

/** Who answers: the person, and the look-up hash of the number that was typed, so that strangers are counted like everybody. */
export interface Holder {
  readonly person: PersonId | undefined
  readonly numberHash: string
}

/** To keep with the attempt: "code number 7 from the letter 7K2MX-9QWRT". */
export interface Question {
  readonly letter: LetterId
  readonly number: number
}

export type Answered =
  | { readonly ok: true; readonly left: number; readonly low: boolean }
  /** Cannot be a code: no guess is counted. */
  | { readonly ok: false; readonly why: 'length' | 'look-alike' | 'characters' }
  /** `until`: when the next guess may come; 0: at once. */
  | { readonly ok: false; readonly why: 'wrong' | 'locked'; readonly until: number }
  /** Answered in another tab, or the letter no longer counts: ask again. */
  | { readonly ok: false; readonly why: 'ask-again' }
  /** The caller's own guard failed; the code is not used up. */
  | { readonly ok: false; readonly why: 'guard'; readonly failed: string }

export interface SheetState {
  readonly letter: LetterId
  /** Waiting for its first code to be used, or in use. */
  readonly state: 'waiting' | 'active'
  readonly made: number
  readonly expires: number
  readonly left: number
  /** Time to order a new one. */
  readonly low: boolean
}

export interface CodeBook {
  readonly book: BookName
  /** For a person whose first factor is proved: the letter in use, else the newest. Undefined: no codes. */
  ask(person: PersonId, letter?: LetterId): Promise<Question | undefined>
  /** For somebody who has proved nothing yet: a question in any case, the same one each time. */
  askStranger(holder: Holder, letter: LetterId): Promise<Question>
  /** `steps` and `events` of the caller are written with the code's use, or not at all. */
  answer(
    holder: Holder,
    question: Question,
    typed: string,
    steps?: readonly Step[],
    events?: readonly AuditEvent[],
  ): Promise<Answered>
  /** A guard for a batch, where something began with the letter's code: fails as `letter-counts` once the letter is blocked or dead. */
  stillCounts(person: PersonId, letter: LetterId): Step
  /** For the owner's pages. */
  states(person: PersonId): Promise<readonly SheetState[]>
  /**
   * All of the person's letters, at once and for ever; for a stranger the same work. `steps` and `events` are written with it.
   * Tells how many there were; undefined: a guard of the caller's failed, and nothing is blocked.
   */
  block(
    person: PersonId | undefined,
    by: 'self' | 'helpdesk',
    steps?: readonly Step[],
    events?: readonly AuditEvent[],
  ): Promise<number | undefined>
}

/** So few left are few. */
const few = 5

interface Deps extends CodeBookDeps {
  readonly guesses: Counts
}

export function openCodeBook(given: CodeBookDeps): CodeBook {
  const store = sheetStore(given.database, given.book)
  const deps: Deps = { ...given, guesses: openLetterGuesses(given.database) }
  return {
    book: deps.book,
    ask: (person, letter) => ask(deps, store, person, letter),
    askStranger: async (holder, letter) =>
      (await ask(deps, store, holder.person, letter)) ?? { letter, number: decoyNumber(deps, holder, letter) },
    answer: (holder, question, typed, steps = [], events = []) =>
      answer(deps, store, { holder, question, typed, steps, events }),
    stillCounts: (person, letter) => store.stillCounts(person, letter, deps.clock.now()),
    states: async (person) => (await store.sheets(person, deps.clock.now())).map(stateOf),
    block: (person, by, steps = [], events = []) => block(deps, store, person, { by, steps, events }),
  }
}

async function ask(
  { clock }: CodeBookDeps,
  store: SheetStore,
  person: PersonId | undefined,
  letter: LetterId | undefined,
): Promise<Question | undefined> {
  const now = clock.now()
  const sheets = (await store.sheets(person, now)).filter((sheet) => letter === undefined || sheet.letter === letter)
  const sheet =
    sheets.findLast(({ state, unused }) => state === 'active' && unused.length > 0) ?? sheets.findLast(hasCodes)
  // The same two statements for strangers.
  const number = await store.ask(sheet, sheet === undefined ? 0 : numberFor(sheet))
  return sheet === undefined || number === undefined ? undefined : { letter: sheet.letter, number }
}

const hasCodes = ({ unused }: Sheet): boolean => unused.length > 0
/** What stands, unless it was answered meanwhile. */
const numberFor = ({ asked, unused }: Sheet): number =>
  asked !== undefined && unused.includes(asked) ? asked : (unused[randomBelow(unused.length)] ?? 0)

/** Looks like a real one, and stays the same. */
function decoyNumber({ vault, book, codes }: CodeBookDeps, { numberHash }: Holder, letter: LetterId): number {
  const mixed = Buffer.from(hmac(vault.macKey('letter decoy'), `${book}:${numberHash}:${letter}`), 'base64url')
  return 1 + (mixed.readUInt32BE(0) % codes)
}

interface Answering {
  readonly holder: Holder
  readonly question: Question
  readonly typed: string
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
}

async function answer(deps: Deps, store: SheetStore, answering: Answering): Promise<Answered> {
  const { guesses, clock, hashes, book } = deps
  const { holder, question } = answering
  const read = readLetterCode(answering.typed)
  if ('fault' in read) return { ok: false, why: read.fault }
  const [who, about] = guesser(deps, answering)
  const reserved = await guesses.reserve(who, clock.now(), about)
  if (!reserved.ok) return refused(deps, holder, 'locked', reserved)
  const found = await store.code(holder.person, question, clock.now())
  // Used or dead codes are checked like all others: only who knows the code learns that it is used.
  const right = await looking(deps, answering, reserved, () =>
    hashes.verify(found?.hash, codeText(book, question, read.code)),
  )
  if (!right || found === undefined) return refused(deps, holder, 'wrong', reserved)
  // It stays a guess that was made: a code that is used may have been seen by others.
  if (!found.counts) return { ok: false, why: 'ask-again' }
  return use(deps, store, answering, reserved, found.left)
}

/** Too many wait to be looked at: a guess that was not is none. */
async function looking<T>(deps: Deps, answering: Answering, reserved: Reserved, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    await deps.database.batch([ownGuess(deps, answering, reserved)])
    throw error
  }
}

/** What is hashed: a code means nothing on another sheet, at another number, or in another book. */
export const codeText = (book: BookName, { letter, number }: Question, code: string): string =>
  `${book}\n${letter}\n${number}\n${code}`

const guesser = ({ book }: Deps, { holder, question }: Answering): readonly [who: string, about: string] => [
  holder.person ?? holder.numberHash,
  `${book}:${question.letter}`,
]

/** This one is taken back, whatever others have counted. */
function ownGuess(deps: Deps, answering: Answering, reserved: Reserved): Step {
  const [who, about] = guesser(deps, answering)
  return deps.guesses.giveBack(who, reserved, about)
}

/** `until` 0: at once. */
function refused({ audit, clock }: Deps, { person }: Holder, why: 'wrong' | 'locked', { until }: Reserved): Answered {
  audit.note({ type: 'letter.code.refused', why, ...(person === undefined ? {} : { person }) })
  return { ok: false, why, until: until > clock.now() ? until : 0 }
}

async function use(
  deps: Deps,
  store: SheetStore,
  answering: Answering,
  reserved: Reserved,
  had: number,
): Promise<Answered> {
  const { clock, audit, days } = deps
  const { holder, question, steps, events } = answering
  if (holder.person === undefined) throw new Error('a code without its person')
  const now = clock.now()
  const left = had - 1
  const result = await audit.write(
    [
      ...store.use(holder.person, question, now, now + days * 24 * 3600_000),
      ownGuess(deps, answering, reserved),
      ...steps,
    ],
    [{ type: 'letter.code.used', person: holder.person, ...question, left }, ...events],
  )
  if (result.ok) return { ok: true, left, low: left <= few }
  return result.failed === 'code-unused' || result.failed === 'letter-counts'
    ? { ok: false, why: 'ask-again' }
    : { ok: false, why: 'guard', failed: result.failed }
}

const stateOf = ({ letter, state, made, expires, unused }: Sheet): SheetState => ({
  letter,
  state,
  made,
  expires,
  left: unused.length,
  low: unused.length <= few,
})

/** No person's id: finds nothing, and takes as long. */
const nobody = 'per_nobody' as PersonId

async function block(
  { clock, audit, book }: CodeBookDeps,
  store: SheetStore,
  person: PersonId | undefined,
  { by, steps, events }: Pick<Answering, 'steps' | 'events'> & { readonly by: 'self' | 'helpdesk' },
): Promise<number | undefined> {
  const now = clock.now()
  const whose = person ?? nobody
  const letters = (await store.sheets(whose, now)).length
  const about = person === undefined ? {} : { person }
  const result = await audit.write(
    [...store.blockAll(whose, now), ...steps],
    [{ type: 'letter.codes.blocked', book, by, letters, ...about }, ...events],
  )
  return result.ok ? letters : undefined
}
