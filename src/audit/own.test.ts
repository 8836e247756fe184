/** What people see of themselves in the trail. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PersonId } from '#base/ids.ts'
import { readOwn } from '#audit/read.ts'
import { erasePerson } from '#audit/store.ts'
import { openTestbed, somebody } from '#audit/testbed.ts'

const hour = 3600_000

async function setting(t: Parameters<typeof openTestbed>[0]) {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  const [me, other] = [somebody(), somebody()]
  const answered = (person: PersonId, client: string) =>
    audit.write(
      [],
      [
        { type: 'minid.password.accepted', person },
        { type: 'session.started', sid: 'x'.repeat(43) as never, person },
        { type: 'login.cancelled', person, client },
      ],
    )
  await answered(me, 'first')
  bed.clock.advance(2 * hour)
  await answered(other, 'others')
  await answered(me, 'second')
  await audit.flush()
  const types = ['login.cancelled', 'minid.password.accepted', 'session.started']
  const own = (since = 0, limit = 10) => readOwn(bed, { person: me, since, limit, types })
  const clients = async (since?: number, limit?: number) =>
    (await own(since, limit)).map(({ fields }) => fields?.['client'])
  return { ...bed, me, clients }
}

test('own events alone, the newest first, and nothing that every login brings with it', async (t) => {
  const { clients, clock } = await setting(t)
  assert.deepEqual(await clients(), ['second', 'first'])
  assert.deepEqual(await clients(0, 1), ['second'])
  assert.deepEqual(await clients(clock.now() - hour), ['second'])
})

test('nobody reads what is erased', async (t) => {
  const { clients, database, me } = await setting(t)
  await database.batch([erasePerson(database, me)])
  assert.deepEqual(await clients(), [])
})

test('own events are found by an index: a page that many open looks at no other rows', async (t) => {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const { database, me, vault } = await openTestbed(t, { embedded: true }).then((bed) => ({ ...bed, me: somebody() }))
  const listening = {
    ...database,
    raw: <Row>(sql: string, parameters: readonly (string | number | null)[]): Promise<Row[]> => {
      asked.push({ sql, parameters })
      return database.raw<Row>(sql, parameters)
    },
  }
  await readOwn(
    { database: listening, vault },
    {
      person: me,
      since: 0,
      limit: 5,
      types: ['login.answered', 'login.cancelled'],
    },
  )
  const [query] = asked
  assert.ok(query)
  const plan = await database.raw<{ detail: string }>(`explain query plan ${query.sql}`, query.parameters as string[])
  assert.ok(
    plan.some(({ detail }) => /audit_row USING INDEX audit_row_own/.test(detail)),
    plan.map(({ detail }) => detail).join('; '),
  )
})
