import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { forServers, makeCertificate } from '#keys/test-issuer.ts'
import type { SmsMessage } from '#messages/outbox.ts'
import type { Receipt } from '#messages/receipts.ts'
import { smppGateway, type SmppOptions } from '#messages/smpp.ts'
import { smppPackage } from '#messages/smpp-session.ts'
import { type Behaviour, type Centre, openCentre } from '#messages/test-centre.ts'
import { troubleOf } from '#messages/trouble.ts'

const start = 1_800_000_000_000
const message: SmsMessage = {
  kind: 'sms',
  to: '+4749000001',
  text: 'Kode: SESAM',
  about: 'minid-code',
  useless: start + 300_000,
}

const fast = { answer: 150, connect: 500, alive: 20, again: 5, againLongest: 20, held: 1000 }

async function setUp(t: TestContext, over: Partial<SmppOptions> = {}, given?: Centre) {
  const centre = given ?? (await openCentre())
  const clock = fixedClock(start)
  const receipts: Receipt[] = []
  const logged: string[] = []
  const gateway = smppGateway({
    name: 'smpp',
    host: '127.0.0.1',
    port: centre.port,
    tls: false,
    user: 'inngang',
    password: 'hemmelig',
    sender: 'Inngang',
    clock,
    log: (_level, text, fields) => logged.push(`${text} ${JSON.stringify(fields)}`),
    heard: async (receipt) => void receipts.push(receipt),
    timing: { ...fast, alive: 60_000 },
    ...over,
  })
  t.after(async () => {
    await gateway.close?.()
    await centre.close()
  })
  const fails = async (sent: SmsMessage = message): Promise<string> => {
    try {
      await gateway.send(sent, 'id')
    } catch (cause) {
      const { what, why } = troubleOf(cause)
      return `${what} ${why}`
    }
    return 'taken'
  }
  return { centre, clock, gateway, receipts, logged, fails }
}

test('SMPP §4.4 an SMS is submitted with its sender, its receiver and how long it is of use', async (t) => {
  const { centre, gateway } = await setUp(t)
  assert.deepEqual(await gateway.send(message, 'id'), { gateway: 'smpp', references: ['ref-1'] })
  const [sms] = centre.submitted
  assert.deepEqual([sms?.to, sms?.from, sms?.coding, sms?.esmClass], ['4749000001', 'Inngang', 0, 0])
  assert.equal(sms?.body.toString(), message.text)
})

test('SMPP §5.2.12 a long text comes in parts, which belong together and are the same when it is sent again', async (t) => {
  const { centre, gateway } = await setUp(t)
  const text = 'Čálit koda čuovvovaš siidui. '.repeat(5)
  const accepted = await gateway.send({ ...message, text }, 'id')
  assert.deepEqual(accepted?.references, ['ref-1', 'ref-2', 'ref-3'])
  await gateway.send({ ...message, text }, 'id')
  const bodies = centre.submitted.map(({ body }) => body.toString('hex'))
  assert.deepEqual(bodies.slice(0, 3), bodies.slice(3))
  for (const { coding, esmClass } of centre.submitted) assert.deepEqual([coding, esmClass & 0x40], [8, 0x40])
})

const answers: readonly [behaviour: Behaviour, says: string][] = [
  [0x58, 'later throttled'],
  [0x14, 'later throttled'],
  [0x0b, 'refused number'],
  [0x08, 'down centre-error'],
  [0x7fff, 'later smpp-32767'],
  ['silent', 'unanswered no-answer'],
  ['drop', 'unanswered connection-lost'],
  ['wrong-sequence', 'unanswered no-answer'],
  ['wrong-command', 'unanswered wrong-answer'],
  ['garbage', 'unanswered connection-lost'],
  ['twice', 'taken'],
  ['late', 'taken'],
]
for (const [behaviour, says] of answers)
  test(`SMPP a centre that answers ${behaviour}: ${says}, and the next message goes through`, async (t) => {
    const { centre, clock, gateway, fails } = await setUp(t)
    await centre.until(() => centre.sessions.length === 1)
    centre.behave = () => behaviour
    assert.equal(await fails(), says)
    centre.behave = () => 0
    clock.advance(1000)
    await centre.until(() => centre.sessions.length === 1)
    while ((await fails()) !== 'taken') await new Promise((done) => setImmediate(done))
    assert.deepEqual((await gateway.send(message, 'next'))?.gateway, 'smpp')
  })

