/**
 * The refresh token: `<family 22>.<secret 43>`. A family is one grant's row of refresh tokens, of which one counts at a time;
 * it bears the grant's id. The database knows the hash of the secret, and keeps what was granted sealed under the secret itself.
 */
import type { KeyObject } from 'node:crypto'
import type { GrantId } from '#base/ids.ts'
import { constantTimeEqual, deriveKey, hmac, randomPart, sha256 } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { Vault } from '#keys/keys.ts'
import type { Granted } from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'

export interface RefreshToken {
  readonly family: GrantId
  readonly secret: string
}

/** What the family carries from one token to the next. It never grows: a refresh that asks for less changes nothing here. */
export interface Carried {
  readonly content: Granted
  /** The key that a public client must go on proving (RFC 9449 §5, RFC 8705 §4). */
  readonly bound: Binding | undefined
}

type MacVault = Pick<Vault, 'macKey'>

const half = 16

/**
 * Half of the secret is random, half a MAC over it: so every secret that a family ever had is known for one, however many came
 * after it, and none of them has to be kept.
 */
export function newRefreshToken(vault: MacVault, family: GrantId): RefreshToken {
  const random = randomPart(half)
  return { family, secret: Buffer.concat([random, macOf(vault, family, random)]).toString('base64url') }
}

export const refreshTokenText = ({ family, secret }: RefreshToken): string => `${family}.${secret}`

export function readRefreshToken(text: string): RefreshToken | undefined {
  const parts = /^([\w-]{22})\.([\w-]{43})$/.exec(text)
  const secret = parts?.[2] ?? ''
  // RFC 4648 §3.5: its last two bits say nothing, so there are other spellings of the same bytes. We gave out one.
  if (parts === null || Buffer.from(secret, 'base64url').toString('base64url') !== secret) return undefined
  return { family: parts[1] as GrantId, secret }
}

/** We gave it out once, in this family. */
export function wasOurs(vault: MacVault, { family, secret }: RefreshToken): boolean {
  const bytes = Buffer.from(secret, 'base64url')
  const mac = macOf(vault, family, bytes.subarray(0, half))
  return constantTimeEqual(mac.toString('base64url'), bytes.subarray(half).toString('base64url'))
}

const macOf = (vault: MacVault, family: GrantId, random: Uint8Array): Buffer =>
  Buffer.from(hmac(vault.macKey('refresh token'), Buffer.concat([Buffer.from(family), random])), 'base64url').subarray(
    0,
    half,
  )

export const hashOf = ({ secret }: RefreshToken): string => sha256(secret)

export const sealCarried = (token: RefreshToken, carried: Carried): string => seal(keyOf(token), place(token), carried)
export const openCarried = (token: RefreshToken, sealed: string): Carried | undefined =>
  unseal<Carried>(keyOf(token), place(token), sealed)

const place = ({ family }: RefreshToken): string => `refresh:${family}`
const keyOf = ({ secret }: RefreshToken): KeyObject => deriveKey(Buffer.from(secret), 'inngang', 'refresh')
