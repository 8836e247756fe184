import assert from 'node:assert/strict'
import test from 'node:test'
import { detailTypeShape } from '#services/detail-shape.ts'
import { detailType, keptDetailType } from '#services/detail-types.ts'
import { checkServices, ServiceFaults } from '#services/file.ts'

const entry = {
  type: 'acme:pay',
  description: { nb: 'Betale', nn: 'Betale', se: 'Máksit', en: 'Pay' },
  fields: {
    amount: { label: 'Beløp', kind: 'number', required: true },
    to: { label: 'Til' },
    actions: { label: 'Hva', kind: 'strings', values: ['read', 'write'] },
    now: { label: 'Straks', kind: 'boolean' },
  },
}
const pay = detailType(keptDetailType(detailTypeShape.parse(entry)))
const fault = (detail: object): string | undefined => pay.fault({ type: 'acme:pay', ...detail })

test('RFC 9396 §5 a detail is as its type wants it, or says what is wrong', () => {
  assert.equal(fault({ amount: 1, to: 'x', actions: ['read'], now: false }), undefined)
  assert.equal(fault({}), 'lacks amount')
  for (const wrong of [
    { amount: '1' },
    { amount: Number.POSITIVE_INFINITY },
    { to: '' },
    { to: ' ' },
    { to: 5 },
    { to: 'a\u202Eb' },
    { to: 'two\nlines' },
    { to: '\uD800' },
    { to: 'x'.repeat(501) },
    { actions: 'read' },
    { actions: [] },
    { actions: ['delete'] },
    { actions: [['read']] },
    { now: 'true' },
    { now: null },
  ])
    assert.match(
      fault({ amount: 1, ...wrong }) ?? '',
      /^has a \w+ that its type does not allow$/,
      JSON.stringify(wrong),
    )
  for (const name of ['more', '__proto__', 'constructor', 'toString'])
    assert.equal(fault(JSON.parse(`{"amount":1,"${name}":1}`) as object), 'has a member that its type does not know')
})

test('RFC 9396 §12 the user reads what it is, and what stands in it', () => {
  const { text, lines } = pay.describe({ type: 'acme:pay', amount: 5000.5, actions: ['read', 'write'] })
  assert.equal(text['en'], 'Pay')
  assert.deepEqual(
    lines.map(({ label, value }) => [label['nb'], value]),
    [
      ['Beløp', '5000.5'],
      ['Hva', 'read, write'],
    ],
  )
})

const service = (over: object = {}): object => ({
  client_id: 'payer',
  client_name: 'Betaleren',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: 'a-secret-of-more-than-thirty-two-characters',
  redirect_uris: ['https://payer.example.no/cb'],
  ...over,
})
const faultsOf = (types: readonly unknown[], over: object = {}, other: readonly unknown[] = []): readonly string[] => {
  const owners = [
    { org_number: '991825827', name: 'A', authorization_details_types: types, services: [service(over)] },
    { org_number: '974761076', name: 'B', scopes: other, services: [] },
  ]
  try {
    checkServices(owners, { world: 'twin', eids: ['minid'] })
    return []
  } catch (error) {
    if (error instanceof ServiceFaults) return error.faults
    throw error
  }
}

test('RFC 9396 §10 a type is declared and registered', () => {
  assert.deepEqual(faultsOf([entry], { authorization_details_types: ['acme:pay'] }), [])
})

for (const [what, types, over, other, says] of [
  ['a type that nobody has', [entry], { authorization_details_types: ['acme:pey'] }, [], /did you mean acme:pay\?/],
  ['without a prefix', [{ ...entry, type: 'pay' }], {}, [], /type must be prefix:name/],
  ['twice', [entry, entry], {}, [], /stands twice/],
  ['the house’s prefix', [{ ...entry, type: 'idporten:fullmakt' }], {}, [], /it is the house’s own/],
  ['another owner’s prefix', [entry], {}, [{ name: 'acme:x', description: 'x' }], /the prefix belongs to owners\[1\]/],
  ['a field named type', [{ ...entry, fields: { type: { label: 'x' } } }], {}, [], /fields/],
  [
    'values of a number',
    [{ ...entry, fields: { n: { label: 'x', kind: 'number', values: ['1'] } } }],
    {},
    [],
    /is not used with number/,
  ],
] as [string, unknown[], object, unknown[], RegExp][]) {
  test(`a declared type of details is judged: ${what}`, () => {
    const found = faultsOf(types, over, other)
    assert.equal(found.length, 1, found.join('\n'))
    assert.match(found[0] ?? '', says)
  })
}
