/** Where things are kept. */
import { path, postgresAddress, redisAddress } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const stores = {
  data: has(
    path,
    './data',
    'The folder for everything that is kept: the embedded database, and in the twin the keys and the log.',
  ),
  databaseUrl: may(
    postgresAddress,
    'The PostgreSQL database. Empty: SQLite in the data folder, for one process on one machine.',
    { secret: true },
  ),
  redisUrl: may(redisAddress, 'Redis or Valkey for what lives for minutes. Empty: the database holds that too.', {
    secret: true,
  }),
} as const
