import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { openOutbox, retryDelay, type RunningOutbox } from '#messages/courier.ts'
import type { Gateway, Message } from '#messages/outbox.ts'
import { migrations } from '#messages/store.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000
const day = 24 * 3600_000
const message: Message = {
  kind: 'sms',
  to: '+4790000047',
  text: 'sesam sesam',
  about: 'minid-code',
  useless: start + 300_000,
}

interface World {
  readonly db: Database
  readonly clock: SettableClock
  readonly sent: { readonly message: Message; readonly id: string }[]
  readonly logged: string[]
  /** How often the gateway fails before it takes a message. */
  fail: number
  outbox(gateway?: Gateway): RunningOutbox
  queue(outbox: RunningOutbox, message: Message): Promise<void>
  rows(): Promise<readonly Record<string, unknown>[]>
}

async function world(given?: Database): Promise<World> {
  const db = given ?? openSqlite(':memory:')
  if (given === undefined) await migrate(db, migrations)
  const clock = fixedClock(start)
  const vault = vaultInMemory()
  const made: World = {
    db,
    clock,
    sent: [],
    logged: [],
    fail: 0,
    outbox: (gateway) =>
      openOutbox({
        db,
        vault,
        clock,
        gateway: gateway ?? flaky,
        log: (_level, text, fields) => made.logged.push(`${text} ${JSON.stringify(fields)}`),
      }),
    queue: async (outbox, queued) => {
      assert.deepEqual(await db.batch([outbox.step(queued)]), { ok: true })
    },
    rows: () => db.raw('select * from message', []),
  }
  const flaky: Gateway = {
    name: 'flaky',
    send: (taken, id) => {
      if (made.fail === 0) {
        made.sent.push({ message: taken, id })
        return Promise.resolve()
      }
      made.fail -= 1
      return Promise.reject(new Error(`no route to ${taken.to} for "${taken.text}"`))
    },
  }
  return made
}

onEach('a message is sent as it was queued, once, and its row is gone', async (db) => {
  const w = await world(db)
  const outbox = w.outbox()
  await w.queue(outbox, message)
  await outbox.drain()
  await outbox.drain()
  assert.deepEqual(
    w.sent.map((sent) => sent.message),
    [message],
  )
  assert.deepEqual(await w.rows(), [])
})

test('a nudge sends at once, without anybody polling', async () => {
  const w = await world()
  const outbox = w.outbox()
  await w.queue(outbox, message)
  outbox.nudge()
  await outbox.stop()
  assert.equal(w.sent.length, 1)
})

test('neither number nor text lies readable in the table or in the log', async () => {
  const w = await world()
  const outbox = w.outbox()
  w.fail = 1
  await w.queue(outbox, message)
  await outbox.drain()
  const seen = JSON.stringify([await w.rows(), w.logged])
  assert.match(seen, /could not be sent/)
  assert.doesNotMatch(seen, /90000047|sesam/)
})

test('what fails is tried again after growing delays, under the same id, and not before', async () => {
  const w = await world()
  const ids = new Set<string>()
  let tries = 0
  const dead: Gateway = {
    name: 'dead',
    send: (_message, id) => {
      ids.add(id)
      tries += 1
      return Promise.reject(new Error('down'))
    },
  }
  const outbox = w.outbox(dead)
  await w.queue(outbox, message)
  const seen: number[] = []
  for (let second = 0; second < 20; second += 1) {
    const before = tries
    await outbox.drain()
    if (tries > before) seen.push(second)
    w.clock.advance(1000)
  }
  assert.deepEqual(seen, [0, 1, 3, 7, 15])
  assert.equal(ids.size, 1)
  assert.deepEqual(
    [1, 2, 6, 7, 5000].map((n) => retryDelay(n)),
    [1000, 2000, 30_000, 30_000, 30_000],
  )
})

onEach('what is too late is never sent, told once, and removed two days later', async (db) => {
  const w = await world(db)
  const outbox = w.outbox()
  w.fail = 1
  await w.queue(outbox, message)
  await outbox.drain()
  w.clock.advance(300_000)
  await outbox.drain()
  await outbox.drain()
  assert.deepEqual(w.sent, [])
  assert.equal(w.logged.filter((line) => /too late to send \{"count":1\}/.test(line)).length, 1)
  assert.deepEqual(await outbox.waiting(), { count: 0, oldestSeconds: 0 })
  w.clock.advance(2 * day)
  await outbox.drain()
  assert.deepEqual(await w.rows(), [])
})

