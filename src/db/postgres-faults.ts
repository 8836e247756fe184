/** What a failure of PostgreSQL, or of the way to it, means for whoever asked. */
import { DatabaseUnavailable } from '#db/db.ts'

/** The server's words have codes (PostgreSQL, appendix A); those of the driver and of the network have none, or one of the system's. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/**
 * What is prepared on this connection is not what we took it for: the table's columns were changed beside it, or the first of
 * several that are the same could not be prepared. The statement has not begun.
 */
export const isStale = (error: unknown): boolean => {
  const code = codeOf(error)
  // invalid_sql_statement_name, duplicate_prepared_statement; a cached plan that would give other columns has a code that others have.
  if (code === '26000' || code === '42P05') return true
  return code === '0A000' && (error as { routine?: unknown }).routine === 'RevalidateCachedQuery'
}

/** This connection leads to a server that may not write: another may be the one by now. */
export const isReadOnly = (error: unknown): boolean => codeOf(error) === '25006'

/** unique_violation */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505'

/**
 * An error as the house knows it. The network's, the server's about itself (08 connection, 53 resources, 57 an operator's hand,
 * 25006 it may not write), the driver's own: unavailable. What it says of a statement stays as it is.
 */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable || !isAway(error)) return error
  return new DatabaseUnavailable('the database did not answer', { cause: error })
}

function isAway(error: Error): boolean {
  if ('syscall' in error) return true
  const code = codeOf(error)
  // A message of ours that the protocol does not take (08P01) is no fault of the connection.
  return code === undefined ? driverSays.test(error.message) : code !== '08P01' && /^(08|53|57|25006)/.test(code)
}

/** `pg` gives these no type. */
const driverSays =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client (was closed|has encountered a connection error))/
