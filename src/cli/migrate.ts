/** `inngang migrate`. */
import { type Verb, withStores } from '#cli/verb.ts'

export const migrateNow: Verb = {
  words: ['migrate'],
  usage: 'migrate',
  sentence: 'brings the schema of the database up to date (a start does it, too)',
  run: (asked) =>
    withStores(asked, () => {
      asked.say('The schema is up to date.')
      return Promise.resolve(0)
    }),
}
