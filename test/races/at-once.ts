/** Many callers at the same moment, spread over the processes, and what must be true of their answers. */
import type { Visit } from '../browser.ts'
import type { Redeemed } from './relying-party.ts'
import { refusedAs, type Run, seen, sentOn } from './run.ts'

/** The callers go to the processes in turn. */
export const atOnce = <T>(
  run: Run,
  callers: number,
  call: (at: number, caller: number) => Promise<T>,
): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: callers }, (_, caller) => call(caller % run.gateways.processes, caller)))

interface Expected {
  readonly right: number
  /** How everybody else is refused. */
  readonly refused: readonly [status: number, error: string]
}

/** One answer is right at most; all others are the refusal that they must be. Gives those that are right. */
export function oneAtMost(run: Run, kind: string, answers: readonly Redeemed[], expected: Expected): Redeemed[] {
  const right = answers.filter(({ status }) => status === expected.right)
  if (right.length > 1) run.fault(kind, `${right.length} of ${answers.length} at once`)
  for (const { status, body } of answers) {
    const [wanted, error] = expected.refused
    if (status !== expected.right && (status !== wanted || body['error'] !== error))
      run.fault(kind, `${status} ${String(body['error'])} instead of ${error}`)
  }
  return right
}

/** And there is one. */
export function justOne(
  run: Run,
  kind: string,
  answers: readonly Redeemed[],
  expected: Expected,
): Redeemed | undefined {
  const [first] = oneAtMost(run, kind, answers, expected)
  if (first === undefined) run.fault(kind, `none of ${answers.length} at once`)
  return first
}

export const codeIn = (visit: Visit): string | undefined => sentOn(visit)?.searchParams.get('code') ?? undefined

/** Of many browsers one was answered; the others are told that it is over. Gives the one. */
export function oneAnswered(
  run: Run,
  kind: string,
  visits: readonly Visit[],
  answered: (visit: Visit) => boolean,
): number {
  const winners = visits.flatMap((visit, i) => (answered(visit) ? [i] : []))
  if (winners.length !== 1) run.fault(kind, `${winners.length} of ${visits.length} at once`)
  for (const visit of visits) if (!answered(visit)) refusedAs(run, kind, visit, 'IN-01')
  return winners[0] ?? -1
}

/** Looks again and again until it is so. */
export async function until(run: Run, kind: string, what: () => Promise<boolean> | boolean): Promise<void> {
  for (let looks = 0; looks < 400; looks++) {
    if (await what()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  run.fault(kind, 'not within twenty seconds')
}

/** A page that says no, and nothing worse. */
export function toldNo(run: Run, kind: string, visit: Visit): void {
  if (sentOn(visit) !== undefined || visit.status >= 500 || visit.status < 400) run.fault(kind, seen(visit))
}
