/**
 * A connection that many share: statements go out one behind the other without waiting for answers, those of one turn of the
 * event loop in one write. Each is a transaction of its own, so one that fails undoes nothing but itself.
 */
import type { Socket } from 'node:net'
import type pg from 'pg'
import { openQueue } from '#base/queue.ts'
import {
  type Column,
  messageReader,
  openWriter,
  readColumns,
  readCount,
  readError,
  readRow,
  type Value,
} from '#db/postgres-wire.ts'

export interface Lane {
  run(statement: Statement, values: readonly Value[]): Promise<Outcome>
  /** Statements on their way. */
  readonly busy: number
  /** After what is on its way. */
  close(): Promise<void>
}

export interface Statement {
  /** Empty: not to be kept by the server. */
  readonly name: string
  readonly text: string
}

export interface Outcome {
  readonly rows: readonly object[]
  readonly count: number
}

type Reader = (text: string) => unknown
/** How a column's text becomes a value; undefined: as it is. */
export type Readers = (type: number) => Reader | undefined

type Shape = readonly { readonly name: string; readonly read: Reader | undefined }[]

interface Run {
  readonly statement: Statement
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (cause: unknown) => void
  readonly rows: object[]
  /** As the server has just described it; undefined: as it described this statement before. */
  shape: Shape | undefined
  count: number
  failed: Error | undefined
}

/** Takes over a client that has just connected; `lost` is called once, when nothing more can be run here. */
export function openLane(client: pg.Client, readers: Readers, lost: (cause: Error) => void): Lane {
  const socket = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream
  const writer = openWriter()
  const known = new Map<string, { shape: Shape }>()
  const runs = openQueue<Run>()
  let waiting = false
  let over: Error | undefined
  let drained: (() => void) | undefined

  const flush = (): void => {
    waiting = false
    if (over === undefined) socket.write(writer.take())
  }
  const end = (cause: Error): void => {
    if (over !== undefined) return
    over = cause
    for (const run of runs.drain()) run.reject(cause)
    drained?.()
    lost(cause)
  }
  const shapeOf = (columns: readonly Column[]): Shape =>
    columns.map(({ name, type }) => ({ name, read: readers(type) }))

  /** ReadyForQuery: the statement in front is over, whatever became of it. */
  const ready = (): void => {
    const run = runs.shift()
    if (run === undefined) return
    if (run.failed === undefined) run.resolve(run)
    else run.reject(run.failed)
    if (runs.length === 0) drained?.()
  }
  const heard: Record<string, (run: Run, body: Buffer) => void> = {
    T: (run, body) => {
      run.shape = shapeOf(readColumns(body))
      known.set(run.statement.name, { shape: run.shape })
    },
    D(run, body) {
      try {
        run.rows.push(rowOf(run.shape ?? known.get(run.statement.name)?.shape ?? [], body))
      } catch (cause) {
        // A value that cannot be read (an integer beyond 2^53) is its own caller's trouble.
        run.failed = cause as Error
      }
    },
    C: (run, body) => (run.count = readCount(body)),
    E: (run, body) => {
      run.failed = readError(body)
      // A statement that was not understood is not kept: it is sent anew next time.
      if (known.get(run.statement.name)?.shape === unknownShape) known.delete(run.statement.name)
    },
    n: (run) => known.set(run.statement.name, { shape: [] }),
    Z: ready,
  }
  const kinds = new Map(Object.entries(heard).map(([kind, hear]) => [kind.charCodeAt(0), hear]))
  const read = messageReader((kind, body) => {
    const run = runs.first()
    if (run !== undefined) kinds.get(kind)?.(run, body)
    // Said to nobody in particular: the server is going down.
    else if (kind === 0x45) socket.destroy(readError(body))
  })
  socket.removeAllListeners('data')
  socket.on('data', read)
  client.on('error', end)
  client.on('end', () => end(new Error('the connection to the database was lost')))

  return {
    get busy() {
      return runs.length
    },
    run: (statement, values) =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(over)
        const isNew = statement.name === '' || !known.has(statement.name)
        writer.run(statement.name, isNew ? statement.text : undefined, values)
        if (isNew) known.set(statement.name, { shape: unknownShape })
        runs.push({ statement, resolve, reject, rows: [], shape: undefined, count: 0, failed: undefined })
        if (!waiting) setImmediate(flush)
        waiting = true
      }),
    async close() {
      if (over !== undefined) return
      if (runs.length > 0) await new Promise<void>((resolve) => (drained = resolve))
      await client.end()
    },
  }
}

const unknownShape: Shape = []

function rowOf(shape: Shape, body: Buffer): object {
  const row: Record<string, unknown> = {}
  readRow(body, (i, text) => {
    const column = shape[i]
    if (column !== undefined) row[column.name] = text === null || column.read === undefined ? text : column.read(text)
  })
  return row
}
