import assert from 'node:assert/strict'
import test from 'node:test'
import { type Attributes, organisationIn } from '#x509/organisation.ts'

const number = '991825827'
const other = '974761076'
/** By the short names of the facts. */
const oids = { C: '2.5.4.6', O: '2.5.4.10', CN: '2.5.4.3', serial: '2.5.4.5', id: '2.5.4.97', OU: '2.5.4.11' } as const
type Written = readonly (readonly [keyof typeof oids, string])[]
const subject = (written: Written): Attributes => written.map(([name, text]) => [oids[name], text])
const no = ['C', 'NO'] as const
const o = ['O', 'Etaten'] as const

const good: Readonly<Record<string, Written>> = {
  'version 2: NTRNO': [no, ['id', `NTRNO-${number}`], o, ['CN', 'Etaten']],
  'version 2 with the number as serial number, too': [no, ['id', `NTRNO-${number}`], o, ['serial', number]],
  'version 2 with another kind of serial number': [no, ['id', `NTRNO-${number}`], o, ['serial', 'UN:NO-9578-4050-x1']],
  'a payment service': [no, ['id', `PSDNO-FSA-${number}`], o],
  'the same organisation in two registers': [no, ['id', `PSDNO-FSA-${number}`], ['id', `NTRNO-${number}`], o],
  'an identifier without its register': [no, ['id', number], o],
  'version 1: the serial number': [no, o, ['OU', 'Avdeling 12'], ['CN', 'Etaten'], ['serial', number]],
  'a name with a number of its own': [no, ['O', `Etaten - ${other}`], ['serial', number]],
}
for (const [what, written] of Object.entries(good))
  test(`SEID: the organisation number of ${what}`, () => assert.equal(organisationIn(subject(written)), number))

const bad: Readonly<Record<string, readonly [fault: string, written: Written]>> = {
  'nothing but a name': ['none', [no, o, ['CN', 'Etaten']]],
  'a number in the name alone': ['none', [no, ['O', `Etaten - ${number}`]]],
  'a number as common name': ['none', [no, o, ['CN', number]]],
  'no country': ['form', [['id', `NTRNO-${number}`], o]],
  'another country': ['form', [['C', 'SE'], ['id', `NTRNO-${number}`], o]],
  'two countries': ['form', [no, ['C', 'SE'], ['id', `NTRNO-${number}`], o]],
  'a register of another country': ['form', [no, ['id', 'NTRSE-5560360793'], o, ['serial', number]]],
  'another kind of identifier': ['form', [no, ['id', `VATNO-${number}`], o]],
  'an identifier in small letters': ['form', [no, ['id', `ntrno-${number}`], o]],
  'something behind the identifier': ['form', [no, ['id', `NTRNO-${number}MVA`], o]],
  'something before it': ['form', [no, ['id', ` NTRNO-${number}`], o]],
  'a line more': ['form', [no, ['id', `NTRNO-${number}\n`], o]],
  'ten digits': ['form', [no, ['id', `NTRNO-${number}1`], o]],
  'digits that only look so': ['form', [no, ['id', 'NTRNO-٩٩١٨٢٥٨٢٧'], o]],
  'an empty identifier': ['form', [no, ['id', ''], o, ['serial', number]]],
  'a serial number of a person': ['form', [no, o, ['serial', '9578-4050-12345']]],
  'a serial number with spaces': ['form', [no, o, ['serial', '991 825 827']]],
  'two serial numbers, one of another kind': ['form', [no, o, ['serial', number], ['serial', 'x']]],
  'a check digit that is none': ['check-digit', [no, ['id', 'NTRNO-991825828'], o]],
  'the same as serial number': ['check-digit', [no, o, ['serial', '991825828']]],
  'a number that begins with nought': ['check-digit', [no, o, ['serial', '000000000']]],
  'identifier and serial number that differ': ['conflict', [no, ['id', `NTRNO-${number}`], o, ['serial', other]]],
  'two identifiers that differ': ['conflict', [no, ['id', `NTRNO-${number}`], ['id', `PSDNO-FSA-${other}`], o]],
  'two serial numbers that differ': ['conflict', [no, o, ['serial', number], ['serial', other]]],
}
for (const [what, [fault, written]] of Object.entries(bad))
  test(`SEID: no organisation number: ${what}`, () => assert.equal(organisationIn(subject(written)), fault))

test('SEID version 1: the number at the end of the name counts for issuers that put it there, and must agree', () => {
  const old = (...written: Written) => organisationIn(subject([no, ...written]), { namesEndInNumbers: true })
  assert.equal(old(['O', `ETATEN - ${number}`]), number)
  assert.equal(old(['O', `ETATEN -${number}`]), number)
  assert.equal(old(['O', `ETATEN - ${number}`], ['serial', number]), number)
  assert.equal(old(['O', `ETATEN - ${other}`], ['serial', number]), 'conflict')
  assert.equal(old(['O', `ETATEN ${number}`]), 'none')
  assert.equal(old(['O', `- ${number}`]), 'none')
  assert.equal(old(['O', 'ETATEN - 991825828']), 'check-digit')
})
