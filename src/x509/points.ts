/**
 * Distribution points (RFC 5280 §4.2.1.13, §5.2.5), read by hand: the library passes over names relative to the issuer's and
 * takes the count of unused bits for the reasons.
 */
import { type BaseBlock, fromBER } from 'asn1js'
import { AttributeTypeAndValue, GeneralName as ParsedName, RelativeDistinguishedNames } from 'pkijs'
import { type GeneralName, generalNameOf } from '#x509/general-name.ts'
import { type Name, nameOf } from '#x509/name.ts'
import { ownBuffer } from '#x509/own-buffer.ts'

/** ReasonFlags, by bit. */
export type Reason = number

export interface DistributionPoint {
  /** Full names; one relative to the issuer's is told as that directory name. */
  readonly names: readonly GeneralName[]
  readonly reasons: ReadonlySet<Reason> | undefined
  readonly crlIssuer: readonly Name[]
}

/** Which certificates a list speaks for. */
export interface Scope {
  readonly names: readonly GeneralName[]
  readonly onlyUser: boolean
  readonly onlyCa: boolean
  readonly onlyAttribute: boolean
  readonly reasons: ReadonlySet<Reason> | undefined
  readonly indirect: boolean
}

type Block = BaseBlock & { readonly valueBlock: { readonly value?: unknown; readonly valueHexView?: Uint8Array } }

/** @throws Error when it is not what the extension must be */
function blockOf(der: Uint8Array): Block {
  const { offset, result } = fromBER(ownBuffer(der))
  if (offset !== der.length) throw new Error('not DER')
  return result as Block
}

const childrenOf = ({ valueBlock }: Block): readonly Block[] =>
  Array.isArray(valueBlock.value) ? (valueBlock.value as Block[]) : []
/** By context-specific tag. */
const tagged = (block: Block, tag: number): Block | undefined =>
  childrenOf(block).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === tag)

export const readDistributionPoints = (der: Uint8Array, issuer: Name): readonly DistributionPoint[] =>
  childrenOf(blockOf(der)).map((point) => {
    const crlIssuer = generalNames(tagged(point, 2)).flatMap((name) => (name.kind === 'directory' ? [name.value] : []))
    return {
      names: pointNames(tagged(point, 0), crlIssuer[0] ?? issuer),
      reasons: reasonsOf(tagged(point, 1)),
      crlIssuer,
    }
  })

export function readScope(der: Uint8Array, issuer: Name): Scope {
  const point = blockOf(der)
  const flag = (tag: number): boolean => (tagged(point, tag)?.valueBlock.valueHexView?.[0] ?? 0) !== 0
  return {
    names: pointNames(tagged(point, 0), issuer),
    onlyUser: flag(1),
    onlyCa: flag(2),
    reasons: reasonsOf(tagged(point, 3)),
    indirect: flag(4),
    onlyAttribute: flag(5),
  }
}

function pointNames(block: Block | undefined, issuer: Name): readonly GeneralName[] {
  if (block === undefined) return []
  const full = tagged(block, 0)
  if (full !== undefined) return generalNames(full)
  const relative = tagged(block, 1)
  if (relative === undefined) throw new Error('a distribution point without a name')
  // Appended to the name of whoever issues the list.
  const typesAndValues = childrenOf(relative).map((schema) => new AttributeTypeAndValue({ schema }))
  return [{ kind: 'directory', value: [...issuer, ...nameOf(new RelativeDistinguishedNames({ typesAndValues }))] }]
}

const generalNames = (block: Block | undefined): readonly GeneralName[] =>
  block === undefined ? [] : childrenOf(block).map((schema) => generalNameOf(new ParsedName({ schema })))

/** A bit string: how many bits of the last byte do not count, then the bits. */
function reasonsOf(block: Block | undefined): ReadonlySet<Reason> | undefined {
  const bytes = block?.valueBlock.valueHexView
  return bytes && bitsOf(bytes.subarray(1))
}

export function bitsOf(bytes: Uint8Array): ReadonlySet<number> {
  const set = new Set<number>()
  for (const [at, byte] of bytes.entries())
    for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) set.add(at * 8 + bit)
  return set
}
