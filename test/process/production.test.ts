/** Production's program: what it refuses to start with, how it leaves. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { answering, endAll, type Folder, folder, freePorts, start, statusFor } from './started.ts'

const random = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'
let data: Folder
let settings: Record<string, string>
let base: string
beforeEach(async () => {
  data = folder()
  const [port = 0] = await freePorts(1)
  base = `http://127.0.0.1:${port}`
  settings = {
    INNGANG_ISSUER: 'https://login.example.no',
    INNGANG_KEY_FILE: join(data.path, 'keys.json'),
    INNGANG_SMS_URL: 'https://sms.example.no/',
    INNGANG_SMS_SECRET: random,
    INNGANG_DATA: data.path,
    INNGANG_HOST: '127.0.0.1',
    INNGANG_PORT: String(port),
    INNGANG_DRAIN_NOTICE_SECONDS: '1',
  }
})
afterEach(() => {
  endAll()
  data.remove()
})

const cli = async (...words: string[]): Promise<{ readonly code: number | null; readonly said: string }> => {
  const command = start('cli.ts', settings, words)
  return { code: await command.ended(), said: command.printed() }
}
/** Ends by itself, with this code, saying this. */
const refuses = async (says: RegExp): Promise<void> => {
  const gateway = start('main.ts', settings)
  assert.equal(await gateway.ended(), 78, gateway.printed())
  assert.match(gateway.printed(), says)
  assert.doesNotMatch(gateway.printed(), /\n\s+at /)
}

test('production tells every fault of its settings at once and ends', async () => {
  settings = { INNGANG_ISSUER: 'http://login.example.no', INNGANG_SMS_SECRET: 'changeme', INNGANG_PROT: '1' }
  await refuses(/INNGANG_KEY_FILE is needed[\s\S]*|INNGANG_PROT is no setting/)
  await refuses(/INNGANG_PROT is no setting. Did you mean INNGANG_PORT/)
})

test('production does not make a key file by itself, and touches no database without one', async () => {
  await refuses(/keys\.json cannot be read[\s\S]*inngang key init/)
  assert.deepEqual([...data.contents().keys()], [])
})

test('faults in the file of services stop the start, all of them listed', async () => {
  await cli('key', 'init')
  const file = join(data.path, 'clients.json')
  writeFileSync(
    file,
    JSON.stringify({ owners: [{ org_number: '310000000', name: 'E', services: [{ client_id: 'a' }] }] }),
  )
  settings['INNGANG_CLIENTS'] = file
  await refuses(/client_name is missing[\s\S]*token_endpoint_auth_method is missing/)
})

test('E10 an eID from outside runs in production, where services may name it; one that cannot be loaded stops the start', async () => {
  await cli('key', 'init')
  const cards = join(data.path, 'cards.json')
  writeFileSync(cards, '{}')
  const from = join(import.meta.dirname, '../../examples/library-card')
  const card = { id: 'library-card', from, highest: 'low', settings: { cards } }
  const plugins = join(data.path, 'plugins.json')
  const declare = (one: object): void => writeFileSync(plugins, JSON.stringify({ plugins: [one] }))
  settings['INNGANG_PLUGINS'] = plugins
  declare({ ...card, settings: {} })
  await refuses(/plugins\[0\] \(library-card\) could not be opened: settings need cards/)
  declare(card)
  const gateway = start('main.ts', settings)
  await answering(`${base}/health/ready`, gateway, { host: 'login.example.no' })
  assert.equal(await statusFor(`${base}/login/att_${'a'.repeat(22)}/library-card`, 'login.example.no'), 410)
  assert.equal(await gateway.stop(), 0)
})

test("a twin's database and keys are refused", async () => {
  const twin = start('cli.ts', { INNGANG_DATA: data.path, INNGANG_KEY_FILE: join(data.path, 'keys.json') }, [
    'migrate',
    '--twin',
  ])
  assert.equal(await twin.ended(), 0, twin.printed())
  await refuses(/belongs to the world "twin"/)
  settings['INNGANG_KEY_FILE'] = join(data.path, 'own.json')
  assert.equal((await cli('key', 'init')).code, 0)
  await refuses(/this database belongs to the twin world/)
})

