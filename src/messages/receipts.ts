/**
 * What became of messages that a gateway took over: delivery receipts. Holds no address and no text. A receipt may come by
 * any process's connection, and before the row it belongs to is written.
 */
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { ColumnTypes, Database, Step, Tx } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { About, Message } from '#messages/outbox.ts'

/** `unknown`: the gateway said so, or said nothing for long. */
export type ReceiptState = 'waiting' | 'delivered' | 'failed' | 'unknown'

/** What a gateway tells of one of its references. */
export interface Receipt {
  readonly gateway: string
  readonly reference: string
  readonly state: Exclude<ReceiptState, 'waiting'>
  /** Why it failed, a word: `expired`, `rejected`. */
  readonly detail: string
}

/** A part of a message, or a message that was given up. */
export interface Told {
  readonly gateway: string
  readonly reference: string
  /** The message's id; undefined while only the receipt is known. */
  readonly message: string | undefined
  readonly about: About | undefined
  readonly sent: number
  readonly state: ReceiptState
  readonly detail: string | undefined
}

export interface Counted extends Pick<Told, 'gateway' | 'state' | 'detail'> {
  readonly count: number
}

export interface Receipts {
  /** Rows for what a gateway took over: steps of the batch that removes the message. */
  accepted(message: Message, id: string, gateway: string, references: readonly string[]): readonly Step[]
  /** A row for a message that no gateway takes. */
  givenUp(message: Message, id: string, why: string): Step
  /** Written when it comes back: only then tell the gateway that its receipt was heard. */
  heard(receipt: Receipt): Promise<void>
  /** What is known of one message, its parts in the order of the references. */
  of(message: string): Promise<readonly Told[]>
  /** How many came to which end since then, by gateway. */
  summary(since: number): Promise<readonly Counted[]>
  /** Gives up waiting, and forgets what is old. */
  sweep(): Promise<void>
}

export async function receiptTable(tx: Tx, column: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('message_receipt')
    .addColumn('gateway', column.text, (c) => c.notNull())
    .addColumn('reference', column.text, (c) => c.notNull())
    .addColumn('message', column.text)
    .addColumn('about', column.text)
    .addColumn('sent', column.integer, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('detail', column.text)
    .addPrimaryKeyConstraint('message_receipt_key', ['gateway', 'reference'])
    .execute()
  await tx.schema.createIndex('message_receipt_message').on('message_receipt').column('message').execute()
  await tx.schema.createIndex('message_receipt_sent').on('message_receipt').columns(['sent', 'state']).execute()
}

// The receipt may have been faster: then its state stays. Where another message stands, the gateway has begun its numbers anew.
const insert = written(
  `insert into message_receipt (gateway, reference, message, about, sent, state, detail)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (gateway, reference) do update set message = excluded.message, about = excluded.about, sent = excluded.sent,
      state = case when message_receipt.message is null then message_receipt.state else excluded.state end,
      detail = case when message_receipt.message is null then message_receipt.detail else excluded.detail end`,
)
// What is final stays: a gateway that repeats itself, or changes its mind, changes nothing. But for one that was only given up.
const hear = `insert into message_receipt (gateway, reference, sent, state, detail) values ($1, $2, $3, $4, $5)
  on conflict (gateway, reference) do update set state = excluded.state, detail = excluded.detail
  where message_receipt.state in ('waiting', 'unknown')
  returning reference`
const select = `select gateway, reference, message, about, sent, state, detail from message_receipt
  where message = $1 order by gateway, reference`

/** The word that stands for the gateway of a message that none took. */
const nobody = 'none'

interface Row {
  readonly gateway: string
  readonly reference: string
  readonly message: string | null
  readonly about: About | null
  readonly sent: number
  readonly state: ReceiptState
  readonly detail: string | null
}

export interface ReceiptDeps {
  readonly db: Database
  readonly clock: Clock
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
}

export function openReceipts({ db, clock, count }: ReceiptDeps): Receipts {
  const row = (message: Message, id: string, gateway: string, reference: string, state: ReceiptState, why: string) => ({
    query: insert(gateway, reference, id, message.about, clock.now(), state, why === '' ? null : why),
  })
  return {
    accepted: (message, id, gateway, references) =>
      // A gateway that names nothing tells nothing later.
      [...new Set(references)]
        .filter((reference) => reference !== '')
        .map((reference) => row(message, id, gateway, reference, 'waiting', '')),
    givenUp: (message, id, why) => row(message, id, nobody, id, 'failed', why),
    async heard({ gateway, reference, state, detail }) {
      const changed = await db.raw(hear, [gateway, reference, clock.now(), state, detail])
      count('message_receipt', { gateway, state: changed.length === 0 ? 'repeated' : state })
    },
    of: async (message) => (await db.raw<Row>(select, [message])).map(toldOf),
    async summary(since) {
      const rows = await db.raw<Pick<Row, 'gateway' | 'state' | 'detail'> & { readonly count: number | string }>(
        `select gateway, state, detail, count(*) as count from message_receipt where sent >= $1
          group by gateway, state, detail order by gateway, state, detail`,
        [since],
      )
      return rows.map(({ count: n, detail, ...rest }) => ({ ...rest, detail: detail ?? undefined, count: Number(n) }))
    },
    async sweep() {
      const now = clock.now()
      await db.raw('delete from message_receipt where sent < $1', [now - lifetimes.receiptKept * 1000])
      await db.raw(
        `update message_receipt set state = 'unknown', detail = 'silence' where sent < $1 and state = 'waiting'`,
        [now - lifetimes.receiptAwaited * 1000],
      )
    },
  }
}

const toldOf = ({ message, about, detail, sent, ...rest }: Row): Told => ({
  ...rest,
  sent: Number(sent),
  message: message ?? undefined,
  about: about ?? undefined,
  detail: detail ?? undefined,
})
