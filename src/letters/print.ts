/**
 * The print run: a batch each working day, exactly once also when the process dies in the middle. A letter is made and sealed to
 * the printer's key in one transaction with its codes' hashes; a run that somebody takes over goes on with what is left, and
 * hands over the very same files. Sealed letters are kept until the printer's receipt; a lost batch is made anew.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Vault } from '#keys/keys.ts'
import type { Audit } from '#audit/audit.ts'
import type { Log } from '#http/answer.ts'
import type { BookName, LetterId } from '#letters/books.ts'
import type { SlowHashes } from '#letters/codes.ts'
import { makeLetter } from '#letters/make.ts'
import type { LetterHead } from '#letters/pdf.ts'
import type { Batch, Manifest, Printer } from '#letters/printer.ts'
import { loseBatch, readReceipts } from '#letters/receipts.ts'
import type { PrintRun, RunStore, SealedLetter, TakenOrder } from '#letters/run-store.ts'
import type { PrinterKey } from '#letters/seal.ts'
import { insertSheetSteps } from '#letters/sheets.ts'
import { type Calendar, dayOf, hourOf } from '#letters/workdays.ts'
import type { Persons } from '#persons/persons.ts'
import { type PopulationRegister, RegisterAway } from '#registers/population/population.ts'

export interface PrintRule {
  readonly codes: Readonly<Record<BookName, number>>
  readonly minimumAge: number
  /** Days in which the first code must be used. */
  readonly activationDays: number
  /** Days in which no letter goes to an address that one came back from. */
  readonly returnedDays: number
  /** From this hour (Norway's) a working day's batch is made. */
  readonly hour: number
}

export interface PrintDeps {
  readonly store: RunStore
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly log: Log
  readonly persons: Pick<Persons, 'ensure'>
  readonly register: PopulationRegister
  readonly hashes: SlowHashes
  /** To the printer's public key. */
  readonly seal: PrinterKey['seal']
  readonly sealed: Manifest['sealed']
  readonly printer: Printer
  readonly head: LetterHead
  /** On the envelope, where it is not on the sheet. */
  readonly envelopeBack: readonly string[]
  readonly rule: PrintRule
  readonly url: (letter: LetterId) => string
  readonly calendar: () => Promise<Calendar>
}

export interface RunReport {
  readonly run: string
  readonly letters: number
  readonly refused: number
  /** Put back for the next run: the register did not answer, or they could not be made. The log says why. */
  readonly waiting: number
}

export interface PrintRuns {
  /** Makes and hands over a batch of all that is ordered. `busy`: another process is at it; `nothing`: nobody ordered. */
  run(): Promise<RunReport | 'busy' | 'nothing'>
  /** What a process does every minute: takes over a dead one's run, makes the day's batch, looks for receipts. */
  tick(): Promise<void>
  /** Looks for receipts; tells for how many runs. */
  receipts(): Promise<number>
  /** The batch never reached the printer's machine, or was destroyed there: its codes die, and its letters are made anew. */
  lost(run: string): Promise<boolean>
  list(most?: number): Promise<readonly PrintRun[]>
  /** How long the oldest batch has waited for the printer's receipt; 0: none waits. */
  waitingSeconds(): Promise<number>
  /** The process leaves: the letter under way is the last, and another process goes on after the lease. */
  stop(): void
}

/** Orders that are taken at a time, and letters that are made side by side. */
const page = 20
const lanes = 2
/** How long nothing is asked after a run that came to nothing: the register was away. */
const againMs = 15 * 60_000

export function openPrintRuns(deps: PrintDeps): PrintRuns {
  const owner = randomToken(16)
  let stopped = false
  const goOn = (): void => {
    if (stopped) throw new RunStopped('the process leaves')
  }
  const own = { ...deps, owner, goOn }
  return {
    run: () => run(own),
    tick: () => tick(own),
    receipts: () => readReceipts(own),
    lost: (id) => loseBatch(own, id),
    list: (most = 20) => deps.store.list(most),
    waitingSeconds: async () => {
      const [oldest] = await deps.store.inState('handed')
      return oldest === undefined ? 0 : Math.max(0, (deps.clock.now() - oldest.begun) / 1000)
    },
    stop: () => {
      stopped = true
    },
  }
}

type Own = PrintDeps & {
  readonly owner: string
  /** @throws RunStopped */
  readonly goOn: () => void
}

class RunStopped extends Error {
  override readonly name = 'RunStopped'
}

async function tick(own: Own): Promise<void> {
  try {
    // A batch that cannot go to the printer now is no reason to leave the receipts of others there.
    const [printed] = await Promise.allSettled([printDue(own)])
    await readReceipts(own)
    if (printed.status === 'rejected') throw printed.reason
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error
    own.log('info', 'a print run is left to another process', {})
  }
}

async function printDue(own: Own): Promise<void> {
  await resume(own)
  if (await isDue(own)) await run(own)
}

async function isDue({ store, clock, calendar, rule }: Own): Promise<boolean> {
  const now = clock.now()
  const today = dayOf(now)
  if (hourOf(now) < rule.hour || !(await store.anyOrdered()) || (await store.anyOn(today, now - againMs))) return false
  return (await calendar()).isWorkday(today)
}

