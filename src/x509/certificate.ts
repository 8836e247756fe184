/** A certificate as plain facts (RFC 5280 §4): read once, whole; what cannot be read is no certificate. */
import { type BitString, type Integer, type OctetString } from 'asn1js'
import {
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  Certificate as Parsed,
  type CertificatePolicies,
  type Extension,
  type ExtKeyUsage,
  type GeneralNames,
  type InfoAccess,
  type NameConstraints,
  type PolicyConstraints,
  type PolicyMappings,
} from 'pkijs'
import { sha256 } from '#base/secrets.ts'
import { type GeneralName, generalNameOf } from '#x509/general-name.ts'
import { ownBuffer } from '#x509/own-buffer.ts'
import { attributesOf, type Name, nameOf, textsOf } from '#x509/name.ts'
import { bitsOf, type DistributionPoint, readDistributionPoints } from '#x509/points.ts'

export interface Subtree {
  readonly base: GeneralName
  /** RFC 5280 §4.2.1.10: minimum 0 and no maximum, or nobody understands it. */
  readonly plain: boolean
}

export interface Algorithm {
  readonly oid: string
  /** DER of the parameters; undefined: absent. */
  readonly parameters: Uint8Array | undefined
}

export interface PublicKeyInfo {
  readonly algorithm: Algorithm
  readonly key: Uint8Array
  /** The whole, DER. */
  readonly der: Uint8Array
}

export type KeyUse = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign'

export interface Certificate {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly version: number
  /** Hexadecimal of its DER. */
  readonly serial: string
  readonly issuer: Name
  /** As it stands there, DER: a responder is asked by its hash. */
  readonly issuerDer: Uint8Array
  readonly subject: Name
  readonly subjectDer: Uint8Array
  /** As written: OID and text. */
  readonly subjectAttributes: readonly (readonly [oid: string, text: string])[]
  /** E-mail addresses in the subject: name constraints count them (§4.2.1.10). */
  readonly subjectEmails: readonly string[]
  /** Milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: PublicKeyInfo
  readonly signature: { readonly algorithm: Algorithm; readonly inner: Algorithm; readonly value: Uint8Array }
  readonly basic: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined
  readonly keyUse: ReadonlySet<KeyUse> | undefined
  readonly extendedKeyUse: readonly string[] | undefined
  readonly constraints: { readonly permitted: readonly Subtree[]; readonly excluded: readonly Subtree[] } | undefined
  readonly policies: readonly string[] | undefined
  readonly mappings: readonly (readonly [issuer: string, subject: string])[]
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
  readonly inhibitAnyPolicy: number | undefined
  readonly alternativeNames: readonly GeneralName[]
  readonly authorityKeyId: string | undefined
  readonly subjectKeyId: string | undefined
  readonly distributionPoints: readonly DistributionPoint[] | undefined
  /** Where the newest changes to those lists are (§4.2.1.15). */
  readonly freshest: readonly DistributionPoint[] | undefined
  /** Addresses of responders (OCSP). */
  readonly responders: readonly string[]
  /** A responder's certificate whose own standing need not be asked for (RFC 6960 §4.2.2.2.1). */
  readonly noCheck: boolean
  /** Critical extensions that nobody here processes: such a certificate is good for nothing (§4.2). */
  readonly notUnderstood: readonly string[]
}

export class BadCertificate extends Error {
  override readonly name = 'BadCertificate'
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The same come again and again (issuers, responders, clients), and reading one takes longer than all the rest of a check. */
const remembered = new Map<string, Certificate>()
const mostRemembered = 500

/** @throws BadCertificate */
export function readCertificate(der: Uint8Array): Certificate {
  const key = sha256(der)
  const known = remembered.get(key)
  if (known !== undefined) return known
  const read = readAnew(der)
  const [oldest] = remembered.keys()
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest)
  remembered.set(key, read)
  return read
}

function readAnew(der: Uint8Array): Certificate {
  try {
    const own = ownBuffer(der)
    return factsOf(new Uint8Array(own), Parsed.fromBER(own))
  } catch (cause) {
    throw new BadCertificate('not a certificate', { cause })
  }
}

