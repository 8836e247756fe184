/** Powers of attorney on a laptop: a few people may act for others, always the same. */
import type { Mandate, Mandates } from '#oidc/mandates.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'

/** By index in the population: who has it, from whom, for which roles. */
const given: readonly (readonly [representative: number, authorizer: number, roles: readonly string[]])[] = [
  [0, 3, ['arbeid', 'helse']],
  [0, 4, ['helse']],
  [2, 0, ['arbeid']],
]

/** The organisation that takes powers for the roles: nobody's number. */
const owner = '310000027'

const named = ({ given: first, family, number }: Person) => ({ name: `${first} ${family}`, pid: number })

export const sandboxMandates = (people: Population): Mandates => ({
  of: (pid) =>
    Promise.resolve(
      given
        .filter(([representative]) => people.at(representative).number === pid)
        .map(([representative, authorizer, roles]): Mandate => ({
          authorizer: named(people.at(authorizer)),
          authorized_representative: named(people.at(representative)),
          permissions: roles.map((role) => ({ owner, role })),
        })),
    ),
})
