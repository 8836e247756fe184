import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fixedClock } from '#base/clock.ts'
import { type LogLevel, openLog } from '#observe/log.ts'
import { patternOf, scrub } from '#observe/scrub.ts'

function written(level: LogLevel = 'debug') {
  const lines: string[] = []
  const open = openLog({ level, clock: fixedClock(1_700_000_000_000), to: { write: (line) => lines.push(line) } })
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>
  return { ...open, lines, last }
}

test('a line is JSON with time, level, message and the fields of the list', () => {
  const { log, last } = written()
  log('warn', 'part does not answer', { part: 'database', ms: 12.3456, incident: 'A7K2-9QWX' })
  assert.deepEqual(last(), {
    level: 'warn',
    time: 1_700_000_000_000,
    part: 'database',
    ms: 12.35,
    incident: 'A7K2-9QWX',
    message: 'part does not answer',
  })
})

test('a field that is not on the list is named and not written', () => {
  const { log, lines, last } = written()
  log('info', 'x', { name: 'Ola', pid: '01810050019', 'Kari Nordmann': 1 })
  assert.deepEqual(last()['withheld'], ['name', 'pid', '?'])
  assert.ok(!/Ola|01810050019|Kari/.test(lines.join('')))
})

const shaped: readonly [field: string, value: unknown, is: unknown][] = [
  ['code', 'invalid_grant', 'invalid_grant'],
  ['code', '01810050019', undefined],
  ['code', 'two words', undefined],
  ['client', 'skatt-1', 'skatt-1'],
  ['client', 'x01810050019', undefined],
  ['attempt', 'att_AAAAAAAAAAAAAAAAAAAAAA', 'att_AAAAAAAAAAAAAAAAAAAAAA'],
  ['attempt', 'per_AAAAAAAAAAAAAAAAAAAAAA', undefined],
  ['run', 'run_AAAAAAAAAAAAAAAA', 'run_AAAAAAAAAAAAAAAA'],
  ['run', 'run_AA01810050019AAA', undefined],
  ['run', 'A1B2C', undefined],
  ['path', '/login/att_AAAAAAAAAAAAAAAAAAAAAA/minid?code=1', '/login/:id/minid'],
  ['issuer', 'https://user:pw@eid.example.no/path?x=1', 'https://eid.example.no'],
  ['ms', Number.NaN, undefined],
  ['count', 1_810_050_019_0, undefined],
  ['route', '/login/:attempt/minid', '/login/:attempt/minid'],
  ['detail', 'mail to ola@example.no', 'mail to [mail]'],
  ['constructor', 'x', undefined],
]
for (const [field, value, is] of shaped) {
  test(`${field} = ${String(value)} is ${is === undefined ? 'withheld' : `written`}`, () => {
    const { log, last } = written()
    log('info', 'x', { [field]: value })
    assert.deepEqual(Object.hasOwn(last(), field) ? last()[field] : undefined, is)
  })
}

const scrubbed: readonly [text: string, is: string][] = [
  ['Unexpected token in "01810050019", not JSON', 'Unexpected token in "…", not JSON'],
  ['no person 018100 50019 here', 'no person [digits] here'],
  ['phone +47 900 00 000', 'phone [digits]'],
  ['mail ola.nordmann@example.no failed', 'mail [mail] failed'],
  ['token eyJhbGciOi.eyJzdWIi.sig', 'token [token]'],
  ['secret q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5', 'secret [token]'],
  ['GET /callback?code=abc&state=d', 'GET /callback?…'],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED [digits]:5432'],
]
for (const [text, is] of scrubbed) {
  test(`an error's words: ${text}`, () => assert.equal(scrub(text), is))
}

test('an error is told by name, words, code, place and cause, and what drivers hang on it is not', () => {
  const { log, lines, last } = written()
  const driver = Object.assign(new Error('duplicate key: Key (number)=(01810050019)'), {
    code: '23505',
    detail: 'Ola',
    parameters: ['Ola'],
  })
  log('error', 'something went wrong', { cause: new Error('could not store "Ola"', { cause: driver }) })
  const cause = last()['cause'] as { name: string; message: string; stack: string[]; cause: { code: string } }
  assert.equal(cause.message, 'could not store "…"')
  assert.equal(cause.cause.code, '23505')
  assert.ok(cause.stack.some((line) => line.includes('log.test.ts')))
  assert.ok(!/Ola|01810050019/.test(lines.join('')))
})

test('no eleven digits pass, whatever field or word they stand in', () => {
  const names = ['code', 'why', 'detail', 'client', 'path', 'route', 'cause', 'parts', 'issuer', 'kid', 'anything']
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.string(),
      fc.string(),
      fc.stringMatching(/^\d{11}$/),
      (name, before, after, digits) => {
        const { log, lines } = written()
        const text = before + digits + after
        log('info', 'x', { [name]: name === 'cause' ? new Error(text) : name === 'parts' ? [text] : text })
        assert.ok(!lines.join('').includes(digits), lines.join(''))
      },
    ),
  )
})

test('a level below the set one is not written', () => {
  const { log, lines } = written('warn')
  log('info', 'x')
  assert.equal(lines.length, 0)
})

test('paths lose everything that is no word of a route', () => {
  assert.equal(patternOf('/login/att_Ab3/minid/code'), '/login/:id/minid/code')
  assert.equal(patternOf('/.well-known/openid-configuration'), '/:id/openid-configuration')
  assert.equal(patternOf('/person/01810050019#x'), '/person/:id')
})
