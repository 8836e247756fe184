/** Who is to be told of a logout is told, though the process that promised it is gone. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import { openSqlite } from '#db/sqlite.ts'
import { listener } from '../listener.ts'
import { callback, owners, secret } from '../services.ts'
import { claimsOf, tokensFor } from '../wire.ts'
import { type Program, program, sqlOn } from './program.ts'
import type { Started } from './started.ts'

const far = await listener()
after(() => far.close())

const called = {
  client_id: 'called',
  client_name: 'Får beskjed',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('called'), `${far.origin}/callback`],
  backchannel_logout_uri: `${far.origin}/called`,
}
let gateway: Program
let running: Started | undefined
beforeEach(async () => {
  far.forget()
  gateway = await program()
  gateway.declare([...owners, { org_number: '974761076', name: 'En annen etat', services: [called] }])
  running = await gateway.start()
})
afterEach(async () => {
  await running?.stop('SIGKILL')
  gateway.remove()
})

interface Row {
  readonly state: string
  readonly status: number | null
}
const rows = async (): Promise<string[]> =>
  (await sqlOn<Row>(gateway.data, 'select state, status from logout_delivery')).map(
    ({ state, status }) => `${state} ${status ?? ''}`,
  )

/** The courier that was killed had half a minute for its call: that time is over. */
async function leaseOver(): Promise<void> {
  const database = openSqlite(join(gateway.data.path, 'inngang.sqlite'))
  await database.raw('update logout_delivery set due = 0', [])
  await database.close()
}

async function logInAndOut(): Promise<unknown> {
  const browser = gateway.wire.browser()
  const { id } = await tokensFor(gateway.wire, 'called', {}, browser)
  await browser.get('/logout?client_id=called')
  return claimsOf(id)['sid']
}
const sidIn = (token: string | null | undefined): unknown => claimsOf(token ?? '')['sid']

test('I5 E9 killed in the middle of telling a service of a logout: the next process tells it', async () => {
  far.answers('/called', () => undefined)
  const sid = await logInAndOut()
  await far.heard('/called', 1)
  await running?.stop('SIGKILL')
  assert.deepEqual(await rows(), ['waiting '])
  await leaseOver()
  far.answers('/called', 204)
  running = await gateway.start()
  const [, again] = await far.heard('/called', 2)
  assert.equal(sidIn(again?.form.get('logout_token')), sid)
  await running.stop()
  assert.deepEqual(await rows(), ['accepted 204'])
})

test('I5 E9 told to stop in the middle of telling: the call is finished first, and written down', async () => {
  let answer = (): void => undefined
  far.answers('/called', (response) => {
    answer = () => void response.writeHead(200).end()
  })
  await logInAndOut()
  await far.heard('/called', 1)
  const stopped = running?.stop('SIGTERM')
  answer()
  assert.equal(await stopped, 0)
  assert.deepEqual(await rows(), ['accepted 200'])
})

test('E9 the operator’s report: who was told, who was not, one service alone; a time that is none is said', async () => {
  far.answers('/called', 503)
  await logInAndOut()
  await far.heard('/called', 1)
  await running?.stop()
  const { code, said } = await gateway.cli('logout', 'report')
  assert.equal(code, 0)
  assert.match(said, /^service +waiting +accepted +refused +unreachable +gave-up$/m)
  assert.match(said, /^called +0 +0 +1 +0 +0$/m)
  assert.match(said, /^\d{4}-\d\d-\d\dT[\d:]+Z +called +refused 503, 1 call$/m)
  const other = await gateway.cli('logout', 'report', '--client', 'tax', '--since', '7d')
  assert.match(other.said, /none\./)
  assert.equal((await gateway.cli('logout', 'report', '--since', 'yesterday')).code, 2)
})
