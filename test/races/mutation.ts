/** One check of the gateway, and the text that takes it out: what `npm run mutate` works with. */

export interface Change {
  readonly file: string
  /** Stands exactly once in the file, or as often as `times` says. */
  readonly from: string
  readonly to: string
  readonly times?: number
}

export interface Mutation {
  readonly name: string
  /** What would come in without it. */
  readonly against: string
  readonly changes: readonly Change[]
  /**
   * Another check holds when this one is out alone, so the race stays green: these are taken out with it. The names of other
   * mutations.
   */
  readonly behind?: readonly string[]
  /** What the race says then: part of a fault's line. */
  readonly sees: string
  /** Needs two processes and their stores. */
  readonly peers?: true
}

export const change = (file: string, from: string, to: string, times?: number): Change => ({
  file: `src/${file}`,
  from,
  to,
  ...(times === undefined ? {} : { times }),
})

export function changed(text: string, { from, to, times = 1 }: Change): string {
  const found = text.split(from).length - 1
  if (found !== times) throw new Error(`found ${found} times instead of ${times}: ${from}`)
  return text.replaceAll(from, to)
}
