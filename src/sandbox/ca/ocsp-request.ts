/** Reads questions to a responder (RFC 6960 §4.1). */
import { verify, X509Certificate } from 'node:crypto'
import { type Element, inside, readElements, readOid, tags } from '#keys/der.ts'

export interface OcspQuestion {
  /** The whole CertID, to be repeated. */
  readonly id: Buffer
  readonly issuerNameHash: Buffer
  readonly issuerKeyHash: Buffer
  readonly serial: Buffer
  /** Content of each extension's octets, by OID. */
  readonly extensions: ReadonlyMap<string, Buffer>
  /** Who signed it, if the signature holds. */
  readonly signedBy: X509Certificate | undefined
}

/** Undefined: not a question, or about more than one certificate. */
export function readQuestion(der: Buffer): OcspQuestion | undefined {
  const [whole] = readElements(der) ?? []
  const [content, signature] = inside(whole, tags.sequence) ?? []
  const fields = inside(content, tags.sequence) ?? []
  const [request, ...others] =
    inside(
      fields.find(({ tag }) => tag === tags.sequence),
      tags.sequence,
    ) ?? []
  const [id] = inside(request, tags.sequence) ?? []
  const [, nameHash, keyHash, serial] = inside(id, tags.sequence) ?? []
  if (id === undefined || nameHash === undefined || keyHash === undefined || serial === undefined) return undefined
  if (others.length > 0 || content === undefined) return undefined
  return {
    id: id.whole,
    issuerNameHash: nameHash.content,
    issuerKeyHash: keyHash.content,
    serial: serial.content,
    extensions: new Map([...extensionsAt(fields, 0xa2), ...extensionsAt(inside(request, tags.sequence) ?? [], 0xa0)]),
    signedBy: signature && signerOf(content, signature),
  }
}

function extensionsAt(fields: readonly Element[], tag: number): readonly (readonly [string, Buffer])[] {
  const list = fields.find((one) => one.tag === tag)
  const [all] = list === undefined ? [] : (readElements(list.content) ?? [])
  return (inside(all, tags.sequence) ?? []).flatMap((one) => {
    const parts = inside(one, tags.sequence) ?? []
    const [id] = parts
    const value = parts.at(-1)
    const name = id && readOid(id)
    return name === undefined || value?.tag !== tags.octets ? [] : [[name, value.content] as const]
  })
}

function signerOf(content: Element, signature: Element): X509Certificate | undefined {
  const [parts] = readElements(signature.content) ?? []
  const [, value, certificates] = inside(parts, tags.sequence) ?? []
  const [list] = certificates === undefined ? [] : (readElements(certificates.content) ?? [])
  const [first] = inside(list, tags.sequence) ?? []
  if (value === undefined || first === undefined) return undefined
  const certificate = new X509Certificate(first.whole)
  return verify('sha256', content.whole, certificate.publicKey, value.content.subarray(1)) ? certificate : undefined
}
