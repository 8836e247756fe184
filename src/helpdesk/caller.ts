/** The caller whom staff have in front of them: the number that they typed, in their own browser's hands alone. */
import { NationalId, type NumberFault } from '#base/national-id.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { Inside } from '#house-door/house-door.ts'

/** What was done last, or what was missing in the form. */
export type CallNotice = 'ordered' | 'blocked' | 'reserved' | 'unreserved' | 'no-language'

interface Kept {
  readonly digits: string
  readonly notice: CallNotice | undefined
}

export interface Call {
  readonly id: string
  readonly number: NationalId
  readonly notice: CallNotice | undefined
}

export type TypedFault = NumberFault | 'missing' | 'other-world'

/** What can be said of a number without looking it up. */
export function readTyped(typed: string, world: 'twin' | 'production'): NationalId | TypedFault {
  if (typed.trim() === '') return 'missing'
  const number = NationalId.read(typed)
  if (typeof number === 'string') return number
  return number.synthetic === (world === 'twin') ? number : 'other-world'
}

/** The id stands in the address and opens nothing by itself. */
export async function beginCall(inside: Inside, number: NationalId): Promise<Call> {
  const call: Call = { id: randomToken(12), number, notice: undefined }
  await keepCall(inside, call)
  return call
}

export const keepCall = (inside: Inside, { id, number, notice }: Call): Promise<void> =>
  inside.keep(placeOf(id), { digits: number.reveal('display-back'), notice } satisfies Kept, lifetimes.helpDeskCall)

export async function callOf(inside: Inside, id: string): Promise<Call | undefined> {
  const kept = await inside.kept<Kept>(placeOf(id))
  const number = kept && NationalId.read(kept.digits)
  return number instanceof NationalId ? { id, number, notice: kept?.notice } : undefined
}

export const endCall = (inside: Inside, { id }: Pick<Call, 'id'>): Promise<void> => inside.drop(placeOf(id))

const placeOf = (id: string): string => `call-${id}`

/** A form that came back with a fault, until it is shown. */
export interface Mistyped {
  readonly typed: string
  readonly fault: TypedFault
}

export const keepMistyped = (inside: Inside, mistyped: Mistyped): Promise<void> =>
  inside.keep('mistyped', mistyped, lifetimes.helpDeskCall)

export async function takeMistyped(inside: Inside): Promise<Mistyped | undefined> {
  const mistyped = await inside.kept<Mistyped>('mistyped')
  if (mistyped !== undefined) await inside.drop('mistyped')
  return mistyped
}
