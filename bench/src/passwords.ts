/**
 * Logins with MinID's password and SMS code: what a hash costs, what a login costs, how long people wait at half of what one core can do, and what
 * happens at three times as much. `node bench/src/passwords.ts [seconds]` from the project's root, after `npm --prefix bench ci`. Linux: the server on core 0, the
 * driver on the others. Rates follow from CPU time, which other work on the machine disturbs least.
 */
import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { hash as argon2 } from '@node-rs/argon2'
import { type Agent, formTo, linkTo } from './agent.ts'
import type { Adapter } from './adapter.ts'
import { inngang } from './adapters/inngang.ts'
import { type Env, VirtualUser } from './flow.ts'
import { Connection } from './http1.ts'
import { cpuOf, memoryOf } from './proc.ts'
import { connectEnv, type RunningServer, startServer } from './run.ts'
import { median, round, Samples } from './stats.ts'

const password = 'koffert lampe rev'
const seconds = Number(process.argv[2] ?? 20)
const port = 8790
const origin = `http://localhost:${port}`
const kinds = ['19x2', '7x5'] as const
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** CPU of one hash, one after another: the median of three rounds of forty. */
async function hashCost(kind: string): Promise<number> {
  const [mebibytes = 0, timeCost = 0] = kind.split('x').map(Number)
  const rounds: number[] = []
  for (let r = 0; r < 3; r++) {
    const before = process.cpuUsage()
    for (let i = 0; i < 40; i++)
      await argon2(createHash('sha256').update(`${i}`).digest('base64url'), { algorithm: 2, memoryCost: mebibytes * 1024, timeCost, parallelism: 1 })
    const { user, system } = process.cpuUsage(before)
    rounds.push((user + system) / 1000 / 40)
  }
  return median(rounds)
}

interface Person {
  readonly number: string
  readonly mobile: string
}

/** Told that there is a queue. */
class TurnedAway extends Error {}
/** The connection was cut, or nothing came in thirty seconds. */
const isCut = (error: unknown): boolean => error instanceof Error && /ECONNRESET|EPIPE|timeout|closed|ended/i.test(error.message)
/** What is wanted was seen: the rest of the login is left out. */
class Enough extends Error {}

interface Course {
  readonly people: readonly Person[]
  next: number
  readonly posts: Samples
  readonly away: Samples
  /** Called with the page open; the login ends after the password. */
  readonly ready?: () => Promise<void>
}

const course = (people: readonly Person[], ready?: () => Promise<void>): Course => ({
  people,
  next: 0,
  posts: new Samples(),
  away: new Samples(),
  ...(ready === undefined ? {} : { ready }),
})

async function throughMinid(agent: Agent, reply: Awaited<ReturnType<Agent['get']>>, on: Course): Promise<string> {
  const person = on.people[on.next++ % on.people.length]!
  const first = await agent.follow(reply)
  const page = /\/minid$/.test(first.location ?? '') || first.body.includes('id="password"') ? first : await agent.get(linkTo(first.body, '/minid'))
  const form = formTo(page.body, '/minid')
  const body = new URLSearchParams([...form.fields, ['number', person.number], ['password', password]]).toString()
  await on.ready?.()
  const began = performance.now()
  const answer = await agent.post(form.action, body)
  if (answer.status === 503) {
    if (!answer.body.includes('IN-15')) throw new Error(`503 that is no waiting page: ${answer.body.slice(0, 300)}`)
    on.away.add(performance.now() - began)
    throw new TurnedAway()
  }
  if (answer.status !== 303) throw new Error(`the password: ${answer.status} ${answer.body.slice(0, 300)}`)
  on.posts.add(performance.now() - began)
  if (on.ready !== undefined) throw new Enough()
  const asks = await agent.follow(answer)
  const code = await agent.api('GET', `/bench/code?to=${encodeURIComponent(person.mobile)}`, '')
  const codeForm = formTo(asks.body, '/code')
  const last = await agent.follow(await agent.post(codeForm.action, new URLSearchParams([...codeForm.fields, ['code', code.body]]).toString()))
  if (!agent.isCallback(last.location)) throw new Error(`not at the callback: ${last.status} ${last.body.slice(0, 300)}`)
  return last.location
}

const envFor = async (on: Course): Promise<Env> =>
  connectEnv(origin, { ...inngang, setup: undefined, interact: (agent, reply) => throughMinid(agent, reply, on) } as Adapter, 10)

interface Counts {
  finished: number
  turnedAway: number
  cut: number
}

interface Ran extends Readonly<Counts> {
  readonly wall: number
  readonly cpu: number
  readonly logins: Samples
}

/** One arrival; what is no answer of the kind that is wanted ends the bench. */
async function arrive(env: Env, ran: Counts, logins: Samples): Promise<void> {
  const user = new VirtualUser(origin, env)
  const began = performance.now()
  try {
    await user.login(false)
    ran.finished++
    logins.add(performance.now() - began)
  } catch (error) {
    if (error instanceof TurnedAway) ran.turnedAway++
    else if (error instanceof Enough) ran.finished++
    else if (isCut(error)) ran.cut++
    else throw error
  } finally {
    user.agent.close()
  }
}

async function measured(server: RunningServer, work: (ran: Counts, logins: Samples) => Promise<void>): Promise<Ran> {
  const ran = { finished: 0, turnedAway: 0, cut: 0 }
  const logins = new Samples()
  const [cpu, began] = [cpuOf(server.pids()), performance.now()]
  await work(ran, logins)
  return { ...ran, wall: (performance.now() - began) / 1000, cpu: cpuOf(server.pids()) - cpu, logins }
}

