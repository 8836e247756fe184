import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { fixedClock } from '#base/clock.ts'
import { languages } from '#i18n/text.ts'
import { forServers, makeCertificate } from '#keys/test-issuer.ts'
import type { MailMessage } from '#messages/outbox.ts'
import { isMailAddress, smtpGateway, type SmtpOptions } from '#messages/smtp.ts'
import { troubleOf } from '#messages/trouble.ts'

const start = Date.UTC(2027, 0, 5, 12)
const mail: MailMessage = {
  kind: 'mail',
  to: 'ola@example.no',
  subject: 'Midlertidig passord',
  text: 'Hei.\n\nDet midlertidige passordet er <B>TRE & fire</B>.',
  language: 'nb',
  about: 'minid-password',
  useless: start + 600_000,
}

const { key, cert } = makeCertificate({
  subject: [['CN', 'localhost']],
  alternatives: [[2, 'localhost']],
  purposes: [forServers],
})

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly source: string
}

/** Answers with that status where it is asked to. */
const saying = (responseCode: number): Error =>
  Object.assign(new Error(`${mail.to} said ${mail.text}`), { responseCode })

async function setUp(t: TestContext, server: SMTPServerOptions = {}, over: Partial<SmtpOptions> = {}) {
  const received: Received[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    key,
    cert,
    disabledCommands: [],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          source: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
    ...server,
  })
  smtp.on('error', () => undefined)
  const sockets = new Set<Socket>()
  smtp.server.on('connection', (socket: Socket) => sockets.add(socket))
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const gateway = smtpGateway({
    name: 'smtp',
    host: 'localhost',
    port: (smtp.server.address() as AddressInfo).port,
    tls: 'start',
    ca: cert,
    from: 'minid@login.example.no',
    fromName: 'Inngang',
    clock: fixedClock(start),
    patience: 300,
    ...over,
  })
  t.after(async () => {
    await gateway.close?.()
    await new Promise<void>((closed) => smtp.close(closed))
  })
  const says = async (message = mail): Promise<string> => {
    try {
      await gateway.send(message, 'id')
    } catch (cause) {
      const trouble = troubleOf(cause)
      assert.doesNotMatch(`${trouble.message} ${trouble.stack ?? ''}`, /ola@|TRE/)
      return `${trouble.what} ${trouble.why}`
    }
    return 'taken'
  }
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return { received, gateway, says, drop }
}

const headersOf = (source: string): string => source.slice(0, source.indexOf('\r\n\r\n')).replaceAll(/\r\n\s+/g, ' ')
/** Quoted-printable, as far as these texts need it. */
const plainOf = (source: string): string =>
  Buffer.from(
    source
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

test('a mail comes under TLS, from us, to one, as text and as a page', async (t) => {
  const { received, gateway } = await setUp(t)
  await gateway.send(mail, 'id')
  const [one] = received
  assert.deepEqual([one?.from, one?.to, one?.secure], ['minid@login.example.no', ['ola@example.no'], true])
  const source = plainOf(one?.source ?? '')
  assert.match(source, /^Content-Type: text\/plain/m)
  assert.match(source, /Det midlertidige passordet er <B>TRE & fire<\/B>\./)
  assert.match(source, /<html lang="nb">/)
  assert.match(source, /&lt;B&gt;TRE &amp; fire&lt;\/B&gt;/)
  assert.doesNotMatch(source, /<a\b|href=|src=|https?:/i)
})

test('RFC 3834 §5 nobody answers it by itself; RFC 5322 §3.6.4 the same mail has the same name at every try', async (t) => {
  const { received, gateway } = await setUp(t)
  for (const id of ['id', 'id', 'other']) await gateway.send(mail, id)
  const headers = received.map(({ source }) => headersOf(source))
  const [first, second, third] = headers.map((one) => /^Message-ID: (<[\w-]+@login\.example\.no>)$/m.exec(one)?.[1])
  assert.ok(first !== undefined && first === second && first !== third)
  assert.match(headers[0] ?? '', /^Auto-Submitted: auto-generated$/m)
  assert.match(headers[0] ?? '', /^Content-Language: nb$/m)
  assert.match(headers[0] ?? '', /^From: Inngang <minid@login\.example\.no>$/m)
  assert.match(headers[0] ?? '', /^Date: Tue, 05 Jan 2027 12:00:00 \+0000$/m)
})

for (const language of languages)
  test(`a mail in ${language} says so, and that we never ask for passwords`, async (t) => {
    const { received, gateway } = await setUp(t)
    await gateway.send({ ...mail, language }, 'id')
    const source = plainOf(received[0]?.source ?? '')
    assert.ok(source.includes(`<html lang="${language}">`))
    assert.match(source, /passord|password|beassansán/)
  })

test('a server without STARTTLS, or with a certificate that is not its own, gets nothing', async (t) => {
  const plain = await setUp(t, { disabledCommands: ['STARTTLS'] })
  assert.equal(await plain.says(), 'down smtp-500')
  const stranger = await setUp(t, {}, { ca: undefined })
  assert.match(await stranger.says(), /^(down|unanswered) E\w+$/)
  assert.deepEqual([...plain.received, ...stranger.received], [])
})

test('TLS from the first byte, and a name with its password', async (t) => {
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) =>
    username === 'inngang' && password === 'riktig' ? done(null, { user: username }) : done(saying(535))
  const options = { secure: true, authOptional: false, onAuth }
  const right = await setUp(t, options, { tls: 'first', user: 'inngang', password: 'riktig' })
  assert.equal(await right.says(), 'taken')
  const wrong = await setUp(t, options, { tls: 'first', user: 'inngang', password: 'feil' })
  assert.equal(await wrong.says(), 'down smtp-535')
})

