import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import { type EnterpriseWish, openIssuer, policies, trustIn } from '#sandbox/ca/issuers.ts'
import { openChecker } from '#x509/checker.ts'
import type { Fetch } from '#x509/fetch.ts'
import type { TrustEntry } from '#x509/trust.ts'
import { enterpriseCertificates } from './enterprise.ts'

const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
const at = 'http://ca.example.no'
const buypass = openIssuer('buypass', { at, clock })
const commfides = openIssuer('commfides', { at, clock })
const issuers = [buypass, commfides]
const authorities = issuers.flatMap(({ persons, enterprises }) => [persons, enterprises])
const fetch: Fetch = ({ address, question }) => {
  const authority = authorities.find((one) => address.startsWith(`${at}/${one.id}/`))
  if (authority === undefined) throw new Error(`nothing at ${address}`)
  const body =
    question === undefined ? authority.list(address.split('/').at(-1) as 'issuing.crl') : authority.answer(question)
  return Promise.resolve({ status: 200, body })
}
const trusting = (entries: readonly TrustEntry[]) => {
  const list = { entries }
  return enterpriseCertificates(
    openChecker({ trust: () => list, clock, fetch, log: () => undefined, count: () => undefined }),
  )
}
const certificates = trusting(trustIn(issuers))
const chain = ({ der }: MadeCertificate) => [der]

const organisation = '991825827'
const other = '974761076'
const wish: EnterpriseWish = { organisation, name: 'Etaten' }

for (const [what, made] of [
  ['Buypass, SEID v2', buypass.enterprise(wish)],
  ['Buypass, SEID v1', buypass.enterprise({ ...wish, seid: 'v1' })],
  ['Commfides, SEID v2, which has it twice', commfides.enterprise(wish)],
  ['Commfides, SEID v1', commfides.enterprise({ ...wish, seid: 'v1' })],
  ['a unit below it', buypass.enterprise({ ...wish, unit: 'Avdeling 12' })],
] as const)
  test(`O1 the organisation of an enterprise certificate: ${what}`, async () => {
    assert.deepEqual(await certificates.organisationOf(chain(made)), { number: organisation })
  })

const revoked = buypass.enterprise(wish)
buypass.enterprises.revoke(revoked)
const named = (...more: readonly (readonly ['organizationIdentifier' | 'serialNumber' | 'O', string])[]) =>
  buypass.enterprise({ ...wish, over: { subject: [['C', 'NO'], ['O', 'Etaten'], ['CN', 'Etaten'], ...more] } })
const stranger = openIssuer('buypass', { at, clock })
for (const [what, says, made] of [
  ['one that was revoked', /has been revoked/, revoked],
  ['one of an issuer of the same name', /was not signed by the issuer/, stranger.enterprise(wish)],
  ['a person’s', /policy/, buypass.person({ given: 'Kari', family: 'Nordmann', unique: 'x1' })],
  [
    'one to sign documents with',
    /policy|authentication/,
    buypass.enterprise({ ...wish, over: { policies: [policies.buypass.signing] } }),
  ],
  ['one to seal with', /not for authentication/, buypass.enterprise({ ...wish, over: { keyUse: ['nonRepudiation'] } })],
  ['one that has ended', /expired/, buypass.enterprise({ ...wish, over: { until: clock.now() - 1000 } })],
  ['one that begins tomorrow', /not valid yet/, buypass.enterprise({ ...wish, over: { from: clock.now() + 1000 } })],
  ['no number', /names no organisation/, named()],
  ['a number that is none', /check digit/, named(['organizationIdentifier', 'NTRNO-991825828'])],
  ['another country’s register', /form/, named(['organizationIdentifier', 'NTRSE-5560360793'])],
  [
    'two numbers',
    /two organisations/,
    named(['organizationIdentifier', `NTRNO-${organisation}`], ['serialNumber', other]),
  ],
  ['a number in the name alone', /names no organisation/, named(['O', `Etaten - ${organisation}`])],
] as const)
  test(`O1 refused as an enterprise certificate: ${what}`, async () => {
    const found = await certificates.organisationOf(chain(made))
    assert.match(typeof found === 'string' ? found : `accepted for ${found.number}`, says)
  })

test('O1 the issuer’s silence is a no: nothing is believed that nobody could be asked about', async () => {
  const silent = trusting(trustIn(issuers, { ocsp: [], crl: [] }))
  const found = await silent.organisationOf(chain(buypass.enterprise(wish)))
  assert.match(typeof found === 'string' ? found : 'accepted', /could not be asked about/)
})

test('O1 what cannot be read, or comes alone of an issuer’s kind, is nobody’s', async () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('no certificate'),
    buypass.enterprises.issuing.der,
    buypass.enterprises.root.der,
  ])
    assert.equal(typeof (await certificates.organisationOf([bytes])), 'string')
  assert.equal(typeof (await certificates.organisationOf([])), 'string')
})