test('SMPP a centre that is too busy is left alone for longer each time', async (t) => {
  const { centre, clock, fails } = await setUp(t)
  let asked = 0
  centre.behave = () => {
    asked += 1
    return 0x58
  }
  const seen: number[] = []
  for (let second = 0; second < 16; second += 1) {
    const before = asked
    assert.equal(await fails(), 'later throttled')
    if (asked > before) seen.push(second)
    clock.advance(1000)
  }
  assert.deepEqual(seen, [0, 1, 3, 7, 15])
})

test('SMPP a centre that is away: refused at once, bound again when it is back', async (t) => {
  const { centre, gateway, fails, logged } = await setUp(t)
  await gateway.send(message, 'id')
  await centre.close()
  while ((await fails()) !== 'down not-connected') await new Promise((done) => setImmediate(done))
  assert.deepEqual(gateway.warnings?.(), ['The SMS centre smpp is not connected.'])
  const back = await openCentre({ port: centre.port })
  t.after(() => back.close())
  await back.until(() => back.sessions.length === 1)
  while ((await fails()) !== 'taken') await new Promise((done) => setImmediate(done))
  assert.equal(back.submitted.length, 1)
  assert.deepEqual(gateway.warnings?.(), [])
  assert.match(logged.join(), /is not connected/)
})

test('SMPP a centre that binds and hangs up is asked again after longer waits, not at once for ever', async (t) => {
  const { centre, clock, logged } = await setUp(t)
  const waits = (): readonly string[] =>
    logged.flatMap((line) => (line.includes('is not connected') ? (/"ms":\d+/.exec(line)?.[0] ?? '') : []))
  while (waits().length < 4) {
    centre.sessions[0]?.destroy()
    await new Promise((done) => setImmediate(done))
  }
  assert.deepEqual(waits().slice(0, 4), ['"ms":5', '"ms":10', '"ms":20', '"ms":20'])
  // One that stood for a while begins anew.
  await centre.until(() => centre.sessions.length === 1)
  while (logged.filter((line) => line.includes('is connected')).length < 5)
    await new Promise((done) => setImmediate(done))
  clock.advance(60_000)
  const before = waits().length
  centre.sessions[0]?.destroy()
  while (waits().length === before) await new Promise((done) => setImmediate(done))
  assert.equal(waits()[before], '"ms":5')
})

test('SMPP a wrong password is told by its word, and nothing is sent', async (t) => {
  const centre = await openCentre()
  centre.bindStatus = 0x0e
  const { fails, logged } = await setUp(t, {}, centre)
  assert.equal(await fails(), 'down not-connected')
  await centre.until(() => centre.commands.filter((one) => one === 'bind_transceiver').length > 2)
  assert.equal(centre.submitted.length, 0)
  assert.match(logged[0] ?? '', /"why":"password"/)
  assert.doesNotMatch(logged.join(), /hemmelig/)
})

test('SMPP §4.11 signs of life go both ways, and a connection without them is left', async (t) => {
  const { centre, gateway } = await setUp(t, { timing: fast })
  await gateway.send(message, 'id')
  await centre.until(() => centre.commands.includes('enquire_link'))
  const [session] = centre.sessions
  assert.ok(session)
  assert.equal((await centre.ask(session, 'enquire_link')).command, 'enquire_link_resp')
  assert.equal((await centre.ask(session, 'query_sm')).command_status, 3)
  centre.alive = false
  await centre.until(() => !centre.sessions.includes(session))
  centre.alive = true
  await centre.until(() => centre.sessions.length === 1)
})

