/** Registered people made up for tests, and a register that has them. */
import { NationalId } from '#base/national-id.ts'
import { type Addresses, sealAddresses } from '#registers/population/addresses.ts'
import type { PopulationRegister, RegisteredPerson } from '#registers/population/population.ts'

export function numberOf(digits: string): NationalId {
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new RangeError(`no identity number: ${number}`)
  return number
}

export const registered = (
  digits = '15819010029',
  over: Partial<RegisteredPerson> = {},
  addresses: Addresses = {},
): RegisteredPerson => ({
  number: numberOf(digits),
  status: 'resident',
  name: { given: 'Kari', family: 'Prøve' },
  birthYear: 1990,
  protection: 'open',
  addresses: sealAddresses(addresses),
  ...over,
})

export interface TestRegister extends PopulationRegister {
  /** In place of whoever had the number. */
  put(person: RegisteredPerson): void
  /** Numbers that were asked for: how often. */
  asked(): number
}

export function testRegister(people: readonly RegisteredPerson[] = []): TestRegister {
  const all = [...people]
  let asked = 0
  return {
    put: (person) => void all.unshift(person),
    asked: () => asked,
    person: async (number) => {
      asked += 1
      return all.find((one) => digitsOf(one.number) === digitsOf(number))
    },
  }
}

const digitsOf = (number: NationalId): string => number.reveal('look-up')
