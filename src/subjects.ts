/** Whoever can be logged in: people, as `persons/` knows them, and organisations, of whom nothing is kept here. */
import { organisationOf } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Persons } from '#persons/persons.ts'

export type LoggedIn = Pick<Persons, 'notBlocked' | 'endProofs' | 'proofEnded' | 'settleNumber'>

const nothing = written('select 1 as one')

/** An organisation's certificate says by itself when it ends; nothing else that was proved by it can be taken back. */
export function loggedIn(persons: LoggedIn): LoggedIn {
  const always: Step = { query: nothing(), must: 'person-blocked' }
  const isPerson = (subject: Parameters<typeof organisationOf>[0]): boolean => organisationOf(subject) === undefined
  return {
    notBlocked: (subject, provedAt) => (isPerson(subject) ? persons.notBlocked(subject, provedAt) : always),
    endProofs: (subject, now) => (isPerson(subject) ? persons.endProofs(subject, now) : { query: nothing() }),
    proofEnded: (subject, provedAt) =>
      isPerson(subject) ? persons.proofEnded(subject, provedAt) : Promise.resolve(false),
    settleNumber: (proved) => (isPerson(proved.person) ? persons.settleNumber(proved) : Promise.resolve('theirs')),
  }
}
