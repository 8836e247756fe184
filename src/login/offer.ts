/** Which eIDs a login offers: those that reach the level asked for and that the service has not excluded (row E2). */
import type { Text } from '#i18n/text.ts'
import type { Ask } from '#login/attempt.ts'
import { reaches } from '#login/levels.ts'
import { groupOf, type Method } from '#login/method.ts'

type Asking = Pick<Ask, 'groups' | 'eids' | 'clientId'>

/** A service may narrow the list; it can never widen it past its level, nor past the trust groups that were asked for. */
const wanted = (ask: Asking, method: Pick<Method, 'id' | 'group'>): boolean =>
  ask.groups.includes(groupOf(method)) && (ask.eids === undefined || ask.eids.includes(method.id))

/** Nor is one offered, or a proof of it taken, that the operator has switched off. */
export const allowed = (ask: Asking, method: Pick<Method, 'id' | 'group' | 'off'>): boolean =>
  wanted(ask, method) && method.off?.(ask.clientId) === undefined

export const offers = (
  ask: Asking & Pick<Ask, 'atLeast'>,
  method: Pick<Method, 'id' | 'group' | 'highest' | 'off'>,
): boolean => allowed(ask, method) && reaches(method.highest, ask.atLeast)

export interface Offer {
  readonly offered: readonly Method[]
  /** Allowed by the service, but too weak for what it asks now: the page says why they are missing. */
  readonly tooWeak: readonly Method[]
  /** Would be offered, but the operator has switched it off. */
  readonly off: readonly { readonly method: Method; readonly message: Text | undefined }[]
}

export function offer(methods: readonly Method[], ask: Ask): Offer {
  const here = methods.filter((method) => allowed(ask, method))
  return {
    offered: here.filter((method) => reaches(method.highest, ask.atLeast)),
    tooWeak: here.filter((method) => !reaches(method.highest, ask.atLeast)),
    off: methods.flatMap((method) => {
      const off = wanted(ask, method) && reaches(method.highest, ask.atLeast) ? method.off?.(ask.clientId) : undefined
      return off === undefined ? [] : [{ method, message: off.message }]
    }),
  }
}
