/** The targets of `matrix.json`, started for a bench that chooses among them. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { adapters } from './adapters/index.ts'
import type { Env } from './flow.ts'
import { connectEnv, startServer } from './run.ts'

interface Entry {
  readonly label: string
  readonly adapter: string
  readonly origin: string
  readonly command: string[]
  readonly env?: Record<string, string>
}

export interface Running {
  readonly label: string
  readonly origin: string
  readonly pid: number
  readonly env: Env
  stop(): Promise<void>
}

/** `${POSTGRES}` and the like, as `run.sh` sets them. */
export const substitute = (text: string): string =>
  text.replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '')

/** In the order of the file: ours empties its database when it starts. @throws when a label is not there */
export async function startTargets(labels: readonly string[]): Promise<Running[]> {
  const file = resolve(import.meta.dirname, 'matrix.json')
  const { targets } = JSON.parse(readFileSync(file, 'utf8')) as { targets: Entry[] }
  for (const label of labels) if (!targets.some((one) => one.label === label)) throw new Error(`no target ${label}`)
  const started: Running[] = []
  for (const target of targets.filter(({ label }) => labels.includes(label))) started.push(await start(target))
  return started
}

async function start({ label, adapter: name, origin, command, env: given = {} }: Entry): Promise<Running> {
  const adapter = adapters[name]
  if (adapter === undefined) throw new Error(`no adapter ${name}`)
  const env = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, substitute(value)]))
  const server = await startServer({ origin, command: command.map(substitute), env }, adapter)
  // `taskset` becomes the server: one process.
  const pid = server.pids()[0]!
  return { label, origin, pid, env: await connectEnv(origin, adapter, 1), stop: server.stop }
}
