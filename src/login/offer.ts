/** Which eIDs a login offers: those that reach the level asked for and that the service has not excluded (row E2). */
import type { Ask } from '#login/attempt.ts'
import { reaches } from '#login/levels.ts'
import { groupOf, type Method } from '#login/method.ts'

/** A service may narrow the list; it can never widen it past its level, nor past the trust groups that were asked for. */
export const allowed = (ask: Pick<Ask, 'groups' | 'eids'>, method: Pick<Method, 'id' | 'group'>): boolean =>
  ask.groups.includes(groupOf(method)) && (ask.eids === undefined || ask.eids.includes(method.id))

export const offers = (
  ask: Pick<Ask, 'groups' | 'eids' | 'atLeast'>,
  method: Pick<Method, 'id' | 'group' | 'highest'>,
): boolean => allowed(ask, method) && reaches(method.highest, ask.atLeast)

export interface Offer {
  readonly offered: readonly Method[]
  /** Allowed by the service, but too weak for what it asks now: the page says why they are missing. */
  readonly tooWeak: readonly Method[]
}

export function offer(methods: readonly Method[], ask: Ask): Offer {
  const here = methods.filter((method) => allowed(ask, method))
  return {
    offered: here.filter((method) => reaches(method.highest, ask.atLeast)),
    tooWeak: here.filter((method) => !reaches(method.highest, ask.atLeast)),
  }
}
