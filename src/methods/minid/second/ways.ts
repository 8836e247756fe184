/** The ways there are to show, after the password, that it is you: asked for when somebody wants another than the one that comes first. */
import type { PersonId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { Known, SecondStage } from '#methods/minid/state.ts'

export const wayNames = ['passkey', 'totp', 'letter', 'code'] as const
/** By the name of its stage and page. */
export type Way = (typeof wayNames)[number]
export const isWay = (name: string | undefined): name is Way => wayNames.some((one) => one === name)

/** After the password only: what it tells is told to nobody else. An SMS can always be asked for. */
export async function waysOf(m: Minid, { person }: Known): Promise<ReadonlySet<Way>> {
  const [letter, { totp, passkey }] = await Promise.all([hasLetter(m, person), m.devices.kinds(person)])
  const has: Readonly<Record<Way, boolean>> = { passkey, totp, letter, code: true }
  return new Set(wayNames.filter((way) => has[way]))
}

/** Besides the SMS. */
export const hasOther = async (m: Minid, known: Known): Promise<boolean> => (await waysOf(m, known)).size > 1

const hasLetter = async (m: Minid, person: PersonId): Promise<boolean> =>
  ((await m.book?.states(person)) ?? []).some(({ left }) => left > 0)

/** Whether their newest letter came back and they have not heard of it. */
export const returned = async (m: Minid, person: PersonId): Promise<boolean> =>
  (await m.letters?.orders.cameBack(person, 'minid')) !== undefined

/** Who was told and has shown with two factors who they are has heard of it: part of the batch that uses the second one up. */
export const heard = (m: Minid, { person, cameBack }: SecondStage): readonly Step[] =>
  cameBack === true && m.letters !== undefined ? [m.letters.orders.toldThatItCameBack(person, 'minid')] : []
