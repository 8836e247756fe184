/** What the pages of an order work with. */
import type { MethodHouse } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { ErrandInHand, Errands } from '#methods/minid/errands/errands.ts'
import type { OrderState } from '#methods/minid/order/state.ts'

export interface Order {
  readonly m: Minid
  readonly house: MethodHouse
  readonly errands: Errands<OrderState>
}

export type OrderErrand = ErrandInHand<OrderState>
