/** I5 for letters: kill -9 in the middle of a print run, at each of its steps; another process goes on. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { migrations as audit } from '#audit/store.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openJwe } from '#keys/jwe.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations } from '#letters/migrations.ts'
import { codesOn, noPoppler } from '#letters/poppler.ts'
import { numbers, open, type Stop, stops } from '#letters/printing-process.ts'
import { leaseMs } from '#letters/run-store.ts'
import { numberOf } from '#letters/test-register.ts'
import { migrations as persons } from '#persons/store.ts'

const program = fileURLToPath(import.meta.resolve('#letters/printing-process.ts'))

/** Ends by itself, or is killed where it stops. */
async function print(folder: string, ahead: number, stop: Stop): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, folder, String(ahead), stop], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('here')) child.kill('SIGKILL')
  })
  return new Promise((ended) => child.once('close', (_code, signal) => ended(signal)))
}

async function begun(): Promise<{ folder: string; privateKey: KeyObject }> {
  const folder = mkdtempSync(join(tmpdir(), 'inngang-printing-'))
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  writeFileSync(join(folder, 'printer.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  const database = openSqlite(join(folder, 'database'))
  await migrate(database, [...audit, ...guessing, ...persons, ...migrations])
  await database.close()
  const { letters, ...rest } = await open(folder, 0, 'nowhere')
  for (const digits of numbers)
    await letters.orders.order(numberOf(digits), { book: 'minid', by: 'self', language: 'nb' })
  await rest.audit.close()
  await rest.database.close()
  return { folder, privateKey }
}

for (const stop of stops.filter((one) => one !== 'nowhere'))
  test(`I5 M4 killed while ${stop}: each order is one letter, handed over once, whose codes open`, async (t) => {
    const { folder, privateKey } = await begun()
    t.after(() => rmSync(folder, { recursive: true }))
    assert.equal(await print(folder, 0, stop), 'SIGKILL')
    const codesBefore = await sheets(folder)
    // Too early to take it for dead; then somebody takes it over; then there is nothing left to do.
    assert.equal(await print(folder, 0, 'nowhere'), null)
    assert.equal((await sheets(folder)).length, codesBefore.length)
    assert.equal(await print(folder, leaseMs + 60_000, 'nowhere'), null)
    assert.equal(await print(folder, 3 * leaseMs, 'nowhere'), null)

    const [batch = '', ...others] = readdirSync(join(folder, 'out')).filter((name) => name !== 'receipts')
    assert.deepEqual(others, [])
    const files = readdirSync(join(folder, 'out', batch)).filter((name) => name.endsWith('.jwe'))
    const ids = files.map((name) => name.replace('.pdf.jwe', '')).toSorted()
    assert.equal(ids.length, numbers.length)
    assert.deepEqual(await sheets(folder), ids)
    assert.ok(codesBefore.every((letter) => ids.includes(letter)))

    const stored = Buffer.concat(['database', 'database-wal'].map((name) => maybe(join(folder, name)))).toString(
      'latin1',
    )
    for (const name of files) {
      const pdf = await openJwe(privateKey, readFileSync(join(folder, 'out', batch, name), 'utf8'))
      if (noPoppler !== undefined) continue
      const codes = codesOn(pdf)
      assert.equal(codes.length, 20)
      await opens(folder, name.replace('.pdf.jwe', ''), codes)
      // In a row a code would stand by itself; five letters may stand in a longer word by chance.
      for (const code of codes) assert.doesNotMatch(stored, new RegExp(`(?<![\\w+/-])${code}(?![\\w+/=-])`))
    }
  })

const maybe = (path: string): Buffer =>
  readdirSync(join(path, '..')).includes(path.split('/').at(-1) ?? '') ? readFileSync(path) : Buffer.alloc(0)

async function sheets(folder: string): Promise<readonly string[]> {
  const database = openSqlite(join(folder, 'database'))
  const rows = await database.raw<{ letter: string }>('select letter from code_sheet order by letter', [])
  await database.close()
  return rows.map(({ letter }) => letter)
}

async function opens(folder: string, letter: string, codes: readonly string[]): Promise<void> {
  const { letters, database, audit: trail } = await open(folder, 0, 'nowhere')
  const [sheet] = await database.raw<{ person_id: never }>('select person_id from code_sheet where letter = $1', [
    letter,
  ])
  const person = sheet?.person_id
  assert.ok(person !== undefined)
  const minid = letters.book('minid')
  const question = await minid.ask(person)
  assert.ok(question !== undefined)
  const answered = await minid.answer({ person, numberHash: '' }, question, codes[question.number - 1] ?? '')
  assert.deepEqual(answered, { ok: true, left: 19, low: false })
  await trail.close()
  await database.close()
}
