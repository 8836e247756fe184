/** PostgreSQL's extended query protocol as bytes (PostgreSQL manual, "Message Formats"): what we send, and what comes back. */

/** Values as the busiest paths send them: all as text, bytes as bytes. */
export type Value = string | number | bigint | boolean | null | undefined | Uint8Array

/** What the server says no with; `code` is its SQLSTATE. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Writer {
  /**
   * Bind, Execute and Sync: the statement's run, a transaction of its own. `text` is given the first time (Parse, Describe).
   * @throws TypeError for a value of another kind: then nothing was written
   */
  run(name: string, text: string | undefined, values: readonly Value[]): void
  /** All that was written since it was last taken. */
  take(): Buffer
}

/** Execute of the unnamed portal without a limit of rows, and Sync. */
const executeAndSync = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4])

export function openWriter(): Writer {
  let buffer = Buffer.allocUnsafe(16 * 1024)
  let at = 0
  const room = (bytes: number): void => {
    if (at + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes))
    buffer.copy(larger, 0, 0, at)
    buffer = larger
  }
  const int32 = (value: number): void => void (at = buffer.writeInt32BE(value, at))
  const int16 = (value: number): void => void (at = buffer.writeInt16BE(value, at))
  /** Three bytes a character at most, and the zero behind it. */
  const zeroEnded = (text: string): void => {
    room(text.length * 3 + 1)
    at += buffer.write(text, at, 'utf8')
    buffer[at++] = 0
  }
  const message = (kind: string, body: () => void): void => {
    room(5)
    buffer[at] = kind.charCodeAt(0)
    const length = at + 1
    at += 5
    body()
    buffer.writeInt32BE(at - length, length)
  }
  const value = (given: Value): void => {
    room(4)
    if (given === null || given === undefined) return int32(-1)
    const length = at
    at += 4
    if (given instanceof Uint8Array) {
      room(given.length)
      buffer.set(given, at)
      at += given.length
    } else {
      const text = typeof given === 'string' ? given : asText(given)
      room(text.length * 3)
      at += buffer.write(text, at, 'utf8')
    }
    buffer.writeInt32BE(at - length - 4, length)
  }
  const parse = (name: string, text: string): void => {
    message('P', () => {
      zeroEnded(name)
      zeroEnded(text)
      room(2)
      int16(0)
    })
    message('D', () => zeroEnded(`S${name}`))
  }
  const bind = (name: string, values: readonly Value[]): void =>
    message('B', () => {
      zeroEnded('')
      zeroEnded(name)
      room(values.length * 2 + 4)
      int16(values.length)
      for (const one of values) int16(one instanceof Uint8Array ? 1 : 0)
      int16(values.length)
      for (const one of values) value(one)
      room(2)
      int16(0)
    })
  return {
    run(name, text, values) {
      const before = at
      try {
        if (text !== undefined) parse(name, text)
        bind(name, values)
      } catch (cause) {
        at = before
        throw cause
      }
      room(executeAndSync.length)
      at += executeAndSync.copy(buffer, at)
    },
    take() {
      const taken = Buffer.from(buffer.subarray(0, at))
      at = 0
      return taken
    },
  }
}

function asText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw new TypeError('a parameter is no string, number, boolean, bytes or null')
}

/** A message from the server; `body` is valid only until the next one. */
export type Heard = (kind: number, body: Buffer) => void

/** Feed it what arrives, cut anywhere. */
export function messageReader(heard: Heard): (bytes: Buffer) => void {
  let rest: Buffer | undefined
  return (arrived) => {
    const bytes = rest === undefined ? arrived : Buffer.concat([rest, arrived])
    let at = 0
    while (at + 5 <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1)
      if (end > bytes.length) break
      heard(bytes[at] as number, bytes.subarray(at + 5, end))
      at = end
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined
  }
}

export interface Column {
  readonly name: string
  /** The type's number in `pg_type`. */
  readonly type: number
}

/** RowDescription. */
export function readColumns(body: Buffer): Column[] {
  let at = 2
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const end = body.indexOf(0, at)
    const column = { name: body.toString('utf8', at, end), type: body.readInt32BE(end + 7) }
    at = end + 19
    return column
  })
}

/** DataRow: each column's text, or null. */
export function readRow(body: Buffer, each: (index: number, text: string | null) => void): void {
  let at = 2
  const count = body.readInt16BE(0)
  for (let i = 0; i < count; i++) {
    const length = body.readInt32BE(at)
    at += 4
    if (length < 0) each(i, null)
    else {
      each(i, body.toString('utf8', at, at + length))
      at += length
    }
  }
}

/** CommandComplete: `INSERT 0 3`, `SELECT 1`, `CREATE TABLE`. How many rows it was about. */
export const readCount = (body: Buffer): number => Number(/(\d+)\0$/.exec(body.toString('latin1'))?.[1] ?? 0)

/** ErrorResponse. Its code and its sentence alone: other fields may repeat what was sent. */
export function readError(body: Buffer): PostgresError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field[0], field.slice(1)]),
  )
  return new PostgresError(fields.get('C') ?? '', fields.get('M') ?? 'the database said no')
}
