/** Sealing for the printer: JWE to its public key, so that nobody between the two reads a letter. */
import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import { encryptJwe, type JweAlgorithm } from '#keys/jwe.ts'
import type { LetterContent } from '#letters/pdf.ts'
import type { Manifest } from '#letters/printer.ts'

export interface PrinterKey {
  /** What the letter says besides its picture is for the twin's printer alone. */
  readonly seal: (pdf: Uint8Array, content: LetterContent) => Promise<string>
  readonly sealed: Manifest['sealed']
}

/** The printer's key is no key that letters can be sealed to. */
export class PrinterKeyFault extends Error {
  override readonly name = 'PrinterKeyFault'
}

const smallest = 2048
const curves = ['prime256v1', 'secp384r1', 'secp521r1']

/** PEM: RSA of at least 2048 bits, P-256, P-384, P-521 or X25519. @throws PrinterKeyFault */
export function printerKey(pem: string | KeyObject): PrinterKey {
  const key = typeof pem === 'string' ? readKey(pem) : pem
  const alg = algorithmOf(key)
  const enc = 'A256GCM'
  const kid = hash('sha256', key.export({ type: 'spki', format: 'der' }), 'base64url')
  return {
    seal: (pdf) => encryptJwe({ key, alg, enc, kid, cty: undefined }, pdf),
    sealed: { alg, enc, kid },
  }
}

function readKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY'))
    throw new PrinterKeyFault("the printer's key is its private one: it must never leave the printer")
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new PrinterKeyFault("the printer's key cannot be read as PEM", { cause })
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): JweAlgorithm {
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= smallest) return 'RSA-OAEP-256'
  const onCurve = asymmetricKeyType === 'ec' && curves.includes(asymmetricKeyDetails?.namedCurve ?? '')
  if (onCurve || asymmetricKeyType === 'x25519') return 'ECDH-ES+A256KW'
  throw new PrinterKeyFault("the printer's key must be RSA of at least 2048 bits, P-256, P-384, P-521 or X25519")
}
