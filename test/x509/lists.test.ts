/** Revocation lists: fetched, kept and believed; and identity numbers, which only responders and tables tell. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { OutboundFailed } from '#http/outbound.ts'
import { der } from '#sandbox/ca/der.ts'
import type { Behaviour } from '#sandbox/ca/authority.ts'
import { extension } from '#sandbox/ca/extensions.ts'
import type { Checked, FoundNumber, Wanted } from '#x509/checker.ts'
import type { TrustEntry } from '#x509/trust.ts'
import { type CheckedWorld, checkedWorld, someone } from './issuers.ts'

const person: Wanted = { use: 'person' }
const withNumber: Wanted = { use: 'person', number: true }
const minute = 60_000
const day = 24 * 60 * minute
const now = Date.UTC(2026, 10, 22, 9)
const said = (checked: Checked): string =>
  checked.ok
    ? `good by ${checked.by}`
    : [checked.why, ...checked.tried.filter((one) => one.startsWith('crl'))].join(' ')

/** With no responder: the list has the only word. */
function listed(over: Partial<TrustEntry> = {}): CheckedWorld & { check(): Promise<string> } {
  const world = checkedWorld('buypass', { ocsp: [], ...over })
  const { der: certificate } = world.issuer.person({ ...someone, over: { ocsp: [] } })
  return Object.assign(world, { check: async () => said(await world.checker.check([certificate], person)) })
}

const worthless: readonly (readonly [what: string, behaviour: (world: CheckedWorld) => Behaviour])[] = [
  ['its signature does not hold', () => ({ list: { broken: true } })],
  ['it is signed with SHA-1', () => ({ list: { digest: 'sha1' } })],
  ['old', () => ({ list: { nextUpdate: now - 1000, thisUpdate: now - day } })],
  ['without an end', () => ({ list: { nextUpdate: undefined } })],
  ['from the future', () => ({ list: { thisUpdate: now + minute } })],
  ['of another issuer', ({ issuer }) => ({ list: { issuer: issuer.enterprises.issuing } })],
  ['signed by another issuer in its name', ({ issuer }) => ({ list: { signer: issuer.enterprises.issuing } })],
  ['signed by a person in its name', ({ issuer }) => ({ list: { signer: issuer.person(someone) } })],
  ['for another place', () => ({ list: { scope: 'http://ca.sandbox/elsewhere.crl' } })],
  ['with a critical extension that nobody knows', () => ({ list: { more: [extension('1.2.3', der(5), true)] } })],
  [
    'with an entry that nobody understands',
    () => ({ list: { entries: [{ serial: Buffer.of(7), at: now, more: [extension('1.2.3', der(5), true)] }] } }),
  ],
  ['only the changes to another', () => ({ list: { base: 3 } })],
]
for (const [what, behaviour] of worthless)
  test(`X5 a list that says nothing: ${what}`, async () => {
    const world = listed()
    // The root's own list stays as it is: it is the issuing CA's lists that are wrong.
    const { persons } = world.issuer
    const good = persons.list('top.crl')
    world.intercept = ({ address }) =>
      address === persons.addresses.rootCrl ? Promise.resolve({ status: 200, body: good }) : undefined
    persons.behave(behaviour(world))
    assert.match(await world.check(), /^revocation-unknown crl:unknown/)
    persons.behave({})
    assert.equal(await world.check(), 'good by crl', 'and is not kept')
  })

test('X5 revoked in the list, and an issuing CA that its root has revoked', async () => {
  const { issuer, checker } = listed()
  const certificate = issuer.person({ ...someone, over: { ocsp: [] } })
  issuer.persons.revoke(certificate, 1)
  assert.match(said(await checker.check([certificate.der], person)), /^revoked/)
  const other = listed()
  other.issuer.persons.revoke(other.issuer.persons.issuing)
  assert.match(await other.check(), /^revoked/)
})

test('X5 a list as long as a large issuer’s is read, and what stands last in it is found', async () => {
  const world = listed()
  const { persons } = world.issuer
  const certificate = world.issuer.person({ ...someone, over: { ocsp: [] } })
  const others = Array.from({ length: 8000 }, (_, i) => ({
    serial: Buffer.of(1, 2, i >> 8, i & 255),
    at: now,
    reason: 4,
  }))
  const last = { serial: certificate.serial, at: now }
  persons.behave({ list: { entries: [...others, last] } })
  const body = persons.list('issuing.crl')
  persons.behave({})
  world.intercept = ({ address }) =>
    address === persons.addresses.crl ? Promise.resolve({ status: 200, body }) : undefined
  assert.match(said(await world.checker.check([certificate.der], person)), /^revoked/)
  assert.equal(await world.check(), 'good by crl')
})

