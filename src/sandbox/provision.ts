/** A synthetic person's MinID as it stands on the first day: made when it is first needed. */
import type { NationalId } from '#base/national-id.ts'
import type { Population } from '#sandbox/population/population.ts'

export interface FirstAccount {
  readonly password: string
  readonly mobile: string
  readonly email?: string
}

/** Undefined for strangers, and for those who must order a letter first. */
export const provisionFrom =
  (people: Population) =>
  (number: NationalId): Promise<FirstAccount | undefined> => {
    const { minid, mobile, email } = people.find(number.reveal('sandbox')) ?? {}
    if (minid === undefined || mobile === undefined) return Promise.resolve(undefined)
    return Promise.resolve({ password: minid.password, mobile, ...(email === undefined ? {} : { email }) })
  }
