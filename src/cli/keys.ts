/** `inngang key init`, `key list`, `key rotate`. */
import { existsSync } from 'node:fs'
import { isSigningAlgorithm, signingAlgorithms } from '#keys/keys.ts'
import { readKeys } from '#keys/store.ts'
import { openVault } from '#keys/vault.ts'
import { configOf, type Verb, withStores } from '#cli/verb.ts'

export const keyInit: Verb = {
  words: ['key', 'init'],
  usage: 'key init',
  sentence: 'makes the key file, once; copy it to every machine, keep it apart from the database',
  run: async (asked) => {
    const config = configOf(asked)
    if (existsSync(config.keyFile)) {
      asked.say(`${config.keyFile} is there already and stays as it is.`)
      return 1
    }
    openVault({ file: config.keyFile, world: config.entry, create: true })
    asked.say(`${config.keyFile} is made. Without it nothing in the database can be read: keep a copy in a safe place.`)
    return 0
  },
}

const day = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')

export const keyList: Verb = {
  words: ['key', 'list'],
  usage: 'key list',
  sentence: 'shows the signing keys: since when each signs, and until when it is published',
  run: (asked) =>
    withStores(asked, async ({ database, clock, keys }) => {
      const now = clock.now()
      const current = new Set(signingAlgorithms.map((algorithm) => keys.signer(algorithm).kid))
      asked.say(
        `${'algorithm'.padEnd(10)}${'state'.padEnd(12)}${'signs from'.padEnd(18)}${'published until'.padEnd(18)}key id`,
      )
      for (const row of await readKeys(database)) {
        const state = current.has(row.kid)
          ? 'signs'
          : row.signs_from > now
            ? 'announced'
            : row.gone_after !== null && row.gone_after <= now
              ? 'gone'
              : 'retired'
        asked.say(
          `${row.algorithm.padEnd(10)}${state.padEnd(12)}${day(row.signs_from).padEnd(18)}${day(row.gone_after).padEnd(18)}${row.kid}`,
        )
      }
      return 0
    }),
}

export const keyRotate: Verb = {
  words: ['key', 'rotate'],
  usage: 'key rotate <algorithm> [--now]',
  sentence: 'announces a new signing key; with --now it signs at once (clients may not know it yet)',
  run: async (asked) => {
    const [algorithm] = asked.rest
    if (!isSigningAlgorithm(algorithm)) {
      asked.say(`Say which: inngang key rotate ${signingAlgorithms.join('|')}`)
      return 2
    }
    return withStores(asked, async ({ keys }) => {
      const made = asked.now ? await keys.rotate(algorithm, 0) : await keys.rotate(algorithm)
      asked.say(`${made.kid} signs from ${day(made.signsFrom)} UTC. Running processes know it within a minute.`)
      return 0
    })
  },
}
