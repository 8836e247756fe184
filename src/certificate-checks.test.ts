import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { ConfigFaults, readConfig } from '#config/read.ts'
import { type CertificateChecks, checksOf } from '#certificate-checks.ts'
import { openIssuer, policies } from '#sandbox/ca/issuers.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-checks-'))
after(() => rmSync(folder, { recursive: true }))
const start = Date.UTC(2026, 10, 22)
const day = 24 * 3_600_000
/** Nobody answers there. */
const at = 'http://127.0.0.1:9/ca'
const { enterprises, enterprise } = openIssuer('buypass', { at, clock: fixedClock(start) })
writeFileSync(join(folder, 'root.pem'), enterprises.root.pem)
writeFileSync(join(folder, 'ca.pem'), enterprises.issuing.pem)
const entry = {
  id: 'buypass-enterprise',
  use: 'enterprise',
  anchors: 'root.pem',
  intermediates: 'ca.pem',
  policies: [policies.buypass.enterprise],
  ocsp: [enterprises.addresses.ocsp],
}

interface Opened {
  readonly checks: CertificateChecks | undefined
  readonly clock: SettableClock
  readonly watched: ReadonlyMap<string, () => number | Promise<number>>
  readonly logged: readonly string[]
}

function opened(issuers: readonly object[]): Opened {
  const file = join(folder, 'trust.json')
  writeFileSync(file, JSON.stringify({ issuers }))
  const config = readConfig({ INNGANG_TRUST: file }, 'twin')
  const clock = fixedClock(start)
  const watched = new Map<string, () => number | Promise<number>>()
  const logged: string[] = []
  const metrics = {
    count: () => undefined,
    watch: (name: string, _help: string, read: () => number | Promise<number>) => void watched.set(name, read),
  }
  const log = (_level: string, message: string, fields: object): void =>
    void logged.push(message + JSON.stringify(fields))
  const outside = { list: () => ({ entries: [] }) }
  return { checks: checksOf({ config, clock, log, metrics }, outside), clock, watched, logged }
}

test('X5 the trust list of the settings decides, and every fault in it stops the start', () => {
  assert.equal(opened([entry]).checks?.trust().entries[0]?.id, 'buypass-enterprise')
  assert.throws(
    () => opened([{ ...entry, anchors: 'none.pem', policies: ['x'] }]),
    (error) =>
      error instanceof ConfigFaults &&
      error.faults.length === 3 &&
      error.faults.every((one) => one.startsWith('INNGANG_TRUST: issuers[0] (buypass-enterprise)')),
  )
})

test('what of it ends soon stands in health and metrics, and so does who does not answer', async () => {
  const { checks, clock, watched, logged } = opened([entry])
  assert.ok(checks !== undefined)
  const figures = () => ['inngang_trust_ending', 'inngang_trust_living'].map((name) => watched.get(name)?.())
  assert.deepEqual([checks.warnings(), figures()], [[], [0, 1]])
  const { der } = enterprise({ organisation: '974760673', name: 'Etat' })
  for (const _ of [1, 2, 3]) {
    const checked = await checks.checker.check([der], { use: 'enterprise' })
    assert.ok(!checked.ok && checked.why === 'revocation-unknown')
  }
  assert.deepEqual(checks.warnings(), [
    `${enterprises.addresses.ocsp} does not answer whether certificates were revoked.`,
  ])
  assert.equal(logged.length, 3)
  assert.doesNotMatch(logged.join(), /Etat|974760673/)
  clock.advance(20 * 365 * day)
  assert.deepEqual(figures(), [2, 0])
  assert.match(checks.warnings()[0] ?? '', /nobody in it whose certificates count now/)
})

test('X5 a trust list that changed counts, or is kept away when it is faulty: health, log and figures say so', async () => {
  const { checks, watched, logged } = opened([entry])
  assert.ok(checks !== undefined)
  const heard: (readonly string[])[] = []
  checks.follow(() => void heard.push(checks.trust().entries.map(({ id }) => id)))
  const put = (issuers: readonly object[]): void =>
    writeFileSync(join(folder, 'trust.json'), JSON.stringify({ issuers }))
  const faults = () => watched.get('inngang_trust_faults')?.()
  await checks.look()
  assert.deepEqual([heard, logged, faults()], [[], [], 0])
  put([entry, { ...entry, anchors: 'none.pem', intermediates: undefined, id: 'next' }])
  await checks.look()
  await checks.look()
  assert.equal(logged.length, 1)
  assert.match(logged.join(), /the trust list is faulty.*issuers\[1\] \(next\) names a file in anchors/)
  assert.deepEqual([heard, faults(), checks.trust().entries.length], [[], 1, 1])
  assert.match(checks.warnings().join(), /^The trust list was changed and is faulty, so the one before it counts/)
  assert.doesNotMatch(checks.warnings().join(), /none\.pem|next/)
  put([entry, { ...entry, id: 'next' }])
  await checks.look()
  assert.deepEqual([heard, faults(), checks.warnings()], [[['buypass-enterprise', 'next']], 0, []])
  assert.equal(watched.get('inngang_trust_living')?.(), 2)
  assert.equal(logged.at(-1), 'the trust list was read again{"count":2}')
})
