import assert from 'node:assert/strict'
import { request, type RequestOptions } from 'node:https'
import { request as plainRequest } from 'node:http'
import test, { type TestContext } from 'node:test'
import { Hono } from 'hono'
import { type DoorOptions, openCertificateDoor } from '#http/certificate-door.ts'
import { certificateHeaders } from '#http/forwarded-certificate.ts'
import { type Fetch, serve, type ServerTls } from '#http/serve.ts'
import { forServers, makeCertificate, type MadeCertificate } from '#keys/test-issuer.ts'

const issuer = makeCertificate({ subject: [['CN', 'issuer']], ca: true })
const impostor = makeCertificate({ subject: [['CN', 'issuer']], ca: true })
const proxies = makeCertificate({ subject: [['CN', 'proxies']], ca: true })
const server = makeCertificate({
  subject: [['CN', 'door']],
  alternatives: [[2, 'door.example.no']],
  purposes: [forServers],
})
const client = makeCertificate({ subject: [['CN', 'client']], issuer })
const false_ = makeCertificate({ subject: [['CN', 'client']], issuer: impostor })
const proxy = makeCertificate({ subject: [['CN', 'proxy']], issuer: proxies })
const secret = 'p'.repeat(43)

/** What the app behind the door sees. */
async function open(t: TestContext, over: Partial<DoorOptions>, listener?: ServerTls): Promise<number> {
  const door = openCertificateDoor({
    origin: 'https://door.example.no',
    from: 'connection',
    serves: (path) => path === '/here',
    ...over,
  })
  const app = new Hono().get('*', (c) => {
    const shown = door.certificateOf(c)
    if (c.req.query('above') !== undefined) return c.json(shown?.above.map((der) => der.toString('base64')))
    const headers = [...certificateHeaders, 'inngang-proxy-secret'].filter((name) => c.req.header(name) !== undefined)
    return c.json({ entered: door.entered(c), subject: shown?.certificate.subject, vouched: shown?.vouched, headers })
  })
  const options = { port: 0, host: '127.0.0.1', seesCertificateHeaders: true, ...(listener ? { tls: listener } : {}) }
  const listening = await serve({ fetch: door.admit(app.fetch as Fetch) }, options)
  t.after(() => listening.close(0))
  return listening.port
}

interface Seen {
  readonly status: number
  readonly json: unknown
}
type Headers = Readonly<Record<string, string | readonly string[]>>

const ask = (
  port: number,
  headers: Headers,
  certificate?: MadeCertificate,
  isTls = true,
  path = '/here',
): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      headers: { host: 'door.example.no', ...headers } as Record<string, string>,
      ...(isTls ? { servername: 'door.example.no', ca: server.cert } : {}),
      ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
    }
    const sent = (isTls ? request : plainRequest)(options, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.once('error', reject)
      response.once('end', () => {
        const status = response.statusCode ?? 0
        resolve({ status, json: status === 200 ? JSON.parse(text) : text })
      })
    })
    sent.once('error', reject)
    sent.end()
  })

const seen = (subject?: string, vouched = false): Seen => ({
  status: 200,
  json: { entered: true, ...(subject === undefined ? {} : { subject, vouched }), headers: [] },
})
const own = { cert: server.cert, key: server.key }
const asking: ServerTls = { ...own, clients: { issuers: issuer.cert, must: false } }

test('the certificate of the connection, whoever issued it', async (t) => {
  const port = await open(t, {}, asking)
  assert.deepEqual(await ask(port, {}, client), seen('CN=client'))
  assert.deepEqual(await ask(port, {}, false_), seen('CN=client'))
  assert.deepEqual(await ask(port, {}), seen())
  // Headers are words.
  assert.deepEqual(await ask(port, { 'client-cert': `:${client.base64}:` }), seen())
  assert.deepEqual(await ask(port, { 'client-cert': `:${client.base64}:` }, false_), seen('CN=client'))
})

test('what a client sends along to find its issuer by is there, and nobody is vouched for by it', async (t) => {
  const middle = makeCertificate({ subject: [['CN', 'middle']], issuer, ca: true })
  const below = makeCertificate({ subject: [['CN', 'below']], issuer: middle })
  const port = await open(t, {}, asking)
  const { json } = await ask(port, {}, { ...below, cert: below.cert + middle.cert }, true, '/here?above')
  const above = json as readonly string[]
  assert.ok(above.includes(middle.base64) && !above.includes(below.base64) && above.length <= 8)
})