/** So many at any time. */
const closed = (server: RunningServer, env: Env, users: number, howLong: number): Promise<Ran> =>
  measured(server, async (ran, logins) => {
    const end = performance.now() + howLong * 1000
    await Promise.all(
      Array.from({ length: users }, async () => {
        while (performance.now() < end) await arrive(env, ran, logins)
      }),
    )
  })

/** So many arrive in a second, whoever is still waiting. */
const open = (server: RunningServer, env: Env, rate: number, howLong: number): Promise<Ran> =>
  measured(server, async (ran, logins) => {
    const began = performance.now()
    const all: Promise<void>[] = []
    for (let i = 0; i < rate * howLong; i++) {
      const wait = began + (i * 1000) / rate - performance.now()
      if (wait > 0) await sleep(wait)
      all.push(arrive(env, ran, logins))
    }
    await Promise.all(all)
  })

/** Others: somebody who needs no password asks every 50 ms. */
function others(env: Env): { readonly waits: Samples; stop(): Promise<void> } {
  const waits = new Samples()
  const connection = new Connection(origin)
  let on = true
  const asking = (async () => {
    while (on) {
      const began = performance.now()
      const reply = await connection.request('GET', new URL(env.discovery.jwks_uri).pathname, 'Accept: application/json\r\n')
      if (reply.status !== 200) throw new Error(`others: ${reply.status}`)
      waits.add(performance.now() - began)
      await sleep(50)
    }
    connection.close()
  })()
  return { waits, stop: async () => void ((on = false), await asking) }
}

const shown = (samples: Samples): string => `${samples.quantiles(0.5, 0.99).map((ms) => Math.round(ms)).join(' / ')}`

/** Everybody has the page open already; then the passwords come at three times the rate. */
async function atThree(server: RunningServer, people: readonly Person[], capacity: number): Promise<void> {
  const rate = capacity * 3
  const [count, begin] = [Math.round(rate * Math.min(10, seconds)), Promise.withResolvers<void>()]
  let opened = 0
  let turn = 0
  const on = course(people, async () => {
    opened++
    await begin.promise
    await sleep((turn++ * 1000) / rate)
  })
  const env = await envFor(on)
  const ran = { finished: 0, turnedAway: 0, cut: 0 }
  const all: Promise<void>[] = []
  while (all.length < count) {
    while (all.length - opened < 16 && all.length < count) all.push(arrive(env, ran, new Samples()))
    await sleep(2)
  }
  while (opened < count) await sleep(10)
  const before = memoryOf(server.pids()).rssMiB
  const beside = others(env)
  const [cpu, began] = [cpuOf(server.pids()), performance.now()]
  begin.resolve()
  await Promise.all(all)
  const wall = (performance.now() - began) / 1000
  const used = cpuOf(server.pids()) - cpu
  await beside.stop()
  const { rssMiB, peakRssMiB } = memoryOf(server.pids())
  console.log(
    `three times as many passwords, ${Math.round(rate)}/s, ${count} in all: ${ran.finished} in, their answer ${shown(on.posts)} ms; ${ran.turnedAway} turned away, told in ${shown(on.away)} ms; ${ran.cut} cut; others ${shown(beside.waits)} ms; ${round(used / wall, 2)} of a core; RSS ${Math.round(before)} → ${Math.round(rssMiB)} MiB (peak ${Math.round(peakRssMiB)})`,
  )
}

for (const kind of kinds) {
  console.log(`\n${kind}: ${round(await hashCost(kind), 1)} ms CPU a hash (load of the machine ${loadavg()[0]!.toFixed(1)})`)
  const command = [process.execPath, '--max-semi-space-size=2', resolve(import.meta.dirname, '../targets/minid.ts')]
  const env = { INNGANG_PORT: String(port), INNGANG_ISSUER: origin, HASH: kind, INNGANG_MINID_HUMAN_FROM: '100' }
  const server = await startServer({ origin, command, env, core: 0, logFile: resolve(import.meta.dirname, '../results/minid.log') }, inngang)
  try {
    const people = (await (await fetch(`${origin}/bench/people`)).json()) as Person[]
    await closed(server, await envFor(course(people)), 8, 5)
    const whole = await closed(server, await envFor(course(people)), 32, seconds)
    const each = (whole.cpu / whole.finished) * 1000
    const capacity = 1000 / each
    console.log(`a login: ${round(each, 1)} ms CPU, so ${Math.round(capacity)} logins a second and core (${whole.finished} in ${Math.round(whole.wall)} s)`)

    const half = course(people)
    const halfEnv = await envFor(half)
    const quiet = others(halfEnv)
    const atHalf = await open(server, halfEnv, capacity / 2, seconds)
    await quiet.stop()
    console.log(
      `half of it, ${Math.round(capacity / 2)}/s: the password's answer ${shown(half.posts)} ms, the login ${shown(atHalf.logins)} ms, others ${shown(quiet.waits)} ms, ${atHalf.turnedAway} turned away`,
    )

    await atThree(server, people, capacity)
    const flood = course(people)
    const floodEnv = await envFor(flood)
    const flooded = await open(server, floodEnv, capacity * 3, Math.min(10, seconds))
    console.log(
      `three times as many whole logins, ${Math.round(capacity * 3)}/s: ${flooded.finished} done, ${flooded.turnedAway} turned away, ${flooded.cut} cut; the password's answer ${shown(flood.posts)} ms, the login ${shown(flooded.logins)} ms`,
    )
    const after = course(people)
    const afterwards = await open(server, await envFor(after), capacity / 2, 5)
    console.log(`afterwards, half of it: the password's answer ${shown(after.posts)} ms, ${afterwards.turnedAway} turned away`)
  } finally {
    await server.stop()
  }
}
