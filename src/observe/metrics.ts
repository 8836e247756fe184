/** Metrics in Prometheus' words. Labels come from closed lists (routes, methods, levels, outcomes): nothing of a person, no endless series. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MiddlewareHandler } from 'hono'
import { type Count, counters } from '#observe/counters.ts'
import { observeRequests, type SeeRequest } from '#observe/requests.ts'
import { type Looked, written } from '#observe/page.ts'
import { between, tally } from '#observe/tally.ts'

export interface Metrics {
  /** The first thing every request passes. */
  readonly middleware: MiddlewareHandler
  readonly count: Count
  /** A round trip to a store. */
  stored(store: 'database' | 'hot', operation: string, ms: number): void
  /** A number that is looked up when the metrics are read: sessions, queue lengths. */
  watch(name: string, help: string, read: () => number | Promise<number>): void
  /** The whole page, as `contentType` says. */
  page(): Promise<string>
  readonly contentType: string
  close(): void
}

/** Seconds. The aim is a page in a few milliseconds; the long ones hold a password's hash. */
const requestBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const storeBuckets = [0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1]

/** How finely the event loop's delay is sampled, milliseconds: fifty wake-ups a second would keep an idle machine awake. */
const lagResolution = 100

export interface BuildInfo {
  readonly version: string
  readonly entry: string
  readonly database: string
  readonly hot: string
}

/** `seen` hears of every request, for the log. */
export function openMetrics(build: BuildInfo, seen: SeeRequest = () => undefined): Metrics {
  const looked: Looked[] = []
  const watch: Metrics['watch'] = (name, help, read) => void looked.push({ name, help, read })
  const counted = counters()
  const requests = tally({
    name: 'inngang_http_request_seconds',
    help: 'Requests by route, verb and class of status.',
    labelNames: ['route', 'verb', 'status'],
    buckets: requestBuckets,
  })
  const stores = tally({
    name: 'inngang_store_seconds',
    help: 'Round trips to the database and the hot store.',
    labelNames: ['store', 'operation'],
    buckets: storeBuckets,
  })
  const stop = watchProcess(watch)
  return {
    middleware: observeRequests((route, verb, status, ms) => {
      requests.observe(route + between + verb + between + statusClass(status), ms)
      seen(route, verb, status, Math.round(ms * 100) / 100)
    }),
    count: counted.count,
    stored: (store, operation, ms) => stores.observe(store + between + operation, ms),
    watch,
    page: async () =>
      `${await written({ ...build, node: process.version }, looked, counted.all())}\n${requests.text()}${stores.text()}`,
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    close: stop,
  }
}

const classes = ['1xx', '2xx', '3xx', '4xx', '5xx']
const statusClass = (status: number): string => classes[Math.floor(status / 100) - 1] ?? 'other'

/** CPU, memory and the event loop: what tells a tired process from a broken one. */
function watchProcess(watch: Metrics['watch']): () => void {
  const lag = monitorEventLoopDelay({ resolution: lagResolution })
  lag.enable()
  watch('process_cpu_seconds_total', 'CPU time used.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  watch('process_resident_memory_bytes', 'Memory held.', () => process.memoryUsage.rss())
  watch(
    'inngang_event_loop_delay_seconds',
    'The 99th percentile of the event loop delay since the last reading.',
    () => {
      const delay = Math.max(0, lag.percentile(99) / 1e9 - lagResolution / 1000)
      lag.reset()
      return delay
    },
  )
  return () => lag.disable()
}
