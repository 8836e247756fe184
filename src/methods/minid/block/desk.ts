/** What the owner hears of it when the help desk orders a letter for whoever called, or registers an opt-out for them. */
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Step } from '#db/db.ts'
import type { Orders } from '#letters/order.ts'
import type { Outbox } from '#messages/outbox.ts'
import type { AccountStore } from '#methods/minid/accounts-store.ts'
import { type TellDeps, tellOwner } from '#methods/minid/told/told.ts'
import type { Persons } from '#persons/persons.ts'

export interface DeskDeps extends TellDeps {
  readonly persons: Pick<Persons, 'find'>
  readonly store: Pick<AccountStore, 'account'>
  readonly outbox: Outbox
}

/** The same orders; one for MinID tells its owner in the batch that orders it. Strangers cost the same questions. */
export const ordersThatTell = (deps: DeskDeps, orders: Orders): Orders => ({
  ...orders,
  order: async (number: NationalId, asked, also = []) => {
    const account = await deps.store.account((await deps.persons.find(number))?.id)
    const told =
      account === undefined || account.closed || asked.book !== 'minid'
        ? []
        : tellOwner(deps, account, 'letter-by-desk', account.language ?? asked.language)
    await orders.order(number, asked, [...told, ...also])
    deps.outbox.nudge()
  },
})

export interface Reserving {
  byHelpDesk(number: NationalId, out: boolean, staff: PersonId, also: readonly Step[]): Promise<void>
}

/** The owner of an account hears of an opt-out in the batch that writes it. Strangers cost the same questions. */
export const reservingThatTells =
  (deps: DeskDeps, reservations: Reserving) =>
  async (number: NationalId, out: boolean, staff: PersonId): Promise<void> => {
    const account = await deps.store.account((await deps.persons.find(number))?.id)
    const what = out ? 'reserved-by-desk' : 'unreserved-by-desk'
    const told = account === undefined || account.closed ? [] : tellOwner(deps, account, what, account.language ?? 'nb')
    await reservations.byHelpDesk(number, out, staff, told)
    deps.outbox.nudge()
  }
