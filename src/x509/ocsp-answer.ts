/** A responder's answers as plain facts (RFC 6960 §4.2), read strictly as DER. What they are worth is `ocsp-judge.ts`'s to say. */
import { type Element, tags } from '#keys/der.ts'
import type { Algorithm } from '#x509/certificate.ts'
import {
  algorithmIn,
  bytesIn,
  contentOf,
  extensionsIn as readExtensions,
  NotDer,
  oidIn,
  only,
  onlyIn,
  parts,
  timeIn,
} from '#x509/elements.ts'
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
    return answerIn(onlyIn(der))
  } catch (error) {
    if (error instanceof NotDer) return undefined
    throw error
  }
}

const basic = '1.3.6.1.5.5.7.48.1.1'

function answerIn(whole: Element): OcspAnswer | OcspRefusal {
  const [status, bytes, ...rest] = parts(whole)
  if (status?.tag !== 0x0a || status.content.length !== 1 || rest.length > 0) throw new NotDer()
  const code = status.content[0] ?? 0
  if (code !== 0) return refusals.get(code) ?? 'refused'
  const [type, value] = parts(only(parts(bytes, 0xa0)))
  if (oidIn(type) !== basic || value?.tag !== tags.octets) throw new NotDer()
  const [content, algorithm, signature, sent] = parts(onlyIn(value.content))
  if (content === undefined || algorithm === undefined) throw new NotDer()
  return {
    tbs: content.whole,
    signature: { algorithm: algorithmIn(algorithm), value: bytesIn(signature) },
    ...dataIn(content),
    certificates: sent === undefined ? [] : parts(only(parts(sent, 0xa0))).map((one) => one.whole),
  }
}

/** ResponseData. */
function dataIn(content: Element): Pick<OcspAnswer, 'responder' | 'producedAt' | 'singles' | 'extensions'> {
  const fields = [...parts(content)]
  // [0] version: one alone has been made, and DER leaves it out.
  if (fields[0]?.tag === 0xa0) throw new NotDer()
  const [responder, producedAt, singles, extensions] = fields
  const named = onlyIn(responder?.content ?? Buffer.alloc(0))
  if (responder?.tag !== 0xa1 && responder?.tag !== 0xa2) throw new NotDer()
  return {
    responder:
      responder.tag === 0xa1 ? { by: 'name', value: named.whole } : { by: 'key', value: contentOf(named, tags.octets) },
    producedAt: timeIn(producedAt),
    singles: parts(singles).map(singleIn),
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
  const [id, status, thisUpdate, ...rest] = parts(element)
  const known = statuses.get(status?.tag ?? 0)
  if (known === undefined) throw new NotDer()
  const until = rest.find(({ tag }) => tag === 0xa0)
  return {
    id: idIn(id),
    status: known,
    thisUpdate: timeIn(thisUpdate),
    nextUpdate: until && timeIn(onlyIn(until.content)),
    extensions: extensionsIn(rest.find(({ tag }) => tag === 0xa1)),
  }
}

function idIn(element: Element | undefined): CertId {
  const [algorithm, issuerName, issuerKey, serial] = parts(element)
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
  const all = [...readExtensions(onlyIn(element.content))]
  return {
    values: new Map(all.map(([oid, { value }]) => [oid, value])),
    notUnderstood: all.some(([oid, { critical }]) => critical && !understood.has(oid)),
  }
}
