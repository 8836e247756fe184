/** A synthetic person's MinID as it stands on the first day: made when it is first needed. */
import type { NationalId } from '#base/national-id.ts'
import type { Population } from '#sandbox/population/population.ts'

export interface FirstAccount {
  readonly password: string
  readonly mobile: string
}

/** Undefined for strangers, and for those who must order a letter first. */
export const provisionFrom =
  (people: Population) =>
  (number: NationalId): Promise<FirstAccount | undefined> => {
    const { minid, mobile } = people.find(number.reveal('sandbox')) ?? {}
    return Promise.resolve(
      minid === undefined || mobile === undefined ? undefined : { password: minid.password, mobile },
    )
  }
