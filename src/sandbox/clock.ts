/**
 * The twin's clock: beside the machine's, and ahead of it by as much as somebody has set. Only forward, since what was kept would
 * otherwise be of times to come; and kept in the data folder, since that is where those times are.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, offsetClock, systemClock } from '#base/clock.ts'

export interface TwinClock extends Clock {
  /** Kept before it counts. @throws RangeError when it would be more than `furthest` ahead, or goes back */
  forward(milliseconds: number): void
}

/** Ten years, milliseconds: further on, certificates and calendars of the sandbox end. */
export const furthest = 10 * 365 * 86_400_000

/** `folder` undefined: nothing on disk. */
export function twinClock(folder: string | undefined, base: Clock = systemClock): TwinClock {
  const clock = offsetClock(base)
  let ahead = folder === undefined ? 0 : readAhead(fileIn(folder))
  clock.advance(ahead)
  return {
    now: clock.now,
    forward(milliseconds) {
      const next = ahead + milliseconds
      if (!(milliseconds >= 0 && next <= furthest)) throw new RangeError('the clock goes forward, ten years at most')
      if (folder !== undefined) keep(folder, next)
      clock.advance(milliseconds)
      ahead = next
    },
  }
}

const fileIn = (folder: string): string => join(folder, 'sandbox-clock.json')

function readAhead(file: string): number {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
  const ahead = /^\{"ahead":(\d{1,15})\}$/.exec(text.trim())?.[1]
  if (ahead === undefined || Number(ahead) > furthest)
    throw new Error(`${file} is damaged: delete the data folder, and the twin starts afresh`)
  return Number(ahead)
}

function keep(folder: string, ahead: number): void {
  mkdirSync(folder, { recursive: true })
  const file = fileIn(folder)
  writeFileSync(`${file}.new`, `{"ahead":${Math.round(ahead)}}\n`)
  renameSync(`${file}.new`, file)
}
