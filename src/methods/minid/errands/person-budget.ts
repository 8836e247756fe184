/** How often one person is sent what anybody may ask for in their name: nobody's phone is filled by others. */
import type { Minid } from '#methods/minid/deps.ts'

/**
 * The rest of an hour is the most that somebody can take from an owner by asking in their name. A letter, and the help desk, are
 * other ways.
 */
export const personBudget = { hour: 3, day: 6 } as const

/**
 * Counts one more. `who`: the person, or the look-up hash of a number that nobody has, so that strangers are counted like
 * everybody. `what`: letters and dashes.
 */
export async function mayBeSent({ hot }: Pick<Minid, 'hot'>, what: string, who: string): Promise<boolean> {
  const hour = await hot.count(`minid:${what}:hour:${who}`, 3600)
  const day = await hot.count(`minid:${what}:day:${who}`, 24 * 3600)
  return hour <= personBudget.hour && day <= personBudget.day
}