test('X5 changes to a list: revoked since, taken back since, and changes to another list', async () => {
  const freshest = (world: CheckedWorld) => [world.issuer.persons.addresses.delta]
  for (const [what, before, delta, expected] of [
    ['revoked since', [], [undefined], /^revoked/],
    ['taken back since', [6], [8], /^good by crl/],
    ['nothing since', [], [], /^good by crl/],
  ] as const) {
    const world = checkedWorld('buypass', { ocsp: [] })
    const { persons } = world.issuer
    const certificate = world.issuer.person({ ...someone, over: { ocsp: [], freshest: freshest(world) } })
    const entries = (reasons: readonly (number | undefined)[]) =>
      reasons.map((reason) => ({
        serial: certificate.serial,
        at: now - minute,
        ...(reason === undefined ? {} : { reason }),
      }))
    world.intercept = ({ address }) => {
      if (address === persons.addresses.rootCrl) return undefined
      persons.behave({ list: { entries: entries(address === persons.addresses.delta ? delta : before) } })
      const body = persons.list(address === persons.addresses.delta ? 'delta.crl' : 'issuing.crl')
      persons.behave({})
      return Promise.resolve({ status: 200, body })
    }
    assert.match(said(await world.checker.check([certificate.der], person)), expected, what)
    assert.ok(world.asked.includes('/buypass-person/delta.crl'), what)
  }
})

test('X5 changes that somebody on the way made up are worth nothing, and are not kept in the place of the issuer’s', async () => {
  const world = checkedWorld('buypass', { ocsp: [] })
  const { persons } = world.issuer
  const certificate = world.issuer.person({
    ...someone,
    over: { ocsp: [], freshest: [persons.addresses.delta] },
  })
  const check = async (): Promise<string> => said(await world.checker.check([certificate.der], person))
  persons.behave({ list: { broken: true, thisUpdate: now + 365 * day, nextUpdate: now + 730 * day } })
  const forged = persons.list('delta.crl')
  persons.behave({})
  world.intercept = ({ address }) =>
    address === persons.addresses.delta ? Promise.resolve({ status: 200, body: forged }) : undefined
  assert.match(await check(), /^good by crl/)
  world.clock.advance(6 * minute)
  persons.behave({ list: { entries: [{ serial: certificate.serial, at: now }] } })
  const changes = persons.list('delta.crl')
  persons.behave({})
  world.intercept = ({ address }) =>
    address === persons.addresses.delta ? Promise.resolve({ status: 200, body: changes }) : undefined
  assert.match(await check(), /^revoked/)
})

test('X5 a list is kept while it is valid, through its place’s silence, and no older one replaces it', async () => {
  const world = listed()
  const { persons } = world.issuer
  const { clock } = world
  const lists = (): number => world.asked.filter((one) => one.endsWith('issuing.crl')).length
  const old = persons.list('issuing.crl')
  assert.equal(await world.check(), 'good by crl')
  assert.equal(await world.check(), 'good by crl')
  assert.equal(lists(), 1)
  clock.advance(6 * minute)
  assert.equal(await world.check(), 'good by crl')
  assert.equal(lists(), 2, 'fetched anew after the operator’s limit')
  clock.advance(6 * minute)
  const certificate = world.issuer.person({ ...someone, over: { ocsp: [] } })
  persons.revoke(certificate)
  assert.match(said(await world.checker.check([certificate.der], person)), /^revoked/)
  clock.advance(6 * minute)
  world.intercept = () => Promise.resolve({ status: 200, body: old })
  assert.match(said(await world.checker.check([certificate.der], person)), /^revoked/, 'an older list is not believed')
  world.intercept = () => Promise.reject(new OutboundFailed('timeout'))
  clock.advance(6 * minute)
  assert.match(said(await world.checker.check([certificate.der], person)), /^revoked/)
  assert.equal(await world.check(), 'good by crl')
  clock.advance(day)
  assert.match(await world.check(), /^revocation-unknown/, 'but not beyond its end')
})

test('X5 nobody is asked whom the operator did not name, whatever a certificate says', async () => {
  const world = checkedWorld()
  const elsewhere = [
    'http://ca.sandbox/buypass-enterprise/ocsp',
    'http://192.0.2.7/?http://ca.sandbox/buypass-person/ocsp',
    'http://192.0.2.7/ocsp',
    'ldap://ca.sandbox/x',
  ]
  const lists = ['http://192.0.2.7/list.crl', 'file:///etc/passwd']
  const { der: certificate } = world.issuer.person({
    ...someone,
    over: { ocsp: elsewhere, crl: lists, freshest: lists },
  })
  assert.equal(said(await world.checker.check([certificate], person)), 'good by ocsp')
  assert.deepEqual(world.asked.toSorted(), ['/buypass-person/ocsp', '/buypass-person/top.crl'])
  const alone = listed()
  const other = alone.issuer.person({ ...someone, over: { ocsp: [], crl: lists, freshest: lists } })
  assert.equal(said(await alone.checker.check([other.der], person)), 'good by crl')
  assert.deepEqual(alone.asked.toSorted(), ['/buypass-person/issuing.crl', '/buypass-person/top.crl'])
})

