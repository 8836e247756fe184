/** `inngang config check`, `inngang config docs`. */
import { writeFileSync } from 'node:fs'
import { configurationPage } from '#config/docs.ts'
import { configured } from '#certificate-checks.ts'
import { certificatesTaken } from '#certificates.ts'
import { cardIdsOf } from '#cards.ts'
import { eidIdsOf } from '#eids.ts'
import { readServicesFile } from '#services/file.ts'
import { configOf, type Verb } from '#cli/verb.ts'

export const configCheck: Verb = {
  words: ['config', 'check'],
  usage: 'config check',
  sentence: 'tells everything that is wrong with the settings, the trust list and the file of services',
  run: async (asked) => {
    const config = configOf(asked)
    configured(config)
    const eids = [...(await eidIdsOf(config)), ...cardIdsOf(config)]
    const around = { world: config.entry, eids, ...certificatesTaken(config) }
    const owners = config.clients === undefined ? [] : readServicesFile(config.clients, around)
    const services = owners.reduce((sum, owner) => sum + owner.services.length, 0)
    asked.say(
      `The settings are fine${config.clients === undefined ? '' : `, and so are the ${services} services in ${config.clients}`}.`,
    )
    return 0
  },
}

export const configDocs: Verb = {
  words: ['config', 'docs'],
  usage: 'config docs [file]',
  sentence: 'writes the page that describes every setting',
  run: async ({ rest: [file], say }) => {
    if (file === undefined) say(configurationPage())
    else writeFileSync(file, configurationPage())
    return 0
  },
}
