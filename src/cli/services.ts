/** `inngang services plan`, `inngang services apply`. */
import { applyServices, planServices } from '#services/apply.ts'
import { readServicesFile } from '#services/file.ts'
import { type Plan, planLines } from '#services/plan.ts'
import type { OwnerEntry } from '#services/shape.ts'
import { methodIds } from '#open.ts'
import type { Stores } from '#stores.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'

type Act = (stores: Stores, declared: readonly OwnerEntry[]) => Promise<Plan>

const verb = (word: 'plan' | 'apply', sentence: string, act: Act, done: string): Verb => ({
  words: ['services', word],
  usage: `services ${word} [file]`,
  sentence,
  run: (asked) =>
    withStores(asked, async (stores) => {
      const file = asked.rest[0] ?? stores.config.clients
      if (file === undefined) {
        asked.say(`Say which file: inngang services ${word} <file>, or set INNGANG_CLIENTS.`)
        return 2
      }
      const planned = await act(stores, readServicesFile(file, around(asked)))
      for (const line of planLines(planned)) asked.say(line)
      asked.say(planned.changes.length === 0 ? 'Nothing to change.' : done)
      return 0
    }),
})

const around = ({ entry }: Asked) => ({
  world: entry,
  eids: methodIds[entry],
})

export const servicesPlan = verb(
  'plan',
  'shows what applying the file of services would change',
  ({ database }, declared) => planServices(database, declared, 'file'),
  'Nothing is changed yet: inngang services apply does it.',
)

export const servicesApply = verb(
  'apply',
  'applies the file of services; running processes follow within seconds',
  (stores, declared) => applyServices(stores, declared, 'file'),
  'Applied.',
)
