/** What the rest of the house knows of the database: queries by Kysely, transactions, and guarded batches. */
import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import { StoreUnavailable } from '#base/store-unavailable.ts'

/** No table is known here: each store names its own by `db.queries.withTables<{ … }>()`. */
// oxlint-disable-next-line typescript/no-empty-object-type -- Kysely's own way to say "no tables yet"
export type NoTables = {}
export type Queries = Kysely<NoTables>
/** Inside a transaction use `tx` alone: a query past it waits for itself for ever on SQLite. */
export type Tx = Transaction<NoTables>

/** One statement of a batch. */
export interface Step {
  readonly query: CompiledQuery
  /** A guard: when the statement changes no row, the whole batch is undone and this name is what it failed on. */
  readonly must?: string
}

export type BatchResult = { readonly ok: true } | { readonly ok: false; readonly failed: string }

export interface Database {
  readonly engine: 'sqlite' | 'postgres'
  readonly queries: Queries
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * All steps or none, in one round trip where the engine can. The steps do not see one another's writes.
   * A duplicate key in a step that has `must` is such a guard failing; anywhere else it throws.
   */
  batch(steps: readonly Step[]): Promise<BatchResult>
  /** Whether all of these select something now. They only read: no transaction, and no wait behind others' writes. */
  hold(guards: readonly Step[]): Promise<boolean>
  /** SQL written by hand for the busiest paths, numbered parameters `$1`…; prepared once for each text. */
  raw<Row>(sql: string, parameters: readonly (string | number | null)[]): Promise<Row[]>
  close(): Promise<void>
}

/** The database did not answer: it may have done what it was asked for, or not. */
export class DatabaseUnavailable extends StoreUnavailable {
  override readonly name = 'DatabaseUnavailable'
}

/** A change of the schema. `up` is written in words that both engines know; `integer`/`bigint` by `column`. */
export interface Migration {
  /** `0001-person`: order and subject. Never changed once released. */
  readonly name: string
  up(tx: Tx, column: ColumnTypes): Promise<void>
}

/** The two engines' names for the types that differ. */
export interface ColumnTypes {
  /** Milliseconds, counters: 64 bits. */
  readonly integer: 'integer' | 'bigint'
  readonly text: 'text'
  readonly bytes: 'blob' | 'bytea'
}
