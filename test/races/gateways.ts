/** What the race speaks to: one gateway in this process on SQLite, or several processes on one PostgreSQL and one Redis. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import { ownSchema } from '#db/each-database.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotRedis } from '#hot/redis.ts'
import type { Draw } from '#sandbox/population/random.ts'
import { type Listener, listener } from '../listener.ts'
import { openGateway } from './gateway.ts'
import { openPhones, type Phones, phonesByHttp } from './phones.ts'
import { endsOf } from './services.ts'

/** The request was inside a process when that was killed: nobody can say how far it came, so its login begins anew. */
export class Cut extends Error {
  override readonly name = 'Cut'
}

export interface Gateways {
  readonly processes: number
  /** To one process, any where none is named. @throws Cut */
  send(request: Request, at?: number): Promise<Response>
  /** SIGKILL, then started again. Tells how many requests were inside. */
  kill(at: number): Promise<number>
  /** The stores themselves: what a bug or an intruder there could do is done by hand. */
  readonly hot: Hot
  readonly database: Database
  readonly phones: Phones
  /** What services were told straight. */
  readonly told: Listener
  close(): Promise<void>
}

export async function oneGateway(people: number): Promise<Gateways> {
  const data = mkdtempSync(join(tmpdir(), 'inngang-race-'))
  const phones = openPhones()
  const told = await listener()
  const { app, parts } = await openGateway({ data, people, ends: endsOf(told.origin) }, phones.gateway).catch(
    (cause: unknown) => {
      told.close()
      throw cause
    },
  )
  return {
    processes: 1,
    send: async (request) => {
      request.headers.set('host', new URL(request.url).host)
      return app.fetch(request)
    },
    kill: () => Promise.reject(new Error('this gateway is the race’s own process')),
    hot: parts.hot,
    database: parts.database,
    phones,
    told,
    async close() {
      await parts.close()
      told.close()
      rmSync(data, { recursive: true })
    },
  }
}

/** A database of the server where nobody has another clock: since when a store has its content stands in it. */
function apartIn(redisUrl: string): string {
  const own = new URL(redisUrl)
  own.pathname = '/8'
  return own.href
}

interface Process {
  readonly child: ChildProcess
  readonly port: number
  readonly agent: Agent
  /** Requests whose answer has not come in whole. */
  readonly inside: Set<{ cut: boolean }>
}

export interface Peers {
  readonly databaseUrl: string
  readonly redisUrl: string
}

export async function severalGateways(peers: Peers, count: number, people: number, draw: Draw): Promise<Gateways> {
  const data = mkdtempSync(join(tmpdir(), 'inngang-race-'))
  const own = await ownSchema(peers.databaseUrl)
  const phones = await phonesByHttp()
  const told = await listener()
  const ends = endsOf(told.origin)
  const redisUrl = apartIn(peers.redisUrl)
  const settings = { data, people, databaseUrl: own.url, redisUrl, smsUrl: phones.url, ends }
  const hot = openHotRedis(redisUrl, systemClock)
  const processes: (Process | undefined)[] = []
  const close = async (): Promise<void> => {
    await Promise.all(running(processes).map(end))
    await hot.close()
    await own.drop()
    await phones.close()
    told.close()
    rmSync(data, { recursive: true })
  }
  try {
    for (let at = 0; at < count; at++) processes.push(await start(settings))
  } catch (cause) {
    await close()
    throw cause
  }
  return {
    processes: count,
    send: (request, at) => sendTo(at === undefined ? draw.pick(running(processes)) : processes[at], request),
    async kill(at) {
      const killed = processes[at]
      if (killed === undefined) throw new Error('no such process')
      // As a load balancer would: nobody is sent there from now on. In the same breath, so that nobody is in between.
      processes[at] = undefined
      for (const request of killed.inside) request.cut = true
      const inside = killed.inside.size
      await end(killed)
      processes[at] = await start(settings)
      return inside
    },
    hot,
    database: own.database,
    phones,
    told,
    close,
  }
}

const running = (processes: readonly (Process | undefined)[]): Process[] => processes.filter((one) => one !== undefined)

async function start(settings: object): Promise<Process> {
  const file = fileURLToPath(new URL('gateway.ts', import.meta.url))
  const child = spawn(process.execPath, [file, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const port = /^listening (\d+)/m.exec(text)?.[1]
    if (port !== undefined) resolve(Number(port))
  })
  child.once('exit', (code) => reject(new Error(`a gateway ended with ${code} before it listened`)))
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  return { child, port: await promise, agent, inside: new Set() }
}

async function end({ child, agent }: Process): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  agent.destroy()
}

async function sendTo(to: Process | undefined, request: Request): Promise<Response> {
  if (to === undefined) throw new Cut('the process is gone')
  const flight = { cut: false }
  to.inside.add(flight)
  try {
    return await speak(to, request, await request.text())
  } catch (cause) {
    if (flight.cut) throw new Cut('the process was killed', { cause })
    throw cause
  } finally {
    to.inside.delete(flight)
  }
}

/** By hand over kept connections: `fetch` would cost more than the gateway does, and would not let us name the host. */
function speak({ port, agent }: Process, request: Request, body: string): Promise<Response> {
  const { pathname, search, host } = new URL(request.url)
  const headers = { ...Object.fromEntries(request.headers), host, 'content-length': String(Buffer.byteLength(body)) }
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const options = { host: '127.0.0.1', port, agent, method: request.method, path: pathname + search, headers }
  const outgoing = httpRequest(options, (incoming) => {
    readWhole(incoming).then(resolve, reject)
  })
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

async function readWhole(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  const text = Buffer.concat(chunks).toString('utf8')
  const status = incoming.statusCode ?? 0
  return new Response(status === 204 ? null : text, { status, headers })
}
