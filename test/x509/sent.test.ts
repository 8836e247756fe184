/** What comes along with a certificate: from strangers too, so only what somebody known stands behind is read. */
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import test from 'node:test'
import { readSent } from '#x509/sent.ts'
import { checkedWorld, someone } from './issuers.ts'

const read = (known: readonly Uint8Array[], sent: readonly Uint8Array[]): readonly string[] =>
  readSent(
    known.map((der) => new X509Certificate(der)),
    sent,
  ).map(({ der }) => Buffer.from(der).toString('hex').slice(0, 600))
const named = (der: Uint8Array): string => Buffer.from(der).toString('hex').slice(0, 600)

test('X5 of what comes along only what somebody known issued is read, in whatever order, and through one another', () => {
  const { issuer } = checkedWorld('buypass')
  const { persons } = issuer
  // The same names, other keys.
  const other = checkedWorld('buypass').issuer.persons
  const [root, issuing] = [persons.root.der, persons.issuing.der]
  const strange = [other.root.der, other.issuing.der]
  assert.deepEqual(read([root], [...strange, issuing]), [named(issuing)])
  assert.deepEqual(read([root], strange), [])
  assert.deepEqual(read([root], [Buffer.from('no certificate'), issuing]), [named(issuing)])
  const below = issuer.person(someone).der
  assert.deepEqual(read([root], [below, issuing]), [named(issuing), named(below)])
  assert.deepEqual(read([root], [below]), [])
  assert.deepEqual(read([], [issuing, root]), [])
})
