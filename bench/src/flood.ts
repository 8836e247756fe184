/**
 * A flood of logins that are begun and not gone on with, while some people are on their way: what these notice, and what the others are told.
 * `node bench/src/flood.ts [seconds] [at once] [milliseconds late, …]` from the project's root, after `npm --prefix bench ci`. Linux: the server on core 0, the driver on the others.
 */
import { resolve } from 'node:path'
import { inngang } from './adapters/inngang.ts'
import { Connection } from './http1.ts'
import { cpuOf } from './proc.ts'
import { startServer } from './run.ts'
import { round, Samples } from './stats.ts'

const seconds = Number(process.argv[2] ?? 15)
const atOnce = Number(process.argv[3] ?? 600)
const port = 8791
const origin = `http://localhost:${port}`
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const begin = `/authorize?response_type=code&client_id=bench&scope=openid&state=s&nonce=n&code_challenge=${challenge}&code_challenge_method=S256&redirect_uri=${encodeURIComponent('https://rp.example.com/cb')}`
const browser = 'Accept: text/html\r\nAccept-Language: nb\r\n'
const shown = (samples: Samples): string => (samples.quantiles(0.5, 0.99) ?? []).map((ms) => Math.round(ms)).join(' / ')

/** Somebody with a login open, who looks at its page twice a second. */
async function onTheWay(until: () => boolean, waits: Samples): Promise<void> {
  const connection = new Connection(origin)
  let first = await connection.request('GET', begin, browser)
  while (first.status === 503) {
    await sleep(1000)
    first = await connection.request('GET', begin, browser)
  }
  if (first.status !== 303 || first.location === undefined) throw new Error(`a login did not begin: ${first.status}`)
  const cookie = first.setCookie.map((one) => one.split(';')[0]).join('; ')
  const path = new URL(first.location, origin).pathname
  while (!until()) {
    const began = performance.now()
    const page = await connection.request('GET', path, `${browser}Cookie: ${cookie}\r\n`)
    if (page.status !== 200) throw new Error(`a page of a login under way: ${page.status}`)
    waits.add(performance.now() - began)
    await sleep(500)
  }
  connection.close()
}

interface Flood {
  readonly let: Samples
  readonly told: Samples
}

async function flooding(until: () => boolean, flood: Flood, after: number): Promise<void> {
  // Not more at once than a server's line of new connections takes.
  await sleep(after)
  const connection = new Connection(origin)
  while (!until()) {
    const began = performance.now()
    const { status } = await connection.request('GET', begin, browser)
    if (status !== 303 && status !== 503) throw new Error(`begun: ${status}`)
    ;(status === 303 ? flood.let : flood.told).add(performance.now() - began)
  }
  connection.close()
}

for (const late of (process.argv[4] ?? '0,400').split(',')) {
  const command = [process.execPath, '--max-semi-space-size=8', resolve(import.meta.dirname, '../targets/minid.ts')]
  const env = { INNGANG_PORT: String(port), INNGANG_ISSUER: origin, PEOPLE: '20', INNGANG_WAIT_WHEN_LATE: late }
  const server = await startServer({ origin, command, env, core: 0, logFile: resolve(import.meta.dirname, '../results/flood.log') }, inngang)
  try {
    let over = false
    const [before, during, after] = [new Samples(), new Samples(), new Samples()]
    const people = async (waits: Samples, ms: number): Promise<void> => {
      over = false
      const all = Array.from({ length: 20 }, () => onTheWay(() => over, waits))
      await sleep(ms)
      over = true
      await Promise.all(all)
    }
    await people(before, 4000)
    const flood: Flood = { let: new Samples(), told: new Samples() }
    over = false
    const way = Array.from({ length: 20 }, () => onTheWay(() => over, during))
    await sleep(1000)
    const [cpu, began] = [cpuOf(server.pids()), performance.now()]
    const floods = Array.from({ length: atOnce }, (_, i) => flooding(() => over, flood, i))
    await sleep(seconds * 1000)
    over = true
    await Promise.all([...way, ...floods])
    const wall = (performance.now() - began) / 1000
    const used = cpuOf(server.pids()) - cpu
    await sleep(1000)
    await people(after, 3000)
    const [begun, told] = [flood.let.count, flood.told.count]
    console.log(
      `wait when late ${late} ms, ${atOnce} at once: begun ${Math.round(begun / wall)}/s (${shown(flood.let)} ms), told to wait ${Math.round(told / wall)}/s (${told === 0 ? '–' : shown(flood.told)} ms); pages of logins under way: before ${shown(before)}, during ${shown(during)}, a second after ${shown(after)} ms (p50 / p99); ${round(used / wall, 2)} of a core`,
    )
  } finally {
    await server.stop()
  }
}
