/** Metrics in Prometheus' words. Labels come from closed lists (routes, methods, levels, outcomes): nothing of a person, no endless series. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  request(route: string, verb: string, status: number, ms: number): void
  /** `method` and `level` are empty where the login had none yet. */
  login(outcome: LoginOutcome, method: string, level: string): void
  token(grant: string, outcome: string): void
  /** A round trip to a store. */
  stored(store: 'database' | 'hot', operation: string, ms: number): void
  message(kind: string, outcome: 'sent' | 'failed' | 'too-late'): void
  /** A number that is looked up when the metrics are read: sessions, queue lengths. */
  watch(name: string, help: string, read: () => number | Promise<number>): void
  /** The whole page, as `contentType` says. */
  page(): Promise<string>
  readonly contentType: string
  close(): void
}

export type LoginOutcome = 'started' | 'answered' | 'refused' | 'cancelled'

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

export function openMetrics(build: BuildInfo): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'inngang_http_request_seconds',
    help: 'Requests by route, verb and class of status.',
    labelNames: ['route', 'verb', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const logins = new Counter({
    name: 'inngang_logins_total',
    help: 'Logins by outcome, eID method and level.',
    labelNames: ['outcome', 'method', 'level'],
    registers,
  })
  const tokens = new Counter({
    name: 'inngang_tokens_total',
    help: 'Answers of the token endpoint by grant and outcome.',
    labelNames: ['grant', 'outcome'],
    registers,
  })
  const stores = new Histogram({
    name: 'inngang_store_seconds',
    help: 'Round trips to the database and the hot store.',
    labelNames: ['store', 'operation'],
    buckets: storeBuckets,
    registers,
  })
  const messages = new Counter({
    name: 'inngang_messages_total',
    help: 'Messages to people by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  new Gauge({
    name: 'inngang_build_info',
    help: 'What runs: always 1.',
    labelNames: ['version', 'entry', 'database', 'hot', 'node'],
    registers,
  }).set({ ...build, node: process.version }, 1)
  const stop = watchProcess(registers)
  return {
    request: (route, verb, status, ms) => requests.observe({ route, verb, status: statusClass(status) }, ms / 1000),
    login: (outcome, method, level) => logins.inc({ outcome, method, level }),
    token: (grant, outcome) => tokens.inc({ grant, outcome }),
    stored: (store, operation, ms) => stores.observe({ store, operation }, ms / 1000),
    message: (kind, outcome) => messages.inc({ kind, outcome }),
    watch: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read())
        },
      })
    },
    page: () => registry.metrics(),
    contentType: registry.contentType,
    close: stop,
  }
}

const classes = ['1xx', '2xx', '3xx', '4xx', '5xx']
const statusClass = (status: number): string => classes[Math.floor(status / 100) - 1] ?? 'other'

/** CPU, memory and the event loop: what tells a tired process from a broken one. */
function watchProcess(registers: Registry[]): () => void {
  const lag = monitorEventLoopDelay({ resolution: lagResolution })
  lag.enable()
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
  gauge('process_cpu_seconds_total', 'CPU time used.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  gauge('process_resident_memory_bytes', 'Memory held.', () => process.memoryUsage.rss())
  gauge(
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
