/** Row R6, I1: numbers that were replaced. The person stays who they are; nobody ever gets another's account by a number. */
import assert from 'node:assert/strict'
import { fixedClock, offsetClock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { checkDigits, NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database, Step } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { type AskNumbers, IdentityMismatch, type NumbersOfOne } from '#persons/persons.ts'
import { migrations, openPersons } from '#persons/store.ts'

const read = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new Error(`not a number: ${number}`)
  return number
}
const numbered = (date: string, skip = 0): NationalId => {
  for (let serial = 100 + skip * 20; ; serial++) {
    const digits = checkDigits(`${date}${serial}`)
    if (digits !== undefined) return read(`${date}${serial}${digits}`)
  }
}
/** One human's: a D number, the national identity number after it, and that one corrected. Others are others'. */
const [dnr, fnr, corrected, others] = [
  numbered('558190'),
  numbered('158190'),
  numbered('158190', 1),
  numbered('038675'),
]
const start = Date.UTC(2026, 10, 24)
const day = 24 * 3600_000
const digitsOf = (number: NationalId): string => number.reveal('look-up')

type Said = NumbersOfOne | undefined | 'away'

function scene(database: Database) {
  const clock = offsetClock(fixedClock(start))
  const vault = vaultInMemory()
  const events: AuditEvent[] = []
  const says = new Map<string, Said>()
  const asked: string[] = []
  let pause: Promise<void> | undefined
  const ask: AskNumbers = async (number) => {
    asked.push(digitsOf(number))
    await pause
    const said = says.get(digitsOf(number))
    return says.has(digitsOf(number)) ? said : { inUse: number, former: [] }
  }
  const write = async (steps: readonly Step[], more: readonly AuditEvent[]) => {
    const result = await database.batch([...steps])
    if (result.ok) events.push(...more)
    return result
  }
  const open = (asking: AskNumbers = ask) =>
    openPersons({ database, vault, world: 'twin', clock, numbers: { audit: { write }, ask: asking, days: 90 } })
  const persons = open()
  return {
    clock,
    events,
    asked,
    persons,
    /** Another process over the same database. */
    beside: open,
    types: () => events.map(({ type }) => type),
    /** The register answers so, whichever of them it is asked for. */
    replaced: (current: NationalId, ...former: readonly NationalId[]) => {
      for (const one of [current, ...former]) says.set(digitsOf(one), { inUse: current, former })
    },
    says: (number: NationalId, said: Said) => void says.set(digitsOf(number), said),
    hold: (until: Promise<void> | undefined) => void (pause = until),
    /** As the door does it: who proved the number, and the claim that comes of it. */
    login: async (number: NationalId) => {
      const proved = await persons.ensure(number)
      const settled = await persons.settleNumber({ person: proved.id, numberHash: proved.numberHash })
      const pid = await persons.numberOf(proved.id, proved.numberHash).then(digitsOf, (error: unknown) => {
        assert.ok(error instanceof IdentityMismatch)
        return 'mismatch'
      })
      const { ok } = await database.batch([persons.notBlocked(proved.id)])
      return { id: proved.id, settled, pid, ok }
    },
  }
}
type Scene = ReturnType<typeof scene>
const fine = (id: PersonId, number: NationalId) => ({ id, settled: 'theirs', pid: digitsOf(number), ok: true })

const on = onEachDatabase(migrations)

/** Somebody who has been here by the D number for a while. */
async function byDNumber(s: Scene): Promise<PersonId> {
  const { id } = await s.persons.ensure(dnr)
  s.clock.advance(2 * day)
  return id
}

on('R6 a D number that was replaced: the same person by either number, and the new one is told', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  assert.deepEqual(await s.login(dnr), fine(id, dnr), 'nothing is replaced yet')
  s.replaced(fnr, dnr)
  s.clock.advance(day)
  assert.deepEqual(await s.login(dnr), fine(id, fnr))
  assert.deepEqual(await s.login(fnr), fine(id, fnr))
  assert.deepEqual(await s.login(dnr), fine(id, fnr))
  assert.deepEqual(s.events, [
    { type: 'person.number.replaced', person: id, was: 'd-number', is: 'national-identity-number' },
  ])
  const rows = JSON.stringify([
    await database.raw('select * from person', []),
    await database.raw('select * from person_number', []),
  ])
  for (const number of [dnr, fnr]) assert.ok(!rows.includes(digitsOf(number)), 'neither stands there in clear')
})

