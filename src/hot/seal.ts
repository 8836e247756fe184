/** Encrypts what lies in hot state under a key that only the bearer (a browser's cookie, a client's code) holds. */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { randomPart } from '#base/secrets.ts'

const format = 1
const nonceLength = 12
const tagLength = 16

/** AES-256-GCM with a fresh nonce; `place` (the store's key) is authenticated, so a record moved elsewhere does not open. */
export function seal(key: KeyObject, place: string, value: unknown): string {
  const nonce = randomPart(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(`${place}#${format}`))
  return Buffer.concat([
    nonce,
    cipher.update(JSON.stringify(value), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64url')
}

/** What was sealed, or undefined: another key, another place, or changed on the way. */
export function unseal<T>(key: KeyObject, place: string, sealed: string): T | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= nonceLength + tagLength) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(`${place}#${format}`))
  decipher.setAuthTag(bytes.subarray(-tagLength))
  try {
    const text = decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + decipher.final('utf8')
    return JSON.parse(text) as T
  } catch {
    // The only failure here is authentication: the caller treats it as "this bearer has no such thing".
    return undefined
  }
}
