/** The last door of a login: what it lets through, written against a real database. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AuditEvent } from '#audit/events.ts'
import { fixedClock } from '#base/clock.ts'
import type { PersonId, Sid } from '#base/ids.ts'
import { secretKey } from '#base/secrets.ts'
import type { Step } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Ask } from '#login/attempt.ts'
import type { Level } from '#login/levels.ts'
import type { Reached } from '#login/login.ts'
import { restDoor, type RestAsked } from '#rest/door.ts'
import { openHandles } from '#rest/handles.ts'
import { migrations, openSessionStore } from '#rest/store.ts'
import type { Result } from '#rest/view.ts'

const start = Date.UTC(2026, 10, 24)
const c = {} as Request
const ask = {} as Ask
class IdentityMismatch extends Error {
  override readonly name = 'IdentityMismatch'
}

async function opened({ nin = () => Promise.resolve(known) }: { nin?: () => Promise<typeof known> } = {}) {
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  const handles = openHandles(secretKey(Buffer.alloc(32, 1)))
  const store = openSessionStore(database)
  const clock = fixedClock(start)
  const events: AuditEvent[] = []
  const handle = handles.newHandle()
  const id = handles.idOf(handle) ?? ''
  const callbackUrls = { success: 'https://a.example/s', abort: 'https://a.example/a', error: 'https://a.example/e' }
  const asked: RestAsked = {
    id,
    clientId: 'a',
    expires: start + 1_200_000,
    begun: {
      accountId: 'x',
      handle,
      atLeast: 'substantial',
      eids: undefined,
      request: { flow: 'redirect', requestedAttributes: ['nin'], callbackUrls, sessionLifetime: 1200 },
    },
  }
  const place = handles.placeOf(id)
  const row = { place, clientId: 'a', status: 'CREATED', asked: '', result: undefined, created: start } as const
  await database.batch([store.insert({ ...row, expires: asked.expires })])
  const door = restDoor({
    issuer: 'https://login.example.no',
    clock,
    database,
    store,
    handles,
    audit: { note: (event) => void events.push(event) },
    service: () => undefined,
    sub: () => 'sub',
    nin,
  })
  const record = (_grant: unknown, more: readonly Step[] = []) => database.batch(more)
  const answer = (level: Level) => door.answer(c, asked, reached(level), ask, record)
  const result = async () => {
    const found = await store.find(place)
    return { status: found?.status, told: found?.result && handles.unseal<Result>(id, 'result', found.result) }
  }
  return { door, asked, answer, result, events, clock, close: () => database.close() }
}

const known = { value: '15819010029', issuingCountry: 'NO', type: 'BIRTH' } as const
const reached = (level: Level): Reached => ({
  person: 'per_1' as PersonId,
  numberHash: 'h',
  level,
  amr: ['TestID'],
  at: start,
  sid: 's' as Sid,
  method: 'test',
})

test('E6 I2 a level lower than asked for is never written, whatever came before', async () => {
  const { answer, result, events, close } = await opened()
  for (const level of ['level0', 'level2', 'low'] as const) await assert.rejects(answer(level), /cannot answer/)
  assert.deepEqual(await result(), { status: 'CREATED', told: undefined })
  assert.deepEqual([...new Set(events.map((event) => 'why' in event && event.why))], ['level-too-low'])
  assert.equal((await answer('substantial')).ok, true)
  const { told } = await result()
  assert.ok(told && told.kind === 'user')
  assert.deepEqual([told.loa, told.subject.idportenLoa], ['substantial', 'idporten-loa-substantial'])
  await close()
})

test('E6 I1 a stored number that is not the one proved: an alarm, an error for the server, a page with a way on', async () => {
  const { answer, result, events, close } = await opened({ nin: () => Promise.reject(new IdentityMismatch()) })
  await assert.rejects(answer('high'), (error) => error instanceof Refusal && error.id === 'IN-12')
  assert.deepEqual(
    events.map(({ type }) => type),
    ['identity.mismatch'],
  )
  const { status, told } = await result()
  assert.equal(status, 'ERROR')
  assert.ok(told && told.kind === 'error' && told.error.code === 'server_error')
  await close()
})

test('E6 a no is written once: the same no again is the same, anything else is over', async () => {
  const { door, asked, answer, result, close } = await opened()
  const no = (error: string) => Promise.resolve(door.refuse(asked, error, 'because'))
  const abort = { kind: 'redirect', location: 'https://a.example/a' }
  assert.deepEqual([await no('access_denied'), await no('access_denied')], [abort, abort])
  await assert.rejects(no('login_required'), Refusal)
  await assert.rejects(answer('high'), Refusal)
  assert.deepEqual(await result(), { status: 'ABORT', told: undefined })
  await close()
})

test('E6 a fault is told to the server, in the session and at its own address', async () => {
  const { door, asked, result, close } = await opened()
  const record = await door.refuse(asked, 'login_required', 'because')
  assert.deepEqual(record, { kind: 'redirect', location: 'https://a.example/e' })
  const { status, told } = await result()
  assert.equal(status, 'ERROR')
  assert.ok(told && told.kind === 'error' && told.error.code === 'login_required')
  await close()
})

test('E6 nothing is written after the session’s time', async () => {
  const { answer, result, clock, close } = await opened()
  clock.advance(1_200_000)
  await assert.rejects(answer('high'), Refusal)
  assert.deepEqual(await result(), { status: 'CREATED', told: undefined })
  await close()
})
