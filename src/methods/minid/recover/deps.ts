/** What the pages of a recovery work with. */
import type { MethodHouse } from '#login/method.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { ErrandInHand, Errands } from '#methods/minid/errands/errands.ts'
import type { RecoverState } from '#methods/minid/recover/state.ts'
import type { TemporaryStore } from '#methods/minid/recover/store.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { tryAgain } from '#methods/minid/texts.ts'

export interface Recover {
  readonly m: Minid
  readonly house: MethodHouse
  readonly errands: Errands<RecoverState>
  readonly temporary: TemporaryStore
}

export type RecoverErrand = ErrandInHand<RecoverState>

/** The state of one page, or on to the page where the errand stands. */
export function atStage<Stage extends RecoverState['stage']>(
  { errands }: Recover,
  errand: RecoverErrand,
  stage: Stage,
): Extract<RecoverState, { readonly stage: Stage }> {
  const state = errand.held.data
  if (state.stage !== stage) throw new SeeOther(errands.path(errand))
  return state as Extract<RecoverState, { readonly stage: Stage }>
}

export const busy = ({ errands }: Recover, errand: RecoverErrand): Refusal =>
  new Refusal('IN-15', { way: { href: errands.path(errand), text: tryAgain }, detail: 'password queue full' })

/** Row M6: where the profile says. Who wants it by e-mail and has no address gets it by SMS. */
export const channelOf = (account: Account): 'sms' | 'mail' =>
  account.recovery === 'mail' && account.email() !== undefined ? 'mail' : 'sms'

/** Too many hashes wait: nothing was looked at, and the page is as it was. */
export async function backFrom(r: Recover, mine: RecoverErrand, was: RecoverState, cause: unknown): Promise<never> {
  if (!(cause instanceof PasswordsBusy)) throw cause
  await r.errands.keep(mine, was)
  throw busy(r, mine)
}
