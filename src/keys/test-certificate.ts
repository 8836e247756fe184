/** For tests: certificates (X.509, RFC 5280 §4.1) with nothing in them but a name, a key and two dates. */
import { type KeyObject, sign } from 'node:crypto'

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const nameOf = (name: string): Buffer =>
  der(0x30, der(0x31, der(0x30, hex('0603550403'), der(0x0c, Buffer.from(name)))))
const time = (milliseconds: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(milliseconds).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`))

export interface CertificateInput {
  readonly name: string
  readonly key: KeyObject
  readonly issuer: string
  /** RSA. */
  readonly issuerKey: KeyObject
  /** Milliseconds. */
  readonly until: number
}

/** PEM. */
export function testCertificate({ name, key, issuer, issuerKey, until }: CertificateInput): string {
  const algorithm = hex('300d06092a864886f70d01010b0500')
  const content = der(
    0x30,
    hex('a003020102'),
    hex('020101'),
    algorithm,
    nameOf(issuer),
    der(0x30, time(until - 365 * 24 * 3_600_000), time(until)),
    nameOf(name),
    key.export({ format: 'der', type: 'spki' }),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, issuerKey))
  const lines =
    der(0x30, content, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
