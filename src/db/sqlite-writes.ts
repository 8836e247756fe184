/**
 * Writes that arrive in one turn of the event loop share one transaction and so one wait for the disk (security.md 32).
 * Each is still all or nothing by itself, and is answered only after the commit.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { BatchResult, Step } from '#db/db.ts'
import { type Gate, PastItsTransaction } from '#db/gate.ts'
import { bound, type Prepare } from '#db/sqlite-statements.ts'

export interface Writes {
  batch(steps: readonly Step[]): Promise<BatchResult>
  /** One statement that writes; the rows it gives back. */
  statement(sql: string, parameters: readonly unknown[]): Promise<unknown[]>
}

interface Job {
  /** One statement is all or nothing by itself: alone it needs no transaction around it. */
  readonly single: boolean
  /** Does the work and says how to answer when it is committed. @throws when the work failed and is undone */
  run(): () => void
  reject(error: unknown): void
}

export function openWrites(connection: DatabaseSync, gate: Gate, prepare: Prepare): Writes {
  let pending: Job[] = []
  const commit = (): void => {
    const jobs = pending
    pending = []
    const answers = commitTogether(connection, prepare, jobs)
    gate.leave()
    for (const answer of answers) answer()
  }
  const soon = (): void => {
    if (gate.tryEnter()) commit()
    // `enter` fails only inside a transaction, and `add` has refused that.
    else void gate.enter().then(commit)
  }
  const add = <T>(single: boolean, work: () => T): Promise<T> => {
    if (gate.waitsForItself()) return Promise.reject(new PastItsTransaction())
    return new Promise((resolve, reject) => {
      const run = () => {
        const value = work()
        return () => resolve(value)
      }
      if (pending.push({ single, run, reject }) === 1) setImmediate(soon)
    })
  }
  return {
    batch: (steps) => add(false, () => runBatch(prepare, steps)),
    statement: (sql, parameters) =>
      add(true, () => {
        const { statement, reader } = prepare(sql)
        if (reader) return statement.all(...bound(parameters))
        statement.run(...bound(parameters))
        return []
      }),
  }
}

/** What to tell whom, once the gate is free again. */
function commitTogether(connection: DatabaseSync, prepare: Prepare, jobs: readonly Job[]): (() => void)[] {
  const [first] = jobs
  if (jobs.length === 1 && first?.single === true) return [alone(first)]
  try {
    prepare('begin').statement.run()
    const answers = jobs.map((job) => {
      try {
        return job.run()
      } catch (error) {
        // Some failures (a full disk) undo the whole transaction: then nobody's work was done.
        if (!connection.isTransaction) throw error
        return () => job.reject(error)
      }
    })
    prepare('commit').statement.run()
    return answers
  } catch (error) {
    if (connection.isOpen && connection.isTransaction) prepare('rollback').statement.run()
    return jobs.map((job) => () => job.reject(error))
  }
}

function alone(job: Job): () => void {
  try {
    return job.run()
  } catch (error) {
    return () => job.reject(error)
  }
}

/** One statement undoes itself; several need a point to go back to. */
function runBatch(prepare: Prepare, steps: readonly Step[]): BatchResult {
  if (steps.length > 1) prepare('savepoint batch').statement.run()
  const undo = (): void => {
    if (steps.length > 1) prepare('rollback to batch').statement.run()
  }
  try {
    const failed = steps.find((step) => !holds(prepare, step))
    if (failed !== undefined) undo()
    return failed === undefined ? { ok: true } : { ok: false, failed: failed.must ?? '' }
  } catch (error) {
    undo()
    throw error
  } finally {
    if (steps.length > 1) prepare('release batch').statement.run()
  }
}

/** Runs one step; false when it is a guard and failed. */
function holds(prepare: Prepare, { query, must }: Step): boolean {
  const { statement, reader } = prepare(query.sql)
  const parameters = bound(query.parameters)
  try {
    const changed = reader ? statement.all(...parameters).length : statement.run(...parameters).changes
    return must === undefined || changed !== 0
  } catch (error) {
    if (must !== undefined && isDuplicate(error)) return false
    throw error
  }
}

/** SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY (sqlite.org/rescode.html). */
const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode === 2067 || error.errcode === 1555)
