/**
 * The gateway as a bench target: the house's own parts with the sandbox's people and test eID, without the example services.
 * Settings come by INNGANG_* as ever. BENCH_CLIENT_KEY: the driver's key. ALG: how ID tokens are signed (RS256, ES256).
 */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/base/clock.ts'
import { readConfig } from '../../src/config/read.ts'
import { serve } from '../../src/http/serve.ts'
import { openParts } from '../../src/open.ts'
import { twinWorld } from '../../src/twin-world.ts'

const data = mkdtempSync(join(tmpdir(), 'inngang-bench-'))
const { ALG = 'RS256', BENCH_CLIENT_KEY = '', ...environment } = process.env
const { d: _private, ...key } = JSON.parse(readFileSync(BENCH_CLIENT_KEY, 'utf8')) as Record<string, string>
const own = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('INNGANG_')))
const config = readConfig({ ...own, INNGANG_DATA: data }, 'twin')

const service = {
  client_id: 'bench',
  client_name: 'Bench',
  client_uri: 'https://rp.example.com/',
  application_type: 'web',
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key] },
  redirect_uris: ['https://rp.example.com/cb'],
  id_token_signed_response_alg: ALG,
  minimum_level: 'substantial',
}
/** For what needs more than a login: refresh, a token of its own, introspection. The login's client has none of it, as before. */
const more = {
  ...service,
  client_id: 'bench-more',
  profile: 'plain',
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  access_token_lifetime: 600,
  refresh_token_lifetime: 3600,
  scopes: ['openid', 'profile', 'bench:things'],
}
const scopes = [{ name: 'bench:things', description: 'Things of the bench' }]
await empty(config.databaseUrl, config.redisUrl)
const world = await twinWorld(config, { clock: systemClock, memory: true, log: () => undefined })
const owners = [{ org_number: '991825827', name: 'Bench', scopes, services: [service, more] }]
const parts = await openParts(config, { outside: { ...world.outside, owners }, memory: process.env['MEMORY'] === '1' })
const app = createApp(parts)
// The same answer every time: whoever drives asks once, before anything is counted.
app.get('/bench/person', (c) => c.json({ number: world.population.at(0).number }))
const server = await serve(app, { port: config.port, host: config.host })
if (process.env['SHOW_MEMORY'] === '1') process.once('SIGTERM', () => console.error(process.memoryUsage(), (globalThis as { gc?: () => void }).gc?.(), process.memoryUsage()))
process.once('SIGTERM', () => void server.close(1000).then(() => parts.close()).then(() => process.exit(0)))

/** Every run begins with nothing: its keys are new, so what an earlier run encrypted would not open. */
async function empty(databaseUrl: string | undefined, redisUrl: string | undefined): Promise<void> {
  if (databaseUrl !== undefined) {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query('drop schema public cascade; create schema public')
    await client.end()
  }
  if (redisUrl !== undefined) {
    const { Redis } = await import('ioredis')
    const redis = new Redis(redisUrl)
    await redis.flushdb()
    redis.disconnect()
  }
}
