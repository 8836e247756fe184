/**
 * Keys that make events about a person readable, wrapped by the vault. A process makes a key of its own when it first
 * writes about a person, in the same batch, so no write waits for a look-up; a person so has several. Destroying them all
 * erases what the trail says of the person, and no seal breaks.
 */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { randomToken, secretKey } from '#base/secrets.ts'
import type { Vault } from '#keys/keys.ts'

export type PersonKeyRow = {
  /** Random; rows name it, so that once it is gone they lead to nobody. */
  readonly id: string
  readonly person_id: string
  readonly wrapped: string
  readonly created: number
}

export interface PersonKey {
  readonly id: string
  readonly key: KeyObject
  readonly row: PersonKeyRow
  /** Set once the row is known to be in the database; until then every batch that uses the key brings it along. */
  stored: boolean
}

/** People that are kept in mind. */
const kept = 20_000
/** Keys leave the memory after this time, so that an erased person's are gone everywhere within it. Milliseconds. */
const remembered = 3600 * 1000

const place = (person: string, id: string): string => `person_key/${person}/${id}`

export function personKeys({
  vault,
  clock,
}: {
  readonly vault: Vault
  readonly clock: Clock
}): (person: PersonId) => PersonKey {
  const known = new Map<PersonId, PersonKey>()

  function make(person: PersonId): PersonKey {
    const id = randomToken(16)
    const secret = randomToken(32)
    const wrapped = vault.encrypt(place(person, id), secret)
    const key = secretKey(Buffer.from(secret, 'base64url'))
    return { id, key, row: { id, person_id: person, wrapped, created: clock.now() }, stored: false }
  }
  return (person) => {
    const found = known.get(person)
    if (found !== undefined && clock.now() - found.row.created < remembered) return found
    const made = make(person)
    known.delete(person)
    if (known.size >= kept) known.delete(known.keys().next().value as PersonId)
    known.set(person, made)
    return made
  }
}

export const unwrap = (vault: Vault, row: PersonKeyRow): KeyObject =>
  secretKey(Buffer.from(vault.decrypt(place(row.person_id, row.id), row.wrapped), 'base64url'))
