/**
 * The gateway as a target for logins with MinID: people with a password each, and a phone whose newest code the driver may read. In memory.
 * HASH: 19x2 (as the house hashes) or 7x5. BENCH_CLIENT_KEY as for targets/inngang.ts.
 */
import { createSecretKey } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/base/clock.ts'
import { NationalId } from '../../src/base/national-id.ts'
import { readConfig } from '../../src/config/read.ts'
import { serve } from '../../src/http/serve.ts'
import type { Message } from '../../src/messages/outbox.ts'
import { openPasswords } from '../../src/methods/minid/password.ts'
import { minidStore } from '../../src/methods/minid/store.ts'
import { openParts } from '../../src/open.ts'
import { twinWorld } from '../../src/twin-world.ts'

const { BENCH_CLIENT_KEY = '', HASH = '19x2', PEOPLE = '4000', ...environment } = process.env
const { d: _private, ...key } = JSON.parse(readFileSync(BENCH_CLIENT_KEY, 'utf8')) as Record<string, string>
const own = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('INNGANG_')))
const data = mkdtempSync(join(tmpdir(), 'inngang-bench-'))
const config = readConfig({ ...own, INNGANG_DATA: data, INNGANG_ISSUER_PORT: '0' }, 'twin')
const service = {
  client_id: 'bench',
  client_name: 'Bench',
  client_uri: 'https://rp.example.com/',
  application_type: 'web',
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key] },
  redirect_uris: ['https://rp.example.com/cb'],
  id_token_signed_response_alg: 'ES256',
  minimum_level: 'substantial',
}

const [mebibytes = 19, timeCost = 2] = HASH.split('x').map(Number)
const passwords = openPasswords({
  pepper: createSecretKey(Buffer.alloc(32, 1)),
  cost: { memoryCost: mebibytes * 1024, timeCost },
})

const codes = new Map<string, string>()
const gateway = {
  name: 'phone',
  send: (message: Message) => Promise.resolve(void codes.set(message.to, /^[2-9A-Z]{5}/.exec(message.text)?.[0] ?? '')),
}
const world = await twinWorld(config, { clock: systemClock, memory: true, log: () => undefined, people: Number(PEOPLE) * 2 })
const parts = await openParts(config, {
  memory: true,
  outside: {
    ...world.outside,
    gateway,
    owners: [{ org_number: '991825827', name: 'Bench', services: [service] }],
    // Thousands from one address.
    minid: { passwords, codesPerHour: 1e6, addressRule: { free: 1e9, steps: [1], forget: 60 } },
  },
})

/** Registered before the first login, with one password, so that no login pays for a registration. */
const store = minidStore(parts.database, parts.stores.vault)
const passwordHash = await passwords.hash('koffert lampe rev')
const people: { number: string; mobile: string }[] = []
for (let i = 0; people.length < Number(PEOPLE) && i < world.population.size; i++) {
  const { number, mobile, minid } = world.population.at(i)
  const read = NationalId.read(number)
  if (mobile === undefined || minid === undefined || typeof read === 'string') continue
  const { id } = await parts.persons.ensure(read)
  await store.provide(id, { passwordHash, mobile, email: undefined, channel: 'sms', recovery: 'sms' }, systemClock.now())
  people.push({ number, mobile })
}

const app = createApp(parts)
app.get('/bench/people', (c) => c.json(people))
app.get('/bench/code', async (c) => {
  const to = c.req.query('to') ?? ''
  for (let waited = 0; !codes.has(to) && waited < 5000; waited += 5) await new Promise((done) => setTimeout(done, 5))
  const code = codes.get(to)
  codes.delete(to)
  return c.text(code ?? '')
})
const server = await serve(app, { port: config.port, host: config.host })
process.once('SIGTERM', () => void server.close(1000).then(() => parts.close()).then(() => process.exit(0)))
