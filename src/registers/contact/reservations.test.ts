/** Row R2, as far as the help desk does it: kept by number, for whoever has it, with since when. */
import assert from 'node:assert/strict'
import { fixedClock, offsetClock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database, Step } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { migrations as persons, openPersons } from '#persons/store.ts'
import { openReservations } from '#registers/contact/reservations.ts'
import { migrations } from '#registers/contact/store.ts'

const read = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new Error('not a number')
  return number
}
const [anna, bjorn] = [read('15819010029'), read('29820050043')]
const staff = 'per_staff' as PersonId
const start = 1_800_000_000_000

function scene(database: Database) {
  const clock = offsetClock(fixedClock(start))
  const events: AuditEvent[] = []
  const people = openPersons({ database, vault: vaultInMemory(), world: 'twin', clock })
  let statements = 0
  const write = async (steps: readonly Step[], more: readonly AuditEvent[]) => {
    statements += steps.length
    events.push(...more)
    return database.batch([...steps])
  }
  const reservations = openReservations({ database, clock, audit: { write }, persons: people })
  return { clock, events, people, reservations, statements: () => statements }
}

const on = onEachDatabase([...persons, ...migrations])

on(
  'R2 M10 an opt-out is kept since the first time, taken back, and made anew; the trail says who did it',
  async (database) => {
    const s = scene(database)
    const { id } = await s.people.ensure(anna)
    const other = await s.people.ensure(bjorn)
    assert.equal(await s.reservations.of(id), undefined)
    await s.reservations.byHelpDesk(anna, true, staff)
    s.clock.advance(1000)
    await s.reservations.byHelpDesk(anna, true, staff)
    assert.deepEqual(await s.reservations.of(id), { since: start, by: 'helpdesk' })
    assert.equal(await s.reservations.of(other.id), undefined)
    await s.reservations.byHelpDesk(anna, false, staff)
    assert.equal(await s.reservations.of(id), undefined)
    await s.reservations.byHelpDesk(anna, true, staff)
    assert.deepEqual(await s.reservations.of(id), { since: start + 1000, by: 'helpdesk' })
    assert.deepEqual(
      s.events,
      ['out', 'out', 'in', 'out'].map((what) => ({ type: 'helpdesk.reserved', staff, what, person: id })),
    )
    assert.doesNotMatch(JSON.stringify(await database.raw('select * from reservation', [])), /15819010029/)
  },
)

on('R2 M10 a stranger’s is kept as well, at the same cost, and is theirs when they come', async (database) => {
  const s = scene(database)
  await s.people.ensure(bjorn)
  await s.reservations.byHelpDesk(bjorn, true, staff)
  const known = s.statements()
  await s.reservations.byHelpDesk(anna, true, staff)
  assert.equal(s.statements(), 2 * known)
  assert.deepEqual(s.events.at(-1), { type: 'helpdesk.reserved', staff, what: 'out' })
  const { id } = await s.people.ensure(anna)
  assert.deepEqual(await s.reservations.of(id), { since: start, by: 'helpdesk' })
})

on('R2 of one person’s several numbers the newest word counts', async (database) => {
  const s = scene(database)
  const { id } = await s.people.ensure(anna)
  const { id: gone } = await s.people.ensure(bjorn)
  // As after a replacement.
  await database.batch([{ query: written('update person_number set person_id = $1 where person_id = $2')(id, gone) }])
  await s.reservations.byHelpDesk(bjorn, true, staff)
  assert.ok(await s.reservations.of(id))
  s.clock.advance(1)
  await s.reservations.byHelpDesk(anna, false, staff)
  assert.equal(await s.reservations.of(id), undefined)
})

on('I5 an opt-out that could not be written is not said to be', async (database) => {
  const s = scene(database)
  const refused: Step = { query: written('select 1 from person where id = $1')('nobody'), must: 'no' }
  await assert.rejects(s.reservations.byHelpDesk(anna, true, staff, [refused]), /could not be written/)
  assert.deepEqual(await database.raw('select * from reservation', []), [])
})