function factsOf(der: Uint8Array, c: Parsed): Certificate {
  const extensions = new Map((c.extensions ?? []).map((one) => [one.extnID, one]))
  // §4.2: not more than one of each.
  if (extensions.size !== (c.extensions ?? []).length) throw new Error('an extension stands twice')
  const value = <T>(oid: string): T | undefined => parsedValue(extensions.get(oid)) as T | undefined
  const policyConstraints = value<PolicyConstraints>('2.5.29.36')
  return {
    der,
    tbs: c.tbsView,
    version: c.version,
    serial: serialOf(c.serialNumber),
    issuer: nameOf(c.issuer),
    issuerDer: new Uint8Array(c.issuer.toSchema().toBER(false)),
    subject: nameOf(c.subject),
    subjectDer: new Uint8Array(c.subject.toSchema().toBER(false)),
    subjectAttributes: textsOf(c.subject),
    subjectEmails: attributesOf(c.subject, '1.2.840.113549.1.9.1'),
    notBefore: c.notBefore.value.getTime(),
    notAfter: c.notAfter.value.getTime(),
    publicKey: publicKeyOf(c),
    signature: {
      algorithm: algorithmOf(c.signatureAlgorithm),
      inner: algorithmOf(c.signature),
      // Signatures are whole bytes: of one that is not, nothing is left that could hold.
      value: c.signatureValue.valueBlock.unusedBits === 0 ? c.signatureValue.valueBlock.valueHexView : new Uint8Array(),
    },
    basic: basicOf(value('2.5.29.19')),
    keyUse: keyUseOf(value('2.5.29.15')),
    extendedKeyUse: value<ExtKeyUsage>('2.5.29.37')?.keyPurposes,
    constraints: constraintsOf(value('2.5.29.30')),
    policies: value<CertificatePolicies>('2.5.29.32')?.certificatePolicies.map((one) => one.policyIdentifier),
    mappings: (value<PolicyMappings>('2.5.29.33')?.mappings ?? []).map(
      (one) => [one.issuerDomainPolicy, one.subjectDomainPolicy] as const,
    ),
    requireExplicitPolicy: policyConstraints?.requireExplicitPolicy,
    inhibitPolicyMapping: policyConstraints?.inhibitPolicyMapping,
    inhibitAnyPolicy: numberOf(value('2.5.29.54')),
    alternativeNames:
      (value<GeneralNames>('2.5.29.17') as { altNames?: [] } | undefined)?.altNames?.map(generalNameOf) ?? [],
    authorityKeyId: octetsOf(value<AuthorityKeyIdentifier>('2.5.29.35')?.keyIdentifier),
    subjectKeyId: octetsOf(value('2.5.29.14')),
    distributionPoints: pointsIn(extensions.get('2.5.29.31'), nameOf(c.issuer)),
    freshest: pointsIn(extensions.get('2.5.29.46'), nameOf(c.issuer)),
    responders: respondersOf(value('1.3.6.1.5.5.7.1.1')),
    noCheck: extensions.has('1.3.6.1.5.5.7.48.1.5'),
    notUnderstood: [...extensions.values()].filter(isNotUnderstood).map((one) => one.extnID),
  }
}

/** Processed here, or by those who call: the purposes of a key are theirs to demand. */
const understood = new Set(
  ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.30', '2.5.29.31', '2.5.29.32', '2.5.29.33', '2.5.29.36'].concat([
    '2.5.29.37',
    '2.5.29.54',
    '2.5.29.14',
    '2.5.29.35',
    '2.5.29.46',
    '1.3.6.1.5.5.7.48.1.5',
  ]),
)
const isNotUnderstood = ({ extnID, critical }: Extension): boolean => critical && !understood.has(extnID)

/** The library leaves undefined what it cannot read; where we understand the extension that is a fault. */
function parsedValue(extension: Extension | undefined): unknown {
  if (extension === undefined) return undefined
  const { parsedValue: parsed } = extension as { parsedValue?: { parsingError?: string } }
  if (parsed === undefined || parsed.parsingError) throw new Error(`extension ${extension.extnID} cannot be read`)
  return parsed
}

const pointsIn = (extension: Extension | undefined, issuer: Name): readonly DistributionPoint[] | undefined =>
  extension && readDistributionPoints(extension.extnValue.valueBlock.valueHexView, issuer)

/** As it is written: a leading zero tells a positive number from a negative one. */
export const serialOf = (serial: Integer): string => hex(serial.valueBlock.valueHexView)

interface ParsedAlgorithm {
  readonly algorithmId: string
  readonly algorithmParams?: unknown
}
export const algorithmOf = ({ algorithmId, algorithmParams }: ParsedAlgorithm): Algorithm => ({
  oid: algorithmId,
  parameters:
    algorithmParams === undefined
      ? undefined
      : new Uint8Array((algorithmParams as { toBER(sizeOnly: boolean): ArrayBuffer }).toBER(false)),
})

const publicKeyOf = (c: Parsed): PublicKeyInfo => ({
  algorithm: algorithmOf(c.subjectPublicKeyInfo.algorithm),
  key: c.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
  der: new Uint8Array(c.subjectPublicKeyInfo.toSchema().toBER(false)),
})

function basicOf(value: BasicConstraints | undefined): Certificate['basic'] {
  return value && { ca: value.cA, pathLength: numberOf(value.pathLenConstraint) }
}

/** Numbers come bare when they are small, else as ASN.1. */
export function numberOf(value: number | Integer | undefined): number | undefined {
  if (value === undefined || typeof value === 'number') return value
  return Number(BigInt(`0x${hex(value.valueBlock.valueHexView)}`))
}

const uses: readonly (KeyUse | undefined)[] = [
  ...(['digitalSignature', 'nonRepudiation', undefined, undefined, undefined, 'keyCertSign', 'cRLSign'] as const),
]

function keyUseOf(value: BitString | undefined): ReadonlySet<KeyUse> | undefined {
  if (value === undefined) return undefined
  const set = bitsOf(value.valueBlock.valueHexView)
  return new Set(uses.filter((use, i): use is KeyUse => use !== undefined && set.has(i)))
}

const octetsOf = (value: OctetString | undefined): string | undefined => value && hex(value.valueBlock.valueHexView)

function constraintsOf(value: NameConstraints | undefined): Certificate['constraints'] {
  if (value === undefined) return undefined
  const subtree = ({ base, minimum, maximum }: NonNullable<NameConstraints['permittedSubtrees']>[number]): Subtree => ({
    base: generalNameOf(base),
    plain: numberOf(minimum) === 0 && maximum === undefined,
  })
  return {
    permitted: (value.permittedSubtrees ?? []).map(subtree),
    excluded: (value.excludedSubtrees ?? []).map(subtree),
  }
}

const ocsp = '1.3.6.1.5.5.7.48.1'
const respondersOf = (value: InfoAccess | undefined): readonly string[] =>
  (value?.accessDescriptions ?? [])
    .filter((one) => one.accessMethod === ocsp)
    .map((one) => generalNameOf(one.accessLocation))
    .flatMap((name) => (name.kind === 'uri' ? [name.value] : []))
