/** Makes a responder's answers (RFC 6960 §4.2): as they should be, and wrong in one way each. */
import { randomPart } from '#base/secrets.ts'
import { keyIdOf, type MadeCertificate, signedParts } from '#sandbox/ca/certificate.ts'
import { enumerated, explicit, generalizedTime, implicit, octets, oid, sequence } from '#sandbox/ca/der.ts'
import { extension } from '#sandbox/ca/extensions.ts'
import type { OcspQuestion } from '#sandbox/ca/ocsp-request.ts'

export type OcspStatus = 'good' | 'revoked' | 'unknown'
/** OCSPResponseStatus. */
export const refusals = { malformed: 1, internal: 2, 'try-later': 3, 'signature-required': 5, unauthorized: 6 } as const
export type OcspRefusal = keyof typeof refusals

export interface AnswerWish {
  readonly status: OcspStatus
  /** Milliseconds. */
  readonly producedAt: number
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly signer: MadeCertificate
  /** Sent along: the signer's own, when that is not the issuer itself. */
  readonly certificates?: readonly MadeCertificate[] | undefined
  readonly named?: 'by-key' | 'by-name' | undefined
  readonly nonce?: 'echoed' | 'left-out' | 'another' | undefined
  /** Another CertID than the one that was asked about. */
  readonly id?: Uint8Array | undefined
  /** Said of the same certificate once more. */
  readonly again?: OcspStatus | undefined
  /** Extensions of the one answer: `extension(…)`. */
  readonly extensions?: readonly Uint8Array[] | undefined
  /** Extensions of all of it. */
  readonly outer?: readonly Uint8Array[] | undefined
  readonly digest?: 'sha256' | 'sha1' | undefined
  readonly broken?: boolean | undefined
}

const basic = oid('1.3.6.1.5.5.7.48.1.1')
const nonceId = '1.3.6.1.5.5.7.48.1.2'

export const refusal = (why: OcspRefusal): Buffer => sequence(enumerated(refusals[why]))

export function makeAnswer(question: OcspQuestion, wish: AnswerWish): Buffer {
  const { signer, certificates = [] } = wish
  const statuses = [wish.status, ...(wish.again === undefined ? [] : [wish.again])]
  const outer = [...nonceFor(question, wish.nonce ?? 'echoed'), ...(wish.outer ?? [])]
  const content = sequence(
    wish.named === 'by-name' ? explicit(1, signer.name) : explicit(2, octets(keyIdOf(signer.pair.publicKey))),
    generalizedTime(wish.producedAt),
    sequence(...statuses.map((status) => single(question, status, wish))),
    ...(outer.length === 0 ? [] : [explicit(1, sequence(...outer))]),
  )
  const parts = signedParts(content, signer.pair.privateKey, wish)
  const sent = certificates.length === 0 ? [] : [explicit(0, sequence(...certificates.map((one) => one.der)))]
  return sequence(enumerated(0), explicit(0, sequence(basic, octets(sequence(...parts, ...sent)))))
}

function nonceFor({ extensions }: OcspQuestion, how: NonNullable<AnswerWish['nonce']>): readonly Buffer[] {
  const asked = extensions.get(nonceId)
  if (asked === undefined || how === 'left-out') return []
  return [extension(nonceId, how === 'another' ? octets(randomPart(asked.length - 2)) : asked)]
}

const single = (question: OcspQuestion, status: OcspStatus, wish: AnswerWish): Buffer =>
  sequence(
    wish.id ?? question.id,
    statusOf(status, wish.thisUpdate),
    generalizedTime(wish.thisUpdate),
    ...(wish.nextUpdate === undefined ? [] : [explicit(0, generalizedTime(wish.nextUpdate))]),
    ...(wish.extensions === undefined || wish.extensions.length === 0
      ? []
      : [explicit(1, sequence(...wish.extensions))]),
  )

function statusOf(status: OcspStatus, at: number): Buffer {
  if (status === 'revoked') return explicit(1, generalizedTime(at))
  return implicit(status === 'good' ? 0 : 2, Buffer.alloc(0))
}
