/**
 * Runs the tests: `npm test`, `npm test -- oidc/pkce e4` (files whose path holds a word), `npm test -- --test-name-pattern=E4`.
 * Files that bear it share a process (one for each costs 0.4 s). Prints a line for each file, then what failed, in full.
 */
import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { needNode26 } from './node.mjs'

needNode26()
const root = fileURLToPath(new URL('..', import.meta.url))
const peersRequired = process.env.INNGANG_TEST_PEERS === 'required'
/** Peers by the variable that says where they are. */
const database = 'INNGANG_TEST_DATABASE_URL'
const redis = 'INNGANG_TEST_REDIS_URL'
/** As `start.mjs`: each process that a test is or starts would else read and compile hundreds of files anew. */
const compiled = process.env.NODE_COMPILE_CACHE ?? `${root}node_modules/.cache/compiled`
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const flags = process.argv.slice(2).filter((word) => word.startsWith('-'))

/** The whole app on other stores: `test/stores.ts` reads the name. */
const wholeApp = (stores, on, needs) => ({
  name: `rows and specs${on}`,
  files: /^test\/(rows|specs)/,
  together: true,
  env: { INNGANG_TEST_STORES: stores },
  needs,
  on,
})

/** Lanes of a stage run side by side, a lane's groups one after the other; what must have the machine alone is in a stage of its own. */
const stages = [
  [
    [
      {
        name: 'beside the code, and the house',
        files: /^(src|test\/(?!rows|specs|journeys|process|clients|eids|races))/,
        together: true,
      },
      // Not while those beside the code empty all of Redis.
      wholeApp('postgres+redis', ' on PostgreSQL and Redis', [database, redis]),
    ],
    [wholeApp('sqlite', '', []), wholeApp('postgres', ' on PostgreSQL', [database])],
  ],
  // Each waits for what it started more than it works.
  [
    [{ name: 'journeys', files: /^test\/journeys/ }],
    [{ name: 'processes, outside clients and issuers', files: /^test\/(process|clients|eids)/ }],
  ],
  [[{ name: 'races', files: /^test\/races/ }]],
]

const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const skips = new Map()
const began = performance.now()

const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted()
for (const stage of stages) await Promise.all(stage.map(runLane))
report()

async function runLane(groups) {
  for (const group of groups) await runGroup(group)
}

async function runGroup(group) {
  const own = files.filter((file) => group.files.test(file))
  if (own.length === 0) return
  const missing = (group.needs ?? []).find((peer) => !process.env[peer])
  if (missing !== undefined) return skipped(group.name, `${missing} is not set`)
  const state = { current: undefined, results: [], seen: new Set(), ended: false, patience: undefined }
  const child = spawn(
    process.execPath,
    [
      '--test',
      '--test-timeout=240000',
      `--test-isolation=${group.together ? 'none' : 'process'}`,
      ...(group.together ? [] : ['--test-concurrency=1']),
      '--test-reporter=./scripts/reporter.mjs',
      ...flags,
      ...own,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...group.env },
    },
  )
  const closed = new Promise((done) => child.on('close', (code, signal) => done(signal ?? code)))
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('\u001e')) take(JSON.parse(line.slice(1)), { group, state, child })
    else if (line !== '') console.log(line)
  }
  const code = await closed
  clearTimeout(state.patience)
  fileDone(state, group)
  if (!state.ended) failed(group.name, 'the process', `ended with ${code} before its tests did`)
  else if (flags.length === 0)
    for (const file of own) if (!state.seen.has(file) && !handsOn(file)) failed(file, 'the file', 'holds no test')
}

/** Tests that a conformance suite makes are told as the suite's own file. */
function handsOn(file) {
  return /^(\w+\(|for |\s+on\w*\()/m.test(readFileSync(`${root}${file}`, 'utf8'))
}

function take(record, { group, state, child }) {
  if (record.running !== undefined) return waitFor(record.running, { group, state, child })
  if (record.end) {
    state.ended = true
    return
  }
  if (record.interrupted) return failed(group.name, 'interrupted', record.interrupted.join(', '))
  if (state.current !== record.file) {
    fileDone(state, group)
    state.current = record.file
    state.results = []
  }
  // A process of its own without a test reports itself, by its path.
  if (record.kind === 'passed' && record.name.endsWith(record.file)) return
  state.seen.add(record.file)
  state.results.push(record)
  if (record.kind === 'failed' && !record.repeats)
    return failed(`${record.file}:${record.at}`, record.name, record.error)
  if (record.kind === 'skipped') return skipped(`${record.file}: ${record.name}`, record.why)
  if (record.kind === 'passed' && !record.suite) total.passed++
}

/** Nothing runs and the process stays: a server, a timer, a connection is open. Node would wait for ever. */
function waitFor(running, { group, state, child }) {
  clearTimeout(state.patience)
  if (running > 0) return
  state.patience = setTimeout(() => {
    state.ended = true
    failed(group.name, 'the process', 'its tests are over and it does not end: something was left open')
    child.kill('SIGKILL')
  }, 20_000)
}

function fileDone({ current: file, results: tests }, group) {
  if (file === undefined) return
  const ms = tests.reduce((sum, test) => sum + (test.top ? test.ms : 0), 0)
  const bad = tests.filter((test) => test.kind === 'failed' && !test.repeats).length
  const good = tests.filter((test) => test.kind === 'passed' && !test.suite).length
  console.log(
    `${(ms / 1000).toFixed(2).padStart(7)} s ${String(good).padStart(5)} passed${bad ? `, ${bad} FAILED` : ''}  ${file}${group.on ?? ''}`,
  )
}

function failed(where, name, error) {
  total.failed++
  failures.push({ where, name, error })
}

function skipped(name, why) {
  if (peersRequired && /INNGANG_TEST_/.test(why))
    return failed(name, 'skipped', `${why}, and INNGANG_TEST_PEERS=required`)
  total.skipped++
  skips.set(why, [...(skips.get(why) ?? []), name])
}

function report() {
  for (const [why, names] of skips) {
    console.log(`\nskipped: ${why === '' ? 'no reason given' : why}\n${names.map((name) => `  ${name}`).join('\n')}`)
  }
  for (const { where, name, error } of failures)
    console.log(`\nFAILED ${where}\n  ${name}\n${error.replace(/^/gm, '    ')}`)
  if (total.passed + total.failed === 0)
    failed('npm test', 'no test', words.length === 0 ? 'was found' : `is in a file named like ${words.join(' ')}`)
  console.log(`\n${((performance.now() - began) / 1000).toFixed(1)} s in all`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed === 0 ? 0 : 1
}
