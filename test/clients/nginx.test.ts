/** Logins with cards behind nginx (Debian's package), set up with the very lines that docs/operate.md shows. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import { type Browser, textOf, type Visit } from '../browser.ts'
import { goOut } from '../cards.ts'
import { cardHost, type Configured, configured } from '../cards-configured.ts'
import { service } from '../client.ts'
import { endAll, freePorts } from '../process/started.ts'

const binary = '/usr/sbin/nginx'
const skip = existsSync(binary) ? false : `${binary} is not here (INNGANG_TEST_PEERS)`

let set: Configured
let nginx: ChildProcess | undefined
let port = 0
before(async () => {
  if (skip !== false) return
  set = await configured()
  nginx = await start()
})
after(async () => {
  endAll()
  if (nginx === undefined) return
  const closed = once(nginx, 'close')
  nginx.kill('SIGTERM')
  await closed
  await set.close()
})

/** The block below "Smart cards", with this test's files, ports and secret. */
function shownBlock(folder: string): string {
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/operate.md'), 'utf8')
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(page.slice(page.indexOf('## Smart cards'))) ?? []
  const { key, cert } = set.cards.tls()
  writeFileSync(path.join(folder, 'kort.pem'), cert)
  writeFileSync(path.join(folder, 'kort-key.pem'), key)
  return block
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('/etc/inngang/', `${folder}/`)
    .replace('"the secret"', `"${set.secret}"`)
    .replaceAll('http://127.0.0.1:8744', `http://127.0.0.1:${set.port}`)
}

async function start(): Promise<ChildProcess> {
  ;[port = 0] = await freePorts(1)
  const { path: folder } = set.place
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  )
  const config = path.join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `pid ${folder}/pid; error_log ${folder}/error.log; daemon off; worker_processes 1; events {}
http { access_log off; ${temporary.join(' ')}
${shownBlock(folder)}}`,
  )
  const child = spawn(binary, ['-p', folder, '-c', config], { stdio: ['ignore', 'inherit', 'inherit'] })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${readFileSync(`${folder}/error.log`, 'utf8')}`)
    try {
      await show(`https://${cardHost}/`, {})
      return child
    } catch (error) {
      // It does not listen yet: anything else is a fault.
      if (!(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

interface Showing {
  readonly certificate?: MadeCertificate
  readonly headers?: Readonly<Record<string, string>>
  readonly session?: Buffer | undefined
  readonly connected?: (socket: TLSSocket) => void
}

const show = (
  address: string,
  { certificate, headers = {}, session, connected }: Showing,
): Promise<{ status: number; location: string; connection: string | undefined; resumed: boolean }> =>
  new Promise((resolve, reject) => {
    const { pathname, search } = new URL(address)
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        servername: cardHost,
        path: pathname + search,
        headers: { host: cardHost, ...headers },
        agent: false,
        // Its times are those of the tests' clock.
        rejectUnauthorized: false,
        ...(certificate === undefined ? {} : { cert: certificate.pem, key: certificate.keyPem }),
        ...(session === undefined ? {} : { session }),
      },
      (got) => {
        const { statusCode: status = 0, headers: said } = got
        const resumed = (got.socket as TLSSocket).isSessionReused()
        got.resume()
        got.once('end', () => resolve({ status, location: said.location ?? '', connection: said.connection, resumed }))
      },
    )
    sent.once('socket', (socket) => connected?.(socket as TLSSocket))
    sent.once('error', reject)
    sent.end()
  })

async function begin(): Promise<{ browser: Browser; out: string; finish: (visit: Visit) => Promise<unknown> }> {
  const asked = await (await service(set.world, 'health')).ask()
  const browser = set.world.browser()
  const out = await goOut(browser, await browser.get(asked.url), 'buypass-card')
  return { browser, out, finish: async (visit) => (await asked.finish(visit)).claims()?.['pid'] }
}

test('X2 X4 nginx passes the card on, and its owner is let in', { skip }, async () => {
  const { browser, out, finish } = await begin()
  const certificate = set.cards.card({ maker: 'buypass', person: 3, state: 'good' })
  const page = await browser.get((await show(out, { certificate })).location)
  assert.match(textOf(page), /Kortet tilhører/)
  assert.equal(await finish(await browser.submit(page, '/confirm')), set.world.people.at(3).number)
})

for (const [what, state, says] of [
  ['has ended', 'expired', /gått ut på dato/],
  ['was revoked', 'revoked', /Kortet er sperret/],
  ['is for signing', 'signing', /for innlogging/],
] as const)
  test(`X2 I3 nginx lets a card through that ${what}: our page says so, not its own`, { skip }, async () => {
    const { browser, out } = await begin()
    const certificate = set.cards.card({ maker: 'buypass', person: 3, state })
    assert.match(textOf(await browser.get((await show(out, { certificate })).location)), says)
  })

test(
  'X2 I3 nginx lets a browser through that shows nothing, and what it writes itself is no certificate',
  { skip },
  async () => {
    for (const headers of [
      {},
      {
        'x-ssl-client-cert': encodeURIComponent(set.cards.card({ maker: 'buypass', person: 3, state: 'good' }).pem),
        'inngang-proxy-secret': set.secret,
      },
    ]) {
      const { browser, out } = await begin()
      assert.match(textOf(await browser.get((await show(out, { headers })).location)), /viste oss ikke noe sertifikat/)
    }
  },
)

test(
  'X2 nginx keeps nothing between two connections: no session is resumed, no connection stays',
  { skip },
  async () => {
    const certificate = set.cards.card({ maker: 'buypass', person: 3, state: 'good' })
    const { out } = await begin()
    let session: Buffer | undefined
    const connected = (socket: TLSSocket): void => void socket.on('session', (one) => (session = one))
    assert.equal((await show(out, { certificate, connected })).connection, 'close')
    assert.equal((await show(out, { certificate, session })).resumed, false)
  },
)
