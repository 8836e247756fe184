/** A program of ours as a process of its own: started, watched, told to stop. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Started {
  readonly child: ChildProcess
  /** Everything it printed, both streams. */
  printed(): string
  /** Sends the signal and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** The exit code of a process that ends by itself. */
  ended(): Promise<number | null>
}

const running = new Set<ChildProcess>()

/** Ends what a failed test left running: for `afterEach`. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** Settings of the caller's own environment are left out. */
export function start(
  file: string,
  settings: Readonly<Record<string, string>>,
  words: readonly string[] = [],
): Started {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(INNGANG_|NODE_TEST)/.test(name)))
  const child = spawn(process.execPath, [join(root, 'src', file), ...words], {
    env: { ...own, ...settings },
    cwd: root,
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = once(child, 'close') as Promise<[number | null]>
  const ended = async (): Promise<number | null> => (await closed)[0]
  return {
    child,
    printed: () => Buffer.concat(chunks).toString('utf8'),
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended()
    },
  }
}

/** Asks until it answers 200, or the process has ended. */
export async function answering(
  url: string,
  { child, printed }: Started,
  headers: Record<string, string> = {},
): Promise<Response> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${printed()}`)
    const answer = await fetch(url, { headers }).catch(() => undefined)
    if (answer?.status === 200) return answer
    await answer?.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Neighbouring ports that nobody listened to a moment ago. */
export async function freePorts(count: number): Promise<readonly number[]> {
  for (;;) {
    // Below the range from which the system gives ports to outgoing connections: there nobody takes one in between.
    const first = await listenOnce(randomInt(10_000, 32_000))
    const more = Array.from({ length: count - 1 }, (_, i) => (first ?? 0) + i + 1)
    const free = await Promise.all(more.map((port) => listenOnce(port)))
    if (first !== undefined && free.every((port) => port !== undefined)) return [first, ...more]
  }
}

const listenOnce = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })

export interface Folder {
  readonly path: string
  /** The bytes of every file in it. */
  contents(): ReadonlyMap<string, Buffer>
  remove(): void
}

export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'inngang-test-'))
  return {
    path,
    contents: () => new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))])),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** The status of a GET that says which host it is for; `fetch` writes that header itself. */
export const statusFor = (url: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    }).once('error', reject)
  })