const answers: readonly [where: string, server: SMTPServerOptions, says: string][] = [
  ['an unknown receiver', { onRcptTo: (_a, _s, done) => done(saying(550)) }, 'refused smtp-550'],
  [
    'our right to send anybody anything',
    {
      onRcptTo: (_a, _s, done) =>
        done(Object.assign(new Error('5.7.1 <ola@example.no>: Relay access denied'), { responseCode: 554 })),
    },
    'later smtp-554',
  ],
  ['a receiver who is full', { onRcptTo: (_a, _s, done) => done(saying(452)) }, 'later smtp-452'],
  ['our own sender', { onMailFrom: (_a, _s, done) => done(saying(550)) }, 'down smtp-550'],
  ['a server that closes', { onConnect: (_s, done) => done(saying(421)) }, 'down smtp-421'],
  [
    'the text',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(saying(554))) },
    'refused smtp-554',
  ],
  [
    'the text for now',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(saying(451))) },
    'later smtp-451',
  ],
  ['nothing after the text', { onData: (stream) => void stream.resume() }, 'unanswered ETIMEDOUT'],
]
for (const [where, server, says] of answers)
  test(`RFC 5321 §4.2.1 a no to ${where}: ${says}`, async (t) => {
    assert.equal(await (await setUp(t, server)).says(), says)
  })

test('nobody at that address, or somebody who says nothing: not taken', async (t) => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const { says } = await setUp(t, {}, { port })
  assert.equal(await says(), 'unanswered ETIMEDOUT')
  silent.close()
  assert.match(await (await setUp(t, {}, { port: 1 })).says(), /^down /)
})

test('a server that closed its idle connection, and came back: the next mail goes through a new one', async (t) => {
  let closed = 0
  const { received, says, drop } = await setUp(t, { onClose: () => void (closed += 1) })
  assert.equal(await says(), 'taken')
  drop()
  while (closed === 0) await new Promise((done) => setImmediate(done))
  while ((await says()) !== 'taken') await new Promise((done) => setImmediate(done))
  assert.equal(received.length, 2)
})

test('many at once share a few connections, and each comes once', async (t) => {
  let connections = 0
  const { received, gateway } = await setUp(t, {
    onConnect: (_session, done) => done(connections++ < 4 ? null : saying(421)),
  })
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => gateway.send({ ...mail, subject: `nr ${index}` }, `id-${index}`)),
  )
  assert.equal(new Set(received.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1])).size, 40)
  assert.equal(received.length, 40)
})

test('what waited behind a server that said nothing, and was given up, is not sent when it speaks again', async (t) => {
  const greet: (() => void)[] = []
  const all = Promise.withResolvers<undefined>()
  const { received, gateway } = await setUp(
    t,
    {
      onConnect: (_session, done) => {
        greet.push(done)
        if (greet.length === 4) all.resolve(undefined)
        if (greet.length > 4) done()
      },
    },
    { patience: 20_000 },
  )
  const stop = new AbortController()
  const given = Array.from({ length: 8 }, (_, index) =>
    gateway.send({ ...mail, subject: `nr ${index}` }, `id-${index}`, stop.signal).then(
      () => 'taken',
      (cause: unknown) => troubleOf(cause).why,
    ),
  )
  await all.promise
  stop.abort()
  for (const done of greet) done()
  assert.deepEqual(
    (await Promise.all(given)).slice(4),
    Array.from({ length: 4 }, () => 'turn-never-came'),
  )
  await gateway.send({ ...mail, subject: 'the next' }, 'id')
  const subjects = received.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1] ?? '').toSorted()
  assert.deepEqual(subjects, ['nr 0', 'nr 1', 'nr 2', 'nr 3', 'the next'])
})

const addresses: readonly [address: string, is: boolean][] = [
  ['ola@example.no', true],
  ['ola.n+minid@post.example.no', true],
  ['øyvind@blåbær.no', true],
  ['ola@example', false],
  ['ola@example.no, kari@example.no', false],
  ['Ola <ola@example.no>', false],
  ['ola@example.no\r\nBcc: kari@example.no', false],
  ['ola@example.no>\r\nRCPT TO:<kari@example.no', false],
  ['', false],
]
for (const [address, is] of addresses)
  test(`${JSON.stringify(address)} is ${is ? 'one address' : 'refused'}`, async (t) => {
    assert.equal(isMailAddress(address), is)
    if (is) return
    const { received, says } = await setUp(t)
    assert.equal(await says({ ...mail, to: address }), 'refused address')
    assert.deepEqual(received, [])
  })

test('a subject adds no header', async (t) => {
  const { received, gateway } = await setUp(t)
  await gateway.send({ ...mail, subject: 'Hei\r\nBcc: kari@example.no' }, 'id')
  assert.deepEqual(received[0]?.to, ['ola@example.no'])
  assert.doesNotMatch(headersOf(received[0]?.source ?? ''), /^Bcc/m)
})
