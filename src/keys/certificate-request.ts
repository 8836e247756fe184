/** A request for a certificate (PKCS #10, RFC 2986) for one of our signing keys: the private half never leaves the house. */
import { constants, createPublicKey, sign, type SignKeyObjectInput } from 'node:crypto'
import type { Signer, SigningAlgorithm } from '#keys/keys.ts'

interface Rules {
  readonly digest: 'sha256' | null
  readonly options: Omit<SignKeyObjectInput, 'key'>
  /** AlgorithmIdentifier, DER in hexadecimal. */
  readonly identifier: string
}

const rules: Readonly<Record<SigningAlgorithm, Rules>> = {
  RS256: { digest: 'sha256', options: {}, identifier: '300d06092a864886f70d01010b0500' },
  // RFC 4055 §3.1: SHA-256, MGF1 with SHA-256, 32 bytes of salt.
  PS256: {
    digest: 'sha256',
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    identifier:
      '304106092a864886f70d01010a3034a00f300d06096086480165030402010500' +
      'a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
  },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'der' }, identifier: '300a06082a8648ce3d040302' },
  EdDSA: { digest: null, options: {}, identifier: '300506032b6570' },
}

/** PEM. The name is the gateway's host; whoever issues the certificate puts the organisation into it. */
export function certificateRequest({ algorithm, privateKey }: Signer, host: string): string {
  const { digest, options, identifier } = rules[algorithm]
  const commonName = sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(host)))
  const info = sequence(
    Buffer.from('020100', 'hex'),
    sequence(der(0x31, commonName)),
    createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
    // No attributes.
    Buffer.from('a000', 'hex'),
  )
  const signature = sign(digest, info, { key: privateKey, ...options })
  const request = sequence(info, Buffer.from(identifier, 'hex'), der(0x03, Buffer.from([0]), signature))
  const lines = request.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n')
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}
