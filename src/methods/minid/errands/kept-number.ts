/** An identity number that a later page of an errand needs: under the house's key inside what the browser's key seals. */
import { NationalId } from '#base/national-id.ts'
import type { Vault } from '#keys/keys.ts'

/** Only `keepNumber` makes one. */
export type KeptNumber = string

const place = 'minid errand: number'

export const keepNumber = (vault: Vault, number: NationalId): KeptNumber => vault.encrypt(place, number.reveal('seal'))

export function keptNumber(vault: Vault, kept: KeptNumber): NationalId {
  const number = NationalId.read(vault.decrypt(place, kept))
  if (!(number instanceof NationalId)) throw new Error('a number that was one is none now')
  return number
}
