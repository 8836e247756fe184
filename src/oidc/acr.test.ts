import assert from 'node:assert/strict'
import test from 'node:test'
import { askedLevel, splitAcrValues } from '#oidc/acr.ts'
import { acrNames as acr } from '#oidc/test-provider.ts'

type Row = readonly [
  what: string,
  asked: string,
  floor: string,
  expected: readonly [level: string, vocabulary: string] | undefined,
]
const rows: readonly Row[] = [
  ['none asked is the floor', '', 'substantial', ['substantial', 'idporten']],
  ['none asked is the floor, also the highest', '', 'high', ['high', 'idporten']],
  ['one above the floor', 'idporten-loa-high', 'substantial', ['high', 'idporten']],
  ['one below the floor is raised', 'idporten-loa-substantial', 'high', ['high', 'idporten']],
  ['several are the lowest', 'idporten-loa-high idporten-loa-substantial', 'low', ['substantial', 'idporten']],
  ['the order says nothing', 'idporten-loa-substantial idporten-loa-high', 'low', ['substantial', 'idporten']],
  ['the lowest is raised to the floor', 'Level4 Level3', 'high', ['high', 'altinn']],
  ['the unknown beside a known one is passed over', 'eidas-loa-high loa:high', 'low', ['high', 'loa']],
  ['an unknown low one does not lower', 'selfregistered-email Level4', 'low', ['high', 'altinn']],
  ['the vocabulary is that of the lowest', 'loa:substantial idporten-loa-high', 'low', ['substantial', 'loa']],
  ['only unknown ones are nothing', 'eidas-loa-high urn:x', 'low', undefined],
  ['case counts', 'IDPORTEN-LOA-HIGH level4', 'low', undefined],
]

for (const [what, asked, floor, expected] of rows) {
  test(`E3 ${what}`, () => {
    const found = askedLevel(acr, asked === '' ? [] : asked.split(' '), floor)
    assert.deepEqual(found && [found.level, found.vocabulary], expected)
  })
}

const eidRows: readonly (readonly [string, readonly string[], readonly string[] | undefined])[] = [
  ['', [], undefined],
  ['loa:high', ['loa:high'], undefined],
  ['idp:minid', [], ['minid']],
  ['idp:minid loa:high', ['loa:high'], ['minid']],
  ['loa:high idp:minid idp:test', ['loa:high'], ['minid', 'test']],
  ['idp:idporten loa:high', ['loa:high'], undefined],
  ['idp:minid idp:idporten', [], undefined],
  ['idp:', [], ['']],
]
for (const [asked, levels, onlyEids] of eidRows) {
  test(`E6 acr_values=${asked} names levels and eIDs apart`, () => {
    assert.deepEqual(splitAcrValues(asked === '' ? [] : asked.split(' ')), { levels, onlyEids })
  })
}

test('E3 whatever is asked, the level is never below the floor', () => {
  for (const floor of ['low', 'substantial', 'high'] as const) {
    for (const a of acr.values) {
      for (const b of [...acr.values, 'unknown']) {
        const found = askedLevel(acr, [a, b], floor)
        assert.ok(found !== undefined && acr.rank(found.level) >= acr.rank(floor))
      }
    }
  }
})
