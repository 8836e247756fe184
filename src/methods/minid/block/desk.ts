/** What the owner hears of it when the help desk orders a letter for whoever called. */
import type { NationalId } from '#base/national-id.ts'
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
        : tellOwner(deps, account, 'letter-by-desk', asked.language)
    await orders.order(number, asked, [...told, ...also])
    deps.outbox.nudge()
  },
})
