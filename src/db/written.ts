/** SQL written by hand as a step or a query: for the busiest paths, where building it anew would cost more than running it. */
import { CompiledQuery } from 'kysely'

/** Numbered parameters `$1`… on both engines. The text is made into a query once; each call adds the parameters. */
export function written<Row = unknown>(sql: string): (...parameters: readonly Parameter[]) => CompiledQuery<Row> {
  const { query, queryId } = CompiledQuery.raw(sql)
  return (...parameters) => ({ sql, query, queryId, parameters })
}

export type Parameter = string | number | null | Uint8Array
