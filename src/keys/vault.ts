/** The vault: every symmetric key of the house, each with one use, and the key that signs the audit trail's seals. */
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { deriveKey, hmac, randomPart, secretKey } from '#base/secrets.ts'
import { type KeyFile, newKeyFile, readKeyFile } from '#keys/key-file.ts'
import type { World } from '#db/world.ts'
import type { Vault } from '#keys/keys.ts'

/** `create: false` for a file that an operator points to: a wrong path must not quietly become a new set of keys. */
export interface VaultOptions {
  readonly file: string
  readonly world: World
  readonly create?: boolean
}

/** @throws KeyFileFault */
export const openVault = ({ file, world, create = true }: VaultOptions): Vault =>
  vaultOf(readKeyFile(file, world, create))

/** Fresh keys that nobody keeps: for tests. */
export const vaultInMemory = (world: World = 'twin'): Vault => vaultOf(newKeyFile(world))

/** The cipher is broken, was moved from another place, or was made under another key file. */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt'
  constructor(place: string) {
    super(`cannot decrypt ${place}: changed, moved, or encrypted under another key file`)
  }
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

export function vaultOf(file: KeyFile): Vault {
  const encryption = secretKey(bytes(file.encryption))
  const pairwise = secretKey(bytes(file.pairwise))
  const [newest] = file.lookUp.toSorted((a, b) => b.version - a.version)
  if (newest === undefined) throw new RangeError('a key file has at least one look-up key')
  const lookUpKey = secretKey(bytes(newest.key))
  const sealKey = createPrivateKey({ key: bytes(file.seal), format: 'der', type: 'pkcs8' })
  const macKeys = new Map<string, KeyObject>()
  const macKey = (use: string): KeyObject => {
    const known = macKeys.get(use) ?? deriveKey(bytes(file.mac), 'inngang mac', use)
    macKeys.set(use, known)
    return known
  }
  return {
    world: file.world,
    encrypt: (place, plain) => encryptField(encryption, place, plain),
    decrypt: (place, cipher) => decryptField(encryption, place, cipher),
    lookUp: (digits) => ({ version: newest.version, hash: hmac(lookUpKey, digits) }),
    // A zero byte between the two: no sector and person can be cut otherwise and give the same text.
    pairwise: (sector, person) => hmac(pairwise, `${sector}\0${person}`),
    macKey,
    sealKey,
    sealPublicKey: createPublicKey(sealKey),
  }
}

const prefix = 'v1.'
const nonceLength = 12
const tagLength = 16

/**
 * `v1.` + base64url of nonce, cipher and tag: AES-256-GCM with `place` authenticated. Nonces are random, which one key
 * bears for 2³² texts (NIST SP 800-38D §8.3); what is written at every login has keys of its own.
 */
export function encryptField(key: KeyObject, place: string, plain: string): string {
  const nonce = randomPart(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(prefix + place))
  const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return prefix + body.toString('base64url')
}

/** @throws CannotDecrypt */
export function decryptField(key: KeyObject, place: string, text: string): string {
  const body = bytes(text.slice(prefix.length))
  if (!text.startsWith(prefix) || body.length < nonceLength + tagLength) throw new CannotDecrypt(place)
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(prefix + place))
  decipher.setAuthTag(body.subarray(-tagLength))
  const plain = decipher.update(body.subarray(nonceLength, -tagLength))
  try {
    return Buffer.concat([plain, decipher.final()]).toString('utf8')
  } catch {
    // `final` fails for one reason only: the tag does not fit.
    throw new CannotDecrypt(place)
  }
}
