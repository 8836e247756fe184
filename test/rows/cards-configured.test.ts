/** Rows X2, X3 by configuration alone: the trust list, the operator's table, and a proxy that says what was shown. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import { type Browser, textOf, type Visit } from '../browser.ts'
import { type CardMethod, goOut } from '../cards.ts'
import { cardHost, type Configured, configured, inTable } from '../cards-configured.ts'
import { service } from '../client.ts'

let set: Configured
before(async () => {
  set = await configured()
})
after(() => set.close())

async function begin(): Promise<{ browser: Browser; chooser: Visit; finish: (visit: Visit) => Promise<unknown> }> {
  const asked = await (await service(set.world, 'health')).ask()
  const browser = set.world.browser()
  return {
    browser,
    chooser: await browser.get(asked.url),
    finish: async (visit) => (await asked.finish(visit)).claims()?.['pid'],
  }
}

type Headers = Readonly<Record<string, string | readonly string[]>>

/** As a proxy speaks to the listener. */
const behind = (address: string, headers: Headers): Promise<{ status: number; location: string; text: string }> =>
  new Promise((resolve, reject) => {
    const { pathname, search } = new URL(address)
    const all = { host: cardHost, ...headers } as Record<string, string>
    const sent = request(
      { host: '127.0.0.1', port: set.port, path: pathname + search, headers: all, agent: false },
      (got) => {
        let text = ''
        got.on('data', (part: Buffer) => (text += part.toString()))
        got.once('end', () => resolve({ status: got.statusCode ?? 0, location: got.headers.location ?? '', text }))
        got.once('error', reject)
      },
    )
    sent.once('error', reject)
    sent.end()
  })

const shows = ({ pem }: MadeCertificate): Headers => ({
  'x-ssl-client-cert': encodeURIComponent(pem),
  'inngang-proxy-secret': set.secret,
})
const card = (maker: 'buypass' | 'commfides', person: number): MadeCertificate =>
  set.cards.card({ maker, person, state: 'good' })

for (const [id, maker, person] of [
  ['buypass-card', 'buypass', 3],
  ['commfides-card', 'commfides', inTable],
] as const)
  test(`X2 X3 ${id} by settings and files: the proxy's word, the issuer's answer, ${maker === 'buypass' ? 'its number' : 'the table’s number'}`, async () => {
    const { browser, chooser, finish } = await begin()
    const { location } = await behind(await goOut(browser, chooser, id), shows(card(maker, person)))
    const page = await browser.get(location)
    assert.match(textOf(page), /Kortet tilhører/)
    assert.equal(await finish(await browser.submit(page, '/confirm')), set.world.people.at(person).number)
  })

test('X3 a card that is not in the operator’s table lets nobody in', async () => {
  const { browser, chooser } = await begin()
  const { location } = await behind(await goOut(browser, chooser, 'commfides-card'), shows(card('commfides', 3)))
  assert.match(textOf(await browser.get(location)), /oppga ikke fødselsnummeret/)
})

test('X2 only our proxy is heard, and only one certificate of it', async () => {
  const { browser, chooser } = await begin()
  const refused = async (headers: Headers): Promise<number> =>
    (await behind(await goOut(browser, await browser.get(chooser.url), 'buypass-card'), headers)).status
  const { 'x-ssl-client-cert': shown } = shows(card('buypass', 3))
  const other = encodeURIComponent(card('buypass', 5).pem)
  const secret = { 'inngang-proxy-secret': set.secret }
  assert.equal(await refused({ 'x-ssl-client-cert': shown ?? '' }), 403)
  assert.equal(await refused({ 'x-ssl-client-cert': shown ?? '', 'inngang-proxy-secret': set.secret.slice(1) }), 403)
  assert.equal(await refused({ ...shows(card('buypass', 3)), 'inngang-proxy-secret': [set.secret, set.secret] }), 403)
  assert.equal(await refused({ ...secret, 'x-ssl-client-cert': [String(shown), other] }), 400)
  assert.equal(await refused({ ...secret, 'x-ssl-client-cert': `${String(shown)}${other}` }), 400)
  assert.equal(await refused({ ...secret, 'x-ssl-client-cert': 'nonsense' }), 400)
  // Another proxy's header is none of ours.
  const { location } = await behind(await goOut(browser, await browser.get(chooser.url), 'buypass-card'), {
    ...secret,
    'client-cert': `:${card('buypass', 3).der.toString('base64')}:`,
  })
  assert.match(textOf(await browser.get(location)), /viste oss ikke noe sertifikat/)
})

test('X2 X3 E2 whose cards are offered follows the settings', async () => {
  const { chooser } = await begin()
  for (const id of ['buypass-card', 'commfides-card'] satisfies CardMethod[])
    assert.match(chooser.body, new RegExp(`eid-${id}`))
  assert.doesNotMatch(chooser.body, /eid-buypass"/)
})

test('X2 E2 a service that names one issuer’s cards offers nothing else, and no other card’s page is there', async () => {
  const browser = set.world.browser()
  const chooser = await browser.get((await (await service(set.world, 'cards-only')).ask()).url)
  assert.deepEqual(
    [...chooser.body.matchAll(/id="eid-([\w-]+)"/g)].map(([, id]) => id),
    ['buypass-card'],
  )
  const other = await browser.get(`${new URL(chooser.url).pathname}/commfides-card`)
  assert.equal(other.url, chooser.url)
})

test('X5 an issuer that is taken out of the trust list is believed no more, and again when it is put back; a faulty list changes nothing', async () => {
  const { checks } = set.world.parts
  assert.ok(checks !== undefined)
  const file = join(set.place.path, 'trust.json')
  const whole = readFileSync(file, 'utf8')
  const { issuers } = JSON.parse(whole) as { issuers: readonly object[] }
  const told = async (list: string): Promise<string> => {
    writeFileSync(file, list)
    await checks.look()
    const { browser, chooser } = await begin()
    const { location } = await behind(await goOut(browser, chooser, 'buypass-card'), shows(card('buypass', 3)))
    return textOf(await browser.get(location))
  }
  const good = /Kortet tilhører/
  assert.match(await told(whole), good)
  assert.match(await told(whole.slice(1)), good)
  const health = async (): Promise<string> => (await set.world.app.request('/health/ready')).text()
  assert.match(await health(), /"warnings":\[.*The trust list was changed and is faulty/)
  assert.doesNotMatch(await told(JSON.stringify({ issuers: issuers.slice(1) })), good)
  assert.match(await told(whole), good)
  assert.doesNotMatch(await health(), /faulty/)
})
