/** `inngang client token`: an initial access token, with which clients of one organisation register themselves (RFC 7591 §3). */
import { readOrgNumber } from '#base/org-number.ts'
import { insertTicket, newTicket } from '#registration/tickets.ts'
import { serviceStore } from '#services/store.ts'
import { profiles } from '#services/shape.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'

const day = 24 * 3600_000

export const clientToken: Verb = {
  words: ['client', 'token'],
  usage: 'client token <org number> [--uses 1] [--days 7] [--profile idporten]',
  sentence: 'makes a token with which a client of that organisation may register itself',
  run: (asked) =>
    withStores(asked, async ({ database, audit, clock, config }) => {
      const wanted = read(asked)
      if (typeof wanted === 'string') {
        asked.say(wanted)
        return 2
      }
      const { owner, uses, days, profile } = wanted
      const { owners } = await serviceStore(database).read()
      if (!owners.has(owner)) {
        asked.say(`${owner} is no approved service owner: declare it in the file of services first.`)
        return 1
      }
      const expires = clock.now() + days * day
      const { token, ticket } = newTicket({ owner, profile, usesLeft: uses, expires })
      await audit.write([insertTicket(ticket)], [{ type: 'registration.ticket', organisation: owner, uses, expires }])
      asked.say(token)
      asked.say(
        `For ${uses} ${uses === 1 ? 'client' : 'clients'}, until ${new Date(expires).toISOString()}. It is shown this once.`,
      )
      if (config.dynamicRegistration === 'no')
        asked.say('It opens nothing yet: INNGANG_DYNAMIC_REGISTRATION=yes opens /register.')
      return 0
    }),
}

function read({ rest, uses = '1', days = '7', profile = 'idporten' }: Asked) {
  const owner = readOrgNumber(rest[0] ?? '')
  if (owner === undefined) return 'Say for which organisation: inngang client token <org number>.'
  const of = profiles.find((one) => one === profile)
  if (of === undefined) return `--profile takes ${profiles.join(', ')}.`
  const counts = [uses, days].map((one) => (/^[1-9]\d{0,2}$/.test(one) ? Number(one) : undefined))
  const [times, length] = counts
  if (times === undefined || length === undefined) return '--uses and --days take whole numbers from 1 to 999.'
  return { owner, uses: times, days: length, profile: of }
}
