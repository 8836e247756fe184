/** The tables of letters: orders, sheets of codes with their guesses, print runs with what is sealed for the printer. */
import type { Migration } from '#db/db.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-letters',
    up: async (tx, column) => {
      await orders(tx, column)
      await sheets(tx, column)
      await runs(tx, column)
    },
  },
  {
    // Who ordered: for the trail of whoever was a stranger then and is known when the letter is made.
    name: '0002-letter-ordered-by',
    up: async (tx, column) => {
      await tx.schema.alterTable('letter_order').addColumn('ordered_by', column.text).execute()
    },
  },
  {
    // As it was handed over, until the receipt for it: settings may change while a batch is under way.
    name: '0003-print-run-manifest',
    up: async (tx, column) => {
      await tx.schema.alterTable('print_run').addColumn('manifest', column.text).execute()
    },
  },
  {
    // Guesses are counted with all others (`guessing/`).
    name: '0004-code-guess-moved',
    up: async (tx) => {
      await tx.schema.dropTable('code_guess').execute()
    },
  },
  {
    // For the sweep.
    name: '0005-letter-ends',
    up: async (tx) => {
      await tx.schema.createIndex('code_sheet_ended').on('code_sheet').columns(['ended', 'letter']).execute()
      await tx.schema.createIndex('code_sheet_expires').on('code_sheet').columns(['expires', 'letter']).execute()
    },
  },
]

const orders: Migration['up'] = async (tx, column) => {
  await tx.schema
    .createTable('letter_order')
    .addColumn('id', column.text, (c) => c.primaryKey())
    .addColumn('book', column.text, (c) => c.notNull())
    // The look-up hash of the number that was typed, whoever has it: a person is made when a letter is.
    .addColumn('who', column.text, (c) => c.notNull())
    .addColumn('number_cipher', column.text, (c) => c.notNull())
    .addColumn('language', column.text, (c) => c.notNull())
    .addColumn('ordered', column.integer, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    // Book and number while the order is open, then null: one open order at a time.
    .addColumn('open', column.text, (c) => c.unique())
    .addColumn('run', column.text)
    .addColumn('letter', column.text, (c) => c.unique())
    .addColumn('person_id', column.text)
    // A keyed hash: whether the register has another address by now.
    .addColumn('address_hash', column.text)
    .addColumn('sent', column.integer)
    .addColumn('returned', column.integer)
    // When its codes were blocked, and when the person was told that it came back.
    .addColumn('blocked', column.integer)
    .addColumn('told', column.integer)
    .execute()
  await tx.schema.createIndex('letter_order_who').on('letter_order').columns(['who', 'book', 'ordered']).execute()
  await tx.schema.createIndex('letter_order_run').on('letter_order').columns(['run', 'state']).execute()
  await tx.schema.createIndex('letter_order_state').on('letter_order').columns(['state', 'ordered']).execute()
  await tx.schema.createIndex('letter_order_person').on('letter_order').columns(['person_id', 'book']).execute()
}

const sheets: Migration['up'] = async (tx, column) => {
  await tx.schema
    .createTable('code_sheet')
    // The id of the letter it stands on.
    .addColumn('letter', column.text, (c) => c.primaryKey())
    .addColumn('book', column.text, (c) => c.notNull())
    .addColumn('person_id', column.text, (c) => c.notNull())
    .addColumn('made', column.integer, (c) => c.notNull())
    .addColumn('expires', column.integer, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    // The number that is asked for until it is answered.
    .addColumn('asked', column.integer)
    .addColumn('ended', column.integer)
    .addColumn('why', column.text)
    .execute()
  await tx.schema.createIndex('code_sheet_person').on('code_sheet').columns(['person_id', 'book']).execute()
  await tx.schema
    .createTable('letter_code')
    .addColumn('letter', column.text, (c) => c.notNull())
    .addColumn('number', column.integer, (c) => c.notNull())
    .addColumn('hash', column.text, (c) => c.notNull())
    .addColumn('used', column.integer)
    .addPrimaryKeyConstraint('letter_code_pk', ['letter', 'number'])
    .execute()
  await tx.schema
    .createTable('code_guess')
    .addColumn('who', column.text, (c) => c.primaryKey())
    .addColumn('failures', column.integer, (c) => c.notNull())
    .addColumn('locked_until', column.integer, (c) => c.notNull())
    .addColumn('changed', column.integer, (c) => c.notNull())
    .execute()
  await tx.schema.createIndex('code_guess_changed').on('code_guess').column('changed').execute()
}

const runs: Migration['up'] = async (tx, column) => {
  await tx.schema
    .createTable('print_run')
    .addColumn('id', column.text, (c) => c.primaryKey())
    .addColumn('day', column.text, (c) => c.notNull())
    .addColumn('begun', column.integer, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    // `busy` until it is handed over, then null: one run at a time, by one process that holds the lease.
    .addColumn('busy', column.text, (c) => c.unique())
    .addColumn('owner', column.text, (c) => c.notNull())
    .addColumn('lease', column.integer, (c) => c.notNull())
    .addColumn('letters', column.integer, (c) => c.notNull())
    .addColumn('manifest_hash', column.text)
    .addColumn('handed', column.integer)
    .addColumn('done', column.integer)
    .execute()
  await tx.schema.createIndex('print_run_day').on('print_run').column('day').execute()
  // What only the printer can open, from when it is made to the printer's receipt.
  await tx.schema
    .createTable('sealed_letter')
    .addColumn('letter', column.text, (c) => c.primaryKey())
    .addColumn('run', column.text, (c) => c.notNull())
    .addColumn('pages', column.integer, (c) => c.notNull())
    .addColumn('sealed', column.text, (c) => c.notNull())
    .execute()
  await tx.schema.createIndex('sealed_letter_run').on('sealed_letter').column('run').execute()
}
