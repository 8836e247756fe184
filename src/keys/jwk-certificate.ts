/**
 * The certificate of somebody's key (`x5c`, RFC 7517 §4.7 and RFC 7515 §4.1.6): base64 of DER, its own first. Read strictly, so
 * that one certificate is written in one way. Whether it is to be trusted is not asked here.
 */
import { type KeyObject, X509Certificate } from 'node:crypto'
import type { WrittenKey } from '#keys/public-jwk.ts'

/** A chain has three or four. */
const mostCertificates = 10

/** The bytes of the first certificate, whatever they are; undefined: no `x5c` as it should be. */
export function firstInChain(x5c: unknown): Buffer | undefined {
  if (!isList(x5c)) return undefined
  const [first] = x5c
  return typeof first === 'string' ? strictBase64(first) : undefined
}

/** The bytes of them all; undefined: one of them is not as it should be. */
export function chainOf(x5c: unknown): readonly Buffer[] | undefined {
  const all = isList(x5c) ? x5c.map((one) => (typeof one === 'string' ? strictBase64(one) : undefined)) : []
  return all.length > 0 && all.every((one) => one !== undefined) ? all : undefined
}

const isList = (x5c: unknown): x5c is readonly unknown[] =>
  Array.isArray(x5c) && x5c.length > 0 && x5c.length <= mostCertificates

/** RFC 4648 §4: with padding, and nothing besides. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined
}

/** DER and nothing behind it; the library reads PEM, too, and stops where the certificate ends. */
export function readCertificate(der: Buffer): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der)
    return certificate.raw.equals(der) ? certificate : undefined
  } catch {
    // What OpenSSL says of it helps nobody who wrote it.
    return undefined
  }
}

/** Undefined: the key has none. A text: what is wrong, as the rest of a sentence that begins with the key. */
export function certificateOfJwk({ x5c }: WrittenKey, key: KeyObject): X509Certificate | string | undefined {
  if (x5c === undefined) return undefined
  const der = firstInChain(x5c)
  const certificate = der && readCertificate(der)
  if (certificate === undefined) return 'must have x5c as a list of certificates in base64 of DER, its own first'
  // RFC 7517 §4.7. By bytes: `equals` of keys of two kinds leaves an error behind in OpenSSL.
  return bytesOf(certificate.publicKey).equals(bytesOf(key)) ? certificate : 'has the certificate of another key in x5c'
}

const bytesOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' })
