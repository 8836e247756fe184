/** Opens what lasts: log, database, keys, audit trail. The program and the operator's commands share it. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '#base/clock.ts'
import type { Config } from '#config/table.ts'
import { openLog, type OpenLog } from '#observe/log.ts'
import { type Metrics, openMetrics } from '#observe/metrics.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { stampWorld } from '#db/world.ts'
import type { Hot } from '#hot/hot.ts'
import { CertificateFault } from '#keys/certificate.ts'
import type { OperatorKeys, Vault } from '#keys/keys.ts'
import type { NewKeys } from '#keys/new-key.ts'
import { openSigningKeys } from '#keys/signing.ts'
import type { KeyTimes } from '#keys/timeline.ts'
import { openVault, vaultInMemory } from '#keys/vault.ts'
import { openSealer, type Sealer } from '#audit/sealer.ts'
import { openAudit, type OpenAudit } from '#audit/trail.ts'
import { migrations } from '#migrations.ts'
import { timedDatabase } from '#timed.ts'

export interface StoreOptions {
  readonly clock?: Clock | undefined
  /** Nothing on disk: tests. */
  readonly memory?: boolean | undefined
  readonly log?: OpenLog | undefined
  /** Hears each change of the schema before it is made. */
  readonly onMigration?: ((name: string) => void) | undefined
  /** Where keys come from: tests. */
  readonly newKey?: NewKeys | undefined
}

export interface Stores {
  readonly config: Config
  readonly clock: Clock
  readonly log: OpenLog
  readonly metrics: Metrics
  readonly database: Database
  readonly vault: Vault
  readonly audit: OpenAudit
  readonly sealer: Sealer
  readonly keys: OperatorKeys
  close(): Promise<void>
}

/** @throws KeyFileFault, OtherWorld, SchemaTrouble: each with a sentence for the operator */
export async function openStores(config: Config, options: StoreOptions = {}): Promise<Stores> {
  const clock = options.clock ?? systemClock
  const metrics = openMetrics(buildInfo(config), (...request) => log.request(...request))
  const log = options.log ?? openLog({ level: config.logLevel, clock, to: config.logFile })
  // Before the database: nothing is changed there by a process that cannot read it.
  const vault = options.memory === true ? vaultInMemory(config.entry) : openVault(vaultFile(config))
  const bare = await openDatabase(config, options.memory ?? false, log)
  await stampWorld(bare, config.entry)
  await migrate(bare, migrations, options.onMigration)
  const database = timedDatabase(bare, metrics)
  const audit = await openAudit({
    database,
    vault,
    clock,
    trouble: (cause) => log.log('error', 'audit events could not be written', { cause }),
  })
  const sealer = openSealer({
    database,
    vault,
    clock,
    ...(config.auditSecondPlace === undefined ? {} : { secondPlace: config.auditSecondPlace }),
    trouble: (cause) => log.log('error', 'audit trail could not be sealed', { cause }),
  })
  const keys = await openSigningKeys({
    database,
    vault,
    clock,
    rsaBits: config.rsaBits,
    times: keyTimes(config),
    newKey: options.newKey,
    certificates: readSigningCertificates(config),
    certificatesInTokens: config.signingCertificatesInTokens === 'yes',
    write: (steps, events) => audit.write(steps, events),
  })
  return {
    config,
    clock,
    log,
    metrics,
    database,
    vault,
    audit,
    sealer,
    keys,
    close: async () => {
      await audit.close()
      await sealer.close()
      await database.close()
      metrics.close()
      log.flush()
    },
  }
}

export const keyTimes = (config: Pick<Config, 'keyAnnouncedHours' | 'keyKeptHours' | 'keyRotationDays'>): KeyTimes => ({
  announced: config.keyAnnouncedHours * hour,
  kept: config.keyKeptHours * hour,
  rotation: config.keyRotationDays * 24 * hour,
})
const hour = 3_600_000

/** @throws CertificateFault */
function readSigningCertificates({ signingCertificates: file }: Config): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CertificateFault(`the signing certificates: ${file} cannot be read`, { cause })
  }
}

/** In production the operator makes the file (`inngang key init`): a wrong path must not quietly become a new set of keys. */
export const vaultFile = (config: Config) =>
  ({ file: config.keyFile, world: config.entry, create: config.entry === 'twin' }) as const

/** The database as it is: not stamped, not brought up to date. */
export async function openDatabase(config: Config, memory: boolean, { log }: Pick<OpenLog, 'log'>): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const { checkDurability, openPostgres } = await import('#db/postgres.ts')
    const database = openPostgres(config.databaseUrl, {
      onLost: (cause) => log('warn', 'a connection to the database was lost', { cause }),
    })
    await checkDurability(database, (sentence) =>
      log('warn', 'the database may lose what it confirmed', { detail: sentence }),
    )
    return database
  }
  if (memory) return openSqlite(':memory:')
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  return openSqlite(join(config.data, 'inngang.sqlite'))
}

const buildInfo = (config: Config) => ({
  version: programVersion(),
  entry: config.entry,
  database: config.databaseUrl === undefined ? 'sqlite' : 'postgres',
  hot: config.redisUrl === undefined ? 'sql' : 'redis',
})

/** @throws EvictingStore in production */
export async function openHot({ config, clock, database, log }: Stores, memory: boolean): Promise<Hot> {
  if (config.redisUrl !== undefined) {
    const redis = (await import('#hot/redis.ts')).openHotRedis(config.redisUrl, clock)
    if (config.entry === 'production') await redis.checkPolicy()
    return redis
  }
  const { openHotSql, openHotSqlite } = await import('#hot/sql.ts')
  const trouble = (cause: unknown): void => log.log('warn', 'expired records could not be removed', { cause })
  if (database.engine === 'postgres') return openHotSql(database, clock, trouble)
  return openHotSqlite(memory ? ':memory:' : join(config.data, 'hot.sqlite'), clock, trouble)
}

/** From package.json, which goes with the program. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
