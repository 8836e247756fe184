import assert from 'node:assert/strict'
import { fixedClock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { openOutbox } from '#messages/courier.ts'
import type { Gateway, Message } from '#messages/outbox.ts'
import { openReceipts, type Receipt } from '#messages/receipts.ts'
import { migrations } from '#messages/store.ts'
import { GatewayTrouble } from '#messages/trouble.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000
const mail: Message = {
  kind: 'mail',
  to: 'ola@example.no',
  subject: 'Hei',
  text: 'sesam',
  language: 'nn',
  about: 'minid-told',
  useless: start + 600_000,
}

function setUp(db: Database, gateway: Gateway) {
  const clock = fixedClock(start)
  const counted: string[] = []
  const count = (name: string, labels: Readonly<Record<string, string>>): void =>
    void counted.push(`${name} ${Object.values(labels).join(' ')}`)
  const receipts = openReceipts({ db, clock, count })
  const outbox = openOutbox({ db, clock, vault: vaultInMemory(), gateway, count, receipts, log: () => undefined })
  const send = async (message: Message = mail): Promise<void> => {
    assert.deepEqual(await db.batch([outbox.step(message)]), { ok: true })
    await outbox.drain()
  }
  const states = async (id: string): Promise<readonly string[]> =>
    (await receipts.of(id)).map(({ gateway: by, reference, state, detail }) => `${by} ${reference} ${state} ${detail}`)
  return { clock, counted, receipts, outbox, send, states }
}

/** Takes everything, in two parts, and remembers the ids. */
function taking(ids: string[]): Gateway {
  return {
    name: 'smpp',
    send: async (_message, id) => {
      ids.push(id)
      return { gateway: 'smpp', references: [`a${ids.length}`, `b${ids.length}`, `b${ids.length}`, ''] }
    },
  }
}

const told = (reference: string, state: Receipt['state'], detail = 'word'): Receipt => ({
  gateway: 'smpp',
  reference,
  state,
  detail,
})

onEach('a mail comes out of the outbox as it went in, and its row is gone', async (db) => {
  const seen: Message[] = []
  const { send, outbox } = setUp(db, { name: 'x', send: async (message) => void seen.push(message) })
  await send()
  assert.deepEqual(seen, [mail])
  assert.deepEqual(await outbox.waiting(), { count: 0, oldestSeconds: 0 })
})

onEach('what a gateway took waits for its receipt, part by part; the first end stays', async (db) => {
  const ids: string[] = []
  const { counted, receipts, send, states } = setUp(db, taking(ids))
  await send()
  assert.deepEqual(await states(ids[0] ?? ''), ['smpp a1 waiting undefined', 'smpp b1 waiting undefined'])
  await receipts.heard(told('a1', 'delivered'))
  await receipts.heard(told('a1', 'failed'))
  await receipts.heard(told('b1', 'unknown'))
  await receipts.heard(told('b1', 'failed', 'expired'))
  assert.deepEqual(await states(ids[0] ?? ''), ['smpp a1 delivered word', 'smpp b1 failed expired'])
  assert.deepEqual(counted.slice(1), [
    'message_receipt smpp delivered',
    'message_receipt smpp repeated',
    'message_receipt smpp unknown',
    'message_receipt smpp failed',
  ])
  assert.deepEqual(await receipts.summary(start), [
    { gateway: 'smpp', state: 'delivered', detail: 'word', count: 1 },
    { gateway: 'smpp', state: 'failed', detail: 'expired', count: 1 },
  ])
  assert.deepEqual(await receipts.summary(start + 1), [])
})

onEach('a receipt that is faster than the row of its message is kept', async (db) => {
  const ids: string[] = []
  const { receipts, send, states } = setUp(db, taking(ids))
  await receipts.heard(told('a1', 'delivered'))
  await send()
  assert.deepEqual(await states(ids[0] ?? ''), ['smpp a1 delivered word', 'smpp b1 waiting undefined'])
})

onEach('a reference that a gateway gives again is the newer message’s, which nothing was told of yet', async (db) => {
  const ids: string[] = []
  const again: Gateway = {
    name: 'smpp',
    send: async (_message, id) => (ids.push(id), { gateway: 'smpp', references: ['same'] }),
  }
  const { receipts, send, states } = setUp(db, again)
  await send()
  await receipts.heard(told('same', 'delivered'))
  await send()
  assert.deepEqual(await states(ids[1] ?? ''), ['smpp same waiting undefined'])
  await receipts.heard(told('same', 'failed', 'expired'))
  assert.deepEqual(await states(ids[1] ?? ''), ['smpp same failed expired'])
})

onEach('a message that is refused for good is given up, with the word why; one that is not is kept', async (db) => {
  const says: { trouble: GatewayTrouble; id: string } = { trouble: new GatewayTrouble('later', 'smtp-452'), id: '' }
  const { clock, counted, outbox, send, states } = setUp(db, {
    name: 'smtp',
    send: async (_message, id) => {
      says.id = id
      throw says.trouble
    },
  })
  await send()
  assert.equal((await outbox.waiting()).count, 1)
  says.trouble = new GatewayTrouble('refused', 'smtp-550')
  clock.advance(1000)
  await outbox.drain()
  assert.equal((await outbox.waiting()).count, 0)
  assert.deepEqual(await states(says.id), [`none ${says.id} failed smtp-550`])
  assert.deepEqual(counted, ['message_ended given-up'])
})

onEach('receipts that never come are unknown after two days, and everything is forgotten after a month', async (db) => {
  const ids: string[] = []
  const { clock, receipts, send, states } = setUp(db, taking(ids))
  await send()
  clock.advance(lifetimes.receiptAwaited * 1000)
  await receipts.sweep()
  assert.match((await states(ids[0] ?? '')).join(), /waiting/)
  clock.advance(1)
  await receipts.sweep()
  assert.deepEqual(await states(ids[0] ?? ''), ['smpp a1 unknown silence', 'smpp b1 unknown silence'])
  clock.advance((lifetimes.receiptKept - lifetimes.receiptAwaited) * 1000)
  await receipts.sweep()
  assert.deepEqual(await states(ids[0] ?? ''), [])
})

onEach('messages that wait for long are told to whoever watches', async (db) => {
  const { clock, outbox, send } = setUp(db, {
    name: 'smtp',
    send: () => Promise.reject(new GatewayTrouble('down', 'word')),
    warnings: () => ['The gateway smtp for messages does not answer.'],
  })
  await send()
  clock.advance(180_000)
  assert.deepEqual(await outbox.waiting(), { count: 1, oldestSeconds: 180 })
  assert.deepEqual(outbox.warnings(), [
    'Messages to people have waited for 3 minutes to be sent.',
    'The gateway smtp for messages does not answer.',
  ])
})

onEach('neither address, subject nor text lies readable in the tables', async (db) => {
  const ids: string[] = []
  const { outbox, send } = setUp(db, taking(ids))
  assert.deepEqual(await db.batch([outbox.step(mail)]), { ok: true })
  const waiting = await db.raw('select * from message', [])
  assert.equal(waiting.length, 1)
  await send()
  const all = JSON.stringify([waiting, await db.raw('select * from message_receipt', [])])
  assert.match(all, /"a2"/)
  assert.doesNotMatch(all, /ola@|Hei|sesam/)
})