async function run(own: Own): Promise<RunReport | 'busy' | 'nothing'> {
  const taken = await resume(own)
  if (!(await own.store.anyOrdered())) return taken ?? 'nothing'
  const now = own.clock.now()
  const id = `run_${randomToken(12)}`
  if (!(await own.store.begin(id, dayOf(now), own.owner, now))) return 'busy'
  return make(own, id)
}

/** The run of a process that died. */
async function resume(own: Own): Promise<RunReport | undefined> {
  const taken = await own.store.takeOver(own.owner, own.clock.now())
  if (taken === undefined) return undefined
  own.log('warn', 'a print run was taken over', { run: taken.id, state: taken.state })
  if (taken.state === 'making') return make(own, taken.id)
  await handOver(own, taken.id)
  return { run: taken.id, letters: taken.letters, refused: 0, waiting: 0 }
}

async function make(own: Own, run: string): Promise<RunReport> {
  let refused = 0
  let orders = await own.store.unfinished(run)
  if (orders.length === 0) orders = await own.store.take(run, own.owner, page)
  while (orders.length > 0) {
    const made = await inLanes(orders, (order) => makeOne(own, run, order))
    refused += made.filter((one) => one === 'refused').length
    // One person's document may be what is wrong; a whole page of them is the register, or we ourselves.
    if (made.every((one) => one === 'waits')) break
    orders = await own.store.take(run, own.owner, page)
  }
  const waiting = await own.store.putBack(run, own.owner)
  if (waiting > 0) own.log('warn', 'letters wait for the next run', { run, letters: waiting })
  const letters = (await own.store.letters(run)).length
  if (letters > 0) await handOver(own, run)
  else mustBe(await own.audit.write([own.store.empty(run, own.owner, own.clock.now())], []))
  return { run, letters, refused, waiting }
}

async function inLanes<T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<readonly U[]> {
  const done: U[] = []
  const left = all.values()
  const lane = async (): Promise<void> => {
    for (const one of left) done.push(await work(one))
  }
  // What is under way in the other lane is brought to its end first: nothing works on behind the caller's back.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return done
}

async function makeOne(own: Own, run: string, order: TakenOrder): Promise<'made' | 'refused' | 'waits'> {
  const { store, clock, audit } = own
  own.goOn()
  try {
    const made = await makeLetter(own, order)
    const ours = store.stillOurs(run, own.owner, clock.now())
    if (!made.ok) {
      const told = [{ type: 'letter.undeliverable', order: order.id, why: made.why }] as const
      mustBe(await audit.write([ours, store.refuse(order.id, run)], told))
      return 'refused'
    }
    const { printed, sheet } = made
    mustBe(
      await audit.write(
        [ours, ...store.printed({ ...printed, run }), ...insertSheetSteps(sheet)],
        [{ type: 'letter.made', person: printed.person, order: order.id, letter: printed.letter, by: order.by }],
      ),
    )
    return 'made'
  } catch (error) {
    if (error instanceof RunTaken || error instanceof RunStopped) throw error
    // Whatever it is, the others get their letters.
    if (!(error instanceof RegisterAway))
      own.log('error', 'a letter could not be made', { order: order.id, cause: error })
    return 'waits'
  }
}

/** Another process has the run: this one stops, and has done nothing that counts. */
export class RunTaken extends Error {
  override readonly name = 'RunTaken'
}

function mustBe(result: { readonly ok: true } | { readonly ok: false; readonly failed: string }): void {
  if (!result.ok) throw new RunTaken(`the run is no longer ours: ${result.failed}`)
}

async function handOver(own: Own, run: string): Promise<void> {
  const { store, owner, clock, audit, printer } = own
  const batch = await batchOf(own, run)
  const { manifest } = batch
  const letters = batch.files.length
  const told = { letters, manifest, manifestHash: hexHash(manifest) }
  mustBe(await audit.write([store.handing(run, owner, clock.now(), told)], []))
  await printer.hand(batch)
  mustBe(await audit.write([store.handed(run, owner, clock.now())], [{ type: 'print.handed', run, letters }]))
  await readReceipts(own)
}

const fileName = (letter: string): string => `${letter}.pdf.jwe`
const hexHash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The same for whoever takes the run over: from what is stored alone. */
async function batchOf(own: Own, run: string): Promise<Batch> {
  const { store } = own
  const letters = await store.letters(run)
  const byName = new Map(letters.map(({ letter }) => [fileName(letter), letter]))
  return {
    run,
    files: [...byName.keys()],
    manifest: (await store.manifest(run)) ?? (await manifestOf(own, run, letters)),
    read: async (name) => {
      const letter = byName.get(name)
      if (letter === undefined) throw new Error('no such file in this batch')
      own.goOn()
      // A long way to a slow printer: nobody may take the run over meanwhile.
      mustBe(await own.audit.write([store.stillOurs(run, own.owner, own.clock.now())], []))
      return store.sealed(letter)
    },
  }
}

async function manifestOf(
  { store, envelopeBack, sealed }: Own,
  run: string,
  letters: readonly SealedLetter[],
): Promise<string> {
  const files: Manifest['files'][number][] = []
  for (const { letter, pages } of letters) {
    const text = await store.sealed(letter)
    files.push({ name: fileName(letter), pages, bytes: text.length, sha256: hexHash(text) })
  }
  const manifest: Manifest = {
    run,
    letters: files.length,
    pages: files.reduce((sum, { pages }) => sum + pages, 0),
    paper: 'A4',
    envelope: { format: 'C5', priority: 'A', back: envelopeBack },
    sealed,
    files,
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}
