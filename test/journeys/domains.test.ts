/**
 * As in production: https, three registrable domains, `__Host-` cookies, no site the same as another. What holds on one machine's
 * loopback need not hold there: cookies that come with a redirect from another site, frames of a third, what a form may lead to.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { systemClock } from '#base/clock.ts'
import { readConfig } from '#config/read.ts'
import { type Listening, serve } from '#http/serve.ts'
import { openLog } from '#observe/log.ts'
import { clientIds, exampleRegistrations } from '#sandbox/services/registrations.ts'
import { exampleService } from '#sandbox/services/start.ts'
import { createApp } from '../../src/app.ts'
import { type OpenParts, openParts } from '../../src/open.ts'
import { type TwinWorld, twinWorld } from '../../src/twin-world.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { certificateFor } from './certificate.ts'
import { assertLoggedOut, claim, enterCode, enterMinid, enterTestEid, leaveForLogin, type Traveller } from './steps.ts'
import { watch } from './watch.ts'

const skip = noBrowser ?? false
const issuer = 'https://login.inngang.test'
const origins = { tax: 'https://tax.etat.test', health: 'https://health.portal.test' }
const hosts = [issuer, origins.tax, origins.health].map((origin) => new URL(origin).host)

let world: TwinWorld
let parts: OpenParts
let listening: readonly Listening[]
let browser: Browser
before(async () => {
  if (skip !== false) return
  const tls = certificateFor(hosts)
  listening = await Promise.all((await apps()).map((app) => serve(app, { host: '127.0.0.1', port: 0, tls })))
  const mapped = listening.map(({ port }, index) => `MAP ${hosts[index]} 127.0.0.1:${port}`)
  browser = await launch({
    args: [`--host-resolver-rules=${mapped.join(', ')}`, `--ignore-certificate-errors-spki-list=${tls.spki}`],
  })
})
after(async () => {
  await browser?.close()
  await Promise.all((listening ?? []).map((one) => one.close(0)))
  await parts?.close()
})

/** The gateway and the two services. Browsers reach them by https; the services reach the gateway inside this process. */
async function apps(): Promise<readonly Parameters<typeof serve>[0][]> {
  const config = readConfig(
    { INNGANG_ISSUER: issuer, INNGANG_ISSUER_PORT: '0', INNGANG_DANGEROUS_TWIN_PUBLIC_ORIGIN: issuer },
    'twin',
  )
  world = await twinWorld(config, { clock: systemClock, memory: true, log: () => undefined })
  const { keys } = world
  const log = openLog({ level: 'error', clock: systemClock, to: { write: () => undefined } })
  const { owners } = exampleRegistrations(origins, keys)
  parts = await openParts(config, { memory: true, log, outside: { ...world.outside, owners } })
  const gateway = createApp(parts)
  const deps = {
    issuer,
    gatewayUrl: `${issuer}/`,
    origins,
    keys,
    log: log.log,
    fetch: async (url: string, init: object) => {
      const request = new Request(url, init)
      request.headers.set('host', new URL(url).host)
      return gateway.fetch(request)
    },
  }
  return [gateway, await exampleService('tax', deps), await exampleService('health', deps)]
}

test('E1 E4 E9 I1 login, step-up and single logout over three domains, on https', { skip }, async (t) => {
  const context = await browser.newContext({ locale: 'nb' })
  t.after(() => context.close())
  const who = await traveller(context)
  const { page, person } = who
  const [tax, health] = [`${origins.tax}/`, `${origins.health}/`]
  await page.goto(tax)
  await leaveForLogin(who, 'chooser')
  await enterMinid(who)
  await enterCode(who)
  assert.equal(page.url(), tax)
  assert.equal(await claim(page, 'pid'), person.number)
  const sid = await claim(page, 'sid')
  await assertCookies(context)

  await page.goto(health)
  await leaveForLogin(who, 'step-up')
  assert.equal(await page.locator('#eid-minid').count(), 0)
  await enterTestEid(who)
  assert.equal(page.url(), health)
  assert.equal(await claim(page, 'acr'), 'idporten-loa-high')
  assert.equal(await claim(page, 'sid'), sid, 'the session goes on through the step-up')

  await Promise.all([page.waitForURL(`${health}logged-out`), page.click('#log-out-everywhere')])
  await who.look('logged-out')
  await assertLoggedOut(page, tax)
  await assertLoggedOut(page, health)
})

test('E1 a service that sends its users by a form of its own site finds who is logged in', { skip }, async (t) => {
  const context = await browser.newContext({ locale: 'nb' })
  t.after(() => context.close())
  const who = await traveller(context)
  const { page } = who
  await page.goto(`${origins.health}/`)
  await leaveForLogin(who, 'by-form')
  await enterTestEid(who)
  const request = {
    client_id: clientIds.tax,
    redirect_uri: `${origins.tax}/callback`,
    response_type: 'code',
    scope: 'openid',
    prompt: 'none',
    state: 'by-form',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }
  const fields = Object.entries(request).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
  const form = `<form method="post" action="${issuer}/authorize">${fields.join('')}<button>Log in</button></form>`
  await page.route(`${origins.tax}/form`, (route) => route.fulfill({ contentType: 'text/html', body: form }))
  await page.goto(`${origins.tax}/form`)
  const answered = page.waitForRequest((sent) => sent.url().startsWith(request.redirect_uri))
  const [answer] = await Promise.all([answered, page.click('button')])
  const { code, error, state } = Object.fromEntries(new URL(answer.url()).searchParams)
  assert.deepEqual([error, state, typeof code], [undefined, 'by-form', 'string'])
})

async function traveller(context: BrowserContext): Promise<Traveller> {
  const watched = watch(context, [issuer, origins.tax, origins.health])
  const [person] = world.population.withMinid(1)
  assert.ok(person)
  const page = await context.newPage()
  return {
    page,
    person,
    issuer,
    async look(step) {
      watched.quiet(step)
      await screenshot(page, `domains/${step}`)
    },
  }
}

/** RFC 6265bis §4.1.3.2: no other host can plant a `__Host-` cookie, and none is sent in the clear. */
async function assertCookies(context: BrowserContext): Promise<void> {
  const cookies = await context.cookies()
  assert.deepEqual(new Set(cookies.map(({ domain }) => domain)), new Set(hosts.slice(0, 2)))
  for (const { name, secure, httpOnly, sameSite, path } of cookies) {
    assert.match(name, /^__Host-/)
    assert.deepEqual(
      { secure, httpOnly, sameSite, path },
      { secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
      name,
    )
  }
}
