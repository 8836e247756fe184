/** What the pages of a block work with. */
import type { PersonId } from '#base/ids.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { MethodHouse } from '#login/method.ts'
import type { BlockState, ProofWith, ProvedStage } from '#methods/minid/block/state.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { ErrandInHand, Errands } from '#methods/minid/errands/errands.ts'
import type { KeptNumber } from '#methods/minid/errands/kept-number.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { tryAgain } from '#methods/minid/texts.ts'

export interface Block {
  readonly m: Minid
  readonly house: MethodHouse
  readonly errands: Errands<BlockState>
}

export type BlockErrand = ErrandInHand<BlockState>

/** The state of one page, or on to the page where the errand stands. */
export function atStage<Stage extends BlockState['stage']>(
  { errands }: Block,
  errand: BlockErrand,
  stage: Stage,
): Extract<BlockState, { readonly stage: Stage }> {
  const state = errand.held.data
  if (state.stage !== stage) throw new SeeOther(errands.path(errand))
  return state as Extract<BlockState, { readonly stage: Stage }>
}

/** Whose it is, is proved. */
export const provedFor = async (
  { m }: Block,
  number: KeptNumber,
  person: PersonId,
  by: ProofWith,
): Promise<ProvedStage> => ({
  stage: 'proved',
  number,
  person,
  by,
  open: (await m.accounts.openOf(person)) !== undefined,
})

/** Too many hashes wait: nothing was looked at, and the page is as it was. */
export async function backFrom({ errands }: Block, mine: BlockErrand, was: BlockState, cause: unknown): Promise<never> {
  if (!(cause instanceof PasswordsBusy)) throw cause
  await errands.keep(mine, was)
  throw new Refusal('IN-15', { way: { href: errands.path(mine), text: tryAgain }, detail: cause.message })
}
