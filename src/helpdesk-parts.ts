/** The help desk, put together: who works there, and what it may use of the rest. */
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { ConfigFaults } from '#config/read.ts'
import { environmentName } from '#config/table.ts'
import type { Routes } from '#http/routes.ts'
import { mountHelpDesk } from '#helpdesk/desk.ts'
import type { HouseDoor } from '#house-door/house-door.ts'
import { openLoginStore } from '#login/store.ts'
import { openBlockCodes } from '#methods/minid/block.ts'
import { ordersThatTell, reservingThatTells } from '#methods/minid/block/desk.ts'
import { housePace, paced } from '#methods/minid/pace.ts'
import { pendingStore } from '#methods/minid/pending/store.ts'
import { temporaryStore } from '#methods/minid/recover/store.ts'
import { minidStore } from '#methods/minid/store.ts'
import type { Persons } from '#persons/persons.ts'
import { openReservations } from '#registers/contact/reservations.ts'
import { mountReturns } from '#returns/desk.ts'
import { openStaff, readStaffFile, type Staff, type StaffRole } from '#staff/staff.ts'
import type { Parts } from '#parts.ts'
import type { Stores } from '#stores.ts'

/** Staff of the twin: people of its own, by their synthetic numbers. */
export type StaffAt = readonly { readonly role: StaffRole; readonly number: string }[]

/** Undefined: nobody works here, and there are no pages for them. @throws ConfigFaults for a file that cannot be used */
export async function staffOf(
  { config, vault, log }: Pick<Stores, 'config' | 'vault' | 'log'>,
  persons: Pick<Persons, 'hashOf'>,
  given: StaffAt | undefined,
): Promise<Staff | undefined> {
  const own = given === undefined ? undefined : staffGiven(given, persons)
  if (config.staff === undefined) return own
  const lines = await readStaffFile(config.staff)
  if ('faults' in lines) throw new ConfigFaults(lines.faults.map((fault) => `${environmentName('staff')}: ${fault}`))
  const filed = openStaff({ file: config.staff, vault, log: log.log })
  if (own === undefined) return filed
  return { has: async (role, hash) => (await own.has(role, hash)) || filed.has(role, hash) }
}

function staffGiven(given: StaffAt, { hashOf }: Pick<Persons, 'hashOf'>): Staff {
  const hashes = new Set(
    given.map(({ role, number }) => {
      const read = NationalId.read(number)
      if (typeof read === 'string') throw new Error('no number of anybody who could work here')
      return `${role} ${hashOf(read)}`
    }),
  )
  return { has: (role, hash) => Promise.resolve(hashes.has(`${role} ${hash}`)) }
}

/** Letters that came back; where somebody works here at all. */
export function mountReturnsOf(routes: Routes, { audit, letters, staff }: Parts, door: HouseDoor): void {
  if (staff === undefined) return
  mountReturns(routes, {
    door,
    audit,
    isStaff: (numberHash) => staff.has('letters', numberHash),
    register: (ids, who) => letters.returned(ids, 'staff', who),
  })
}

export function mountHelpDeskOf(routes: Routes, parts: Parts, door: HouseDoor): void {
  const { config, clock, hot, audit, letters, staff, wait } = parts
  if (staff === undefined) return
  const blocking = blockingOf(parts)
  mountHelpDesk(routes, {
    door,
    hot,
    audit,
    world: config.entry,
    isStaff: (numberHash) => staff.has('helpdesk', numberHash),
    orders: ordersThatTell(blocking, letters.orders),
    printed: letters.printed,
    reserve: reservingThatTells(blocking, openReservations(parts)),
    blockCodes: openBlockCodes({ ...blocking, orders: letters.orders, book: letters.book('minid') }),
    paced: (work) => paced(clock, { ...housePace, wait }, work),
  })
}

/** What ends with the codes, and how their owner is told. */
function blockingOf({ config, clock, database, vault, persons, outbox }: Parts) {
  const logins = openLoginStore(database)
  return {
    persons,
    outbox,
    clock,
    issuer: config.issuer,
    helpPhone: config.helpPhone,
    store: minidStore(database, vault),
    temporary: temporaryStore(database),
    pending: pendingStore(database, vault),
    endSessions: (person: PersonId) => [
      logins.endAll(person, 'everywhere', clock.now()),
      persons.endProofs(person, clock.now()),
    ],
  }
}
