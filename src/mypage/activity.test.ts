/** What My page reads of a person's trail. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PersonId } from '#base/ids.ts'
import type { AuditEventType } from '#audit/events.ts'
import type { AuditRecord } from '#audit/read.ts'
import { activityOf, type ReadOwn } from '#mypage/activity.ts'

const me = 'per_me' as PersonId
const row = (type: AuditEventType, at: number, fields: AuditRecord['fields']): AuditRecord => ({
  strand: 'one',
  n: at,
  at,
  type,
  person: me,
  fields,
})

/** A trail as the database gives it: the newest first, of the types that are asked for, so many at most. */
const trail =
  (rows: readonly AuditRecord[]): ReadOwn =>
  async (_person, since, limit, types) =>
    rows
      .filter(({ type, at }) => at >= since && types.some((one) => one === type))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, limit)

const many = (count: number, from: number, make: (at: number) => AuditRecord): readonly AuditRecord[] =>
  Array.from({ length: count }, (_, i) => make(from + i))

test('S2 whoever types wrong passwords in somebody’s name hides nothing of what was done to them', async () => {
  const read = trail([
    row('minid.registered', 1, { letter: 'AAAAA-AAAAA', opened: true }),
    row('helpdesk.looked', 2, { staff: 'per_staff', book: 'minid' }),
    ...many(2000, 10, (at) => row('minid.password.refused', at, { why: 'wrong' })),
    ...many(2000, 5000, (at) => row('minid.password.refused', at, { why: 'human' })),
    ...many(2000, 9000, (at) => row('minid.temporary.unsent', at, { why: 'limit' })),
  ])
  const entries = await activityOf(read, me, 20_000)
  const says = entries.flatMap((one) => (one.kind === 'login' ? [] : [one.says.nb]))
  assert.ok(says.includes('MinID ble registrert med en kode fra et brev'))
  assert.ok(says.some((one) => one.startsWith('Brukerstøtten så etter')))
})

test('S2 nor do one’s own logins; the newest stands first, whichever kind it is', async () => {
  const login = { client: 'tax', method: 'minid', level: 'substantial' }
  const read = trail([
    row('helpdesk.blocked', 1, { staff: 'per_staff', book: 'minid' }),
    ...many(2000, 10, (at) => row('login.answered', at, login)),
    row('minid.password.refused', 5000, { why: 'wrong' }),
  ])
  const entries = await activityOf(read, me, 20_000)
  assert.deepEqual(
    entries.map(({ at }) => at),
    entries.map(({ at }) => at).toSorted((a, b) => b - a),
  )
  assert.equal(entries[0]?.at, 5000)
  assert.equal(entries.at(-1)?.at, 1)
})
