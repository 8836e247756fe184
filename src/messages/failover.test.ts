import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { failover } from '#messages/failover.ts'
import type { Gateway, Message } from '#messages/outbox.ts'
import { GatewayTrouble, troubleOf, type What } from '#messages/trouble.ts'

const start = 1_800_000_000_000
const message: Message = { kind: 'sms', to: '+4749000001', text: 'x', about: 'minid-code', useless: start + 300_000 }

type Says = What | 'taken' | 'silent'

function setUp(says: Record<string, Says>, patience = 60) {
  const clock = fixedClock(start)
  const asked: string[] = []
  const counted: string[] = []
  const logged: string[] = []
  const stopped: string[] = []
  const gateways: Gateway[] = Object.keys(says).map((name) => ({
    name,
    send: async (_message, _id, signal) => {
      asked.push(name)
      const answer = says[name] ?? 'taken'
      if (answer === 'taken') return { gateway: name, references: [`${name}-1`] }
      if (answer !== 'silent') throw new GatewayTrouble(answer, 'word')
      signal?.addEventListener('abort', () => stopped.push(name))
      return new Promise<void>(() => undefined)
    },
  }))
  const all = failover('sms', gateways, {
    clock,
    patience,
    count: (_name, labels) => counted.push(Object.values(labels).join(' ')),
    log: (_level, text, fields) => logged.push(`${text} ${JSON.stringify(fields)}`),
  })
  const send = async (sent: Message = message): Promise<string> => {
    try {
      return (await all.send(sent, 'id'))?.gateway ?? ''
    } catch (cause) {
      const { what, why } = troubleOf(cause)
      return `${what} ${why}`
    }
  }
  return { clock, asked, counted, logged, stopped, all, send }
}

const table: readonly [first: Says, second: Says, comes: string][] = [
  ['taken', 'taken', 'first'],
  ['down', 'taken', 'second'],
  ['later', 'taken', 'second'],
  ['unanswered', 'taken', 'second'],
  ['silent', 'taken', 'second'],
  ['refused', 'taken', 'second'],
  ['refused', 'refused', 'refused word'],
  ['refused', 'down', 'down word'],
  ['down', 'refused', 'down word'],
  ['later', 'refused', 'later word'],
  ['silent', 'silent', 'unanswered no-answer-in-time'],
]
for (const [first, second, comes] of table)
  test(`the first says ${first}, the second ${second}: ${comes}`, async () => {
    const it = setUp({ first, second })
    assert.equal(await it.send(), comes)
    assert.deepEqual(
      it.stopped,
      [first, second].filter((one) => one === 'silent').map((_, i) => ['first', 'second'][i]),
    )
  })

test('no gateway at all: nothing is lost, and the word says so', async () => {
  assert.equal(await setUp({}).send(), 'down no-gateway')
})

test('a gateway that fails three times is left alone, asked now and then, and used again when it answers', async () => {
  const says: Record<string, Says> = { first: 'down', second: 'taken' }
  const it = setUp(says)
  for (let i = 0; i < 5; i += 1) assert.equal(await it.send(), 'second')
  assert.equal(it.asked.filter((name) => name === 'first').length, 3)
  assert.deepEqual(it.all.warnings?.(), ['The gateway first for messages does not answer.'])
  it.clock.advance(4999)
  await it.send()
  assert.equal(it.asked.filter((name) => name === 'first').length, 3)
  it.clock.advance(1)
  await Promise.all([it.send(), it.send(), it.send()])
  assert.equal(it.asked.filter((name) => name === 'first').length, 4, 'one try for all of them')
  it.clock.advance(9999)
  await it.send()
  assert.equal(it.asked.filter((name) => name === 'first').length, 4, 'and a longer wait')
  it.clock.advance(1)
  says['first'] = 'taken'
  assert.equal(await it.send(), 'first')
  assert.equal(await it.send(), 'first')
  assert.deepEqual(it.all.warnings?.(), [])
})

test('a no to one message, or to its pace, is no fault of the gateway', async () => {
  for (const answer of ['refused', 'later'] as const) {
    const it = setUp({ first: answer, second: 'taken' })
    for (let i = 0; i < 10; i += 1) await it.send()
    assert.equal(it.asked.filter((name) => name === 'first').length, 10)
  }
})

test('a message whose time is over is handed to nobody', async () => {
  const it = setUp({ first: 'taken' })
  assert.equal(await it.send({ ...message, useless: start }), 'later too-late')
  assert.deepEqual(it.asked, [])
})

test('a message whose time ends while the first gateway thinks is not handed to the second', async () => {
  const it = setUp({ first: 'silent', second: 'taken' }, 60_000)
  const sending = it.send({ ...message, useless: start + 40 })
  it.clock.advance(40)
  assert.equal(await sending, 'later too-late')
  assert.deepEqual(it.asked, ['first'])
})

test('every try is counted by gateway and outcome, and logged without number and text', async () => {
  const it = setUp({ first: 'unanswered', second: 'taken' })
  await it.send()
  assert.deepEqual(it.counted, ['first unanswered', 'second taken'])
  assert.doesNotMatch(it.logged.join(), /4749000001|"x"/)
})
