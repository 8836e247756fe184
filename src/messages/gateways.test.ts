import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { systemClock } from '#base/clock.ts'
import { readConfig } from '#config/read.ts'
import { openGateways } from '#messages/gateways.ts'
import type { Message } from '#messages/outbox.ts'
import { openCentre } from '#messages/test-centre.ts'
import { troubleOf } from '#messages/trouble.ts'

const random = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'
const useless = systemClock.now() + 300_000
const sms: Message = { kind: 'sms', to: '+4749000001', text: 'sesam', about: 'minid-code', useless }
const mail: Message = {
  kind: 'mail',
  to: 'ola@example.no',
  subject: 'Hei',
  text: 'sesam',
  language: 'nb',
  about: 'minid-told',
  useless,
}

interface World {
  /** The HTTP gateway's status. */
  status: number
  readonly asked: string[]
}

async function setUp(t: TestContext, more: Readonly<Record<string, string>> = {}) {
  const world: World = { status: 503, asked: [] }
  const http = createServer((request, response) => {
    world.asked.push(request.url ?? '')
    request.resume().on('end', () => response.writeHead(world.status).end())
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const centre = await openCentre()
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const config = readConfig(
    {
      INNGANG_ISSUER: 'https://login.example.no',
      INNGANG_KEY_FILE: '/etc/inngang/keys.json',
      INNGANG_SMS_URL: `${address}/one`,
      INNGANG_SMS_SECRET: random,
      INNGANG_SMS_SECOND_URL: `${address}/two`,
      INNGANG_SMS_SECOND_SECRET: random,
      INNGANG_SMPP_URL: `smpp://inn%67ang:q7Jm%2FXv9@127.0.0.1:${centre.port}`,
      INNGANG_SMS_SENDER: '+4724550000',
      ...more,
    },
    'production',
  )
  const counted: string[] = []
  const gateways = openGateways(config, {
    clock: systemClock,
    log: () => undefined,
    count: (_name, labels) => counted.push(Object.values(labels).join(' ')),
    heard: () => Promise.resolve(),
  })
  t.after(async () => {
    await gateways.close?.()
    await centre.close()
    http.closeAllConnections()
    http.close()
  })
  return { world, centre, gateways, counted }
}

test('the second gateway is asked when the first says no, then the centre; each try is counted', async (t) => {
  const { world, centre, gateways, counted } = await setUp(t)
  assert.deepEqual(await gateways.send(sms, 'id'), { gateway: 'smpp', references: ['ref-1'] })
  assert.deepEqual(world.asked, ['/one', '/two'])
  assert.deepEqual(counted, ['http down', 'http-2 down', 'smpp taken'])
  assert.equal(centre.submitted[0]?.from, '4724550000')
  world.status = 204
  assert.deepEqual(await gateways.send(sms, 'id'), { gateway: 'http', references: [] })
})

test('the centres come first where the settings say so', async (t) => {
  const { world, centre, gateways } = await setUp(t, { INNGANG_SMS_FIRST: 'smpp' })
  assert.equal((await gateways.send(sms, 'id'))?.gateway, 'smpp')
  assert.deepEqual(world.asked, [])
  centre.behave = () => 'drop'
  world.status = 204
  assert.equal((await gateways.send(sms, 'id'))?.gateway, 'http')
})

test('an e-mail where no mail server is set is not taken, and no SMS gateway sees it', async (t) => {
  const { world, centre, gateways } = await setUp(t)
  await assert.rejects(
    async () => gateways.send(mail, 'id'),
    (cause) => troubleOf(cause).why === 'no-gateway',
  )
  assert.deepEqual([world.asked, centre.submitted], [[], []])
})

test('what is wrong is told in sentences without addresses and passwords', async (t) => {
  const { centre, gateways } = await setUp(t)
  await gateways.send(sms, 'id')
  for (let i = 0; i < 2; i += 1) await gateways.send(sms, 'id')
  await centre.close()
  while ((gateways.warnings?.() ?? []).length < 3) await new Promise((done) => setImmediate(done))
  assert.deepEqual(gateways.warnings?.(), [
    'The gateway http for messages does not answer.',
    'The gateway http-2 for messages does not answer.',
    'The SMS centre smpp is not connected.',
  ])
})
