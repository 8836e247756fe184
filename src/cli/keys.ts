/** `inngang key init`, `key list`, `key rotate`, `key request`. */
import { existsSync } from 'node:fs'
import { systemClock } from '#base/clock.ts'
import { certificateRequest } from '#keys/certificate-request.ts'
import { isKeyAlgorithm, isSigningAlgorithm, type KeyAlgorithm, keyAlgorithms, signingAlgorithms } from '#keys/keys.ts'
import { type Standing, standingOf } from '#keys/standing.ts'
import { readKeys } from '#keys/store.ts'
import { openVault } from '#keys/vault.ts'
import { silent } from '#observe/log.ts'
import { keyTimes, openDatabase } from '#stores.ts'
import { minute, rotationPlan } from '#cli/key-plan.ts'
import { type Asked, configOf, type Verb, withStores } from '#cli/verb.ts'

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

export const keyList: Verb = {
  words: ['key', 'list'],
  usage: 'key list',
  sentence: 'shows our keys: since when each signs or opens what is encrypted for us, and until when it is there',
  run: (asked) =>
    withStores(asked, async ({ database, clock, keys }) => {
      const standing = await standingOf({ database, clock, keys })
      asked.say(
        `${'algorithm'.padEnd(14)}${'state'.padEnd(12)}${'signs from'.padEnd(18)}${'published until'.padEnd(18)}key id`,
      )
      for (const { algorithm, state, signsFrom, publishedUntil, kid } of standing.keys) {
        const until = minute(publishedUntil ?? null)
        asked.say(`${algorithm.padEnd(14)}${state.padEnd(12)}${minute(signsFrom).padEnd(18)}${until.padEnd(18)}${kid}`)
      }
      for (const warning of keys.warnings()) asked.say(`Care: ${warning}.`)
      for (const line of fetchLines(standing)) asked.say(line)
      return 0
    }),
}

/** A name is what the caller said. */
function fetchLines({ now, newestSince, lastFetch, named }: Standing): readonly string[] {
  return [
    `/jwks.json was ${lastFetch === undefined ? 'not fetched yet' : `last fetched ${minute(lastFetch)}`}; the newest key stands there since ${minute(newestSince)}. Now: ${minute(now)} UTC.`,
    ...named.map(
      ({ who, last, hasAll }) =>
        `  ${who.padEnd(30)} ${minute(last)}  ${hasAll ? 'has every key' : 'not since the newest key'}`,
    ),
  ]
}

export const keyRotate: Verb = {
  words: ['key', 'rotate'],
  usage: 'key rotate <algorithm> [--now] [--plan]',
  sentence:
    'announces a new key; --now: it counts at once; --plan: only tells what happens when (no algorithm: for all)',
  run: async (asked) => {
    const [algorithm] = asked.rest
    if (asked.plan && algorithm === undefined) return tellPlan(asked, keyAlgorithms)
    if (!isKeyAlgorithm(algorithm)) return sayWhich(asked, 'rotate', keyAlgorithms)
    if (asked.plan) return tellPlan(asked, [algorithm])
    return withStores(asked, async ({ keys }) => {
      const made = asked.now ? await keys.rotate(algorithm, 0) : await keys.rotate(algorithm)
      const does = isSigningAlgorithm(algorithm) ? 'signs' : 'is the one to encrypt with'
      asked.say(`${made.kid} ${does} from ${minute(made.signsFrom)} UTC. Running processes know it within a minute.`)
      return 0
    })
  },
}

function sayWhich(asked: Asked, word: string, which: readonly string[]): number {
  asked.say(`Say which: inngang key ${word} ${which.join('|')}`)
  return 2
}

async function tellPlan(asked: Asked, algorithms: readonly KeyAlgorithm[]): Promise<number> {
  const config = configOf(asked)
  // As it is: opening it as a process does could bring the schema up to date, or announce a key that is due.
  const database = await openDatabase(config, false, { log: silent })
  const rows = await readKeys(database)
  await database.close()
  const times = keyTimes(config)
  const wait = asked.now ? 0 : times.announced
  for (const algorithm of algorithms) {
    const keys = rows.filter((row) => row.algorithm === algorithm)
    const plan = { now: systemClock.now(), times, wait, signs: isSigningAlgorithm(algorithm) }
    if (algorithms.length > 1) asked.say(`${algorithm}:`)
    for (const line of rotationPlan(keys, plan)) asked.say(line)
  }
  asked.say('Nothing was changed.')
  return 0
}

export const keyRequest: Verb = {
  words: ['key', 'request'],
  usage: 'key request <algorithm>',
  sentence: 'prints a request for a certificate (PEM) for the newest signing key',
  run: async (asked) => {
    const [algorithm] = asked.rest
    if (!isSigningAlgorithm(algorithm)) return sayWhich(asked, 'request', signingAlgorithms)
    return withStores(asked, ({ config, keys }) => {
      const { hostname } = new URL(config.issuer)
      asked.say(certificateRequest(keys.newest(algorithm), hostname).trimEnd())
      return Promise.resolve(0)
    })
  },
}

const keyVerbs: readonly Verb[] = [keyInit, keyList, keyRotate, keyRequest]
/** The same by another word for them; not listed twice. */
export const keysVerbs: readonly Verb[] = keyVerbs.map((verb) => ({ ...verb, words: ['keys', ...verb.words.slice(1)] }))
