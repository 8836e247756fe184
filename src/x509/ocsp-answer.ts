/** A responder's answers as plain facts (RFC 6960 §4.2), read strictly as DER. What they are worth is `ocsp-judge.ts`'s to say. */
import { type Element, inside, readElements, readOid, tags } from '#keys/der.ts'
import type { Algorithm } from '#x509/certificate.ts'
import type { CertId } from '#x509/ocsp-question.ts'

export interface OcspAnswer {
  readonly tbs: Uint8Array
  readonly signature: { readonly algorithm: Algorithm; readonly value: Uint8Array }
  /** ResponderID: a name (DER), or the SHA-1 of a key. */
  readonly responder: { readonly by: 'name' | 'key'; readonly value: Buffer }
  /** Milliseconds. */
  readonly producedAt: number
  readonly singles: readonly Single[]
  readonly extensions: Extensions
  /** DER, as sent along. */
  readonly certificates: readonly Buffer[]
}

export interface Single {
  readonly id: CertId
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly extensions: Extensions
}

export interface Extensions {
  /** The content of each one's octets, by OID. */
  readonly values: ReadonlyMap<string, Buffer>
  /** A critical one that nobody here knows. */
  readonly notUnderstood: boolean
}

/** OCSPResponseStatus: why there is no answer. */
export type OcspRefusal =
  | 'malformed-request'
  | 'internal'
  | 'try-later'
  | 'signature-required'
  | 'unauthorized'
  | 'refused'

class NotDer extends Error {
  override readonly name = 'NotDer'
}

const refusals: ReadonlyMap<number, OcspRefusal> = new Map([
  [1, 'malformed-request'],
  [2, 'internal'],
  [3, 'try-later'],
  [5, 'signature-required'],
  [6, 'unauthorized'],
])

/** Undefined: not an answer as it should be. */
export function readAnswer(der: Uint8Array): OcspAnswer | OcspRefusal | undefined {
  try {
    return answerIn(only(readElements(Buffer.from(der))))
  } catch (error) {
    if (error instanceof NotDer) return undefined
    throw error
  }
}

const basic = '1.3.6.1.5.5.7.48.1.1'

function answerIn(whole: Element): OcspAnswer | OcspRefusal {
  const [status, bytes, ...rest] = parts(whole, tags.sequence)
  if (status?.tag !== 0x0a || status.content.length !== 1 || rest.length > 0) throw new NotDer()
  const code = status.content[0] ?? 0
  if (code !== 0) return refusals.get(code) ?? 'refused'
  const [type, value] = parts(only(parts(bytes, 0xa0)), tags.sequence)
  if (type === undefined || readOid(type) !== basic || value?.tag !== tags.octets) throw new NotDer()
  const [content, algorithm, signature, sent] = parts(only(readElements(value.content)), tags.sequence)
  if (content === undefined || algorithm === undefined) throw new NotDer()
  return {
    tbs: content.whole,
    signature: { algorithm: algorithmIn(algorithm), value: bitsIn(signature) },
    ...dataIn(content),
    certificates: sent === undefined ? [] : parts(only(parts(sent, 0xa0)), tags.sequence).map((one) => one.whole),
  }
}

/** ResponseData. */
function dataIn(content: Element): Pick<OcspAnswer, 'responder' | 'producedAt' | 'singles' | 'extensions'> {
  const fields = [...parts(content, tags.sequence)]
  // [0] version: one alone has been made, and DER leaves it out.
  if (fields[0]?.tag === 0xa0) throw new NotDer()
  const [responder, producedAt, singles, extensions] = fields
  const named = only(responder && readElements(responder.content))
  if (responder?.tag !== 0xa1 && responder?.tag !== 0xa2) throw new NotDer()
  return {
    responder:
      responder.tag === 0xa1 ? { by: 'name', value: named.whole } : { by: 'key', value: contentOf(named, tags.octets) },
    producedAt: timeIn(producedAt),
    singles: parts(singles, tags.sequence).map(singleIn),
    extensions: extensionsIn(extensions),
  }
}

/** By the tag; of "revoked" neither the time nor the reason makes a difference here. */
const statuses: ReadonlyMap<number, Single['status']> = new Map([
  [0x80, 'good'],
  [0xa1, 'revoked'],
  [0x82, 'unknown'],
])

function singleIn(element: Element): Single {
  const [id, status, thisUpdate, ...rest] = parts(element, tags.sequence)
  const known = statuses.get(status?.tag ?? 0)
  if (known === undefined) throw new NotDer()
  const until = rest.find(({ tag }) => tag === 0xa0)
  return {
    id: idIn(id),
    status: known,
    thisUpdate: timeIn(thisUpdate),
    nextUpdate: until && timeIn(only(readElements(until.content))),
    extensions: extensionsIn(rest.find(({ tag }) => tag === 0xa1)),
  }
}

function idIn(element: Element | undefined): CertId {
  const [algorithm, issuerName, issuerKey, serial] = parts(element, tags.sequence)
  return {
    hash: algorithmIn(algorithm).oid,
    issuerName: contentOf(issuerName, tags.octets),
    issuerKey: contentOf(issuerKey, tags.octets),
    serial: contentOf(serial, 0x02),
  }
}

const nothing: Extensions = { values: new Map(), notUnderstood: false }
/** The nonce alone: what else is critical here, nobody knows. */
const understood = new Set(['1.3.6.1.5.5.7.48.1.2'])

function extensionsIn(element: Element | undefined): Extensions {
  if (element === undefined) return nothing
  const all = parts(only(readElements(element.content)), tags.sequence).map((one) => {
    const fields = parts(one, tags.sequence)
    const [type] = fields
    const critical = fields.length === 3 && fields[1]?.tag === 0x01 && fields[1].content[0] !== 0
    const oid = type && readOid(type)
    if (oid === undefined) throw new NotDer()
    return { oid, critical, value: contentOf(fields.at(-1), tags.octets) }
  })
  const values = new Map(all.map(({ oid, value }) => [oid, value]))
  if (values.size !== all.length) throw new NotDer()
  return { values, notUnderstood: all.some(({ oid, critical }) => critical && !understood.has(oid)) }
}

function algorithmIn(element: Element | undefined): Algorithm {
  const [type, parameters] = parts(element, tags.sequence)
  const oid = type && readOid(type)
  if (oid === undefined) throw new NotDer()
  return { oid, parameters: parameters?.whole }
}

function bitsIn(element: Element | undefined): Buffer {
  const content = contentOf(element, 0x03)
  if (content[0] !== 0) throw new NotDer()
  return content.subarray(1)
}

/** GeneralizedTime as RFC 5280 §4.1.2.5.2 has it: whole seconds, UTC. */
function timeIn(element: Element | undefined): number {
  const text = contentOf(element, 0x18).toString('latin1')
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time)) throw new NotDer()
  return time
}

function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new NotDer()
  return element.content
}

function parts(element: Element | undefined, tag: number): readonly Element[] {
  const found = inside(element, tag)
  if (found === undefined) throw new NotDer()
  return found
}

function only(elements: readonly Element[] | undefined): Element {
  const [one, ...others] = elements ?? []
  if (one === undefined || others.length > 0) throw new NotDer()
  return one
}
