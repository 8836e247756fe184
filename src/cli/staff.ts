/** `inngang staff key`: the line that makes somebody staff. The number is read from the input, never from the command's own words, which others on the machine can list. */
import { createInterface } from 'node:readline/promises'
import { NationalId } from '#base/national-id.ts'
import type { Entry } from '#config/table.ts'
import type { Vault } from '#keys/keys.ts'
import { openVault } from '#keys/vault.ts'
import { staffKey, type StaffRole, staffRoles } from '#staff/staff.ts'
import { configOf, type Verb } from '#cli/verb.ts'

export const staffKeyVerb: Verb = {
  words: ['staff', 'key'],
  usage: 'staff key <role>',
  sentence: `reads an identity number and makes its line for the file of staff (${staffRoles.join(', ')})`,
  run: async (asked) => {
    const role = staffRoles.find((one) => one === asked.rest[0])
    if (role === undefined) {
      asked.say(`Say as what: inngang staff key ${staffRoles.join(' | ')}. The identity number is read from the input.`)
      return 2
    }
    const { entry, keyFile } = configOf(asked)
    const vault = openVault({ file: keyFile, world: entry, create: false })
    const made = staffLine({ vault, entry }, role, await firstLine())
    asked.say('fault' in made ? made.fault : made.line)
    return 'fault' in made ? 1 : 0
  },
}

export function staffLine(
  { vault, entry }: { readonly vault: Pick<Vault, 'macKey' | 'lookUp'>; readonly entry: Entry },
  role: StaffRole,
  typed: string,
): { readonly line: string } | { readonly fault: string } {
  const number = NationalId.read(typed)
  if (typeof number === 'string') return { fault: 'That is no identity number: nothing was made.' }
  if (number.synthetic !== (entry === 'twin'))
    return { fault: 'The twin takes synthetic numbers and production real ones: nothing was made.' }
  return { line: `${role} ${staffKey(vault, vault.lookUp(number.reveal('look-up')).hash)}` }
}

async function firstLine(): Promise<string> {
  const { stdin: input, stderr: output } = process
  if (input.isTTY) output.write('Identity number: ')
  const lines = createInterface({ input })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}
