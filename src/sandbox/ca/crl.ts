/** Makes revocation lists (RFC 5280 §5). */
import { der, enumerated, explicit, implicit, integer, sequence, time } from '#sandbox/ca/der.ts'
import { extension } from '#sandbox/ca/extensions.ts'
import { type MadeCertificate, signatureAlgorithm, signed, type SigningWish } from '#sandbox/ca/certificate.ts'

export interface ListWish extends SigningWish {
  readonly issuer: MadeCertificate
  /** Who signs it, where that is not the issuer. */
  readonly signer?: MadeCertificate | undefined
  /** Milliseconds. */
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly number: number
  /** A delta to the complete list of this number. */
  readonly base?: number | undefined
  /** `removed` only in deltas. */
  readonly entries: readonly ListEntry[]
  /** The address that the list is only for. */
  readonly scope?: string | undefined
  readonly freshest?: readonly string[] | undefined
  readonly more?: readonly Uint8Array[] | undefined
}

export interface ListEntry {
  readonly serial: Uint8Array
  /** Milliseconds. */
  readonly at: number
  readonly reason?: number
  /** Extensions: `extension(…)`. */
  readonly more?: readonly Uint8Array[]
}

export function makeList(wish: ListWish): Buffer {
  const signer = wish.signer ?? wish.issuer
  const content = sequence(
    integer(1),
    signatureAlgorithm(signer.pair.privateKey, wish.digest),
    wish.issuer.name,
    time(wish.thisUpdate),
    ...(wish.nextUpdate === undefined ? [] : [time(wish.nextUpdate)]),
    ...(wish.entries.length === 0 ? [] : [sequence(Buffer.concat(wish.entries.map(entryOf)))]),
    explicit(0, sequence(...extensionsIn(wish, signer))),
  )
  return signed(content, signer.pair.privateKey, wish)
}

function entryOf({ serial, at, reason, more = [] }: ListEntry): Buffer {
  const said = reason === undefined ? more : [extension('2.5.29.21', enumerated(reason)), ...more]
  return sequence(integer(serial), time(at), ...(said.length === 0 ? [] : [sequence(...said)]))
}

const point = (address: string): Buffer => explicit(0, explicit(0, der(0x86, Buffer.from(address))))

const extensionsIn = ({ number, base, scope, freshest = [], more = [] }: ListWish, signer: MadeCertificate) => [
  extension('2.5.29.35', sequence(implicit(0, signer.keyId))),
  extension('2.5.29.20', integer(number)),
  ...(base === undefined ? [] : [extension('2.5.29.27', integer(base), true)]),
  ...(scope === undefined ? [] : [extension('2.5.29.28', sequence(point(scope)), true)]),
  ...(freshest.length === 0 ? [] : [extension('2.5.29.46', sequence(...freshest.map((one) => sequence(point(one)))))]),
  ...more,
]
