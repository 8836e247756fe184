/** The population register, opened from the settings; the twin brings its own. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '#base/clock.ts'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import type { Signer } from '#keys/keys.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { AskNumbers } from '#persons/persons.ts'
import { RegisterAway } from '#registers/population/population.ts'
import { type Connector, type ConnectorDeps, openConnector } from '#registers/population/connector.ts'

/** Where a register stands, and who we are there. */
export type RegisterAt = Pick<ConnectorDeps, 'address' | 'client' | 'send'>

export interface PopulationDeps {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count' | 'watch'>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** Undefined: there is none, so nobody can be looked up. @throws ConfigFaults when the key is none */
export function openPopulation(deps: PopulationDeps, outside: RegisterAt | undefined): Connector | undefined {
  const { config, clock, log, metrics, wait } = deps
  const at = outside ?? atFrom(config)
  if (at === undefined) return undefined
  const connector = openConnector({ ...at, clock, log, wait, count: metrics.count })
  metrics.watch(
    'inngang_population_register_up',
    'Whether the population register is asked: 0 after failures, until it answers again.',
    connector.up,
  )
  return connector
}

/** Milliseconds that somebody who logs in waits for the register: it is asked for the next one again. */
const patience = 2000

/** For people's numbers, of which the register only sometimes has news: no login waits long for it, or fails for its sake. */
export const askNumbers =
  (register: Pick<Connector, 'numbers'>): AskNumbers =>
  async (number) => {
    try {
      return await Promise.race([register.numbers(number), sleep(patience, 'away' as const, { ref: false })])
    } catch (error) {
      if (error instanceof RegisterAway) return 'away'
      throw error
    }
  }

/** The settings come together or not at all. */
function atFrom(config: Config): RegisterAt | undefined {
  const { populationUrl: address, populationTokenUrl: tokenUrl, populationTokenIssuer: audience } = config
  const { populationClientId: clientId, populationScope: scope, populationKey: file } = config
  if (address === undefined || tokenUrl === undefined || audience === undefined) return undefined
  if (clientId === undefined || scope === undefined || file === undefined) return undefined
  const signer = readSigner(file)
  return { address, client: { tokenUrl, audience, clientId, scope, signer: () => signer } }
}

const jwk = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(200),
  n: z.string().min(342),
  d: z.string(),
})

/** Read at the start, so that a wrong file is heard of there and not at the first letter. @throws ConfigFaults */
export function readSigner(file: string): Signer {
  try {
    const key = jwk.parse(JSON.parse(readFileSync(file, 'utf8')))
    const privateKey = createPrivateKey({ key, format: 'jwk' })
    return { kid: key.kid, algorithm: 'RS256', privateKey }
  } catch {
    // What the parsers say quotes the key.
    throw new ConfigFaults([
      `${environmentName('populationKey')} must name a file with a private RSA key of at least 2048 bits as a JWK with a kid.`,
    ])
  }
}
