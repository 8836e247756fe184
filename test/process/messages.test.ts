/** Production's program and what it sends to people: nothing that was confirmed is lost, whoever dies and whichever gateway is away. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { systemClock } from '#base/clock.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openVault } from '#keys/vault.ts'
import { openOutbox } from '#messages/courier.ts'
import type { Message } from '#messages/outbox.ts'
import { type Centre, openCentre } from '#messages/test-centre.ts'
import { countOn, sqlOn } from './program.ts'
import { answering, endAll, type Folder, folder, freePorts, start, type Started } from './started.ts'

let data: Folder
let base: string
let settings: Record<string, string>
let centre: Centre
let mails: { readonly server: SMTPServer; readonly subjects: string[] }

beforeEach(async () => {
  data = folder()
  centre = await openCentre()
  mails = await mailServer()
  const [port = 0] = await freePorts(1)
  base = `http://127.0.0.1:${port}`
  settings = {
    INNGANG_ISSUER: 'https://login.example.no',
    INNGANG_KEY_FILE: join(data.path, 'keys.json'),
    INNGANG_SMPP_URL: `smpp://inngang:q7Jm2Xv9@127.0.0.1:${centre.port}`,
    INNGANG_SMTP_URL: `smtp://127.0.0.1:${(mails.server.server.address() as AddressInfo).port}`,
    INNGANG_MAIL_FROM: 'minid@login.example.no',
    INNGANG_DATA: data.path,
    INNGANG_HOST: '127.0.0.1',
    INNGANG_PORT: String(port),
    INNGANG_DRAIN_NOTICE_SECONDS: '0',
  }
  for (const words of [['key', 'init'], ['migrate']]) {
    const command = start('cli.ts', settings, words)
    assert.equal(await command.ended(), 0, command.printed())
  }
})
afterEach(async () => {
  endAll()
  await centre.close()
  await new Promise<void>((closed) => mails.server.close(closed))
  data.remove()
})

async function mailServer(): Promise<typeof mails> {
  const subjects: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    onData(stream, _session, done) {
      let source = ''
      stream.on('data', (chunk: Buffer) => (source += chunk.toString()))
      stream.on('end', () => {
        subjects.push(/^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? '')
        done()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { server, subjects }
}

/** Written and confirmed by another process of the same installation, which is gone before it could send. */
async function queue(messages: readonly Message[]): Promise<void> {
  const db = openSqlite(join(data.path, 'inngang.sqlite'))
  const vault = openVault({ file: settings['INNGANG_KEY_FILE'] ?? '', world: 'production', create: false })
  const never = { name: 'none', send: () => Promise.reject(new Error('not here')) }
  const outbox = openOutbox({ db, vault, clock: systemClock, gateway: never, log: () => undefined })
  assert.deepEqual(await db.batch(messages.map((message) => outbox.step(message))), { ok: true })
  await db.close()
}

const useless = (seconds: number): number => systemClock.now() + seconds * 1000
const sms = (text: string, seconds = 300): Message => ({
  kind: 'sms',
  to: '+4749000001',
  text,
  about: 'minid-code',
  useless: useless(seconds),
})
const mail = (subject: string): Message => ({
  kind: 'mail',
  to: 'ola@example.no',
  subject,
  text: 'Hei.',
  language: 'nb',
  about: 'minid-told',
  useless: useless(600),
})
const numbered = (count: number, word: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`)

async function running(): Promise<Started> {
  const started = start('main.ts', settings)
  await answering(`${base}/health/ready`, started)
  return started
}
const texts = (): string[] => centre.submitted.map(({ body }) => body.toString())
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}
/** What was too late stays a while, marked: another process's clock may be the right one. */
const waiting = (): Promise<number> => countOn(data, 'message where late is null')
const receipts = async (): Promise<readonly string[]> =>
  (await sqlOn<{ state: string; detail: string }>(data, 'select state, detail from message_receipt')).map(
    ({ state, detail }) => `${state} ${detail}`,
  )
/** As if the leases of the dead were over. */
const leasesOver = (): Promise<unknown> => sqlOn(data, 'update message set due = 0')

test('I5 killed in the middle of sending: every message that was confirmed comes, and only what was under way comes twice', async () => {
  const [codes, letters] = [numbered(40, 'code'), numbered(20, 'mail')]
  await queue([...codes.map((text) => sms(text)), ...letters.map(mail)])
  const answered = 15
  centre.behave = (count) => (count < answered ? 0 : 'silent')
  const first = await running()
  await centre.until(() => centre.submitted.length > answered)
  await first.stop('SIGKILL')
  const left = await waiting()
  assert.ok(left >= codes.length - answered, `${left} left`)
  await leasesOver()
  centre.behave = () => 0
  const second = await running()
  await until(async () => (await waiting()) === 0)
  assert.deepEqual([...new Set(texts())].toSorted(), codes.toSorted())
  assert.deepEqual([...new Set(mails.subjects)].toSorted(), letters.toSorted())
  // What was answered and gone from the table is not sent again: what comes twice was still in it.
  const all = [...texts(), ...mails.subjects]
  assert.ok(all.length - 60 <= left, `${all.length - 60} came twice of ${left}`)
  assert.ok(all.length - 60 > 0, 'the centre had taken one without an answer')
  assert.equal(await second.stop(), 0, second.printed())
})

test('a receipt that was answered is there after kill -9', async () => {
  await queue([sms('one')])
  const first = await running()
  await centre.until(() => centre.submitted.length === 1)
  assert.equal((await centre.submitted[0]?.receipt('DELIVRD'))?.command_status, 0)
  await first.stop('SIGKILL')
  assert.deepEqual(await receipts(), ['delivered delivered'])
  const report = start('cli.ts', settings, ['message', 'report'])
  assert.equal(await report.ended(), 0, report.printed())
  assert.match(report.printed(), /^smpp +delivered +delivered +1$[^]*^Waiting to be sent: 0\.$/m)
})

test('a gateway that is away and comes back: sent then; what was too late by then is not', async () => {
  const { port } = centre
  await centre.close()
  await queue([sms('sesam'), sms('for sent', 2)])
  const gateway = await running()
  await until(async () => (await waiting()) === 1)
  centre = await openCentre({ port })
  await until(async () => (await waiting()) === 0)
  assert.deepEqual(texts(), ['sesam'])
  const page = await (await fetch(`${base}/metrics`)).text()
  assert.match(page, /^inngang_message_ended_total\{how="too-late"\} 1$/m)
  assert.match(page, /^inngang_message_ended_total\{how="sent"\} 1$/m)
  assert.match(page, /^inngang_message_total\{gateway="smpp",outcome="down"\} \d+$/m)
  assert.match(page, /^inngang_outbox_waiting 0$/m)
  assert.doesNotMatch(gateway.printed(), /4749000001|sesam|for sent/)
  assert.equal(await gateway.stop(), 0, gateway.printed())
})

test('two processes bind each with a connection of its own; a receipt by either is written', async () => {
  const [port = 0] = await freePorts(1)
  await queue([sms('one')])
  const first = await running()
  const second = start('main.ts', { ...settings, INNGANG_PORT: String(port) })
  await answering(`http://127.0.0.1:${port}/health/ready`, second)
  await centre.until(() => centre.sessions.length === 2 && centre.submitted.length === 1)
  await until(async () => (await waiting()) === 0)
  for (const session of centre.sessions)
    assert.equal((await centre.submitted[0]?.receipt('UNDELIV', session))?.command_status, 0)
  assert.deepEqual(await receipts(), ['failed undeliverable'])
  assert.deepEqual([await first.stop(), await second.stop()], [0, 0])
})
