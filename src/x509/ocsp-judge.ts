/**
 * What a responder's answer is worth (RFC 6960 §3.2, §4.2.2): it is about this very certificate, signed by somebody who may
 * speak for its issuer, given to our question, and of now. One fault, and it says nothing.
 */
import { createHash } from 'node:crypto'
import { BadCertificate, type Certificate, readCertificate } from '#x509/certificate.ts'
import { type Name, readName, sameName } from '#x509/name.ts'
import type { OcspAnswer, Single } from '#x509/ocsp-answer.ts'
import { type CertId, isSameId, nonceId } from '#x509/ocsp-question.ts'
import { validatePath } from '#x509/path.ts'
import { anyPolicyWillDo } from '#x509/policies.ts'
import { allowedToday, signatureFault, type SignatureFault, type WorkingKey } from '#x509/signature.ts'
import type { Subject } from '#x509/validate.ts'

export type OcspFault =
  | SignatureFault
  /** Signed by nobody whom the issuer has made its responder. */
  | 'wrong-signer'
  | 'responder-expired'
  /** The signer's certificate is not for answers. */
  | 'responder-purpose'
  | 'another-certificate'
  /** Two answers about one certificate. */
  | 'ambiguous'
  | 'critical-extension'
  | 'nonce-missing'
  | 'nonce-wrong'
  | 'future'
  | 'stale'

export interface Asked {
  readonly subject: Subject
  readonly id: CertId
  /** The content of the extension, as it was sent. */
  readonly nonce: Uint8Array
  readonly nonceRequired: boolean
  readonly now: number
}

/** `responder`: who signed, where it was not the issuer itself: its own standing is still to be asked for. */
export type Judged =
  | { readonly fault: OcspFault }
  | { readonly single: Single; readonly responder: Certificate | undefined; readonly fault?: undefined }

export function judge(answer: OcspAnswer, asked: Asked): Judged {
  const about = answer.singles.filter(({ id }) => isSameId(id, asked.id))
  const [single] = about
  if (single === undefined) return { fault: 'another-certificate' }
  if (about.length > 1) return { fault: 'ambiguous' }
  const signer = signerOf(answer, asked)
  if ('fault' in signer) return signer
  const fault = signatureFault({ tbs: answer.tbs, ...answer.signature }, signer.key, allowedToday)
  if (fault !== undefined) return { fault }
  if (answer.extensions.notUnderstood || single.extensions.notUnderstood) return { fault: 'critical-extension' }
  const why = nonceFault(answer, asked) ?? timeFault(answer, single, asked.now)
  return why === undefined ? { single, responder: signer.responder } : { fault: why }
}

interface Signer {
  readonly key: WorkingKey
  readonly responder: Certificate | undefined
}

/** More than any responder sends. */
const mostSent = 5

/** §4.2.2.2: the issuer itself, or one whom it has certified for this, directly and with the same key. */
function signerOf(answer: OcspAnswer, { subject, now }: Asked): Signer | { readonly fault: OcspFault } {
  const { anchor, above } = subject
  const issuer = above.at(-1)
  const key = { info: issuer?.publicKey ?? anchor.key, inherited: undefined }
  if (isNamed(answer, issuer?.subject ?? anchor.name, key.info.key)) return { key, responder: undefined }
  const responder = answer.certificates
    .slice(0, mostSent)
    .map(readOne)
    .find((one) => one !== undefined && isNamed(answer, one.subject, one.publicKey.key))
  if (responder === undefined) return { fault: 'wrong-signer' }
  const verdict = validatePath([...above, responder], anchor, { now, allowed: allowedToday, policies: anyPolicyWillDo })
  if (!verdict.ok) return { fault: verdict.why === 'expired' ? 'responder-expired' : 'wrong-signer' }
  return mayAnswer(responder) ? { key: verdict.key, responder } : { fault: 'responder-purpose' }
}

function readOne(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der)
  } catch (error) {
    if (error instanceof BadCertificate) return undefined
    throw error
  }
}

function isNamed({ responder }: OcspAnswer, name: Name, key: Uint8Array): boolean {
  if (responder.by === 'key') return responder.value.equals(createHash('sha1').update(key).digest())
  const named = nameIn(responder.value)
  return named !== undefined && sameName(named, name)
}

function nameIn(der: Uint8Array): Name | undefined {
  try {
    return readName(der)
  } catch {
    // What the library cannot read names nobody.
    return undefined
  }
}

const ocspSigning = '1.3.6.1.5.5.7.3.9'

/** Any purpose at all is not this one: the issuer must have meant it (§4.2.2.2). */
const mayAnswer = ({ extendedKeyUse, keyUse }: Certificate): boolean =>
  (extendedKeyUse ?? []).includes(ocspSigning) &&
  (keyUse === undefined || keyUse.has('digitalSignature') || keyUse.has('nonRepudiation'))

/** §4.4.1: one that comes must be ours, and whether one must come is the operator's word. */
function nonceFault({ extensions }: OcspAnswer, { nonce, nonceRequired }: Asked): OcspFault | undefined {
  const echoed = extensions.values.get(nonceId)
  if (echoed === undefined) return nonceRequired ? 'nonce-missing' : undefined
  return echoed.equals(nonce) ? undefined : 'nonce-wrong'
}

/** Milliseconds: clocks that differ; and how old an answer may be that does not say when the next one comes (§4.2.2.1). */
const skew = 60_000
const oldestWithoutNext = 10 * 60_000

function timeFault({ producedAt }: OcspAnswer, { thisUpdate, nextUpdate }: Single, now: number): OcspFault | undefined {
  if (thisUpdate > now + skew || producedAt > now + skew) return 'future'
  const until = nextUpdate ?? thisUpdate + oldestWithoutNext
  return now > until || until < thisUpdate ? 'stale' : undefined
}
