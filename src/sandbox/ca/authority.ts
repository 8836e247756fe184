/**
 * One issuer of the sandbox: a root, an issuing CA below it, a responder with a certificate of its own, and lists. It answers
 * questions and shows its lists; `behave` makes it wrong in any way that a test wants.
 */
import { createHash, type X509Certificate } from 'node:crypto'
import {
  type CertificateWish,
  keyBits,
  type KeyKind,
  makeCertificate,
  type MadeCertificate,
  newKeyPair,
  type WrittenName,
} from '#sandbox/ca/certificate.ts'
import { type ListWish, makeList } from '#sandbox/ca/crl.ts'
import { printable } from '#sandbox/ca/der.ts'
import { extension, purposes } from '#sandbox/ca/extensions.ts'
import { type AnswerWish, makeAnswer, type OcspRefusal, refusal } from '#sandbox/ca/ocsp-answer.ts'
import { type OcspQuestion, readQuestion } from '#sandbox/ca/ocsp-request.ts'

export interface AuthorityWish {
  /** In addresses: `buypass-person`. */
  readonly id: string
  readonly root: WrittenName
  readonly issuing: WrittenName
  /** Where its responder and lists are: `http://127.0.0.1:8780/ca`. */
  readonly at: string
  readonly clock: { now(): number }
  readonly key?: KeyKind | undefined
  readonly rootWish?: Partial<CertificateWish> | undefined
  readonly issuingWish?: Partial<CertificateWish> | undefined
  readonly responderWish?: Partial<CertificateWish> | undefined
}

/** What to do otherwise than a good issuer; each absent: as it should be. */
export interface Behaviour {
  readonly refuse?: OcspRefusal | undefined
  readonly answer?: Partial<AnswerWish> | undefined
  readonly list?: Partial<ListWish> | undefined
  /** Whoever asks for numbers must be one of these (by SHA-256 of their certificate). Absent: anybody who signs. */
  readonly mayAskNumbers?: readonly string[] | undefined
}

export type ListName = 'issuing.crl' | 'delta.crl' | 'top.crl'

export interface Authority {
  readonly id: string
  readonly root: MadeCertificate
  readonly issuing: MadeCertificate
  readonly responder: MadeCertificate
  readonly addresses: Readonly<Record<'ocsp' | 'crl' | 'delta' | 'rootCrl', string>>
  /** A certificate of its own with everything an honest one has; `wish` adds, changes and takes away. */
  issue(wish: Partial<CertificateWish> & Pick<CertificateWish, 'subject'>): MadeCertificate
  revoke(certificate: MadeCertificate, reason?: number): void
  /** The identity number that the responder tells for a certificate, to whoever may ask. */
  tell(certificate: MadeCertificate, digits: string): void
  behave(behaviour: Behaviour): void
  /** A responder's answer to DER. */
  answer(question: Uint8Array): Buffer
  list(name: ListName): Buffer
}

/** "UnId Fnr": the extension with which issuers tell identity numbers. */
export const numberExtension = '2.16.578.1.16.3.2'

const minute = 60_000
const day = 24 * 60 * minute
const year = 365 * day

