/** The table of messages on their way. Address and text lie encrypted, and a row is gone when the message is sent or refused, or has been useless for two days. */
import type { KeyObject } from 'node:crypto'
import { hmac, randomToken, secretKey } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import { CannotDecrypt, decryptField, encryptField } from '#keys/vault.ts'
import { isLanguage } from '#i18n/text.ts'
import type { Message } from '#messages/outbox.ts'
import { receiptTable } from '#messages/receipts.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-message',
    up: async (tx, column) => {
      await tx.schema
        .createTable('message')
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('kind', column.text, (c) => c.notNull())
        .addColumn('to_cipher', column.text, (c) => c.notNull())
        .addColumn('text_cipher', column.text, (c) => c.notNull())
        .addColumn('about', column.text, (c) => c.notNull())
        // When it may be tried next. A courier that takes it moves this ahead: its lease.
        .addColumn('due', column.integer, (c) => c.notNull())
        .addColumn('useless', column.integer, (c) => c.notNull())
        .addColumn('tries', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('message_due').on('message').column('due').execute()
    },
  },
  {
    name: '0002-message-queued',
    up: async (tx, column) => {
      await tx.schema
        .alterTable('message')
        .addColumn('queued', column.integer, (c) => c.notNull().defaultTo(0))
        .execute()
      // Nobody knows how old those are that wait already: by now they are due.
      await tx
        .withTables<{ message: { queued: number; due: number } }>()
        .updateTable('message')
        .set((eb) => ({ queued: eb.ref('due') }))
        .execute()
    },
  },
  { name: '0003-message-receipt', up: receiptTable },
  {
    name: '0004-message-late',
    // Not null: somebody has seen that it was too late, and told it.
    up: async (tx, column) => void (await tx.schema.alterTable('message').addColumn('late', column.integer).execute()),
  },
]

interface MessageRow {
  readonly id: string
  readonly kind: Message['kind']
  readonly to_cipher: string
  readonly text_cipher: string
  readonly about: Message['about']
  readonly due: number
  readonly useless: number
  readonly tries: number
}

const insert = written(
  `insert into message (id, kind, to_cipher, text_cipher, about, due, queued, useless, tries)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
)
const remove = written('delete from message where id = $1')
// `due` is asked for twice: a courier that waited for another's row lock reads the row again, finds it taken, and leaves it.
// What is due later than any try is put off was written, or taken, by a clock that ran ahead: it is due now.
const isDue = '(due <= $2 or due > $5) and useless > $2'
const claim = `update message set due = $1, tries = tries + 1
  where ${isDue} and id in (select id from message where kind = $4 and ${isDue} order by due limit $3)
  returning id, kind, to_cipher, text_cipher, about, due, useless, tries`

/** Longer than any lease, and than a mail server's longest "later"; milliseconds. */
const longestDelay = 3600_000
/** How long a message that is too late stays. */
const kept = 2 * 24 * 3600_000

/** A message that one courier has for the length of its lease. */
export interface Claimed {
  readonly id: string
  /** Undefined: it does not open, by our key or at its place. */
  readonly message: Message | undefined
  /** This one counted. */
  readonly tries: number
}

export interface MessageStore {
  insert(message: Message, now: number): Step
  /** Takes what is due for `lease` milliseconds: of two couriers, one gets each row. */
  claim(kind: Message['kind'], now: number, lease: number, most: number): Promise<readonly Claimed[]>
  /** Removes it, whether it was sent or given up. */
  remove(id: string): Step
  again(id: string, due: number): Promise<void>
  /** How many are too late to send that were not yet the last time. They are removed days later: this clock may run ahead, and others send them still. */
  tooLate(now: number): Promise<number>
  /** How many are not sent yet, and since when the oldest of them waits, milliseconds. */
  waiting(): Promise<{ readonly count: number; readonly oldest: number | undefined }>
}

export function messageStore(db: Database, vault: Vault): MessageStore {
  // Every login writes one: a key for each message, so that random nonces under one key never become too many.
  const keyOf = (id: string): KeyObject => secretKey(Buffer.from(hmac(vault.macKey('message'), id), 'base64url'))
  const open = (row: MessageRow): Message => {
    const key = keyOf(row.id)
    const common = {
      to: decryptField(key, place(row.id, 'to'), row.to_cipher),
      about: row.about,
      useless: row.useless,
    }
    const text = decryptField(key, place(row.id, 'text'), row.text_cipher)
    return row.kind === 'sms' ? { ...common, kind: 'sms', text } : { ...common, kind: 'mail', ...mailText(text) }
  }
  // One that somebody changed must not hold up the others of its page.
  const opened = (row: MessageRow): Message | undefined => {
    try {
      return open(row)
    } catch (error) {
      if (error instanceof CannotDecrypt) return undefined
      throw error
    }
  }
  return {
    insert: (message, now) => {
      const id = randomToken(16)
      const to = encryptField(keyOf(id), place(id, 'to'), message.to)
      const text = encryptField(keyOf(id), place(id, 'text'), textOf(message))
      return { query: insert(id, message.kind, to, text, message.about, now, now, message.useless) }
    },
    claim: async (kind, now, lease, most) => {
      const rows = await db.raw<MessageRow>(claim, [now + lease, now, most, kind, now + longestDelay])
      return rows.map((row) => ({ id: row.id, message: opened(row), tries: row.tries }))
    },
    remove: (id) => ({ query: remove(id) }),
    again: async (id, due) => {
      await db.raw('update message set due = $2 where id = $1', [id, due])
    },
    tooLate: async (now) => {
      await db.raw('delete from message where useless <= $1', [now - kept])
      const late = await db.raw('update message set late = $1 where useless <= $1 and late is null returning id', [now])
      return late.length
    },
    waiting: async () => {
      const [row] = await db.raw<{ count: number | string; oldest: number | null }>(
        'select count(*) as count, min(queued) as oldest from message where late is null',
        [],
      )
      return { count: Number(row?.count ?? 0), oldest: row?.oldest === null ? undefined : Number(row?.oldest) }
    },
  }
}

type MailText = Readonly<Record<'subject' | 'language' | 'text', string>>

/** Sealed as one: a subject tells as much as a text. */
const textOf = (message: Message): string =>
  message.kind === 'sms'
    ? message.text
    : JSON.stringify({ subject: message.subject, language: message.language, text: message.text } satisfies MailText)

function mailText(sealed: string) {
  // What was opened is what `textOf` wrote: nobody else has the key.
  const { subject, language, text } = JSON.parse(sealed) as MailText
  return { subject, text, language: isLanguage(language) ? language : ('nb' as const) }
}

const place = (id: string, column: 'to' | 'text'): string => `message:${id}:${column}`
