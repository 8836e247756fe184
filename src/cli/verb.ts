/** What a command is, and what it is handed. */
import type { Config, Entry } from '#config/table.ts'
import { readConfig } from '#config/read.ts'
import { openLog } from '#observe/log.ts'
import { systemClock } from '#base/clock.ts'
import { openStores, type Stores } from '#stores.ts'

export interface Asked {
  readonly entry: Entry
  /** What stands after the command's words. */
  readonly rest: readonly string[]
  readonly now: boolean
  /** Only tell what would happen. */
  readonly plan: boolean
  readonly secondPlace: string | undefined
  /** One service's client id alone. */
  readonly client: string | undefined
  /** A file with a sentence for users. */
  readonly message?: string | undefined
  /** `24h`, or a date. */
  readonly since: string | undefined
  /** Of an initial access token. */
  readonly uses: string | undefined
  readonly days: string | undefined
  readonly profile: string | undefined
  readonly say: (line: string) => void
}

export interface Verb {
  readonly words: readonly string[]
  readonly usage: string
  readonly sentence: string
  /** The exit code. */
  run(asked: Asked): Promise<number>
}

/** @throws ConfigFaults */
export const configOf = ({ entry }: Pick<Asked, 'entry'>): Config => readConfig(process.env, entry)

/** Opens the stores for one command and closes them after it. Only what went wrong is logged. */
export async function withStores<T>(asked: Asked, work: (stores: Stores) => Promise<T>): Promise<T> {
  const config = configOf(asked)
  const log = openLog({ level: 'warn', clock: systemClock, to: config.logFile })
  const stores = await openStores(config, { log, onMigration: (name) => asked.say(`schema: ${name}`) })
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}
