/** Levels, eIDs and people in the words that the provider asks for. */
import { organisationOf } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { acrName, acrValues, isLevel, rank, readAcr, type Vocabulary } from '#login/levels.ts'
import { nationalGroup, organisationGroup } from '#login/method.ts'
import { offers } from '#login/offer.ts'
import { type AcrNames, type Eids, type Subjects } from '#oidc/ports.ts'
import type { Nin } from '#rest/shape.ts'

import type { Parts } from '#parts.ts'
import { loggedIn } from '#subjects.ts'

/** The number with what it is, in the words of services that came from abroad. */
export const ninOf = (number: NationalId): Nin => ({
  value: number.reveal('claim'),
  issuingCountry: 'NO',
  type: number.kind === 'd-number' ? 'D_NUMBER' : 'BIRTH',
})

/** The same in OpenID Connect's words (scope `nin`). */
function claimsOfNumber(pid: string): Readonly<Record<string, unknown>> {
  const number = NationalId.read(pid)
  if (typeof number === 'string') throw new Error('a number that was one is none now')
  const { value, type, issuingCountry } = ninOf(number)
  return { nin: value, nin_type: type, nin_issuing_country: issuingCountry }
}

export const eidsOf = ({ services, methods }: Pick<Parts, 'services' | 'methods'>): Eids => ({
  offered: (clientId, level) => {
    if (!isLevel(level)) throw new Error('not a level')
    const service = services.service(clientId)
    const ask = { clientId, groups: service?.groups ?? [nationalGroup], eids: service?.eids, atLeast: level }
    return methods.filter((method) => offers(ask, method)).map(({ id }) => id)
  },
})

const ofPersons = ['pid', 'nin', 'nin_type', 'nin_issuing_country', 'idp'] as const

export const subjects = ({ vault, persons, methods }: Parts): Subjects => ({
  sub: (clientId, person) => vault.pairwise(clientId, person),
  pid: async (person, numberHash) =>
    organisationOf(person) === undefined ? (await persons.numberOf(person, numberHash)).reveal('claim') : undefined,
  organisation: organisationOf,
  notBlocked: loggedIn(persons).notBlocked,
  numberClaims: (pid) => claimsOfNumber(pid),
  claimNames: () =>
    methods.some(({ group }) => group === organisationGroup) ? [...ofPersons, 'organisation'] : ofPersons,
})

export const acrNames: AcrNames = {
  read: readAcr,
  name: (level, vocabulary) => {
    if (!isLevel(level)) throw new Error('not a level')
    return acrName(level, vocabulary as Vocabulary)
  },
  rank: (level) => {
    if (!isLevel(level)) throw new Error('not a level')
    return rank(level)
  },
  values: acrValues,
}
