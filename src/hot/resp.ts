/** Reads what a Redis server answers (RESP2): simple strings, errors, integers, bulk strings, arrays. */

export type Answer = string | number | null | ServerError | Answer[]

/** The server understood and says no. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
}

/** More than any answer here has; what is longer comes from something that is no Redis. */
const longest = 64 * 1024 * 1024

/** Feed it what arrives, cut anywhere; `each` hears whole answers. @throws when it is no RESP2 */
export function answerReader(each: (answer: Answer) => void): (bytes: Buffer) => void {
  let rest: Buffer | undefined
  let at = 0
  let bytes: Buffer = Buffer.alloc(0)

  /** Undefined: not all of it is here yet. */
  function next(): Answer | undefined {
    const end = bytes.indexOf('\r\n', at, 'latin1')
    if (end < 0) return undefined
    const kind = bytes[at]
    const line = bytes.toString('latin1', at + 1, end)
    at = end + 2
    if (kind === 0x2b) return line
    if (kind === 0x2d) return new ServerError(line)
    if (kind === 0x3a) return Number(line)
    const length = Number(line)
    if (!Number.isInteger(length) || length > longest || (kind !== 0x24 && kind !== 0x2a)) throw new Error('not RESP2')
    if (length < 0) return null
    return kind === 0x24 ? bulk(length) : list(length)
  }
  function bulk(length: number): string | undefined {
    if (bytes.length < at + length + 2) return undefined
    const text = bytes.toString('utf8', at, at + length)
    at += length + 2
    return text
  }
  function list(length: number): Answer[] | undefined {
    const items: Answer[] = []
    while (items.length < length) {
      const item = next()
      if (item === undefined) return undefined
      items.push(item)
    }
    return items
  }
  return (arrived) => {
    bytes = rest === undefined ? arrived : Buffer.concat([rest, arrived])
    at = 0
    let whole = 0
    while (at < bytes.length) {
      const answer = next()
      if (answer === undefined) break
      whole = at
      each(answer)
    }
    rest = whole < bytes.length ? bytes.subarray(whole) : undefined
  }
}
