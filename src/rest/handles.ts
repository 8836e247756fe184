/**
 * Who can find a session, and who can open it. The user's address holds a random handle; the session's id is made from it under
 * a key of the house, so who has the address knows no id. What a session holds is sealed under a key made from the id; the
 * store knows the id's hash alone, so neither the store nor the key file opens a session without the other and the id.
 */
import type { KeyObject } from 'node:crypto'
import { deriveKey, hmac, randomToken, sha256 } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'

export interface Handles {
  newHandle(): string
  /** Undefined: no handle at all. */
  idOf(handle: string): string | undefined
  /** Where the store has it. */
  placeOf(id: string): string
  seal(id: string, what: 'asked' | 'result', value: unknown): string
  /** Undefined: another session's, or changed. */
  unseal<T>(id: string, what: 'asked' | 'result', sealed: string): T | undefined
}

/** 256 bits. */
const shape = /^[\w-]{43}$/

/** `key`: of its own use, from the key file. */
export function openHandles(key: KeyObject): Handles {
  const keyOf = (id: string): KeyObject => deriveKey(Buffer.from(hmac(key, `seal\0${id}`)), 'inngang', 'rest session')
  const within = (id: string, what: string): string => `rest:${sha256(id)}:${what}`
  return {
    newHandle: () => randomToken(32),
    idOf: (handle) => (shape.test(handle) ? hmac(key, `id\0${handle}`) : undefined),
    placeOf: (id) => sha256(id),
    seal: (id, what, value) => seal(keyOf(id), within(id, what), value),
    unseal: <T>(id: string, what: string, sealed: string) => unseal<T>(keyOf(id), within(id, what), sealed),
  }
}