on('R6 whoever comes with the new number first is the one who was here by the old', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  s.replaced(fnr, dnr)
  assert.deepEqual(await s.login(fnr), fine(id, fnr))
  assert.deepEqual(await s.login(dnr), fine(id, fnr))
  assert.deepEqual(s.types(), ['person.number.replaced'])
})

on('R6 replaced twice, and corrected back: all of them find the person, the one in use is told', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  s.replaced(fnr, dnr)
  assert.deepEqual(await s.login(dnr), fine(id, fnr))
  s.replaced(corrected, fnr, dnr)
  s.clock.advance(2 * day)
  for (const number of [dnr, fnr, corrected]) assert.deepEqual(await s.login(number), fine(id, corrected))
  s.replaced(fnr, corrected, dnr)
  s.clock.advance(2 * day)
  for (const number of [fnr, corrected, dnr]) assert.deepEqual(await s.login(number), fine(id, fnr))
  assert.equal(s.types().filter((type) => type === 'person.number.replaced').length, 3)
})

on(
  'R6 the register is asked once a day for D numbers, after ninety days for others, and no login rests on it',
  async (database) => {
    const s = scene(database)
    await byDNumber(s)
    await s.login(dnr)
    s.asked.length = 0
    await s.login(dnr)
    s.clock.advance(day - 1)
    await s.login(dnr)
    assert.deepEqual(s.asked, [])
    s.clock.advance(1)
    await s.login(dnr)
    assert.deepEqual(s.asked, [digitsOf(dnr)])
    const { id } = await s.login(others)
    s.asked.length = 0
    s.clock.advance(90 * day - 1)
    await s.login(others)
    assert.deepEqual(s.asked, [])
    s.says(others, 'away')
    s.clock.advance(1)
    for (let n = 0; n < 2; n++) assert.deepEqual(await s.login(others), fine(id, others))
    assert.equal(s.asked.length, 2, 'asked again until it answers')
    s.says(others, undefined)
    assert.deepEqual(await s.login(others), fine(id, others), 'nobody there: nothing is replaced')
    await s.login(others)
    assert.equal(s.asked.length, 3)
  },
)

on('R6 a house that has just opened asks nothing about new people', async (database) => {
  const s = scene(database)
  await s.persons.ensure(fnr)
  assert.deepEqual(s.asked, [])
})

on('R6 a new number is believed only where the register says the same of both', async (database) => {
  const wrong: readonly (readonly [why: string, tell: (s: Scene) => void])[] = [
    ['the new one does not know the old', (s) => s.says(fnr, { inUse: fnr, former: [] })],
    ['the new one is not in use itself', (s) => s.says(fnr, { inUse: corrected, former: [dnr, fnr] })],
    ['nobody has the new one', (s) => s.says(fnr, undefined)],
    ['the new one cannot be asked about', (s) => s.says(fnr, 'away')],
  ]
  const s = scene(database)
  const id = await byDNumber(s)
  for (const [why, tell] of wrong) {
    s.replaced(fnr, dnr)
    tell(s)
    s.clock.advance(2 * day)
    assert.deepEqual(await s.login(dnr), fine(id, dnr), why)
  }
  // The new one's history names an old number that is another's, in use.
  s.says(fnr, { inUse: fnr, former: [dnr] })
  s.says(dnr, { inUse: dnr, former: [] })
  const other = await s.login(fnr)
  assert.notEqual(other.id, id)
  assert.deepEqual(await s.login(dnr), fine(id, dnr))
  assert.deepEqual(s.events, [])
})

on('I1 an old number that is somebody else’s now leads to nobody but them', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  s.replaced(fnr, dnr)
  await s.login(dnr)
  // The D number is in use again; whose national identity number this was, has it still.
  s.says(dnr, { inUse: dnr, former: [] })
  s.says(fnr, { inUse: fnr, former: [] })
  s.clock.advance(2 * day)
  assert.deepEqual(await s.login(dnr), { id, settled: 'not-theirs', pid: 'mismatch', ok: true })
  assert.deepEqual(s.types(), ['person.number.replaced', 'person.number.withdrawn'])
  const newcomer = await s.login(dnr)
  assert.notEqual(newcomer.id, id)
  assert.deepEqual(newcomer, fine(newcomer.id, dnr))
  assert.deepEqual(await s.login(fnr), fine(id, fnr))
})

