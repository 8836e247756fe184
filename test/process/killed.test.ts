/** What was confirmed is there after kill -9. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { population } from '#sandbox/population/population.ts'
import { type Browser, landed } from '../browser.ts'
import { begun, refresh, refreshed, revoke } from '../refresh.ts'
import { authorize, codeFor, exchange, good, hint, query, refused, userinfo } from '../wire.ts'
import { countOn, type Program, program, sqlOn } from './program.ts'
import type { Started } from './started.ts'

let gateway: Program
let running: Started | undefined
beforeEach(async () => {
  gateway = await program()
  running = await gateway.start()
})
afterEach(async () => {
  await running?.stop('SIGKILL')
  gateway.remove()
})

const kill = async (): Promise<void> => void (await running?.stop('SIGKILL'))
const restart = async (): Promise<Started> => (running = await gateway.start())

const rows = <Row>(sql: string): Promise<Row[]> => sqlOn<Row>(gateway.data, sql)
const count = (from: string): Promise<number> => countOn(gateway.data, from)
const verify = async (): Promise<void> => {
  const { code, said } = await gateway.cli('audit', 'verify')
  assert.equal(code, 0, said)
  assert.match(said, /The audit trail holds: \d+ rows/)
}

/** Logins beside each other until the program is gone: what it confirmed before. */
async function logins(confirmed: number): Promise<{ readonly codes: string[]; readonly tokens: string[] }> {
  const codes: string[] = []
  const tokens: string[] = []
  const one = async (index: number): Promise<void> => {
    const code = await codeFor(gateway.wire, 'library', { login_hint: hint(gateway.wire, index) })
    codes.push(code)
    if (codes.length === confirmed) running?.child.kill('SIGKILL')
    if (index % 2 === 0) return
    const { status, json } = await exchange(gateway.wire, 'library', code)
    if (status === 200) tokens.push(String(json['access_token']))
  }
  const forEver = async (first: number): Promise<void> => {
    for (let index = first; ; index += 8) await one(index)
  }
  // Each ends by the connection that breaks.
  await Promise.allSettled(Array.from({ length: 8 }, (_, first) => forEver(first)))
  await running?.ended()
  return { codes, tokens }
}
const grantOf = (code: string): string => code.split('.')[0] ?? ''

test('I5 killed in the middle of many logins: every answer that was given, its tokens and its events are there', async () => {
  const { codes, tokens } = await logins(60)
  assert.ok(codes.length >= 60 && tokens.length > 10)
  const answered = new Set((await rows<{ grant_id: string }>('select grant_id from login')).map((row) => row.grant_id))
  assert.deepEqual(
    codes.filter((code) => !answered.has(grantOf(code))),
    [],
  )
  assert.equal(await count("audit_row where type = 'login.answered'"), answered.size, 'an event for each, in its batch')
  assert.equal(await count("audit_row where type = 'token.issued'"), await count('"grant"'))
  await verify()
  await restart()
  for (const token of tokens) assert.equal((await userinfo(gateway.wire, token)).status, 200)
  await running?.stop()
  await verify()
})

async function byMinid(browser: Browser): Promise<string> {
  const [person] = population().withMinid(1)
  assert.ok(person)
  const chooser = await browser.get(`/authorize?${query(good('library'))}`)
  const page = await browser.submit(await browser.click(chooser, '/minid'), '/minid', {
    number: person.number,
    password: person.minid?.password ?? '',
  })
  const code = await gateway.smsCode(person.mobile ?? '')
  return landed(await browser.submit(page, '/minid/code', { code })).searchParams.get('code') ?? ''
}

test('I5 killed right after a login by MinID: the account, the person and the event are there', async () => {
  const code = await byMinid(gateway.wire.browser())
  await kill()
  assert.equal(await count('minid_account'), 1)
  assert.equal(await count('person'), 1)
  assert.equal(await count("audit_row where type = 'login.answered'"), 1)
  const [login] = await rows<{ grant_id: string }>('select grant_id from login')
  assert.equal(login?.grant_id, grantOf(code))
  await restart()
  await byMinid(gateway.wire.browser())
  assert.deepEqual([await count('minid_account'), await count('person')], [1, 1], 'the same person again')
  await verify()
})

test('I5 killed right after a logout: the session is over, for its tokens, its codes and its browser', async () => {
  const browser = gateway.wire.browser()
  const { json } = await exchange(gateway.wire, 'library', await byMinid(browser))
  const later = landed(await authorize(gateway.wire, good('spa'), { browser })).searchParams.get('code') ?? ''
  assert.equal((await browser.get('/logout?client_id=library')).status, 200)
  await kill()
  await restart()
  assert.equal((await userinfo(gateway.wire, String(json['access_token']))).status, 401)
  refused(await exchange(gateway.wire, 'spa', later), 400, 'invalid_grant')
  const silent = landed(await authorize(gateway.wire, good('library', { prompt: 'none' }), { browser }))
  assert.equal(silent.searchParams.get('error'), 'login_required')
  assert.equal(await count("audit_row where type = 'session.ended'"), 1)
  await verify()
})

test('I5 killed right after a code was used: it stays used', async () => {
  const code = await codeFor(gateway.wire, 'library')
  const { json } = await exchange(gateway.wire, 'library', code)
  await kill()
  await restart()
  refused(await exchange(gateway.wire, 'library', code), 400, 'invalid_grant')
  assert.equal(
    (await userinfo(gateway.wire, String(json['access_token']))).status,
    401,
    'and its tokens are taken back',
  )
})

test('I5 killed right after a refresh: what was given counts, and after a revocation nothing does', async () => {
  const first = await begun(gateway.wire, 'again')
  const second = await refreshed(gateway.wire, 'again', first)
  await kill()
  await restart()
  const third = await refreshed(gateway.wire, 'again', second)
  assert.equal((await userinfo(gateway.wire, third.access)).status, 200)
  assert.equal((await revoke(gateway.wire, 'again', third.refresh)).status, 200)
  await kill()
  await restart()
  assert.equal((await userinfo(gateway.wire, third.access)).status, 401)
  for (const { refresh: token } of [first, second, third])
    refused(await refresh(gateway.wire, 'again', token), 400, 'invalid_grant')
  await verify()
})

test('I5 killed right after services were applied: they are there, and the next start has nothing to change', async () => {
  await kill()
  assert.ok((await count('service')) > 5)
  const again = await restart()
  assert.doesNotMatch(again.printed(), /^[+~-] (added|changed|removed)/m)
  await verify()
})
