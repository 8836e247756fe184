/**
 * `npm run mutate`: takes each check of `test/races/mutations.ts` out of a copy of the source and lets the race say whether it
 * sees it. `npm run mutate -- stamp` runs those whose name holds the word; `-- --table` only writes docs/security.md's table.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Change, changed, type Mutation } from '../test/races/mutation.ts'
import { changesOf, mutations, table, tableIn } from '../test/races/mutations.ts'
import type { Fault } from '../test/races/run.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const databaseUrl = process.env['INNGANG_TEST_DATABASE_URL'] ?? ''
const redisUrl = process.env['INNGANG_TEST_REDIS_URL'] ?? ''
const peers = databaseUrl === '' || redisUrl === '' ? undefined : { databaseUrl, redisUrl }
const logins = Number(process.env['INNGANG_RACE_LOGINS'] ?? 150)
/** A gateway without one of its checks may also wait for ever. */
const most = 180_000

interface Job {
  readonly mutation: Mutation | undefined
  readonly alone: boolean
}

interface Verdict {
  readonly job: Job
  readonly faults: readonly Fault[]
  /** As it should be. */
  readonly good: boolean
}

const chosen = mutations.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
const jobs: Job[] = [
  { mutation: undefined, alone: true },
  ...chosen
    .filter((mutation) => mutation.peers !== true || peers !== undefined)
    .flatMap((mutation) => [
      ...(mutation.behind === undefined ? [] : [{ mutation, alone: true }]),
      { mutation, alone: false },
    ]),
]
const left = [...jobs]
const verdicts: Verdict[] = []
if (process.argv.includes('--table')) writeTable()
else {
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, work))
  report()
}

function writeTable(): void {
  const page = join(root, 'docs/security.md')
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, text.replace(tableIn(text), table()))
}

/** One copy of the source for each worker: changed, raced, put back. */
async function work(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'inngang-mutate-'))
  for (const part of ['src', 'test', 'package.json']) cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  try {
    for (let job = left.shift(); job !== undefined; job = left.shift()) {
      const changes = job.mutation === undefined ? [] : changesOf(job.mutation, job.alone)
      const restore = change(copy, changes)
      const verdict = judge(job, await race(copy, job.mutation?.peers === true))
      restore()
      verdicts.push(verdict)
      console.log(line(verdict))
    }
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function change(copy: string, changes: readonly Change[]): () => void {
  const before = new Map<string, string>()
  for (const one of changes) {
    const file = join(copy, one.file)
    const text = readFileSync(file, 'utf8')
    if (!before.has(file)) before.set(file, text)
    writeFileSync(file, changed(text, one))
  }
  return () => {
    for (const [file, text] of before) writeFileSync(file, text)
  }
}

async function race(copy: string, onPeers: boolean): Promise<readonly Fault[]> {
  const options = { logins, seed: 1, enough: 1000, ...(onPeers ? { peers } : {}) }
  const child = spawn(process.execPath, ['test/races/race.ts', JSON.stringify(options)], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: with a race that hangs its gateways go, too, which else hold its output open for ever.
    detached: true,
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), most)
  await new Promise((done) => child.once('close', done))
  clearTimeout(late)
  const printed = Buffer.concat(chunks).toString('utf8')
  const faults = printed.split('\n').findLast((text) => text === '[]' || text.startsWith('[{'))
  if (faults === undefined) return [{ kind: 'the race did not come to its end', detail: printed.slice(-300) }]
  return JSON.parse(faults) as Fault[]
}

function judge(job: Job, faults: readonly Fault[]): Verdict {
  if (job.mutation === undefined || (job.alone && job.mutation.behind !== undefined))
    return { job, faults, good: faults.length === 0 }
  return { job, faults, good: faults.some((fault) => said(fault).includes(job.mutation?.sees ?? '')) }
}

function said({ kind, detail }: Fault): string {
  return `${kind}: ${detail}`
}

function line({ job, faults, good }: Verdict): string {
  const { mutation, alone } = job
  const what = mutation === undefined ? 'nothing taken out' : mutation.name
  const how = mutation?.behind === undefined ? '' : alone ? ' (alone)' : ` (with: ${mutation.behind.join('; ')})`
  const seen = faults.length === 0 ? 'green' : `red, ${faults.length} faults`
  const first = good ? '' : `\n       ${faults.slice(0, 4).map(said).join('\n       ')}`
  return `${good ? ' ok ' : 'BAD '} ${what}${how}: ${seen}${first}`
}

function report(): void {
  const bad = verdicts.filter(({ good }) => !good)
  const skipped = chosen.filter((mutation) => mutation.peers === true && peers === undefined)
  for (const { name } of skipped)
    console.log(`not run, needs INNGANG_TEST_DATABASE_URL and INNGANG_TEST_REDIS_URL: ${name}`)
  console.log(`${verdicts.length} races, ${bad.length} not as they should be`)
  process.exitCode = bad.length === 0 ? 0 : 1
}