on('I1 two people here of whom the register has made one: neither gets what is the other’s', async (database) => {
  const s = scene(database)
  const [first, second] = [await s.persons.ensure(dnr), await s.persons.ensure(others)]
  s.clock.advance(2 * day)
  s.replaced(others, dnr)
  const refused = await s.login(dnr)
  assert.deepEqual([refused.id, refused.ok], [first.id, false], 'stopped, and not let in as the other')
  assert.notEqual(refused.pid, digitsOf(others))
  assert.deepEqual(await s.login(others), fine(second.id, others))
  assert.deepEqual(s.events, [{ type: 'person.superseded', person: first.id }])
  // Two of one human's old numbers, each somebody here: the new one is neither's.
  const t = scene(database)
  const [one, other] = [await t.persons.ensure(fnr), await t.persons.ensure(numbered('168190'))]
  t.clock.advance(2 * day)
  t.replaced(corrected, fnr, numbered('168190'))
  const third = await t.login(corrected)
  assert.ok(third.id !== one.id && third.id !== other.id)
})

on('R6 two processes and both numbers at once: one person, one change, whoever is first', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  s.replaced(fnr, dnr)
  const beside = s.beside()
  let go = (): void => undefined
  s.hold(new Promise((resolve) => (go = resolve)))
  const hash = s.persons.hashOf(dnr)
  const all = Promise.all([
    ...Array.from({ length: 5 }, () => s.persons.settleNumber({ person: id, numberHash: hash })),
    ...Array.from({ length: 5 }, async () => (await beside.ensure(fnr)).id),
    ...Array.from({ length: 5 }, () => beside.settleNumber({ person: id, numberHash: hash })),
  ])
  go()
  s.hold(undefined)
  assert.deepEqual(new Set(await all), new Set(['theirs', id]))
  assert.deepEqual(s.types(), ['person.number.replaced'])
  assert.equal((await database.raw<{ n: number }>('select count(*) as n from person', []))[0]?.n, 1)
  for (const number of [dnr, fnr]) assert.deepEqual(await s.login(number), fine(id, fnr))
})

on(
  'R6 two processes that heard of two new numbers at once: one of them counts, and the other is nobody’s',
  async (database) => {
    const s = scene(database)
    const id = await byDNumber(s)
    let waiting = 0
    let go = (): void => undefined
    const both = new Promise<void>((resolve) => (go = resolve))
    /** Says so when both are about to write. */
    const hears = (current: NationalId) =>
      s.beside(async (number) => {
        if (digitsOf(number) === digitsOf(current) && ++waiting === 2) go()
        if (digitsOf(number) === digitsOf(current)) await both
        return { inUse: current, former: [dnr] }
      })
    const proved = { person: id, numberHash: s.persons.hashOf(dnr) }
    await Promise.all([hears(fnr).settleNumber(proved), hears(corrected).settleNumber(proved)])
    assert.deepEqual(s.types(), ['person.number.replaced'])
    const hashes = await s.persons.hashesOf(id)
    assert.equal(hashes.length, 2, 'the D number, and one of the two')
    const told = digitsOf(await s.persons.numberOf(id, s.persons.hashOf(dnr)))
    assert.ok([fnr, corrected].some((one) => digitsOf(one) === told && hashes.includes(s.persons.hashOf(one))))
  },
)

on('I1 the seal: a row that is changed behind our back makes no old number of anything', async (database) => {
  const s = scene(database)
  const id = await byDNumber(s)
  const { id: victim } = await s.persons.ensure(others)
  s.replaced(fnr, dnr)
  await s.login(dnr)
  const mismatch = (hash: string, whose = victim) => assert.rejects(s.persons.numberOf(whose, hash), IdentityMismatch)
  await mismatch(s.persons.hashOf(dnr))
  // The attacker's old number is pointed to the victim, with the seal it had.
  const move = written('update person_number set person_id = $1 where hash = $2')
  await database.batch([{ query: move(victim, s.persons.hashOf(dnr)) }])
  await mismatch(s.persons.hashOf(dnr))
  await mismatch(s.persons.hashOf(dnr), id)
  await database.batch([{ query: move(id, s.persons.hashOf(dnr)) }])
  assert.equal(digitsOf(await s.persons.numberOf(id, s.persons.hashOf(dnr))), digitsOf(fnr))
  const forge = written('update person_number set seal = $1 where hash = $2')
  await database.batch([{ query: forge('x'.repeat(43), s.persons.hashOf(dnr)) }])
  await mismatch(s.persons.hashOf(dnr), id)
})
