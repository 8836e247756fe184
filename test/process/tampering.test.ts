/** `inngang audit verify`, offline, on the data of a program that was killed: clean as it was left, and finds whatever is done to it. */
import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { after, test } from 'node:test'
import { codeFor, hint } from '../wire.ts'
import { countOn, program, sqlOn } from './program.ts'
import { type Folder, folder, start } from './started.ts'

/** A row in the middle, by its place among all. */
const middle = '(select rowid from audit_row order by strand, n limit 1 offset 5)'
const tampering: readonly (readonly [what: string, sql: readonly string[], says: RegExp])[] = [
  ['a changed time', [`update audit_row set at = at + 1 where rowid = ${middle}`], /row \d+ of strand \S+ was changed/],
  ['a changed kind', [`update audit_row set type = 'login.cancelled' where rowid = ${middle}`], /was changed/],
  ['a changed payload', [`update audit_row set payload = '{}' where rowid = ${middle}`], /was changed/],
  ['a row that is missing', [`delete from audit_row where rowid = ${middle}`], /row \d+ of strand \S+ is missing/],
  [
    'two rows in another order',
    [
      'update audit_row set n = -2 where n = 2',
      'update audit_row set n = 2 where n = 3',
      'update audit_row set n = 3 where n = -2',
    ],
    /was changed|reordered/,
  ],
  ['the last rows cut off', ['delete from audit_row where n > (select max(n) - 2 from audit_row)'], /is missing/],
  ['a seal that is missing', ['delete from audit_seal where no = 2'], /seal 2 is missing/],
  [
    'a changed seal',
    ["update audit_seal set root = replace(root, substr(root, 1, 1), '_') where no = 2"],
    /seal 2 was changed/,
  ],
  [
    'the last rows cut off with their seals',
    ['delete from audit_seal where no > 1', 'delete from audit_row', 'delete from audit_head'],
    /is in the second place and not in the database: the end was cut off/,
  ],
]

/** A program's data after three rounds of logins, each under seals, and kill -9. Made once, copied for each test. */
async function killedProgram() {
  const gateway = await program()
  const running = await gateway.start()
  for (const round of [0, 7, 9]) {
    await codeFor(gateway.wire, 'library', { login_hint: hint(gateway.wire, round) })
    await sealed(gateway.data)
  }
  await running.stop('SIGKILL')
  return gateway
}
let made: ReturnType<typeof killedProgram> | undefined
after(async () => (await made)?.remove())

/** Waits until all rows so far are under a seal: one is made every second. */
async function sealed(data: Folder): Promise<void> {
  const open = 'audit_row r where r.n >= (select h.next from audit_head h where h.strand = r.strand)'
  while ((await countOn(data, open)) > 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function verify(statements: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  made ??= killedProgram()
  const { data, settings } = await made
  const copy = folder()
  cpSync(data.path, copy.path, { recursive: true })
  for (const sql of statements) await sqlOn(copy, sql)
  const command = start('cli.ts', { ...settings, INNGANG_DATA: copy.path }, ['audit', 'verify', '--twin'])
  const code = await command.ended()
  copy.remove()
  return { code, said: command.printed() }
}

test('house: audit verify finds nothing wrong with what a killed program left', async () => {
  const { code, said } = await verify([])
  assert.equal(code, 0, said)
  assert.match(said, /The audit trail holds: \d+ rows under \d+ seals/)
})

for (const [what, statements, says] of tampering) {
  test(`house: audit verify finds ${what}`, async () => {
    const { code, said } = await verify(statements)
    assert.equal(code, 1, said)
    assert.match(said, says)
    assert.match(said, /THE AUDIT TRAIL DOES NOT HOLD/)
  })
}