test('X5 a list that was believed of one issuer says nothing of another with the same name and address', async () => {
  const world = checkedWorld('buypass', { ocsp: [] })
  const other = checkedWorld('buypass', { ocsp: [] })
  world.trust = { entries: [...world.trust.entries, ...other.trust.entries] }
  const over = { ocsp: [] }
  assert.equal(said(await world.checker.check([world.issuer.person({ ...someone, over }).der], person)), 'good by crl')
  const checked = await world.checker.check([other.issuer.person({ ...someone, over }).der], person)
  assert.match(said(checked), /^revocation-unknown/)
})

test('X5 nobody waits in a long queue for a responder: whoever comes too late is told by the list', async () => {
  const world = checkedWorld()
  const { der: certificate } = world.issuer.person(someone)
  const held = Promise.withResolvers<{ status: number; body: Uint8Array }>()
  world.intercept = ({ question }) => (question === undefined ? undefined : held.promise)
  const all = Array.from({ length: 205 }, () => world.checker.check([certificate], withNumber))
  const first = await Promise.race(all)
  assert.ok(first.ok && first.by === 'crl' && first.tried.includes('ocsp:busy'))
  held.resolve({ status: 503, body: new Uint8Array() })
  const after = await Promise.all(all)
  assert.equal(after.filter(({ tried }) => tried.includes('ocsp:busy')).length, 5)
})

test('X5 a place that fails is left in peace for a while, and asked gently after', async () => {
  const world = listed()
  world.intercept = () => Promise.resolve({ status: 503, body: new Uint8Array() })
  for (const _ of [1, 2, 3]) assert.match(await world.check(), /^revocation-unknown/)
  const asked = world.asked.length
  assert.match(await world.check(), /crl:pause/)
  assert.equal(world.asked.length, asked)
  world.intercept = undefined
  world.clock.advance(121_000)
  assert.equal(await world.check(), 'good by crl')
})

test('X5 a redirect, a page, an empty answer and one that is too long are no lists', async () => {
  for (const answer of [
    { status: 302, body: new Uint8Array() },
    { status: 200, body: Buffer.from('<html>') },
    { status: 200, body: new Uint8Array() },
  ]) {
    const world = listed()
    world.intercept = () => Promise.resolve(answer)
    assert.match(await world.check(), /^revocation-unknown crl:(status|malformed)/)
  }
  const world = listed()
  const good = world.issuer.persons.list('issuing.crl')
  world.intercept = () => Promise.resolve({ status: 404, body: good })
  assert.match(await world.check(), /^revocation-unknown crl:status/)
  world.intercept = () => Promise.reject(new OutboundFailed('too-large'))
  assert.match(await world.check(), /^revocation-unknown crl:too-large/)
})

const digits = '15819010029'
const numberOf = (checked: Checked): FoundNumber['kind'] | 'refused login' =>
  checked.ok ? checked.number.kind : 'refused login'

test('X5 the responder tells the number to whoever may ask, each time anew, and the certificate holds none', async () => {
  const world = checkedWorld()
  const certificate = world.issuer.person(someone)
  world.issuer.persons.tell(certificate, digits)
  for (const questions of [1, 2]) {
    const checked = await world.checker.check([certificate.der], withNumber)
    assert.ok(checked.ok && checked.number.kind === 'found')
    assert.equal(checked.number.number.reveal('sandbox'), digits)
    assert.equal(String(checked.number.number), '[nin]')
    assert.equal(world.asked.filter((one) => one.endsWith('/ocsp')).length, questions)
  }
  assert.ok(!certificate.der.includes(digits))
})

test('X5 no number: none known, not ours to ask, nobody answers, nobody to ask', async () => {
  const world = checkedWorld()
  const { issuer, checker } = world
  const certificate = issuer.person(someone)
  const ask = async () => numberOf(await checker.check([certificate.der], withNumber))
  assert.equal(await ask(), 'refused')
  issuer.persons.tell(certificate, '15819010061')
  assert.equal(await ask(), 'none', 'its check digits are wrong')
  issuer.persons.tell(certificate, digits)
  issuer.persons.behave({ mayAskNumbers: [] })
  assert.equal(await ask(), 'refused')
  issuer.persons.behave({ refuse: 'try-later' })
  assert.equal(await ask(), 'unavailable')
  issuer.persons.behave({ answer: { extensions: [] } })
  assert.equal(await ask(), 'none')
  issuer.persons.behave({ answer: { nonce: 'another' } })
  assert.equal(await ask(), 'unavailable')
  issuer.persons.behave({})
  assert.equal(await ask(), 'found')
  issuer.persons.revoke(certificate)
  assert.equal(await ask(), 'refused login')
})

test('X5 the operator’s table: by what the subject says, or by the certificate itself', async () => {
  const table = new Map([['UN:NO-9578-4050-a1b2c3', digits]])
  const world = checkedWorld('buypass', { number: { from: 'table', find: (key) => table.get(key) } })
  const ask = async (unique: string) =>
    numberOf(await world.checker.check([world.issuer.person({ ...someone, unique }).der], withNumber))
  assert.equal(await ask('a1b2c3'), 'found')
  assert.equal(await ask('other'), 'none')
})
