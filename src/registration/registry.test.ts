import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openRegistry } from '#registration/registry.ts'
import { migrations } from '#services/store.ts'

test('what is written is answered as written, also where this process cannot read it again just now', async () => {
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  const audit = { write: (steps: Parameters<typeof database.batch>[0]) => database.batch(steps) }
  const logged: string[] = []
  const registry = openRegistry({
    database,
    clock: fixedClock(1000),
    audit,
    refresh: () => Promise.reject(new Error('the database is away')),
    log: (level, text) => void logged.push(`${level} ${text}`),
  })
  const { version } = await registry.read()
  const query = database.queries.withTables<{ service_version: { only_one: number } }>()
  const step = { query: query.updateTable('service_version').set({ only_one: 1 }).compile() }
  assert.equal(
    await registry.change(() => ({ steps: [step], events: [], answer: 'the only time it is told' })),
    'the only time it is told',
  )
  assert.equal((await registry.read()).version, version + 1)
  assert.deepEqual(logged, ['warn services could not be read again'])
  await database.close()
})
