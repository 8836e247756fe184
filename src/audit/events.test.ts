import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { secretKey } from '#base/secrets.ts'
import { eventTable } from '#audit/document.ts'
import { type AuditEvent, auditEvents } from '#audit/events.ts'
import { count, flag, oneOf, sid, word, words } from '#audit/fields.ts'
import { eventRow } from '#audit/row.ts'

test('docs/audit.md lists every event with its fields (`node src/audit/document.ts` prints the table)', () => {
  const docs = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8')
  assert.ok(docs.includes(`\n${eventTable()}\n`), 'the table in docs/audit.md is not the one of events.ts')
  for (const type of Object.keys(auditEvents)) assert.match(type, /^[a-z]+(\.[a-z-]+){1,2}$/)
})

test('what does not fit its field is written as ?', () => {
  const cases: readonly [unknown, unknown][] = [
    [word.clean('idporten-loa-high'), 'idporten-loa-high'],
    [word.clean('https://tax.example/a'), 'https://tax.example/a'],
    [word.clean('0f8fad5b-d9cb-469f-a165-70867728950e'), '0f8fad5b-d9cb-469f-a165-70867728950e'],
    [word.clean('Kari Nordmann'), '?'],
    [word.clean('01810012345'), '?'],
    [word.clean('testid:01810012345'), '?'],
    [word.clean(''), '?'],
    [word.clean('a'.repeat(201)), '?'],
    [words.clean(['TestID', 'not a word']), ['TestID', '?']],
    [oneOf('sms').clean('letter' as 'sms'), '?'],
    [count.clean(1.5), '?'],
    [count.clean(Number.NaN), '?'],
    [flag.clean('yes' as unknown as boolean), false],
    [sid.clean('short' as never), '?'],
  ]
  for (const [written, expected] of cases) assert.deepEqual(written, expected)
})

test('a row holds the fields of its event and nothing else that the object carried', () => {
  const event = {
    type: 'login.refused',
    why: 'access_denied',
    client: 'tax',
    name: 'Kari Nordmann',
    phone: '+4790000000',
  }
  const place = { strand: 's', n: 1, at: 1 }
  const row = eventRow(secretKey(Buffer.alloc(32)), place, event as AuditEvent, undefined)
  assert.deepEqual(JSON.parse(row.payload), { client: 'tax', why: 'access_denied' })
})
