/** What the pages of a registration work with. */
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { CodeBook } from '#letters/codes.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { ErrandInHand, Errands } from '#methods/minid/errands/errands.ts'
import type { RegisterState } from '#methods/minid/register/state.ts'
import { tryAgain } from '#methods/minid/texts.ts'

export interface Register {
  readonly m: Minid
  readonly house: MethodHouse
  readonly errands: Errands<RegisterState>
  readonly book: CodeBook
}

export type RegisterErrand = ErrandInHand<RegisterState>

/** The state of one page, or on to the page where the errand stands. */
export function atStage<Stage extends RegisterState['stage']>(
  { errands }: Register,
  errand: RegisterErrand,
  stage: Stage,
): Extract<RegisterState, { readonly stage: Stage }> {
  const state = errand.held.data
  if (state.stage !== stage || ('busy' in state && state.busy === true)) throw new SeeOther(errands.path(errand))
  return state as Extract<RegisterState, { readonly stage: Stage }>
}

export async function goTo(
  { errands }: Register,
  c: Request,
  errand: RegisterErrand,
  next: RegisterState,
): Promise<Response> {
  await errands.keep(errand, next)
  return c.redirect(errands.path(errand), 303)
}

export const busyRefusal = ({ errands }: Register, errand: RegisterErrand): Refusal =>
  new Refusal('IN-15', { way: { href: errands.path(errand), text: tryAgain }, detail: 'password queue full' })
