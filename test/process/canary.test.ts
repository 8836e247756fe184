/** Nothing that the program writes tells who anybody is, nor opens anything: log, standard output and error, metrics, files. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { Browser, landed, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { secret } from '../services.ts'
import { authorize, codeFor, exchange, good, hint, push, query, send, signed, type Tokens, userinfo } from '../wire.ts'
import { type Program, program } from './program.ts'

const wrongPassword = 'Helt-feil-passord-1'
const wrongNumber = '15819010061'
const canaries = new Set<string>([wrongPassword, wrongNumber, secret, 'state-of-the-client', 'nonce-of-the-client'])

/** What must not be found of a person. A number must not be found as its plain hash, either: there are too few numbers. */
function remember(person: Person): void {
  const { number, mobile = '', family, given, minid } = person
  const hashes = (['sha1', 'sha256', 'sha512'] as const).flatMap((hash) =>
    (['hex', 'base64', 'base64url'] as const).map((form) => createHash(hash).update(number).digest(form)),
  )
  short.add(mobile.slice(-8))
  for (const one of [number, mobile, minid?.password ?? '', ...hashes]) canaries.add(one)
  for (const name of [given, family]) if (name.length > 5) canaries.add(name)
}

function rememberBrowser({ cookies }: Browser): void {
  for (const value of cookies.values()) for (const part of value.split('.')) if (part.length > 20) canaries.add(part)
}

const rememberCode = (code: string): void => void canaries.add(code).add(code.split('.')[1] ?? code)
function rememberTokens({ access, id, code }: Tokens): void {
  rememberCode(code)
  for (const token of [access, id]) for (const part of token.split('.').slice(1)) canaries.add(part)
}

/** Codes by SMS and phone numbers without their country: so short that they count where they stand alone, and not in a measured time. */
const short = new Set<string>()

async function redeem({ wire }: Program, clientId: string, visit: Visit): Promise<Tokens> {
  const code = landed(visit).searchParams.get('code') ?? ''
  const { json, status } = await exchange(wire, clientId, code)
  assert.equal(status, 200)
  const tokens = { access: String(json['access_token']), id: String(json['id_token']), code }
  rememberTokens(tokens)
  assert.equal((await userinfo(wire, tokens.access)).status, 200)
  return tokens
}

/** Through MinID with every mistake a person can make on the way. */
async function byMinidClumsily(gateway: Program, person: Person): Promise<void> {
  remember(person)
  const browser = gateway.wire.browser()
  const chooser = await browser.get(`/authorize?${query(good('library', { login_hint: person.number }))}`)
  let page = await browser.click(chooser, '/minid')
  for (const number of ['123', wrongNumber, `${person.number}9`])
    page = await browser.submit(page, '/minid', { number, password: wrongPassword })
  page = await browser.submit(page, '/minid', { number: person.number, password: wrongPassword })
  rememberBrowser(browser)
  let codes = await browser.submit(page, '/minid', { number: person.number, password: person.minid?.password ?? '' })
  const code = await gateway.smsCode(person.mobile ?? '')
  short.add(code)
  codes = await browser.submit(codes, '/minid/code', { code: code === 'AAAAA' ? 'BBBBB' : 'AAAAA' })
  const tokens = await redeem(gateway, 'library', await browser.submit(codes, '/minid/code', { code }))
  rememberBrowser(browser)
  // A hint holds the number, in the address.
  const out = { id_token_hint: tokens.id, post_logout_redirect_uri: 'https://library.example.no/logged-out' }
  assert.equal(landed(await browser.get(`/logout?${query(out)}`)).host, 'library.example.no')
}

/** At an example service, which runs beside the gateway and writes to the same places. */
async function atTheTaxPage({ wire, settings }: Program, person: Person): Promise<void> {
  const tax = `http://127.0.0.1:${settings['INNGANG_EXAMPLE_PORT']}`
  const [browser, gateway] = [new Browser((request) => fetch(request), tax), wire.browser()]
  const chooser = await gateway.get(landed(await browser.once('GET', `${tax}/login`)).href)
  const back = landed(await byTestEid(gateway, chooser, person.number, 'high'))
  rememberCode(back.searchParams.get('code') ?? '')
  assert.equal((await browser.get(back.href)).status, 200)
  for (const one of [browser, gateway]) rememberBrowser(one)
}

/** By the test eID: with pages, and with the number in the address. */
async function byTestEidEveryWay(gateway: Program, person: Person, index: number): Promise<void> {
  remember(person)
  const { wire } = gateway
  const browser = wire.browser()
  const chooser = await browser.get(`/authorize?${query(good('spa'))}`)
  await redeem(gateway, 'spa', await byTestEid(browser, chooser, person.number, 'high'))
  rememberBrowser(browser)
  await redeem(gateway, 'told', await authorize(wire, good('told', { login_hint: hint(wire, index) })))
  const { json } = await push(wire, 'library', { login_hint: hint(wire, index) })
  const uri = String(json['request_uri'])
  canaries.add(uri.slice(-43))
  await redeem(gateway, 'library', await authorize(wire, { client_id: 'library', request_uri: uri }))
  const posted = await authorize(wire, good('library', { login_hint: hint(wire, index), response_mode: 'form_post' }))
  rememberCode(/name="code" value="([^"]+)"/.exec(posted.body)?.[1] ?? '')
  await browser.post('/logout', { client_id: 'spa' })
}

