/** A file of those whom the operator trusts to issue certificates. */
import { X509Certificate } from 'node:crypto'

/** All certificates of a file (PEM); undefined: one of them is none, or there is none. */
export function readIssuers(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  const read = blocks.map(readOne)
  return read.length > 0 && read.every((one) => one !== undefined) ? read : undefined
}

function readOne(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