for (const path of [
  '/there',
  '/here/../there',
  '/here/sub/../../there',
  '/here/%2e%2e/there',
  '/here/.%2E/there?x=/here',
  '//other.example.no/../here',
  'https://door.example.no/here',
])
  test(`behind the door there is nothing but what is served there: ${path}`, async (t) => {
    const port = await open(t, { serves: (asked) => asked === '/here' || asked.startsWith('/here/') }, asking)
    assert.equal((await ask(port, {}, client, true, '/here/sub?x=/..')).status, 200)
    assert.equal((await ask(port, {}, client, true, path)).status, 404)
  })

test('a connection without TLS shows nothing, and is not served', async (t) => {
  const port = await open(t, {})
  assert.equal((await ask(port, { 'client-cert': `:${client.base64}:` }, undefined, false)).status, 421)
})

const forwarded = (over: object = {}) => ({
  from: { header: 'client-cert', secret, verifies: false, ...over } as const,
})
const told = (certificate: MadeCertificate, over: Headers = {}): Headers => ({
  'client-cert': `:${certificate.base64}:`,
  'inngang-proxy-secret': secret,
  ...over,
})

test('a proxy that knows the secret is believed about the certificate, and not about its issuer', async (t) => {
  const port = await open(t, forwarded())
  const by = (headers: Headers) => ask(port, headers, undefined, false)
  assert.deepEqual(await by(told(client)), seen('CN=client'))
  assert.deepEqual(await by(told(false_)), seen('CN=client'))
  assert.deepEqual(await by({ 'inngang-proxy-secret': secret }), seen())
})

test('a proxy that verifies is believed about the issuer, too, where the operator says so', async (t) => {
  const port = await open(t, forwarded({ verifies: true }))
  assert.deepEqual(await ask(port, told(false_), undefined, false), seen('CN=client', true))
})

for (const [what, headers, status] of [
  ['no secret', { 'client-cert': `:${client.base64}:` }, 403],
  ['another secret', told(client, { 'inngang-proxy-secret': 'q'.repeat(43) }), 403],
  ['a part of it', told(client, { 'inngang-proxy-secret': secret.slice(1) }), 403],
  ['the secret twice', told(client, { 'inngang-proxy-secret': [secret, secret] }), 403],
  [
    'two certificates, the client’s and the proxy’s',
    told(client, { 'client-cert': [`:${client.base64}:`, `:${false_.base64}:`] }),
    400,
  ],
  ['two of which one is empty', told(client, { 'client-cert': ['', `:${client.base64}:`] }), 400],
  ['a certificate that is none', told(client, { 'client-cert': ':AAAA:' }), 400],
  ['another host', told(client, { host: 'login.example.no' }), 421],
] as const)
  test(`a proxy is not served with ${what}`, async (t) => {
    const port = await open(t, forwarded())
    assert.equal((await ask(port, headers, undefined, false)).status, status)
  })

test('a proxy with a certificate of its own: nobody else gets a connection', async (t) => {
  const port = await open(t, forwarded({ secret: undefined }), {
    ...own,
    clients: { issuers: proxies.cert, must: true },
  })
  const headers = { 'client-cert': `:${client.base64}:` }
  assert.deepEqual(await ask(port, headers, proxy), seen('CN=client'))
  // Its own is nobody's, though it is that of the connection.
  assert.deepEqual(await ask(port, {}, proxy), seen())
  for (const other of [undefined, client, false_])
    await assert.rejects(ask(port, headers, other), /ECONNRESET|alert|socket hang up|EPIPE/)
})

test('another listener than the door’s knows no certificates, whatever the headers say', async (t) => {
  const door = openCertificateDoor({
    origin: 'https://door.example.no',
    serves: () => true,
    ...forwarded(),
  })
  const app = new Hono().get('*', (c) =>
    c.json([door.entered(c), door.certificateOf(c) ?? 'none', c.req.header('client-cert') ?? 'dropped']),
  )
  const listening = await serve({ fetch: app.fetch as Fetch }, { port: 0, host: '127.0.0.1' })
  t.after(() => listening.close(0))
  const { json } = await ask(listening.port, told(client), undefined, false)
  assert.deepEqual(json, [false, 'none', 'dropped'])
})
