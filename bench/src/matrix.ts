/**
 * Interleaved rounds over many targets: every round starts each target afresh, in a rotated order, so that a
 * disturbance of the machine hits all of them alike. Appends JSON lines; `report.ts` turns them into tables.
 *   taskset -c 1 node src/matrix.ts matrix.json --rounds 3 --out results/run1.jsonl [--only REGEX]
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { adapters } from './adapters/index.ts'
import type { Scenario } from './flow.ts'
import { connectEnv, measure, startServer, type Result } from './run.ts'

interface Entry {
  label: string
  adapter: string
  origin: string
  command: string[]
  env?: Record<string, string>
  /** Files that hold the pid of a database to account apart. */
  storePidFiles?: string[]
  /** Another client than the adapter's own. */
  client?: string
  scenarios: (Scenario | { scenario: Scenario; count?: number; concurrency?: number; rate?: number; warmup?: number })[]
  count?: number
  warmup?: number
  concurrency?: number
}

interface Matrix {
  defaults: { count: number; warmup: number; concurrency: number }
  targets: Entry[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    'first-round': { type: 'string', default: '0' },
    out: { type: 'string', default: 'results/matrix.jsonl' },
    only: { type: 'string' },
    /** Targets left out. */
    skip: { type: 'string' },
    /** A run with more foreign load than this is repeated, three times at most. */
    'max-foreign': { type: 'string', default: '0.2' },
    log: { type: 'string', default: 'results/server.log' },
  },
})

const matrix = JSON.parse(readFileSync(positionals[0]!, 'utf8')) as Matrix
const only = new RegExp(values.only ?? '.')
const skip = values.skip === undefined ? undefined : new RegExp(values.skip)
const targets = matrix.targets.filter(({ label }) => only.test(label) && skip?.test(label) !== true)
const substitute = (text: string): string => text.replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '')
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const first = Number(values['first-round'])
for (let round = first; round < first + Number(values.rounds); round++) {
  for (let i = 0; i < targets.length; i++) {
    const target = targets[(i + round * 11) % targets.length]!
    try {
      await runTarget(target, round)
    } catch (error) {
      process.stderr.write(`${target.label}: ${String(error)}\n`)
    }
  }
}

async function runTarget(target: Entry, round: number): Promise<void> {
  const known = adapters[target.adapter]
  if (known === undefined) throw new Error(`no adapter ${target.adapter}`)
  const adapter = target.client === undefined ? known : { ...known, clientId: target.client }
  const storePids = (target.storePidFiles ?? []).map((file) =>
    Number(readFileSync(substitute(file), 'utf8').split('\n')[0]),
  )
  const server = await startServer(
    {
      origin: target.origin,
      command: target.command.map(substitute),
      ...(target.env === undefined
        ? {}
        : { env: Object.fromEntries(Object.entries(target.env).map(([name, value]) => [name, substitute(value)])) }),
      storePids,
      logFile: values.log,
    },
    adapter,
  )
  try {
    const env = await connectEnv(target.origin, adapter, 1)
    for (const item of target.scenarios) {
      const given = typeof item === 'string' ? { scenario: item } : item
      const load = {
        count: target.count ?? matrix.defaults.count,
        warmup: target.warmup ?? matrix.defaults.warmup,
        concurrency: target.concurrency ?? matrix.defaults.concurrency,
        ...given,
      }
      let result: Result | undefined
      for (let attempt = 0; attempt < 3; attempt++) {
        result = await measure(env, target.origin, server, load)
        if (result.foreignCores <= Number(values['max-foreign'])) break
        await sleep(3000)
      }
      const row = { round, label: target.label, startupMs: server.startupMs, idle: server.idle, ...result }
      appendFileSync(values.out, `${JSON.stringify(row)}\n`)
      process.stdout.write(
        `${round} ${target.label.padEnd(34)} ${given.scenario.padEnd(12)} ${result!.perSecond}/s  cpu ${result!.serverCpuMs} ms  p50 ${result!.p50}  p99 ${result!.p99}  rss ${result!.peakRssMiB}  foreign ${result!.foreignCores}  err ${result!.errors}\n`,
      )
    }
  } finally {
    await server.stop()
  }
}
