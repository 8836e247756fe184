/** Keys that are the same again after a restart, from one secret in the data folder: a card that is installed in a browser stays good. */
import { createECDH, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import { randomPart } from '#base/secrets.ts'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { KeyPair } from '#sandbox/ca/certificate.ts'

export interface Seed {
  /** On P-256. */
  pair(name: string): KeyPair
  bytes(name: string, length: number): Buffer
}

/** Undefined: nothing on disk (tests). Read, or made, with the first key. */
export function openSeed(dataFolder: string | undefined): Seed {
  let secret: Buffer | undefined
  const bytes = (name: string, length: number): Buffer => {
    secret ??= dataFolder === undefined ? randomPart(32) : kept(join(dataFolder, 'sandbox-cards.seed'))
    return Buffer.from(hkdfSync('sha256', secret, '', `inngang sandbox card ${name}`, length))
  }
  return {
    bytes,
    pair(name) {
      const curve = createECDH('prime256v1')
      const d = bytes(name, 32)
      curve.setPrivateKey(d)
      const point = curve.getPublicKey()
      const text = (part: Buffer): string => part.toString('base64url')
      const jwk = { kty: 'EC', crv: 'P-256', x: text(point.subarray(1, 33)), y: text(point.subarray(33)), d: text(d) }
      const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
      return { privateKey, publicKey: createPublicKey(privateKey) }
    },
  }
}

/** Of two that make it at once the first one's stays. */
function kept(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, randomPart(32), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(path)
  if (secret.length !== 32) throw new Error(`${path} is damaged: delete it, and new cards are made at the next start`)
  return secret
}
