/** The hash tree of RFC 6962 §2.1: one value that stands for many rows in their order. */
import { hash } from 'node:crypto'

const nodePrefix = Buffer.of(1)
const node = (left: Buffer, right: Buffer): Buffer => hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer')

/**
 * The root over leaf hashes. Full subtrees are joined as they fill up, as a binary counter carries; what is left joins
 * from the right, which is the RFC's split at the largest power of two.
 */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const full: Buffer[] = []
  leaves.forEach((leaf, i) => {
    let carried = leaf
    for (let rest = i; rest % 2 === 1; rest = (rest - 1) / 2) carried = node(full.pop() as Buffer, carried)
    full.push(carried)
  })
  // The tree of no leaves is the hash of nothing.
  return full.length === 0 ? hash('sha256', '', 'buffer') : full.reduceRight((right, left) => node(left, right))
}
