/** Whether a certificate may authenticate anybody: what its key is for and what it is made of. Who vouches for it is another question. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { isRoca } from '#keys/roca.ts'
import type { Certificate } from '#x509/certificate.ts'
import { allowedToday } from '#x509/signature.ts'

export type LeafFault = 'key-use' | 'purpose' | 'is-ca' | 'weak-key'

const clientAuth = '1.3.6.1.5.5.7.3.2'
const anyPurpose = '2.5.29.37.0'

export function leafFault({ basic, keyUse, extendedKeyUse, publicKey }: Certificate): LeafFault | undefined {
  if (basic?.ca === true) return 'is-ca'
  // RFC 5280 §4.2.1.3. Certificates to sign documents or to encrypt with come from the same issuers: they prove no presence.
  if (keyUse?.has('digitalSignature') !== true) return 'key-use'
  // §4.2.1.12: where purposes stand, no other counts.
  if (extendedKeyUse !== undefined && !extendedKeyUse.some((one) => one === clientAuth || one === anyPurpose))
    return 'purpose'
  return isWeak(publicKey.der) ? 'weak-key' : undefined
}

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

function isWeak(der: Uint8Array): boolean {
  const key = keyOf(der)
  if (key?.asymmetricKeyType === 'ec') return !curves.has(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (key?.asymmetricKeyType === 'ed25519') return false
  if (key?.asymmetricKeyType !== 'rsa') return true
  const short = (key.asymmetricKeyDetails?.modulusLength ?? 0) < allowedToday.leastRsaBits
  return short || isRoca(String(key.export({ format: 'jwk' }).n))
}

function keyOf(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
  } catch {
    // A key of a kind that OpenSSL does not know proves nothing.
    return undefined
  }
}
