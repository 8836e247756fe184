/** Print runs in the database, and the orders that they take. One run at a time, by one process that holds the lease. */
import type { PersonId } from '#base/ids.ts'
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Language } from '#i18n/text.ts'
import type { BookName, LetterId } from '#letters/books.ts'

export interface PrintRun {
  readonly id: string
  readonly day: string
  readonly begun: number
  readonly state: 'making' | 'handing' | 'handed' | 'done' | 'lost'
  readonly letters: number
  readonly manifestHash: string | undefined
}

/** An order that a run has taken. */
export interface TakenOrder {
  readonly id: string
  readonly book: BookName
  readonly who: string
  readonly numberCipher: string
  readonly language: Language
  readonly by: 'self' | 'helpdesk'
}

export interface SealedLetter {
  readonly letter: LetterId
  readonly pages: number
}

export interface Printed {
  readonly order: string
  readonly run: string
  readonly letter: LetterId
  readonly person: PersonId
  readonly addressHash: string
  readonly pages: number
  readonly sealed: string
}

export interface RunStore {
  /** False: another run is busy. */
  begin(run: string, day: string, owner: string, now: number): Promise<boolean>
  /** The busy run, when its process has not been heard of for the length of a lease. */
  takeOver(owner: string, now: number): Promise<PrintRun | undefined>
  /** A guard: fails as `still-ours` when another process took the run over. */
  stillOurs(run: string, owner: string, now: number): Step
  anyOrdered(): Promise<boolean>
  /** A batch of that day; a run that came to nothing counts until `since`. */
  anyOn(day: string, since: number): Promise<boolean>
  /** None when another process has the run by now. */
  take(run: string, owner: string, most: number): Promise<readonly TakenOrder[]>
  /** What a process that died had taken and not made. */
  unfinished(run: string): Promise<readonly TakenOrder[]>
  printed(printed: Printed): readonly Step[]
  refuse(order: string, run: string): Step
  /** Back in the queue, for the next run; none when another process has this one by now. */
  putBack(run: string, owner: string): Promise<number>
  letters(run: string): Promise<readonly SealedLetter[]>
  sealed(letter: LetterId): Promise<string>
  /** As it was, where somebody tried already to hand the run's batch over. */
  manifest(run: string): Promise<string | undefined>
  /** These three are guards like `stillOurs`, too. */
  handing(
    run: string,
    owner: string,
    now: number,
    batch: { letters: number; manifest: string; manifestHash: string },
  ): Step
  handed(run: string, owner: string, now: number): Step
  /** Nothing came of it: no batch is handed over. */
  empty(run: string, owner: string, now: number): Step
  inState(state: PrintRun['state']): Promise<readonly PrintRun[]>
  list(most: number): Promise<readonly PrintRun[]>
  done(run: string, sent: number, now: number): readonly Step[]
  lost(run: string, now: number): readonly Step[]
  /** The people of a run's letters: for the audit trail. */
  people(run: string): Promise<readonly { readonly letter: LetterId; readonly person: PersonId }[]>
  /** A letter to that number came back since then, from this address. */
  cameBackFrom(order: TakenOrder, addressHash: string, since: number): Promise<boolean>
}

/** Longer than making one letter, or handing over one, can take; a dead process's run waits so long. */
export const leaseMs = 5 * 60_000

const insertRun = `insert into print_run (id, day, begun, state, busy, owner, lease, letters)
  values ($1, $2, $3, 'making', 'busy', $4, $5, 0) on conflict (busy) do nothing returning id`
// A lease longer than leases are was taken by a clock that ran ahead.
const takeRun = `update print_run set owner = $1, lease = $3 where busy = 'busy' and (lease <= $2 or lease > cast($3 as bigint) + ${leaseMs})
  returning id, day, begun, state, letters, manifest_hash`
const renew = written(`update print_run set lease = $3 where id = $1 and owner = $2 and busy = 'busy'`)
const columns = 'id, book, who, number_cipher, language, ordered_by'
const selectUnfinished = `select ${columns} from letter_order where run = $1 and state = 'printing' and letter is null
  order by ordered`
const isOurs = `exists (select 1 from print_run where id = $1 and owner = $2 and busy = 'busy')`
const takeOrders = `update letter_order set state = 'printing', run = $1
  where state = 'ordered' and ${isOurs}
    and id in (select id from letter_order where state = 'ordered' order by ordered limit $3)
  returning ${columns}`
const putBackOrders = `update letter_order set state = 'ordered', run = null
  where run = $1 and state = 'printing' and letter is null and ${isOurs} returning id`
const setPrinted = written(`update letter_order set letter = $3, person_id = $4, address_hash = $5
  where id = $1 and run = $2 and state = 'printing' and letter is null`)
const insertSealed = written('insert into sealed_letter (letter, run, pages, sealed) values ($1, $2, $3, $4)')
const setRefused = written(`update letter_order set state = 'refused', open = null, number_cipher = ''
  where id = $1 and run = $2 and state = 'printing' and letter is null`)
const setHanding =
  written(`update print_run set state = 'handing', lease = $3, letters = $4, manifest_hash = $5, manifest = $6
  where id = $1 and owner = $2 and busy = 'busy'`)
const setHanded = written(`update print_run set state = 'handed', busy = null, handed = $3
  where id = $1 and owner = $2 and state = 'handing'`)
const setEmpty = written(`update print_run set state = 'done', busy = null, done = $3
  where id = $1 and owner = $2 and state = 'making'`)
