/** The gateway of the race: the twin with the race's services and eID. In the race's own process, or as a process of its own. */
import { systemClock } from '#base/clock.ts'
import { readConfig } from '#config/read.ts'
import { serve } from '#http/serve.ts'
import { httpGateway } from '#messages/http-gateway.ts'
import type { Gateway } from '#messages/outbox.ts'
import { provisionFrom } from '#sandbox/provision.ts'
import { population } from '#sandbox/population/population.ts'
import { testEid } from '#sandbox/test-eid.ts'
import { type App, createApp } from '../../src/app.ts'
import { openParts, type OpenParts } from '../../src/open.ts'
import { returningEid } from './returning-eid.ts'
import { type Ends, issuer, ownersFor } from './services.ts'

export interface GatewaySettings {
  /** A folder for keys and log. */
  readonly data: string
  readonly people: number
  /** Undefined: SQLite in memory. */
  readonly databaseUrl?: string
  readonly redisUrl?: string
  readonly port?: number
  readonly ends: Ends
}

export async function openGateway(
  settings: GatewaySettings,
  gateway: Gateway,
): Promise<{ app: App; parts: OpenParts }> {
  const { data, people, databaseUrl, redisUrl, port, ends } = settings
  const config = readConfig(
    {
      INNGANG_ISSUER: issuer,
      INNGANG_DATA: data,
      INNGANG_LOG_FILE: `${data}/log-${port ?? 0}.jsonl`,
      ...(databaseUrl === undefined ? {} : { INNGANG_DATABASE_URL: databaseUrl }),
      ...(redisUrl === undefined ? {} : { INNGANG_REDIS_URL: redisUrl }),
    },
    'twin',
  )
  const everybody = population(people)
  const parts = await openParts(config, {
    memory: databaseUrl === undefined,
    outside: {
      gateway,
      owners: ownersFor(ends),
      methods: ({ clock, persons }) => [
        testEid({ population: everybody, persons, clock }),
        returningEid({ persons, clock }),
        returningEid({ persons, clock }, true),
      ],
      // Thousands from one address, and no wait that would only make the race slow.
      minid: {
        provision: provisionFrom(everybody),
        pace: { least: 0, grid: 0 },
        codesPerHour: 1000,
        addressRule: { free: 1_000_000, steps: [1], forget: 60 },
      },
    },
  })
  return { app: createApp(parts), parts }
}

/** `node gateway.ts '{ settings, smsUrl }'`: says when it listens, and runs until it is killed. */
async function main(words: string): Promise<void> {
  const { smsUrl, ...settings } = JSON.parse(words) as GatewaySettings & { smsUrl: string }
  const { app, parts } = await openGateway(settings, httpGateway({ url: smsUrl, secret: 'race' }))
  const { port } = await serve(app, { port: settings.port ?? 0, host: '127.0.0.1' })
  parts.audit.note({ type: 'process.started' })
  process.stdout.write(`listening ${port} at ${systemClock.now()}\n`)
}

if (import.meta.main) await main(process.argv[2] ?? '{}')
