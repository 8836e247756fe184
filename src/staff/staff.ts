/** Roles of people who work here: the operator's file of them, and the question that the house's pages ask. */
import { readFile } from 'node:fs/promises'
import { hmac } from '#base/secrets.ts'
import type { Log } from '#http/answer.ts'
import type { Vault } from '#keys/keys.ts'

/** `letters`: whoever registers letters that came back. */
export const staffRoles = ['helpdesk', 'operator', 'letters'] as const
export type StaffRole = (typeof staffRoles)[number]

export interface Staff {
  /** Whether whoever proved this number (by its look-up hash) has the role now. */
  has(role: StaffRole, numberHash: string): Promise<boolean>
}

/** What stands in the file for somebody: means nothing without the house's key. 43 characters. */
export const staffKey = (vault: Pick<Vault, 'macKey'>, numberHash: string): string =>
  hmac(vault.macKey('staff'), numberHash)

export type StaffLines = ReadonlyMap<StaffRole, ReadonlySet<string>>

/** A line each: role, key, and a comment after `#`. */
export function readStaff(text: string): StaffLines | { readonly faults: readonly string[] } {
  const faults: string[] = []
  const lines = new Map<StaffRole, Set<string>>(staffRoles.map((role) => [role, new Set<string>()]))
  for (const [index, whole] of text.split('\n').entries()) {
    if (holdsNumber(whole)) faults.push(`line ${index + 1} holds an identity number: write the key of it there instead`)
    const [role = '', key = '', ...more] = (whole.split('#', 1)[0] ?? '').trim().split(/\s+/)
    if (role === '') continue
    const keys = lines.get(role as StaffRole)
    if (keys === undefined) faults.push(`line ${index + 1}: there is no such role; there is ${staffRoles.join(', ')}`)
    else if (!/^[\w-]{43}$/.test(key) || more.length > 0)
      faults.push(`line ${index + 1}: after the role stands the key that \`inngang staff key\` prints`)
    else keys.add(key)
  }
  return faults.length > 0 ? { faults } : lines
}

/** Grouped in whatever way: what looks like a number has no business here. */
const holdsNumber = (line: string): boolean => /(?<![\w-])\d{6}[ .-]?\d{5}(?![\w-])/.test(line)

export interface StaffFile {
  readonly file: string
  readonly vault: Pick<Vault, 'macKey'>
  readonly log: Log
}

/** While the file cannot be read or has a fault, nobody has a role, and the log says why. */
export const openStaff = ({ file, vault, log }: StaffFile): Staff => ({
  async has(role, numberHash) {
    const lines = await readStaffFile(file)
    if ('faults' in lines) {
      log('error', 'the file of staff cannot be used: nobody has a role', { detail: lines.faults.join('; ') })
      return false
    }
    return lines.get(role)?.has(staffKey(vault, numberHash)) === true
  },
})

export async function readStaffFile(file: string): Promise<ReturnType<typeof readStaff>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { faults: [`it cannot be read (${String(error.code)})`] }
  }
  return readStaff(text)
}
