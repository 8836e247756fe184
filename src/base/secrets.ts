/** Random values, hashes and comparisons that leak nothing by their timing. */
import {
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'

/** Random bytes are drawn this many at a time: asking the system for each few of them costs four times as much. */
const drawn = 4096
let pool = Buffer.alloc(0)
let used = 0

/** `bytes` fresh random bytes: never handed out twice, and not kept. */
export function randomPart(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    pool = randomBytes(Math.max(drawn, bytes))
    used = 0
  }
  const part = Buffer.from(pool.subarray(used, used + bytes))
  pool.fill(0, used, used + bytes)
  used += bytes
  return part
}

/** `bytes` random bytes as base64url: 16 → 22 characters, 32 → 43. */
export const randomToken = (bytes = 32): string => randomPart(bytes).toString('base64url')

/** Letters and digits that cannot be mistaken for one another, read or heard: 31 of them, 4.95 bits each. */
export const readableCharacters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** A code for a person to type: uniformly random, `length` × 4.95 bits. */
export const randomCode = (length: number): string =>
  Array.from({ length }, () => readableCharacters[randomInt(readableCharacters.length)]).join('')

/** Uniformly random, from 0 up to and without `below`. */
export const randomBelow = (below: number): number => randomInt(below)

/** Bearer handles are kept under this, never as they are, so a read of the store opens nothing. 43 characters. */
export const sha256 = (value: string | Uint8Array): string => hash('sha256', value, 'base64url')

/** HMAC-SHA-256, base64url. Takes a KeyObject: a raw key costs seven times as much CPU. */
export const hmac = (key: KeyObject, value: string | Uint8Array): string =>
  createHmac('sha256', key).update(value).digest('base64url')

export const secretKey = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

/** HKDF-SHA-256 (RFC 5869) to a 256-bit key. `info` names the one use of the key. Never for a secret that a person chose. */
export const deriveKey = (secret: Uint8Array, salt: string, info: string): KeyObject =>
  createSecretKey(expand(secret, salt, info, 32))

/** The same, 512 bits in one go, as two keys. */
export function deriveTwoKeys(secret: Uint8Array, salt: string, info: string): readonly [KeyObject, KeyObject] {
  const bytes = expand(secret, salt, info, 64)
  return [createSecretKey(bytes.subarray(0, 32)), createSecretKey(bytes.subarray(32))]
}

const expand = (secret: Uint8Array, salt: string, info: string, length: number): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, salt, info, length))

/** Compares in a time that depends on the lengths alone. */
export function constantTimeEqual(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
