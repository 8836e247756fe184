/**
 * Of tries that nobody looks at, one an hour is written in the trail for a person and a reason: whoever posts forms in somebody's name,
 * thousands of times, would else fill the trail, and the page of its owner with it. What was looked at is written each time.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'

export interface Refusals {
  /** Whether it is to be written. */
  first(refused: { readonly why: string; readonly person: PersonId | undefined }): boolean
}

const hour = 3600_000
/** More are not remembered at once; then each is written again. */
const most = 100_000
const looked: ReadonlySet<string> = new Set(['wrong', 'unknown'])

export function openRefusals(clock: Clock): Refusals {
  let began = clock.now()
  const known = new Set<string>()
  return {
    first: ({ why, person }) => {
      if (person === undefined || looked.has(why)) return true
      // Either way: the clock may have been put right.
      if (Math.abs(clock.now() - began) >= hour || known.size >= most) {
        known.clear()
        began = clock.now()
      }
      const key = `${person} ${why}`
      if (known.has(key)) return false
      known.add(key)
      return true
    },
  }
}
