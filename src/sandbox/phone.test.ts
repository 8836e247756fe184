import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { phone, type PhoneLimits, readReceiver } from '#sandbox/phone.ts'

const setUp = (limits?: PhoneLimits) => {
  const clock = fixedClock(1000)
  const it = phone(clock, limits)
  let sent = 0
  const send = async (to: string, text: string): Promise<void> => {
    await it.gateway.send({ kind: 'sms', to, text, about: 'minid-code', useless: 10_000 }, `message-${sent++}`)
    clock.advance(1)
  }
  return { it, send, clock }
}
const texts = (messages: readonly { text: string }[]): string[] => messages.map(({ text }) => text)

test('T2 messages are read newest first, for one number or all, since a time', async () => {
  const { it, send } = setUp()
  await send('+4749000001', 'one')
  await send('+4749000002', 'two')
  await send('+4749000001', 'three')
  assert.deepEqual(it.inbox({ to: '+4749000001' }), [
    { kind: 'sms', to: '+4749000001', text: 'three', at: 1002, about: 'minid-code' },
    { kind: 'sms', to: '+4749000001', text: 'one', at: 1000, about: 'minid-code' },
  ])
  assert.deepEqual(texts(it.inbox()), ['three', 'two', 'one'])
  assert.deepEqual(texts(it.inbox({ since: 1000 })), ['three', 'two'])
  assert.deepEqual(it.inbox({ to: '+4749000003' }), [])
})

test('the order holds inside one millisecond', async () => {
  const { it, clock } = setUp()
  const at = clock.now()
  for (const text of ['first', 'second']) {
    await it.gateway.send({ kind: 'sms', to: '+4749000001', text, about: 'minid-code', useless: at + 1 }, text)
  }
  assert.deepEqual(texts(it.inbox()), ['second', 'first'])
})

test('T2 an e-mail is read by its address, with its subject', async () => {
  const { it, clock } = setUp()
  const mail = { kind: 'mail', to: 'Ola@Example.no', subject: 'Hei', text: 'sesam', language: 'nb' } as const
  await it.gateway.send({ ...mail, about: 'minid-told', useless: 10_000 }, 'mail-0')
  const expected = { kind: 'mail', to: 'ola@example.no', subject: 'Hei', text: 'sesam', about: 'minid-told' }
  assert.deepEqual(it.inbox({ to: readReceiver(' ola@EXAMPLE.no') }), [{ ...expected, at: clock.now() }])
  assert.deepEqual(it.inbox({ to: '+4749000001' }), [])
})

test('a message that the courier tries twice arrives once', async () => {
  const { it } = setUp()
  const message = { kind: 'sms', to: '+4749000001', text: 'once', about: 'minid-code', useless: 10_000 } as const
  await it.gateway.send(message, 'same')
  await it.gateway.send(message, 'same')
  assert.deepEqual(texts(it.inbox()), ['once'])
})

test('memory is bounded: old messages go, then the numbers that were quiet the longest', async () => {
  const { it, send } = setUp({ perNumber: 2, numbers: 2 })
  for (const text of ['a', 'b', 'c']) await send('+4749000001', text)
  assert.deepEqual(texts(it.inbox()), ['c', 'b'])
  await send('+4749000002', 'd')
  await send('+4749000001', 'e')
  await send('+4749000003', 'f')
  assert.deepEqual(texts(it.inbox()), ['f', 'e', 'c'])
})

test('a number is understood as people and programs write it', () => {
  const table = [' 4749000001', '+4749000001', '+47 490 00 001', '004749000001', '4749000001']
  for (const written of table) assert.equal(readReceiver(written), '+4749000001')
})
