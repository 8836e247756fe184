/** `inngang services plan`, `apply` and `drift`; `client` is another word for `services`. */
import { applyServices, planServices } from '#services/apply.ts'
import { driftLines } from '#services/drift.ts'
import { readServicesFile } from '#services/file.ts'
import { planLines } from '#services/plan.ts'
import type { OwnerEntry } from '#services/shape.ts'
import { serviceStore } from '#services/store.ts'
import { certificatesTaken } from '#certificates.ts'
import { cardIdsOf } from '#cards.ts'
import { eidIdsOf } from '#eids.ts'
import type { Stores } from '#stores.ts'
import { type Verb, withStores } from '#cli/verb.ts'

interface Act {
  readonly word: string
  readonly sentence: string
  readonly lines: (stores: Stores, declared: readonly OwnerEntry[]) => Promise<readonly string[]>
  readonly done: string
  readonly nothing: string
}

const verb =
  (group: string) =>
  ({ word, sentence, lines, done, nothing }: Act): Verb => ({
    words: [group, word],
    usage: `${group} ${word} [file]`,
    sentence,
    run: (asked) =>
      withStores(asked, async (stores) => {
        const file = asked.rest[0] ?? stores.config.clients
        if (file === undefined) {
          asked.say(`Say which file: inngang ${group} ${word} <file>, or set INNGANG_CLIENTS.`)
          return 2
        }
        const found = await lines(stores, readServicesFile(file, await around(stores)))
        for (const line of found) asked.say(line)
        asked.say(found.length === 0 ? nothing : done)
        return 0
      }),
  })

const around = async ({ config }: Stores) => ({
  world: config.entry,
  eids: [...(await eidIdsOf(config)), ...cardIdsOf(config)],
  ...certificatesTaken(config),
})

const acts: readonly Act[] = [
  {
    word: 'plan',
    sentence: 'shows what applying the file of services would change',
    lines: async ({ database }, declared) => planLines(await planServices(database, declared, 'file')),
    done: 'Nothing is changed yet: inngang services apply does it.',
    nothing: 'Nothing to change.',
  },
  {
    word: 'apply',
    sentence: 'applies the file of services; running processes follow within a second',
    lines: async (stores, declared) => planLines(await applyServices(stores, declared, 'file')),
    done: 'Applied.',
    nothing: 'Nothing to change.',
  },
  {
    word: 'drift',
    sentence: 'shows what is registered and not in the file, and who registered it',
    lines: async ({ database }, declared) => driftLines(await serviceStore(database).read(), declared),
    done: 'What the file does not have stays until its own source changes it.',
    nothing: 'What is registered is what the file says.',
  },
]

export const servicesVerbs: readonly Verb[] = acts.map(verb('services'))
/** The same by the word that ID-porten has for them; not listed twice. */
export const clientVerbs: readonly Verb[] = acts.map(verb('client'))