export function openAuthority(wish: AuthorityWish): Authority {
  const { clock, at, id } = wish
  const addresses = {
    ocsp: `${at}/${id}/ocsp`,
    crl: `${at}/${id}/issuing.crl`,
    delta: `${at}/${id}/delta.crl`,
    rootCrl: `${at}/${id}/top.crl`,
  }
  const { root, issuing, responder } = makeCas(wish, addresses)
  const revoked = new Map<string, { readonly serial: Buffer; readonly at: number; readonly reason?: number }>()
  const numbers = new Map<string, string>()
  let behaviour: Behaviour = {}
  const hex = ({ serial }: { serial: Buffer }): string => Buffer.from(serial).toString('hex')

  return {
    id,
    root,
    issuing,
    responder,
    addresses,
    issue: (one) => makeCertificate({ ...honest(addresses, clock.now()), issuer: issuing, ...one }),
    revoke: (certificate, reason) => {
      const entry = { serial: certificate.serial, at: clock.now() }
      revoked.set(hex(certificate), reason === undefined ? entry : { ...entry, reason })
    },
    tell: (certificate, digits) => void numbers.set(hex(certificate), digits),
    behave: (next) => {
      behaviour = next
    },
    answer(question) {
      const read = readQuestion(Buffer.from(question))
      if (read === undefined) return refusal('malformed')
      if (behaviour.refuse !== undefined) return refusal(behaviour.refuse)
      const told = numberFor(read, numbers.get(hex(read)), behaviour)
      if (typeof told === 'string') return refusal(told)
      const now = clock.now()
      const issuer = [root, issuing].find((one) => isAskedOf(one, read))
      if (issuer === undefined) return refusal('unauthorized')
      return makeAnswer(read, {
        status: revoked.has(hex(read)) ? 'revoked' : 'good',
        producedAt: now,
        thisUpdate: now,
        nextUpdate: now + 10 * minute,
        ...(issuer === root ? { signer: root } : { signer: responder, certificates: [responder] }),
        extensions: told,
        ...behaviour.answer,
      })
    },
    list: (name) => {
      const now = clock.now()
      return makeList({
        issuer: name === 'top.crl' ? root : issuing,
        thisUpdate: now - minute,
        nextUpdate: now + day,
        number: name === 'delta.crl' ? 8 : 7,
        ...(name === 'delta.crl' ? { base: 7 } : {}),
        entries: [...revoked.values()],
        ...behaviour.list,
      })
    },
  }
}

/** With the extension in the answer; a text: why not. */
function numberFor(
  { extensions, signedBy }: OcspQuestion,
  digits: string | undefined,
  { mayAskNumbers }: Behaviour,
): readonly Buffer[] | OcspRefusal {
  if (!extensions.has(numberExtension)) return []
  if (signedBy === undefined) return 'signature-required'
  const known = mayAskNumbers === undefined || mayAskNumbers.includes(fingerprint(signedBy))
  if (!known || digits === undefined) return 'unauthorized'
  return [extension(numberExtension, printable(digits))]
}

/** Named by SHA-1 or SHA-256 of its key. */
const isAskedOf = ({ pair }: MadeCertificate, { issuerKeyHash }: OcspQuestion): boolean =>
  createHash(issuerKeyHash.length === 20 ? 'sha1' : 'sha256')
    .update(keyBits(pair.publicKey))
    .digest()
    .equals(issuerKeyHash)

const fingerprint = ({ fingerprint256 }: X509Certificate): string => fingerprint256

function makeCas(wish: AuthorityWish, addresses: Authority['addresses']) {
  const now = wish.clock.now()
  const pair = () => newKeyPair(wish.key)
  const root = makeCertificate({
    subject: wish.root,
    from: now - 5 * year,
    until: now + 10 * year,
    ca: true,
    keyUse: ['keyCertSign', 'cRLSign'],
    pair: pair(),
    ...wish.rootWish,
  })
  const issuing = makeCertificate({
    subject: wish.issuing,
    issuer: root,
    from: now - 4 * year,
    until: now + 6 * year,
    ca: true,
    pathLength: 0,
    keyUse: ['keyCertSign', 'cRLSign'],
    policies: ['2.5.29.32.0'],
    crl: [addresses.rootCrl],
    pair: pair(),
    ...wish.issuingWish,
  })
  const responder = makeCertificate({
    subject: [
      ['C', 'NO'],
      ['CN', `${wish.id} responder`],
    ],
    issuer: issuing,
    from: now - day,
    until: now + 30 * day,
    keyUse: ['digitalSignature'],
    purposes: [purposes.ocspSigning],
    noCheck: true,
    pair: pair(),
    ...wish.responderWish,
  })
  return { root, issuing, responder }
}

const honest = (addresses: Authority['addresses'], now: number): Omit<CertificateWish, 'subject'> => ({
  from: now - day,
  until: now + 2 * year,
  keyUse: ['digitalSignature'],
  purposes: [purposes.clientAuth],
  ocsp: [addresses.ocsp],
  crl: [addresses.crl],
})
