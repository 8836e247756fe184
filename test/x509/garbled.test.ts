/** One byte after the other changed: in a certificate, in a responder's answer, in a list. Nobody gets in, and nothing falls over. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Checked } from '#x509/checker.ts'
import { checkedWorld, someone } from './issuers.ts'

/** Every place, each once with another kind of change: a bit, all bits, a length that is too long, nothing from there on. */
function* garbled(good: Uint8Array, step: number): Generator<{ readonly at: number; readonly bytes: Buffer }> {
  const changes = [(byte: number) => byte ^ 1, (byte: number) => byte ^ 0xff, () => 0x84, () => undefined]
  for (let at = 0; at < good.length; at += step) {
    const bytes = Buffer.from(good)
    const changed = changes[at % changes.length]?.(bytes[at] ?? 0)
    if (changed === undefined) yield { at, bytes: bytes.subarray(0, at) }
    else {
      bytes[at] = changed
      if (!bytes.equals(good)) yield { at, bytes }
    }
  }
}

const said = (checked: Checked): string => (checked.ok ? `good by ${checked.by}` : checked.why)

test('X5 a certificate with a byte changed is none of the issuer’s', async () => {
  const { issuer, checker, asked } = checkedWorld()
  const { der } = issuer.person(someone)
  for (const { at, bytes } of garbled(der, 9))
    assert.notEqual(said(await checker.check([bytes], { use: 'person' })).slice(0, 4), 'good', `byte ${at}`)
  assert.deepEqual(asked, [])
  assert.equal(said(await checker.check([der], { use: 'person' })), 'good by ocsp')
})

test('X5 an issuing CA with a byte changed issues nothing, and is in nobody’s way', async () => {
  const { issuer, checker, trust } = checkedWorld()
  const { der } = issuer.person(someone)
  const chain = (bytes: Buffer) => checker.check([der, bytes], { use: 'person' })
  for (const { at, bytes } of garbled(issuer.persons.issuing.der, 21))
    assert.equal(said(await chain(bytes)), 'good by ocsp', `byte ${at}: the operator’s own stands beside it`)
  const alone = checkedWorld()
  alone.trust = { entries: trust.entries.map((entry) => ({ ...entry, intermediates: [] })) }
  for (const { at, bytes } of garbled(issuer.persons.issuing.der, 13))
    assert.notEqual(said(await alone.checker.check([der, bytes], { use: 'person' })).slice(0, 4), 'good', `byte ${at}`)
})

test('X5 an answer with a byte changed says nothing', async () => {
  const world = checkedWorld()
  const [first] = world.trust.entries
  assert.ok(first !== undefined)
  const { persons } = world.issuer
  world.trust = { entries: [{ ...first, crl: [persons.addresses.rootCrl] }] }
  let step = 0
  let good: Buffer = Buffer.alloc(0)
  for (; step === 0 || step < good.length; step += 11) {
    const { der } = world.issuer.person({ ...someone, over: { crl: [] } })
    world.intercept = ({ question }) => {
      if (question === undefined) return undefined
      good = persons.answer(question)
      const bytes = Buffer.from(good)
      bytes[step] = (bytes[step] ?? 0) ^ (step % 2 === 0 ? 1 : 0xff)
      return Promise.resolve({ status: 200, body: bytes })
    }
    const what = said(await world.checker.check([der], { use: 'person' }))
    assert.equal(what, 'revocation-unknown', `byte ${step}`)
  }
  assert.ok(step > 500)
})

test('X5 a list with a byte changed says nothing', async () => {
  const world = checkedWorld('buypass', { ocsp: [] })
  const { persons } = world.issuer
  const { der } = world.issuer.person({ ...someone, over: { ocsp: [] } })
  for (const { at, bytes } of garbled(persons.list('issuing.crl'), 5)) {
    world.intercept = ({ address }) =>
      address === persons.addresses.crl ? Promise.resolve({ status: 200, body: bytes }) : undefined
    assert.equal(said(await world.checker.check([der], { use: 'person' })), 'revocation-unknown', `byte ${at}`)
  }
})