const isBatch = `(letters > 0 or state <> 'done')`
const selectOn = `select 1 as one from print_run where day = $1 and (${isBatch} or begun > $2) limit 1`
const runColumns = 'id, day, begun, state, letters, manifest_hash'
const setDone = written(
  `update print_run set state = 'done', done = $2, manifest = null where id = $1 and state = 'handed'`,
)
const setSent = written(
  `update letter_order set state = 'sent', open = null, sent = $2, number_cipher = ''
    where run = $1 and state = 'printing' and letter is not null`,
)
const dropSealed = written('delete from sealed_letter where run = $1')
const setLost = written(
  `update print_run set state = 'lost', done = $2, manifest = null where id = $1 and state = 'handed'`,
)
const killLost = written(`update code_sheet set state = 'dead', ended = $2, why = 'lost'
  where state in ('waiting', 'active') and letter in (select letter from letter_order where run = $1)`)
const orderAnew =
  written(`update letter_order set state = 'ordered', run = null, letter = null, person_id = null, address_hash = null
  where run = $1 and state = 'printing' and blocked is null`)
// Its owner has blocked its codes, and ordered another letter where one is wanted.
const cancelBlocked = written(`update letter_order set state = 'cancelled', number_cipher = ''
  where run = $1 and state = 'printing' and blocked is not null`)
const selectPeople = 'select letter, person_id from letter_order where run = $1 and letter is not null'
const selectCameBack = `select 1 as one from letter_order where who = $1 and book = $2 and address_hash = $3 and returned > $4
  limit 1`

interface RunRow extends Omit<PrintRun, 'manifestHash'> {
  readonly manifest_hash: string | null
}
const runOf = ({ manifest_hash: hash, ...run }: RunRow): PrintRun => ({ ...run, manifestHash: hash ?? undefined })

interface OrderRow extends Omit<TakenOrder, 'numberCipher' | 'by'> {
  readonly number_cipher: string
  readonly ordered_by: TakenOrder['by'] | null
}
const orderOf = ({ number_cipher: numberCipher, ordered_by: by, ...order }: OrderRow): TakenOrder => ({
  ...order,
  numberCipher,
  by: by ?? 'self',
})

export function runStore(database: Database): RunStore {
  const rows = async <Row>(sql: string, ...values: readonly (string | number)[]): Promise<Row[]> =>
    database.raw<Row>(sql, values)
  const any = async (sql: string, ...values: readonly (string | number)[]): Promise<boolean> =>
    (await rows(sql, ...values)).length > 0
  return {
    begin: async (run, day, owner, now) => (await rows(insertRun, run, day, now, owner, now + leaseMs)).length > 0,
    takeOver: async (owner, now) => (await rows<RunRow>(takeRun, owner, now, now + leaseMs)).map(runOf)[0],
    stillOurs: (run, owner, now) => ({ query: renew(run, owner, now + leaseMs), must: 'still-ours' }),
    anyOrdered: () => any(`select 1 as one from letter_order where state = 'ordered' limit 1`),
    anyOn: (day, since) => any(selectOn, day, since),
    take: async (run, owner, most) => (await rows<OrderRow>(takeOrders, run, owner, most)).map(orderOf),
    unfinished: async (run) => (await rows<OrderRow>(selectUnfinished, run)).map(orderOf),
    printed: ({ order, run, letter, person, addressHash, pages, sealed }) => [
      { query: setPrinted(order, run, letter, person, addressHash), must: 'still-printing' },
      { query: insertSealed(letter, run, pages, sealed) },
    ],
    refuse: (order, run) => ({ query: setRefused(order, run), must: 'still-printing' }),
    putBack: async (run, owner) => (await rows(putBackOrders, run, owner)).length,
    letters: (run) => rows<SealedLetter>('select letter, pages from sealed_letter where run = $1 order by letter', run),
    sealed: async (letter) => {
      const [row] = await rows<{ sealed: string }>('select sealed from sealed_letter where letter = $1', letter)
      if (row === undefined) throw new Error('a sealed letter is gone')
      return row.sealed
    },
    manifest: async (run) => {
      const [row] = await rows<{ manifest: string | null }>('select manifest from print_run where id = $1', run)
      return row?.manifest ?? undefined
    },
    handing: (run, owner, now, { letters, manifest, manifestHash }) => ({
      query: setHanding(run, owner, now + leaseMs, letters, manifestHash, manifest),
      must: 'still-ours',
    }),
    handed: (run, owner, now) => ({ query: setHanded(run, owner, now), must: 'still-ours' }),
    empty: (run, owner, now) => ({ query: setEmpty(run, owner, now), must: 'still-ours' }),
    inState: async (state) =>
      (await rows<RunRow>(`select ${runColumns} from print_run where state = $1 order by begun`, state)).map(runOf),
    list: async (most) =>
      (
        await rows<RunRow>(`select ${runColumns} from print_run where ${isBatch} order by begun desc limit $1`, most)
      ).map(runOf),
    done: (run, sent, now) => [
      { query: setDone(run, now), must: 'handed' },
      { query: setSent(run, sent) },
      { query: dropSealed(run) },
    ],
    lost: (run, now) => [
      { query: setLost(run, now), must: 'handed' },
      { query: killLost(run, now) },
      { query: orderAnew(run) },
      { query: cancelBlocked(run) },
      { query: dropSealed(run) },
    ],
    people: async (run) =>
      (await rows<{ letter: LetterId; person_id: PersonId }>(selectPeople, run)).map(
        ({ letter, person_id: person }) => ({
          letter,
          person,
        }),
      ),
    cameBackFrom: async ({ who, book }, hash, since) => (await rows(selectCameBack, who, book, hash, since)).length > 0,
  }
}