test('a hot store that may throw records away to make room is refused', async () => {
  assert.equal((await cli('key', 'init')).code, 0)
  // Answers as Redis does, as far as it is asked here (RESP, Redis' own protocol).
  const info = 'redis_version:7.2.0\r\nloading:0\r\nmaxmemory_policy:allkeys-lru\r\n'
  const store = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => {
      for (const [, word] of data.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g))
        socket.write(word?.toLowerCase() === 'info' ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(store, 'listening')
  settings['INNGANG_REDIS_URL'] = `redis://127.0.0.1:${(store.address() as AddressInfo).port}`
  await refuses(/maxmemory-policy allkeys-lru: set it to noeviction/)
  store.close()
})

test('health, metrics and hosts; no sandbox; at a stop it says not ready first and ends well', async () => {
  assert.equal((await cli('key', 'init')).code, 0)
  const gateway = start('main.ts', settings)
  await answering(`${base}/health/ready`, gateway)
  assert.equal((await fetch(`${base}/`)).status, 421)
  const own = 'login.example.no'
  assert.equal(await statusFor(`${base}/.well-known/openid-configuration`, own), 200)
  assert.equal(await statusFor(`${base}/sandbox/people`, own), 404)
  assert.match(
    await (await fetch(`${base}/metrics`)).text(),
    /inngang_build_info\{version="\d+\.\d+\.\d+",entry="production"/,
  )
  assert.equal((await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status, 403)
  gateway.child.kill('SIGTERM')
  let ready = 200
  while (ready === 200) ready = (await fetch(`${base}/health/ready`)).status
  assert.equal(ready, 503)
  assert.equal(await statusFor(`${base}/.well-known/openid-configuration`, own), 200, 'still answers')
  assert.equal(await gateway.ended(), 0)
  const { code, said } = await cli('audit', 'verify')
  assert.equal(code, 0, said)
  assert.match(said, /The audit trail holds: \d+ rows under \d+ seals, 0 not sealed yet/)
})

test('the operator plans and applies services, and lists and rotates keys', async () => {
  await cli('key', 'init')
  const file = join(data.path, 'clients.json')
  const service = {
    client_id: 'skatt',
    client_name: 'Skatt',
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: random,
    redirect_uris: ['https://skatt.example.no/cb'],
  }
  writeFileSync(file, JSON.stringify({ owners: [{ org_number: '999999999', name: 'Etaten', services: [service] }] }))
  assert.match((await cli('services', 'plan', file)).said, /\+ added skatt: Skatt \(Etaten\)/)
  assert.match((await cli('services', 'apply', file)).said, /\+ added skatt[\s\S]*Applied/)
  assert.match((await cli('client', 'apply', file)).said, /Nothing to change/)
  assert.match((await cli('client', 'drift', file)).said, /What is registered is what the file says/)
  const ticket = await cli('client', 'token', '999999999', '--uses', '2')
  assert.match(ticket.said, /^[\w-]{43}\nFor 2 clients, until \d{4}-[\s\S]*opens nothing yet/m)
  assert.equal((await cli('client', 'token', '974760673')).code, 1, 'no service owner')
  assert.equal((await cli('client', 'token')).code, 2)
  assert.equal((await cli('client', 'token', '999999999', '--days', '0')).code, 2)
  assert.match((await cli('key', 'rotate', 'ES256')).said, /signs from \d{4}-/)
  const { said } = await cli('key', 'list')
  assert.deepEqual([said.match(/ signs /g)?.length, said.match(/ announced /g)?.length], [5, 1])
  assert.match(
    (await cli('key', 'rotate', 'RS256', '--plan')).said,
    /^now +the new key is made[\s\S]*Nothing was changed/,
  )
  const all = await cli('keys', 'rotate', '--plan')
  assert.equal(all.code, 0, all.said)
  assert.deepEqual(all.said.match(/^[\w-]+:$/gm), ['RS256:', 'PS256:', 'ES256:', 'EdDSA:', 'RSA-OAEP-256:', 'ECDH-ES:'])
  assert.equal((await cli('keys', 'rotate')).code, 2, 'not all at once')
  assert.equal((await cli('key', 'list')).said.match(/ announced /g)?.length, 1)
  assert.match((await cli('key', 'request', 'RS256')).said, /-----BEGIN CERTIFICATE REQUEST-----/)
  assert.equal((await cli('key', 'request')).code, 2)
  assert.equal((await cli('key', 'rotate', 'HS256')).code, 2)
  assert.equal((await cli('no', 'such')).code, 2)
  assert.equal((await cli('--help')).code, 0)
})