/** Errors of every kind, with people where they do not belong. */
async function errors({ wire, issuer }: Program, person: Person): Promise<void> {
  const { number } = person
  const browser = wire.browser()
  const headers = { referer: `https://tax.example.no/?fnr=${number}`, 'user-agent': `Mozilla/5.0 ${number}` }
  for (const path of [
    `/login/${number}/minid?code=${number}`,
    `/${number}`,
    `/authorize?client_id=${number}&redirect_uri=https://${encodeURIComponent(person.family)}.example/`,
    `/authorize?${query(good('library', { login_hint: `testid:${number}_gold` }))}`,
    `/authorize?${query(good('library', { login_hint: `testid:${wrongNumber}_idporten-loa-high` }))}`,
    `/authorize?${query(good('library', { acr_values: number, state: number }))}`,
    `/logout?id_token_hint=${number}&client_id=${number}&post_logout_redirect_uri=https://x.example/${number}`,
    `/language/${number}?back=/${number}`,
    `/sandbox/people?name=${encodeURIComponent(person.family)}`,
    `/sandbox/outbox?to=${number}`,
  ])
    await browser.once('GET', path, undefined, headers)
  for (const path of ['/token', '/par', '/userinfo', '/authorize', '/logout']) {
    const fields = {
      grant_type: number,
      code: number,
      client_id: number,
      client_secret: wrongPassword,
      username: number,
    }
    await send(wire, path, fields, headers)
    await send(wire, path, fields, {
      authorization: `Bearer ${signed({ alg: 'ES256', kid: number }, { pid: number })}`,
    })
    await send(wire, path, `{"pid":"${number}"`, { 'content-type': 'application/json' })
  }
  await fetch(`${issuer}/${number}`, { method: 'DELETE' })
  await fetch(`${issuer}/login/att_${'A'.repeat(22)}/minid`, { method: 'POST', body: number.repeat(10_000) })
  // A code twice: what is told of a replay names the code by nothing that opens it.
  const code = await codeFor(wire, 'library')
  rememberCode(code)
  await exchange(wire, 'library', code)
  await exchange(wire, 'library', code)
}

test('I6 no number, name, phone, password, code, token or cookie is in anything that the program wrote', async () => {
  const gateway = await program()
  const people = population()
  const [, ...persons] = people.withMinid(3)
  const twin = await gateway.start({ INNGANG_LOG_LEVEL: 'debug' })
  for (const person of persons) await byMinidClumsily(gateway, person)
  const index = 7
  await byTestEidEveryWay(gateway, people.at(index), index)
  await atTheTaxPage(gateway, people.at(index))
  remember(people.at(0))
  await errors(gateway, persons[0] ?? people.at(index))
  const metrics = await (await fetch(`${gateway.issuer}/metrics`)).text()
  const while_ = gateway.data.contents()
  assert.equal(await twin.stop(), 0)
  const written = new Map([
    ...[...while_].map(([name, content]) => [`${name} while it ran`, content] as const),
    ...gateway.data.contents(),
    ['metrics', Buffer.from(metrics)],
    ['printed', Buffer.from(withoutGreeting(twin.printed()))],
  ])
  gateway.remove()

  const log = written.get('log.jsonl')?.toString('utf8') ?? ''
  for (const route of ['/login/:attempt/minid/code', '/login/:attempt/test', '/logout', '/token'])
    assert.ok(log.includes(`"route":"${route}"`), `the log saw ${route}`)
  assert.ok(written.get('inngang.sqlite')?.includes('login.answered'), 'the trail can be searched')
  assert.ok(written.has('hot.sqlite'))
  assert.match(metrics, /route="\/login\/:attempt\/minid\/code"/)
  assert.deepEqual(found(written), [])
})

/** One person to log in as is printed at the start, on purpose. */
const withoutGreeting = (printed: string): string => printed.replace(/^ *Log in with MinID as .*$/m, '')

function found(written: ReadonlyMap<string, Buffer>): string[] {
  const faults: string[] = []
  for (const [where, content] of written) {
    for (const canary of canaries)
      if (canary.length > 5 && content.includes(canary)) faults.push(`${canary} in ${where}`)
    const text = content.toString('latin1')
    for (const one of short)
      if (one !== '' && new RegExp(`(?<![\\w.-])${one}(?![\\w-])`).test(text)) faults.push(`${one} in ${where}`)
  }
  return faults
}
