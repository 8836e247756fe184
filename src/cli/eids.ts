/** `inngang eid list|off|on`: the switches of eIDs, with how many logins each touches told first. */
import { readFileSync } from 'node:fs'
import type { Audit } from '#audit/audit.ts'
import type { Clock } from '#base/clock.ts'
import { languages, type Text } from '#i18n/text.ts'
import { type SwitchStore, switchStore } from '#login/switches/store.ts'
import { dayOf, talliedDays } from '#login/switches/tally.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'

export const eidVerbs: readonly Verb[] = [
  {
    words: ['eid', 'list'],
    usage: 'eid list',
    sentence: 'shows which eIDs are switched off, for whom, and since when',
    run: (asked) =>
      withStores(asked, async ({ database }) => {
        const all = await switchStore(database).all()
        if (all.length === 0) asked.say('No eID is switched off.')
        for (const { method, clientId, since, message } of all)
          asked.say(
            `${method.padEnd(14)} ${(clientId ?? 'every service').padEnd(30)} since ${new Date(since).toISOString().slice(0, 16)}Z${message === undefined ? '' : `  “${message.nb}”`}`,
          )
        return 0
      }),
  },
  {
    words: ['eid', 'off'],
    usage: 'eid off <id> [--client <id>] [--message <file>] [--plan]',
    sentence: 'switches an eID off, for one service or for all; --plan: tells how many logins that touches',
    run: async (asked) => {
      const [method] = asked.rest
      if (method === undefined) return sayHow(asked)
      const message = asked.message === undefined ? undefined : readMessage(asked.message)
      if (typeof message === 'string') {
        asked.say(message)
        return 2
      }
      return withStores(asked, async ({ database, clock, audit }) => {
        const store = switchStore(database)
        await sayRadius(asked, { store, clock, method })
        if (asked.plan) return 0
        return turnOff(asked, { store, clock, audit, method, message })
      })
    },
  },
  {
    words: ['eid', 'on'],
    usage: 'eid on <id> [--client <id>]',
    sentence: 'switches an eID on again',
    run: async (asked) => {
      const [method] = asked.rest
      if (method === undefined) return sayHow(asked)
      return withStores(asked, async ({ database, audit }) => {
        const step = switchStore(database).turnOn(method, asked.client)
        const outcome = await audit.write([step], [{ type: 'eid.switched', method, on: true, ...about(asked) }])
        asked.say(outcome.ok ? `${method} is on again${forWhom(asked)}.` : `${method} was not off${forWhom(asked)}.`)
        return outcome.ok ? 0 : 1
      })
    },
  },
]

interface Turning {
  readonly store: SwitchStore
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
  readonly method: string
  readonly message: Text | undefined
}

async function turnOff(asked: Asked, { store, clock, audit, method, message }: Turning): Promise<number> {
  const step = store.turnOff({ method, clientId: asked.client, since: clock.now(), message })
  const outcome = await audit.write([step], [{ type: 'eid.switched', method, on: false, ...about(asked) }])
  if (!outcome.ok) throw new Error(`an eID could not be switched off: ${outcome.failed}`)
  asked.say(
    `${method} is off${forWhom(asked)}. Processes that run know it within a second, and no answer passes it from now.`,
  )
  return 0
}

/** Told first: whom it touches. */
async function sayRadius(
  { client, say }: Asked,
  { store, clock, method }: Pick<Turning, 'store' | 'clock' | 'method'>,
): Promise<void> {
  const rows = await store.tallied(method, dayOf(clock.now()) - talliedDays)
  const touched = rows.filter(({ clientId }) => client === undefined || clientId === client)
  const logins = touched.reduce((sum, row) => sum + row.logins, 0)
  say(
    `${method} answered ${logins} ${logins === 1 ? 'login' : 'logins'}${client === undefined ? ` at ${touched.length} ${touched.length === 1 ? 'service' : 'services'}` : ` at ${client}`} in the last ${talliedDays} days.`,
  )
  if (client === undefined) for (const row of touched) say(`  ${row.clientId.padEnd(30)} ${row.logins}`)
}

const about = ({ client }: Asked): { readonly client?: string } => (client === undefined ? {} : { client })
const forWhom = ({ client }: Asked): string => (client === undefined ? ' for every service' : ` for ${client}`)

function sayHow(asked: Asked): number {
  asked.say('Say which: inngang eid off|on <id>, with the id that the login has in its addresses (minid, bankid …).')
  return 2
}

/** JSON with nb, nn, se and en; each at most 200 characters. A text: what is wrong. */
function readMessage(file: string): Text | string {
  const wrong =
    'The message must be a JSON file with a sentence of at most 200 characters for each of nb, nn, se and en.'
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read !== 'object' || read === null) return wrong
    const said = Object.fromEntries(languages.map((l) => [l, (read as Readonly<Record<string, unknown>>)[l]]))
    const fits = (one: unknown): boolean => typeof one === 'string' && one.trim() !== '' && one.length <= 200
    return Object.values(said).every(fits) ? (said as unknown as Text) : wrong
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return wrong
    throw error
  }
}
