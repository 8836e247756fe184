/** A certificate for the tests' own https, signed by itself and gone with the process (X.690 DER, RFC 5280 §4.1). Nothing is kept on disk. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface Certificate {
  readonly cert: string
  readonly key: string
  /** Base64 of SHA-256 over the public key: by this Chromium is told to accept it, and it alone. */
  readonly spki: string
}

export function certificateFor(hosts: readonly string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)) // ecdsa-with-SHA256
  const name = sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), text(0x0c, 'Inngang tests')))) // commonName
  const alternatives = sequence(...hosts.map((host) => text(0x82, host)))
  const extensions = sequence(sequence(oid(0x55, 0x1d, 0x11), tagged(0x04, alternatives))) // subjectAltName
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))), // version 3
    tagged(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name,
    sequence(text(0x18, '20200101000000Z'), text(0x18, '20991231235959Z')),
    name,
    spki,
    tagged(0xa3, extensions),
  )
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]))
  const der = sequence(body, algorithm, signature)
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    spki: createHash('sha256').update(spki).digest('base64'),
  }
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const oid = (...bytes: readonly number[]): Buffer => tagged(0x06, Buffer.from(bytes))
const text = (tag: number, value: string): Buffer => tagged(tag, Buffer.from(value))
