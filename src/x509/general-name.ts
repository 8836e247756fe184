/** General names (RFC 5280 §4.2.1.6) as plain facts. */
import type { OctetString } from 'asn1js'
import type { GeneralName as Parsed, RelativeDistinguishedNames } from 'pkijs'
import { type Name, nameOf } from '#x509/name.ts'

export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly value: string }
  | { readonly kind: 'directory'; readonly value: Name }
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  /** A form nobody here understands: its tag. */
  | { readonly kind: 'other'; readonly value: number }

const texts = new Map([
  [1, 'email'],
  [2, 'dns'],
  [6, 'uri'],
] as const)

export function generalNameOf({ type, value }: Parsed): GeneralName {
  const kind = texts.get(type as 1)
  const made: unknown = value
  if (kind !== undefined) return { kind, value: String(made) }
  if (type === 4) return { kind: 'directory', value: nameOf(made as RelativeDistinguishedNames) }
  if (type === 7) return { kind: 'ip', value: (made as OctetString).valueBlock.valueHexView }
  return { kind: 'other', value: type }
}