onEach('a clock that ran a day ahead takes no message away: put right, it is sent in its time', async (db) => {
  const w = await world(db)
  const outbox = w.outbox()
  await w.queue(outbox, message)
  w.clock.advance(day)
  await outbox.drain()
  w.clock.advance(-day)
  await outbox.drain()
  assert.equal(w.sent.length, 1)
})

onEach('what such a clock has queued, or put off, is due at once', async (db) => {
  const w = await world(db)
  const outbox = w.outbox()
  w.fail = 1
  w.clock.advance(day)
  await w.queue(outbox, { ...message, useless: start + day + 300_000 })
  await outbox.drain()
  await w.queue(outbox, { ...message, text: 'second', useless: start + day + 300_000 })
  w.clock.advance(-day)
  await outbox.drain()
  assert.deepEqual(w.sent.map((sent) => sent.message.text).toSorted(), ['second', message.text])
})

onEach('many couriers on one table send each message once', async (db) => {
  const w = await world(db)
  const outboxes = [w.outbox(), w.outbox(), w.outbox()]
  const [first] = outboxes
  assert.ok(first)
  for (let i = 0; i < 95; i += 1) await w.queue(first, { ...message, text: `message ${i}` })
  await Promise.all(outboxes.map((outbox) => outbox.drain()))
  assert.equal(w.sent.length, 95)
  assert.equal(new Set(w.sent.map((sent) => sent.message.text)).size, 95)
  assert.deepEqual(await w.rows(), [])
})

test('a message whose courier died on the way is sent by another after the lease', async () => {
  const w = await world()
  const hangs: Gateway = { name: 'hangs', send: () => new Promise(() => undefined) }
  const dying = w.outbox(hangs)
  await w.queue(dying, message)
  dying.nudge()
  // The claim is one synchronous statement of the embedded database; the hanging send is never waited for.
  await new Promise((done) => setImmediate(done))
  const other = w.outbox()
  await other.drain()
  assert.equal(w.sent.length, 0)
  w.clock.advance(30_000)
  await other.drain()
  assert.equal(w.sent.length, 1)
})

test('a mail server that hangs holds up no code', async () => {
  const w = await world()
  const taken: string[] = []
  const outbox = w.outbox({
    name: 'half',
    send: (sent) => (sent.kind === 'mail' ? new Promise(() => undefined) : Promise.resolve(void taken.push(sent.text))),
  })
  const mail = { kind: 'mail', to: 'ola@example.no', subject: 'Hei', text: 'x', language: 'nb' } as const
  for (let i = 0; i < 60; i += 1) await w.queue(outbox, { ...mail, about: 'minid-told', useless: start + 300_000 })
  outbox.start()
  outbox.nudge()
  await w.queue(outbox, message)
  outbox.nudge()
  for (let turn = 0; turn < 1000 && taken.length === 0; turn += 1) await new Promise((done) => setImmediate(done))
  assert.deepEqual(taken, [message.text])
})

onEach('a row that somebody changed is told, never sent, and holds up no other', async (db) => {
  const w = await world(db)
  const outbox = w.outbox()
  await w.queue(outbox, { ...message, to: '+4790000001', text: 'first' })
  await w.queue(outbox, message)
  const [first, second] = await w.rows()
  // The address of another message, to have this one's code.
  await db.raw('update message set to_cipher = $1 where id = $2', [
    String(second?.['to_cipher']),
    String(first?.['id']),
  ])
  await outbox.drain()
  assert.deepEqual(
    w.sent.map((sent) => sent.id),
    [second?.['id']],
  )
  assert.equal((await w.rows()).length, 1)
  assert.match(w.logged.join(), /could not be opened/)
})

test('a batch that is undone queues nothing', async () => {
  const w = await world()
  const outbox = w.outbox()
  const guard = {
    query: w.db.queries
      .withTables<{ message: { id: string } }>()
      .deleteFrom('message')
      .where('id', '=', 'none')
      .compile(),
    must: 'no',
  }
  assert.deepEqual(await w.db.batch([outbox.step(message), guard]), { ok: false, failed: 'no' })
  await outbox.drain()
  assert.equal(w.sent.length, 0)
})

test('after stop nothing new is begun', async () => {
  const w = await world()
  const outbox = w.outbox()
  await outbox.stop()
  await w.queue(outbox, message)
  outbox.nudge()
  await outbox.drain()
  assert.equal(w.sent.length, 0)
  assert.equal((await w.rows()).length, 1)
})
