/**
 * What users of other eIDs notice of one in trouble: its issuer takes questions and says nothing, hangs up, drips, or sends 10 MB, while others log
 * in at a steady pace. `node bench/src/bad-eid.ts [seconds of a phase]` from the project's root. The twin's own program on SQLite, one core's worth of
 * logins by far not reached; issuers and users in this process. Phases without trouble lie between the others, so that other work on the machine shows.
 */
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { Browser } from '../../test/browser.ts'
import { clientId } from '../../test/fakes/issuer.ts'
import { type IssuerServer, issuerServer } from '../../test/fakes/issuer-server.ts'
import { program } from '../../test/process/program.ts'
import { folder } from '../../test/process/started.ts'
import { good, query } from '../../test/wire.ts'
import { cpuOf, memoryOf } from './proc.ts'
import { round, Samples } from './stats.ts'

const seconds = Number(process.argv[2] ?? 15)
/** Logins a second: through an eID elsewhere, through one here, and of people who choose the one in trouble. */
const pace = { elsewhere: 10, here: 10, troubled: 20 }
const json = { 'content-type': 'application/json' }
const large = Buffer.alloc(10 * 1024 * 1024, 0x20)

function drip(response: ServerResponse): void {
  response.writeHead(200, json)
  const timer = setInterval(() => response.write(' '), 50)
  response.once('close', () => clearInterval(timer))
}

/** `all`: nothing of it answers; else its token endpoint alone, so that its users get as far as they can and its breaker stays closed. */
const troubles: Readonly<Record<string, IssuerServer['raw']>> = {
  'says nothing, at all': everywhere(() => undefined),
  'says nothing, for a code': { '/token': () => undefined },
  'hangs up, at all': everywhere((r) => void r.destroy()),
  'hangs up, for a code': { '/token': (r) => void r.destroy() },
  'drips, for a code': { '/token': drip },
  '10 MB, for a code': { '/token': (r) => void r.writeHead(200, json).end(large) },
  '10 MB, at all': everywhere((r) => void r.writeHead(200, json).end(large)),
}

function everywhere(raw: (response: ServerResponse) => void): IssuerServer['raw'] {
  return Object.fromEntries(['/.well-known/openid-configuration', '/par', '/token', '/jwks'].map((path) => [path, raw]))
}

const beside = folder()
const fine = await issuerServer(systemClock)
/** One for each trouble, so that none begins with what is remembered of another. */
const bad = await Promise.all(
  Object.entries(troubles).map(async ([trouble, raw], i) => ({ id: `bad-${i}`, trouble, raw, issuer: await issuerServer(systemClock) })),
)
const secret_file = join(beside.path, 'secret')
writeFileSync(secret_file, 'a-secret-of-the-bench')
const name = { nb: 'x', nn: 'x', se: 'x', en: 'x' }
const eid = (id: string, issuer: string): object => ({
  ...{ id, kind: 'oidc', issuer, client_id: clientId, secret_file, name, needs: name, mark: 'X', highest: 'high' },
  ...{ amr_else: 'X', number_claims: ['number'], every_login_is: 'high' },
})
const eids = join(beside.path, 'eids.json')
writeFileSync(eids, JSON.stringify({ eids: [eid('fine', fine.address), ...bad.map(({ id, issuer }) => eid(id, issuer.address))] }))
const twin = await program()
const started = await twin.start({ INNGANG_EIDS: eids, INNGANG_LOG_LEVEL: 'error' })
const pids = [started.child.pid ?? 0]
const number = twin.wire.people.at(0).number

const browser = (): Browser => new Browser((request) => fetch(request), twin.issuer)
const arrived = (location: string | null): boolean => location?.includes('code=') === true

async function byIssuer(id: string, issuer: IssuerServer): Promise<boolean> {
  const own = browser()
  const out = await own.click(await own.get(`/authorize?${query(good('library'))}`), `/${id}`)
  const location = out.headers.get('location')
  if (location === null) return false
  const back = issuer.issuer.answer(location, { number })
  return arrived((await own.get(`/callback/${id}?${back.toString()}`)).headers.get('location'))
}

async function byTestEid(): Promise<boolean> {
  const own = browser()
  const page = await own.click(await own.get(`/authorize?${query(good('library'))}`), '/test')
  return arrived((await own.submit(page, '/test', { number, level: 'high' })).headers.get('location'))
}

interface Course {
  readonly times: Samples
  done: number
  missed: number
  readonly running: Set<Promise<void>>
}

const course = (): Course => ({ times: new Samples(), done: 0, missed: 0, running: new Set() })

/** Somebody comes every so often, whether those before are done or not. */
function coming(perSecond: number, on: Course, login: () => Promise<boolean>): () => void {
  const one = async (): Promise<void> => {
    const began = performance.now()
    const came = await login().catch(() => false)
    on.times.add(performance.now() - began)
    if (came) on.done += 1
    else on.missed += 1
  }
  const timer = setInterval(() => {
    const run = one().finally(() => on.running.delete(run))
    on.running.add(run)
  }, 1000 / perSecond)
  return () => clearInterval(timer)
}

async function phase(trouble: string, chosen?: { readonly id: string; readonly issuer: IssuerServer }): Promise<string> {
  const [elsewhere, here, troubled] = [course(), course(), course()]
  const cpu = cpuOf(pids)
  const began = performance.now()
  const stops = [
    coming(pace.elsewhere, elsewhere, () => byIssuer('fine', fine)),
    coming(pace.here, here, byTestEid),
    ...(chosen === undefined ? [] : [coming(pace.troubled, troubled, () => byIssuer(chosen.id, chosen.issuer))]),
  ]
  await new Promise((done) => setTimeout(done, seconds * 1000))
  for (const stop of stops) stop()
  await Promise.all([...elsewhere.running, ...here.running])
  const used = ((cpuOf(pids) - cpu) * 100) / ((performance.now() - began) / 1000)
  await Promise.all(troubled.running)
  const times = ({ times: t, missed }: Course): string => {
    const [p50 = 0, p99 = 0] = t.quantiles(0.5, 0.99)
    return `${round(p50, 0)} / ${round(p99, 0)}${missed > 0 ? ` (${missed} of ${t.count} not in)` : ''}`
  }
  const told = chosen === undefined ? '–' : times({ ...troubled, missed: 0 })
  return `| ${trouble} | ${times(elsewhere)} | ${times(here)} | ${told} | ${round(used, 0)} | ${round(memoryOf(pids).rssMiB, 0)} | ${round(loadavg()[0] ?? 0, 1)} |`
}

console.log('| trouble | elsewhere, p50 / p99 ms | here, p50 / p99 ms | told so, p50 / p99 ms | CPU % | RSS MiB | load |')
console.log('| --- | --- | --- | --- | --- | --- | --- |')
await phase('')
for (const { trouble, raw, ...chosen } of bad) {
  console.log(await phase('none'))
  chosen.issuer.raw = raw
  console.log(await phase(trouble, chosen))
}
console.log(await phase('none; as many choose a third that is well', { id: 'fine', issuer: fine }))
await started.stop()
await Promise.all([fine, ...bad.map(({ issuer }) => issuer)].map((one) => one.close()))
twin.remove()
beside.remove()