for (const command of ['alert_notification', 'outbind'])
  test(`SMPP §4.1.7, §4.12 ${command} has no answer: it is heard, and the connection goes on`, async (t) => {
    const { centre, gateway } = await setUp(t)
    await gateway.send(message, 'id')
    const [session] = centre.sessions
    assert.ok(session)
    const { PDU } = await smppPackage()
    session.send(new PDU(command, {}))
    // What comes after it on the same connection is answered: so it was read, and did no harm.
    assert.equal((await centre.ask(session, 'enquire_link')).command, 'enquire_link_resp')
  })

test('SMPP §4.2 a centre that unbinds is answered, and bound again', async (t) => {
  const { centre } = await setUp(t)
  await centre.until(() => centre.sessions.length === 1)
  const [session] = centre.sessions
  assert.ok(session)
  assert.equal((await centre.ask(session, 'unbind')).command, 'unbind_resp')
  await centre.until(() => centre.sessions.length === 1 && centre.sessions[0] !== session)
})

test('SMPP appendix B receipts are told by their reference and answered, others are thrown away', async (t) => {
  const { centre, gateway, receipts } = await setUp(t)
  for (const state of ['DELIVRD', 'UNDELIV', 'UNKNOWN', 'ENROUTE']) {
    await gateway.send(message, state)
    assert.equal((await centre.submitted.at(-1)?.receipt(state))?.command_status, 0)
  }
  const [session] = centre.sessions
  assert.ok(session)
  const fromPerson = { source_addr: '4749000001', destination_addr: '2440', short_message: 'id:ref-1 stat:DELIVRD' }
  assert.equal((await centre.ask(session, 'deliver_sm', fromPerson)).command_status, 0)
  const fields = { esm_class: 4, receipted_message_id: 'ref-9', message_state: 3, short_message: 'id:0 stat:DELIVRD' }
  await centre.ask(session, 'deliver_sm', fields)
  assert.deepEqual(receipts, [
    { gateway: 'smpp', reference: 'ref-1', state: 'delivered', detail: 'delivered' },
    { gateway: 'smpp', reference: 'ref-2', state: 'failed', detail: 'undeliverable' },
    { gateway: 'smpp', reference: 'ref-3', state: 'unknown', detail: 'unknown' },
    { gateway: 'smpp', reference: 'ref-9', state: 'failed', detail: 'expired' },
  ])
})

test('SMPP a receipt that could not be written is asked for again', async (t) => {
  const { centre, gateway } = await setUp(t, { heard: () => Promise.reject(new Error('the database is away')) })
  await gateway.send(message, 'id')
  assert.equal((await centre.submitted[0]?.receipt('DELIVRD'))?.command_status, 0x64)
})

test('SMPP no more than ten wait for their answer at once', async (t) => {
  const { centre, gateway } = await setUp(t, { timing: { ...fast, alive: 60_000, answer: 5000 } })
  centre.behave = () => 'late'
  let most = 0
  let answered = 0
  await Promise.all(
    Array.from({ length: 35 }, async (_, index) => {
      await gateway.send(message, `id-${index}`)
      most = Math.max(most, centre.submitted.length - answered)
      answered += 1
    }),
  )
  assert.equal(centre.submitted.length, 35)
  assert.ok(most <= 10, `${most} at once`)
})

test('SMPP over TLS to who shows the right certificate, and to nobody else', async (t) => {
  const { key, cert } = makeCertificate({
    subject: [['CN', 'localhost']],
    alternatives: [[2, 'localhost']],
    purposes: [forServers],
  })
  const centre = await openCentre({ tls: { key, cert } })
  const { gateway } = await setUp(t, { tls: true, host: 'localhost', ca: cert }, centre)
  assert.equal((await gateway.send(message, 'id'))?.gateway, 'smpp')
  const stranger = await setUp(t, { tls: true, host: 'localhost' }, centre)
  assert.match(await stranger.fails(), /^down /)
  assert.equal(centre.submitted.length, 1)
})
