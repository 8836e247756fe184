/** Starts (or attaches to) one server, runs scenarios against it, and reports rates, latencies, CPU and memory. */
import { spawn, type ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Adapter } from './adapter.ts'
import { Assertions, clientKey, IdTokenVerifier, type Discovery } from './client.ts'
import { VirtualUser, type Env, type Scenario } from './flow.ts'
import { Connection } from './http1.ts'
import { cpuOf, machineBusy, memoryOf, processTree, stolen, type Memory } from './proc.ts'
import { round, Samples } from './stats.ts'

export const KEY_FILE = resolve(import.meta.dirname, '../results/client-key.json')

export interface ServerSpec {
  origin: string
  /** Command to start; without it the server must already run, and `pids` tells what to account. */
  command?: string[]
  env?: Record<string, string>
  core?: number
  pids?: number[]
  /** Other processes whose CPU is accounted apart, such as a database. */
  storePids?: number[]
  logFile?: string
}

export interface RunningServer {
  pids(): number[]
  storePids: number[]
  startupMs: number | undefined
  idle: Memory | undefined
  stop(): Promise<void>
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export async function startServer(spec: ServerSpec, adapter: Adapter): Promise<RunningServer> {
  const storePids = spec.storePids ?? []
  if (spec.command === undefined) {
    const roots = spec.pids ?? []
    return {
      pids: () => roots.flatMap(processTree),
      storePids,
      startupMs: undefined,
      idle: undefined,
      stop: async () => {},
    }
  }
  clientKey(KEY_FILE) // the target reads its client's key when it starts
  const log = spec.logFile === undefined ? 'ignore' : openSync(spec.logFile, 'a')
  const startedAt = performance.now()
  const child: ChildProcess = spawn('taskset', ['-c', String(spec.core ?? 0), ...spec.command], {
    stdio: ['ignore', log, log],
    env: { ...process.env, BENCH_CLIENT_KEY: KEY_FILE, ...spec.env },
  })
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`server ended: ${code ?? signal}`)))
    child.once('error', reject)
  })
  gone.catch(() => {})
  await Promise.race([gone, until200(spec.origin, adapter.discoveryPath, 60_000)])
  const startupMs = performance.now() - startedAt
  await sleep(1000)
  const pid = child.pid!
  const idle = memoryOf(processTree(pid))
  return {
    pids: () => processTree(pid),
    storePids,
    startupMs,
    idle,
    stop: async () => {
      const ended = new Promise<void>((done) => child.once('exit', () => done()))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(timer)
    },
  }
}

async function until200(origin: string, path: string, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs
  while (performance.now() < deadline) {
    const connection = new Connection(origin, 5000)
    try {
      const reply = await connection.request('GET', path, 'Connection: close\r\n')
      if (reply.status === 200) return
    } catch {
      // not listening yet
    } finally {
      connection.close()
    }
    await sleep(4)
  }
  throw new Error(`no 200 from ${origin}${path}`)
}

export async function connectEnv(origin: string, baseAdapter: Adapter, verifyEvery: number): Promise<Env> {
  const adapter: Adapter = { ...baseAdapter, ...(await baseAdapter.setup?.(origin)) }
  const connection = new Connection(origin)
  const reply = await connection.request('GET', adapter.discoveryPath, 'Accept: application/json\r\n')
  const discovery = JSON.parse(reply.body) as Discovery
  const jwksPath = discovery.jwks_uri.replace(connection.origin, '')
  const jwks = await connection.request('GET', jwksPath, 'Accept: application/json\r\n')
  connection.close()
  const { key } = clientKey(KEY_FILE)
  const audience = adapter.assertionAudience === 'token_endpoint' ? discovery.token_endpoint : discovery.issuer
  return {
    adapter,
    discovery,
    assertions: new Assertions(key, adapter.clientId, audience),
    verifier: await IdTokenVerifier.load(JSON.parse(jwks.body), discovery.issuer),
    verifyEvery,
    steps: new Map(),
  }
}

export interface Load {
  scenario: Scenario
  concurrency: number
  /** Completed units in the measured window. */
  count: number
  warmup: number
  /** Open loop: units started per second, latency counted from the scheduled start. */
  rate?: number
}

export interface Result {
  scenario: Scenario
  concurrency: number
  rate: number | null
  count: number
  errors: number
  firstError: string | null
  seconds: number
  perSecond: number
  requestsPerUnit: number
  p50: number
  p90: number
  p99: number
  max: number
  /** CPU milliseconds of the server processes per unit. */
  serverCpuMs: number
  storeCpuMs: number
  driverCpuMs: number
  serverCores: number
  driverCores: number
  stolenSeconds: number
  /** Cores kept busy by processes that are no part of the run: a measure of disturbance. */
  foreignCores: number
  rssMiB: number
  peakRssMiB: number
  pssMiB: number
  storePssMiB: number
  stepsP50: Record<string, number>
}

