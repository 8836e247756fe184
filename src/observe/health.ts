/** `/health/live`, `/health/ready` and `/metrics`: for machines that watch us. Mounted before everything that looks at the Host header. */
import { type Context, Hono } from 'hono'
import type { Clock } from '#base/clock.ts'
import { constantTimeEqual, sha256 } from '#base/secrets.ts'
import type { Metrics } from '#observe/metrics.ts'

/** Throws when the part does not answer. */
export type Check = () => Promise<unknown>

export interface HealthDeps {
  readonly clock: Clock
  readonly checks: Readonly<Record<string, Check>>
  /** What works still and will not for ever, in sentences that anybody may read. */
  readonly warnings?: () => readonly string[]
  /** True from the moment the process was told to stop. */
  readonly draining: () => boolean
  readonly metrics: Metrics
  readonly metricsToken: string | undefined
}

export interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, 'ok' | 'down'>>
}

/** Milliseconds: how old an answer may be, so that many askers cost one question; and how long a part may think. */
const fresh = 1000
const patience = 2000

export function healthRoutes(deps: HealthDeps): Hono {
  const routes = new Hono()
  const ready = readiness(deps)
  routes.get('/health/live', (c) => plain(c).json({ live: true }))
  routes.get('/health/ready', async (c) => {
    const state = deps.draining() ? { ready: false, parts: {} } : await ready()
    const warnings = deps.warnings?.() ?? []
    return plain(c).json(warnings.length === 0 ? state : { ...state, warnings }, state.ready ? 200 : 503)
  })
  routes.get('/metrics', async (c) => {
    if (!mayRead(c, deps.metricsToken)) return plain(c).text('not for you\n', 403)
    return plain(c).body(await deps.metrics.page(), 200, { 'content-type': deps.metrics.contentType })
  })
  return routes
}

const plain = (c: Context): Context => {
  c.header('cache-control', 'no-store')
  return c
}

/** Asks every part, at most once a second; askers in between share the answer. */
export function readiness(deps: Pick<HealthDeps, 'clock' | 'checks'>): () => Promise<Readiness> {
  let asked = -Infinity
  let answer: Promise<Readiness> | undefined
  return () => {
    const now = deps.clock.now()
    if (answer === undefined || Math.abs(now - asked) >= fresh) {
      asked = now
      answer = askAll(deps.checks)
    }
    return answer
  }
}

async function askAll(checks: HealthDeps['checks']): Promise<Readiness> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await answers(check)) ? 'ok' : 'down'] as const),
  )
  return { ready: parts.every(([, state]) => state === 'ok'), parts: Object.fromEntries(parts) }
}

async function answers(check: Check): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), patience)
  const asked = check().then(
    () => true,
    // Why it is down stands in the log of the part itself; whoever asks here learns which part.
    () => false,
  )
  const answered = await Promise.race([asked, tooLate])
  clearTimeout(timer)
  return answered
}

/** With the token; or from this machine itself, with no proxy in between (a proxy on this machine would be everybody). */
function mayRead(c: Context, token: string | undefined): boolean {
  const sent = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (token !== undefined && sent !== undefined) return constantTimeEqual(sha256(sent), sha256(token))
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  )
  return !forwarded && isLoopbackPeer(c)
}

function isLoopbackPeer(c: Context): boolean {
  // Set by the server adapter; a request made inside the process (tests) has no peer.
  const environment = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return /^(127\.|::1$|::ffff:127\.)/.test(environment?.incoming?.socket?.remoteAddress ?? '')
}
