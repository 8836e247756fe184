/** The thread that estimates: comes, goes, bounds its work, and lets nobody wait for ever. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test from 'node:test'
import { promisify } from 'node:util'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { openGuesses } from '#methods/minid/passwords/guesses.ts'

test('many at once are each answered with their own', async () => {
  const guesses = openGuesses()
  const hard = 'koffert lampe rev'
  const [easy, long, known, again] = await Promise.all([
    guesses.of('passord', []),
    guesses.of(hard, []),
    guesses.of(hard, ['koffertlamperev', 'koffert', 'lampe']),
    guesses.of('passord', []),
  ])
  assert.ok(easy < 100 && easy === again)
  assert.ok(long > 1e12)
  assert.ok(known < long)
})

test('whoever comes when the line is full is told at once', async () => {
  const guesses = openGuesses({ waiting: 2 })
  const first = [guesses.of('passord', []), guesses.of('sommer', [])]
  await assert.rejects(guesses.of('vinter', []), PasswordsBusy)
  await Promise.all(first)
  assert.ok((await guesses.of('vinter', [])) < 1000)
})

test('the longest and worst is estimated by its beginning, and in a bounded time', async () => {
  const guesses = openGuesses()
  await guesses.of('passord', [])
  const worst = ['4@$$w0rd|_|\\/\\/'.repeat(20), 'a0b77c154d231e308f385g462h'.repeat(10), 'qwerty'.repeat(40)]
  const used = process.cpuUsage()
  for (const one of worst) await guesses.of(one.slice(0, 256), [])
  const { user } = process.cpuUsage(used)
  // Alone some 400 ms; unbounded, the second by itself takes more than a second.
  assert.ok(user < 4_000_000, `${user} µs`)
  assert.ok((await guesses.of('x'.repeat(256), [])) < 1e6)
})

const program = (rest: string): string =>
  `import { openGuesses } from '#methods/minid/passwords/guesses.ts'
let threads = 0
process.on('worker', (thread) => {
  threads += 1
  thread.on('exit', () => (threads -= 1))
})
const guesses = openGuesses(${rest}`

/** In a process of its own: what keeps a process alive, and what is left in it. */
const run = async (text: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text], {
    cwd: import.meta.dirname,
    timeout: 20_000,
  })
  return stdout
}

test('a process with nothing left to do ends, thread or no thread', async () => {
  assert.equal(await run(program(`); console.log((await guesses.of('passord', [])) < 100)`)), 'true\n')
})

test('the thread goes when nobody asks any more, and comes again', async () => {
  const text = program(`{ idle: 1 })
await guesses.of('passord', [])
const { setTimeout: sleep } = await import('node:timers/promises')
while (threads > 0) await sleep(5)
console.log((await guesses.of('passord', [])) < 100, threads)`)
  assert.equal(await run(text), 'true 1\n')
})