export async function measure(env: Env, origin: string, server: RunningServer, load: Load): Promise<Result> {
  const users: VirtualUser[] = []
  for (let i = 0; i < load.concurrency; i++) users.push(new VirtualUser(origin, env))
  let firstError: string | null = null
  let errors = 0
  const noteError = (error: unknown): void => {
    errors++
    firstError ??= error instanceof Error ? error.message : String(error)
  }

  await Promise.all(users.map((user) => user.prepare(load.scenario)))
  await closedLoop(users, load.scenario, load.warmup, new Samples(), noteError)
  if (errors > 0) throw new Error(`warm-up failed: ${firstError}`)

  const perUnit = env.adapter.authMethod === 'private_key_jwt' ? 2 : 0
  env.assertions.stock(load.scenario === 'discovery' || load.scenario === 'jwks' ? 0 : load.count * perUnit)

  env.steps.clear()
  const latencies = new Samples()
  const requestsBefore = users.reduce((sum, user) => sum + user.agent.requests, 0)
  const pids = server.pids()
  const cpuBefore = cpuOf(pids)
  const storePids = server.storePids.flatMap(processTree)
  const storeBefore = cpuOf(storePids)
  const ownBefore = process.cpuUsage()
  const stolenBefore = stolen()
  const busyBefore = machineBusy()
  const startedAt = performance.now()
  if (load.rate === undefined) await closedLoop(users, load.scenario, load.count, latencies, noteError)
  else await openLoop(users, load, latencies, noteError)
  const seconds = (performance.now() - startedAt) / 1000
  const own = process.cpuUsage(ownBefore)
  const serverCpu = cpuOf(pids) - cpuBefore
  const storeCpu = cpuOf(storePids) - storeBefore
  const foreign = machineBusy() - busyBefore - serverCpu - storeCpu - (own.user + own.system) / 1e6
  const done = latencies.count
  const memory = memoryOf(server.pids())
  const storeMemory = memoryOf(storePids)
  const requests = users.reduce((sum, user) => sum + user.agent.requests, 0) - requestsBefore
  for (const user of users) user.agent.close()
  const [p50, p90, p99, max] = latencies.quantiles(0.5, 0.9, 0.99, 1) as [number, number, number, number]
  const driverCpu = (own.user + own.system) / 1e6
  return {
    scenario: load.scenario,
    concurrency: load.concurrency,
    rate: load.rate ?? null,
    count: done,
    errors,
    firstError,
    seconds: round(seconds),
    perSecond: round(done / seconds, 1),
    requestsPerUnit: round(requests / done, 2),
    p50: round(p50),
    p90: round(p90),
    p99: round(p99),
    max: round(max),
    serverCpuMs: round((serverCpu / done) * 1000, 4),
    storeCpuMs: round((storeCpu / done) * 1000, 4),
    driverCpuMs: round((driverCpu / done) * 1000, 4),
    serverCores: round(serverCpu / seconds, 2),
    driverCores: round(driverCpu / seconds, 2),
    stolenSeconds: round(stolen() - stolenBefore, 2),
    foreignCores: round(Math.max(0, foreign) / seconds, 2),
    rssMiB: round(memory.rssMiB, 1),
    peakRssMiB: round(memory.peakRssMiB, 1),
    pssMiB: round(memory.pssMiB, 1),
    storePssMiB: round(storeMemory.pssMiB, 1),
    stepsP50: Object.fromEntries([...env.steps].map(([step, samples]) => [step, round(samples.quantiles(0.5)[0]!)])),
  }
}

async function closedLoop(
  users: VirtualUser[],
  scenario: Scenario,
  count: number,
  latencies: Samples,
  onError: (e: unknown) => void,
): Promise<void> {
  let left = count
  await Promise.all(
    users.map(async (user) => {
      while (left > 0) {
        left--
        const start = performance.now()
        try {
          await user.run(scenario)
          latencies.add(performance.now() - start)
        } catch (error) {
          onError(error)
          if (scenario !== 'login') await user.prepare(scenario).catch(onError)
        }
      }
    }),
  )
}

/** Starts units on a fixed schedule; when every user is busy the unit waits, and its wait counts. */
async function openLoop(
  users: VirtualUser[],
  load: Load,
  latencies: Samples,
  onError: (e: unknown) => void,
): Promise<void> {
  const interval = 1000 / load.rate!
  const origin = performance.now()
  let next = 0
  await Promise.all(
    users.map(async (user) => {
      for (;;) {
        const index = next++
        if (index >= load.count) return
        const due = origin + index * interval
        const wait = due - performance.now()
        if (wait > 1) await sleep(wait)
        try {
          await user.run(load.scenario)
          latencies.add(performance.now() - due)
        } catch (error) {
          onError(error)
        }
      }
    }),
  )
}
