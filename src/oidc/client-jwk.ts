/** A client's key as it is written in a JWK Set (RFC 7517 §5), judged by `keys/`: that of its registration and that at its own address alike. */
import { certificateOfJwk } from '#keys/jwk-certificate.ts'
import { readEncryptionKey, readSignatureKey, type WrittenKey } from '#keys/public-jwk.ts'
import type { ClientEncryptionKey, ClientKey } from '#oidc/client.ts'

/** A key that encrypts is told by its `use`; every other key signs. */
export const isForEncryption = ({ use }: WrittenKey): boolean => use === 'enc'

/** What is wrong with the key, as the rest of a sentence, or the key. */
export function readClientKey(jwk: WrittenKey): ClientKey | string {
  const read = readSignatureKey(jwk)
  if (typeof read === 'string') return read
  const certificate = certificateOfJwk(jwk, read.key)
  if (typeof certificate === 'string') return certificate
  return expiryFault(jwk) ?? { ...read, certificate, expires: expiryOf(jwk) }
}

export function readClientEncryptionKey(jwk: WrittenKey): ClientEncryptionKey | string {
  const read = readEncryptionKey(jwk)
  return typeof read === 'string' ? read : (expiryFault(jwk) ?? { ...read, expires: expiryOf(jwk) })
}

/** Only what is wrong with it, whatever it is for. */
export function clientKeyFault(jwk: WrittenKey): string | undefined {
  const read = isForEncryption(jwk) ? readClientEncryptionKey(jwk) : readClientKey(jwk)
  return typeof read === 'string' ? read : undefined
}

const expiryFault = ({ exp }: WrittenKey): string | undefined =>
  exp === undefined || (typeof exp === 'number' && exp >= 0 && exp <= 1e11)
    ? undefined
    : 'must have exp in seconds since 1970'

/** Milliseconds. `exp` is no member of RFC 7517, but the usual one for when a registered key ends. */
const expiryOf = ({ exp }: WrittenKey): number | undefined => (typeof exp === 'number' ? exp * 1000 : undefined)

/** Why a key that is registered does not count at this time, as the rest of a sentence; undefined: it does. */
export function keyTimeFault({ expires, certificate }: Pick<ClientKey, 'expires' | 'certificate'>, now: number) {
  if (expires !== undefined && expires <= now) return 'has expired'
  if (certificate === undefined) return undefined
  if (certificate.validToDate.getTime() <= now) return 'has a certificate that has expired'
  return certificate.validFromDate.getTime() > now ? 'has a certificate that is not valid yet' : undefined
}
