/** The identity number that belongs to a personal certificate: it stands in no certificate, and only its issuer or the operator knows it. */
import { createHash } from 'node:crypto'
import { NationalId } from '#base/national-id.ts'
import type { Certificate } from '#x509/certificate.ts'
import { attribute, type FoundNumber } from '#x509/checker.ts'
import type { TrustEntry } from '#x509/trust.ts'
import type { Standing } from '#x509/validate.ts'

export function numberOf(
  certificate: Certificate,
  { number: source }: TrustEntry,
  { extensions, tried }: Standing & { status: 'good' },
): FoundNumber {
  if (source === undefined) return { kind: 'none' }
  if (source.from === 'table')
    return read(
      keysOf(certificate)
        .map(source.find)
        .find((one) => one !== undefined),
    )
  // Lists tell no numbers: the responder was asked, and said why not.
  if (extensions === undefined) return { kind: tried.some((one) => refusals.has(one)) ? 'refused' : 'unavailable' }
  return read(extensions.get(source.extension)?.toString())
}

const refusals = new Set(['ocsp:unauthorized', 'ocsp:signature-required'])

/** The subject's `serialNumber`, and the certificate itself: some issuers draw a new number for each. */
const keysOf = (certificate: Certificate): readonly string[] => [
  ...attribute(certificate, '2.5.4.5'),
  createHash('sha256').update(certificate.der).digest('hex'),
]

/** Responders write it as a text of one kind or another: only the digits count. */
function read(text: string | undefined): FoundNumber {
  if (text === undefined) return { kind: 'none' }
  const number = NationalId.read(text.replaceAll(/\D/g, ''))
  return typeof number === 'object' ? { kind: 'found', number } : { kind: 'none' }
}
