/**
 * The work: for each of some parts, a count whose PBKDF2 begins with enough zero bits. A slow function instead of one hash,
 * because browsers run it as native code beside the page: the page never stands still, and a program has no head start but its machine.
 */
import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'

export const workRules = {
  /** Several easy parts instead of a hard one: the same work on average, and an unlucky browser waits far less longer than a lucky one. */
  parts: 4,
  /** Of PBKDF2 with SHA-256, a try. A sixth of a millisecond for a server, one or two for an old phone. */
  iterations: 1000,
  /** Zero bits of each part when nothing presses. */
  bits: 5,
  /** At most: two thousand tries, two to four seconds of an old phone's time on one of its cores; there is no pressure that makes it more. */
  most: 9,
} as const

const derive = promisify(pbkdf2)

/** What was asked for on a page. */
export interface Work {
  readonly token: string
  readonly bits: number
  /** The house's own number but in tests. */
  readonly iterations: number
}

/** Whether one count does for one part. */
export async function counts({ token, bits, iterations }: Work, part: number, count: number): Promise<boolean> {
  const bytes = await derive(token, `${part}.${count}`, iterations, 4, 'sha256')
  return bytes.readUInt32BE() >>> (32 - bits) === 0
}

/** `3.17.0.8`: a count for each part. A part that does not hold ends the looking. */
export async function workHolds(work: Work, solution: string): Promise<boolean> {
  const found = solution.split('.')
  if (found.length !== workRules.parts || !found.every((count) => /^\d{1,7}$/.test(count))) return false
  for (const [part, count] of found.entries()) if (!(await counts(work, part, Number(count)))) return false
  return true
}
