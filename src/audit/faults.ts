/** What can be wrong with the trail, and how it is said. */
import type { Range } from '#audit/seal.ts'

export type AuditFault =
  /** Only with the MAC key; without it the whole seal is named. */
  | { readonly kind: 'row-changed'; readonly strand: string; readonly n: number }
  | { readonly kind: 'rows-changed'; readonly no: number; readonly ranges: readonly Range[] }
  | {
      readonly kind: 'row-missing'
      readonly no: number
      readonly strand: string
      readonly from: number
      readonly to: number
    }
  /** Put in afterwards, or kept from the sealer. */
  | { readonly kind: 'row-unsealed'; readonly strand: string; readonly n: number }
  | { readonly kind: 'seal-changed'; readonly no: number }
  | { readonly kind: 'seal-missing'; readonly from: number; readonly to: number }
  | { readonly kind: 'seal-does-not-follow'; readonly no: number }
  | { readonly kind: 'range-does-not-follow'; readonly no: number; readonly strand: string; readonly from: number }
  | { readonly kind: 'seals-cut-off'; readonly from: number; readonly to: number }
  | { readonly kind: 'second-place-differs'; readonly no: number }
  | { readonly kind: 'second-place-unreadable'; readonly lines: number }

type Sentences = { readonly [Kind in AuditFault['kind']]: (fault: Extract<AuditFault, { kind: Kind }>) => string }

const span = (from: number, to: number): string => (from === to ? `${from}` : `${from} to ${to}`)

const sentences: Sentences = {
  'row-changed': ({ strand, n }) => `row ${n} of strand ${strand} was changed`,
  'rows-changed': ({ no, ranges }) =>
    `rows under seal ${no} were changed or reordered: one or more of ${ranges.map(([strand, from, to]) => `${strand} ${span(from, to)}`).join(', ')}`,
  'row-missing': ({ no, strand, from, to }) => `row ${span(from, to)} of strand ${strand} is missing (seal ${no})`,
  'row-unsealed': ({ strand, n }) => `row ${n} of strand ${strand} is under no seal although it should be`,
  'seal-changed': ({ no }) => `seal ${no} was changed, or made with another key`,
  'seal-missing': ({ from, to }) => `seal ${span(from, to)} is missing`,
  'seal-does-not-follow': ({ no }) => `seal ${no} does not follow the one before it`,
  'range-does-not-follow': ({ no, strand, from }) =>
    `seal ${no} begins at row ${from} of strand ${strand}, where the seals before it did not end`,
  'seals-cut-off': ({ from, to }) =>
    `seal ${span(from, to)} is in the second place and not in the database: the end was cut off`,
  'second-place-differs': ({ no }) => `seal ${no} in the second place is another one than in the database`,
  'second-place-unreadable': ({ lines }) => `the second place holds no seal (${lines} unreadable lines)`,
}

/** One sentence, with no personal data. */
export const describeFault = (fault: AuditFault): string =>
  (sentences[fault.kind] as (fault: AuditFault) => string)(fault)
