/** The page that asks for a consent, in a browser without scripts and by keyboard alone, as far as the service that hears of it. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { population } from '#sandbox/population/population.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { type Listener, listener } from '../listener.ts'
import { answering, endAll, type Folder, folder, freePorts, start } from '../process/started.ts'
import { challenge, query } from '../wire.ts'
import { assertNoBarriers } from './accessible.ts'
import { focusIsOn, follow, reach } from './keyboard.ts'
import { watch } from './watch.ts'

const skip = noBrowser ?? false
const secret = 'a-secret-of-more-than-thirty-two-characters'
let browser: Browser
let service: Listener
let issuer: string
let data: Folder
before(async () => {
  if (skip !== false) return
  browser = await launch()
  service = await listener()
  data = folder()
  const [port = 0, example = 0] = await freePorts(3)
  const clients = join(data.path, 'clients.json')
  writeFileSync(clients, JSON.stringify({ owners: [owner(`${service.origin}/callback`)] }))
  issuer = `http://localhost:${port}`
  const settings = { INNGANG_PORT: String(port), INNGANG_EXAMPLE_PORT: String(example), INNGANG_ISSUER_PORT: '0' }
  const twin = start('twin.ts', { ...settings, INNGANG_DATA: data.path, INNGANG_CLIENTS: clients })
  await answering(`${issuer}/health/ready`, twin)
})
after(async () => {
  await browser?.close()
  endAll()
  service?.close()
  data?.remove()
})

const scope = (name: string, description: string): object => ({ name, description, requires_user_consent: true })
const owner = (callback: string): object => ({
  org_number: '315000017',
  name: 'Lånekassen',
  scopes: [scope('loan:income', 'Se inntekten din'), scope('loan:debt', 'Se gjelden din')],
  services: [
    {
      client_id: 'loan',
      client_name: 'Lånekontoret',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      redirect_uris: [callback],
      scopes: ['openid', 'profile', 'loan:income', 'loan:debt'],
    },
  ],
})

async function toQuestion(page: Page, scopes: string): Promise<void> {
  const asked = {
    client_id: 'loan',
    redirect_uri: `${service.origin}/callback`,
    response_type: 'code',
    scope: scopes,
    state: 'st',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  await page.goto(`${issuer}/authorize?${query(asked)}`)
  await follow(page, '#eid-test')
  await reach(page, '#number')
  await page.keyboard.type(population().at(0).number)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/login\/att_[\w-]{22}$/)
}

test(
  'E7 a consent is given by keyboard, without scripts, and the browser lets the form lead to the service',
  { skip },
  async (t) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: 'nb',
      viewport: { width: 360, height: 740 },
    })
    t.after(() => context.close())
    const said = watch(context, [issuer, service.origin])
    const page = await context.newPage()
    await toQuestion(page, 'openid loan:income loan:debt')
    assert.equal(await page.locator('h1').innerText(), 'Vil du gi tilgang?')
    await screenshot(page, 'consent/several')
    await follow(page, 'button[value="yes"]')
    assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
    await reach(page, '.ds-error-summary a')
    await page.keyboard.press('Enter')
    assert.ok(await focusIsOn(page, '#item-1'), 'the link leads to the first box')
    await reach(page, '#item-2')
    await page.keyboard.press('Space')
    await follow(page, 'button[value="yes"]')
    assert.match(page.url(), /\/callback\?code=/)
    said.quiet('consent')
  },
)

test('E7 a no is as near as a yes, and leads on as well', { skip }, async (t) => {
  const context = await browser.newContext({ locale: 'nb', colorScheme: 'dark' })
  t.after(() => context.close())
  const page = await context.newPage()
  await toQuestion(page, 'openid loan:income')
  await assertNoBarriers(page)
  await screenshot(page, 'consent/one')
  await follow(page, 'button[value="no"]')
  assert.match(page.url(), /\/callback\?code=/)
})
