import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { merkleRoot } from '#audit/merkle.ts'

const sha = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
const leaf = (data: Buffer): Buffer => sha(Buffer.of(0), data)

/** RFC 6962 §2.1 word for word: split at the largest power of two below the count. */
function byTheBook(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined) return sha()
  if (leaves.length === 1) return first
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha(Buffer.of(1), byTheBook(leaves.slice(0, k)), byTheBook(leaves.slice(k)))
}

test("the root is RFC 6962's for every count", () => {
  for (let count = 0; count <= 70; count += 1) {
    const leaves = Array.from({ length: count }, (_, i) => leaf(Buffer.from(`row ${i}`)))
    assert.deepEqual(merkleRoot(leaves), byTheBook(leaves), `${count} leaves`)
  }
})

/** The inputs and roots that implementations of certificate transparency share. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots: readonly [number, string][] = [
  [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
]

test('known roots', () => {
  for (const [count, root] of roots) {
    const leaves = inputs.slice(0, count).map((hex) => leaf(Buffer.from(hex, 'hex')))
    assert.equal(merkleRoot(leaves).toString('hex'), root, `${count} leaves`)
  }
})

test('order counts', () => {
  const [a, b] = [leaf(Buffer.from('a')), leaf(Buffer.from('b'))]
  assert.notDeepEqual(merkleRoot([a, b]), merkleRoot([b, a]))
})
