/** Extensions of certificates (RFC 5280 §4.2), written. */
import { der, explicit, flags, implicit, integer, nothing, octets, oid, sequence, yes } from '#sandbox/ca/der.ts'

/** KeyUsage's bits by their names. */
const keyUses = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
} as const
export type KeyUse = keyof typeof keyUses

export const purposes = {
  clientAuth: '1.3.6.1.5.5.7.3.2',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  smartcardLogon: '1.3.6.1.4.1.311.20.2.2',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const

export const extension = (id: string, value: Uint8Array, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value))

export interface ExtensionWishes {
  readonly ca?: boolean | undefined
  readonly pathLength?: number | undefined
  readonly keyUse?: readonly KeyUse[] | undefined
  readonly purposes?: readonly string[] | undefined
  readonly policies?: readonly string[] | undefined
  /** Addresses. */
  readonly ocsp?: readonly string[] | undefined
  readonly crl?: readonly string[] | undefined
  readonly freshest?: readonly string[] | undefined
  /** RFC 6960 §4.2.2.2.1: a responder's certificate that needs no check. */
  readonly noCheck?: boolean | undefined
  /** Names that those below may bear: DER of directory names. */
  readonly permitted?: readonly Uint8Array[] | undefined
  /** Written already: `extension(…)`. */
  readonly more?: readonly Uint8Array[] | undefined
}

const point = (addresses: readonly string[]): Buffer =>
  sequence(...addresses.map((one) => sequence(explicit(0, explicit(0, der(0x86, Buffer.from(one)))))))

export function extensionsOf(wish: ExtensionWishes, keyId: Uint8Array, issuerKeyId: Uint8Array): readonly Uint8Array[] {
  const { ca, keyUse, policies, ocsp = [], crl = [], freshest = [], permitted = [] } = wish
  const length = wish.pathLength === undefined ? [] : [integer(wish.pathLength)]
  const when = (given: boolean, made: () => Buffer): readonly Buffer[] => (given ? [made()] : [])
  return [
    extension('2.5.29.14', octets(keyId)),
    extension('2.5.29.35', sequence(implicit(0, issuerKeyId))),
    ...when(ca !== undefined, () => extension('2.5.29.19', sequence(...(ca ? [yes, ...length] : [])), true)),
    ...when(keyUse !== undefined, () => extension('2.5.29.15', flags((keyUse ?? []).map((one) => keyUses[one])), true)),
    ...when(wish.purposes !== undefined, () => extension('2.5.29.37', sequence(...(wish.purposes ?? []).map(oid)))),
    ...when(policies !== undefined, () =>
      extension('2.5.29.32', sequence(...(policies ?? []).map((one) => sequence(oid(one))))),
    ),
    ...when(ocsp.length > 0, () =>
      extension(
        '1.3.6.1.5.5.7.1.1',
        sequence(...ocsp.map((one) => sequence(oid('1.3.6.1.5.5.7.48.1'), der(0x86, Buffer.from(one))))),
      ),
    ),
    ...when(crl.length > 0, () => extension('2.5.29.31', point(crl))),
    ...when(freshest.length > 0, () => extension('2.5.29.46', point(freshest))),
    ...when(wish.noCheck === true, () => extension('1.3.6.1.5.5.7.48.1.5', nothing)),
    ...when(permitted.length > 0, () =>
      extension('2.5.29.30', sequence(explicit(0, ...permitted.map((one) => sequence(explicit(4, one))))), true),
    ),
    ...(wish.more ?? []),
  ]
}
