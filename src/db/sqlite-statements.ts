/** Prepared statements on one SQLite connection, kept by their text. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

export interface Prepared {
  readonly statement: StatementSync
  /** It gives rows (select, returning). */
  readonly reader: boolean
}

export type Prepare = (sql: string) => Prepared

/** More texts than the program has: a list of changing length would otherwise fill the memory. */
const kept = 1000

export function statements(database: DatabaseSync): Prepare {
  const known = new Map<string, Prepared>()
  return (sql) => {
    const found = known.get(sql)
    if (found !== undefined) return found
    const statement = database.prepare(inSqlite(sql))
    const prepared = { statement, reader: statement.columns().length > 0 }
    if (known.size >= kept) known.delete(known.keys().next().value ?? '')
    known.set(sql, prepared)
    return prepared
  }
}

/** A statement that surely changes nothing. */
export const isRead = (sql: string): boolean => /^\s*select\b/i.test(sql)

/** Parameters as `node:sqlite` takes them. Anything else it refuses itself. */
export const bound = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[]

/**
 * The three words that differ here: numbered parameters are `?1`; a transaction takes the write lock at once (a deferred
 * one fails when it finds another writer in its way); a table is STRICT, or text would land in integer columns.
 */
export function inSqlite(sql: string): string {
  if (sql === 'begin') return 'begin immediate'
  if (/^\s*create\s+(temporary\s+|temp\s+)?table\b/i.test(sql)) return strict(sql)
  return sql.includes('$')
    ? sql.replace(/'(?:[^']|'')*'|\$(\d+)/g, (part, n?: string) => (n === undefined ? part : `?${n}`))
    : sql
}

function strict(create: string): string {
  if (/\bstrict\s*$/i.test(create)) return create
  return /\)\s*$/.test(create) ? `${create} strict` : `${create}, strict`
}
