/** `inngang audit verify`: works on the database and the key file alone; no gateway need run. */
import { describeFault } from '#audit/faults.ts'
import { readSecondPlace } from '#audit/second-place.ts'
import { auditSource, verifyAudit } from '#audit/verify.ts'
import { openVault } from '#keys/vault.ts'
import { silent } from '#observe/log.ts'
import { openDatabase } from '#stores.ts'
import { configOf, type Verb } from '#cli/verb.ts'

export const auditVerify: Verb = {
  words: ['audit', 'verify'],
  usage: 'audit verify [--second-place <file>]',
  sentence: 'finds what was changed, left out, reordered or cut off in the audit trail',
  run: async (asked) => {
    const config = configOf(asked)
    // Read before the database: seals that are made meanwhile must not look cut off.
    const file = asked.secondPlace ?? config.auditSecondPlace
    const secondPlace = file === undefined ? undefined : await readSecondPlace(file)
    const vault = openVault({ file: config.keyFile, world: config.entry, create: false })
    // Nothing is written: what is to be verified stays as it was found.
    const database = await openDatabase(config, false, { log: silent })
    const verdict = await verifyAudit(auditSource(database), vault.sealPublicKey, {
      macKey: vault.macKey('audit'),
      ...(secondPlace === undefined ? {} : { secondPlace }),
    })
    await database.close()
    for (const fault of verdict.faults) asked.say(describeFault(fault))
    const { ok, rows, seals, unsealed } = verdict
    asked.say(
      `${ok ? 'The audit trail holds' : 'THE AUDIT TRAIL DOES NOT HOLD'}: ${rows} rows under ${seals} seals, ${unsealed} not sealed yet.`,
    )
    return ok ? 0 : 1
  },
}
