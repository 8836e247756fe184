/** Rows E2, E4, X4 in a browser: BankID, Buypass and Commfides over real redirects between real origins, with scripts and without. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { population } from '#sandbox/population/population.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { endAll } from '../process/started.ts'
import { assertNoBarriers } from './accessible.ts'
import { openTwin, type Twin } from './twin.ts'

const skip = noBrowser ?? false
const person = population(20).at(2)
let twin: Twin
let browser: Browser
before(async () => {
  if (skip !== false) return
  twin = await openTwin({ issuers: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await twin?.close()
  endAll()
})

/** From the health portal's front page to the issuer's. */
async function goOut(page: Page, id: string): Promise<void> {
  await page.goto(twin.health)
  await page.click('#log-in')
  await page.click(`#eid-${id}`)
  assert.ok(twin.origins.slice(3).includes(new URL(page.url()).origin), page.url())
}

const isLoggedIn = async (page: Page): Promise<void> => {
  assert.ok(page.url().startsWith(twin.health), page.url())
  assert.match(await page.locator('#logged-in').innerText(), new RegExp(person.family))
}

for (const [id, javaScriptEnabled] of [
  ['bankid', true],
  ['buypass', false],
  ['commfides', true],
] as const) {
  test(
    `X4 ${id}: out to the issuer and back to the service, scripts ${javaScriptEnabled ? 'on' : 'off'}`,
    { skip },
    async (t) => {
      const context = await browser.newContext({ javaScriptEnabled, locale: 'nb-NO' })
      t.after(() => context.close())
      const page = await context.newPage()
      await goOut(page, id)
      if (javaScriptEnabled) await assertNoBarriers(page)
      await screenshot(page, `issuer-${id}`)
      await page.fill('#number', person.number)
      await page.click('button.main')
      await isLoggedIn(page)
    },
  )
}

test(
  'X4 I3 what goes wrong at the issuer, and what is cancelled, ends at the chooser with another way',
  { skip },
  async (t) => {
    const context = await browser.newContext({
      locale: 'nb-NO',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    })
    t.after(() => context.close())
    const page = await context.newPage()
    await goOut(page, 'bankid')
    await screenshot(page, 'issuer-dark-phone')
    await page.click('button[value="fail"]')
    assert.match(await page.locator('.ds-alert').innerText(), /C302/)
    await assertNoBarriers(page)
    await screenshot(page, 'issuer-failed')
    await page.click('#eid-bankid')
    await page.click('button[value="cancel"]')
    assert.equal(await page.locator('.ds-alert').count(), 0)
    await page.click('#eid-commfides')
    await page.fill('#number', '12345678901')
    await page.click('button.main')
    assert.equal(await page.locator('#fault').count(), 1)
    await assertNoBarriers(page)
    await page.fill('#number', person.number)
    await page.click('button.main')
    await isLoggedIn(page)
  },
)

test('I1 I3 back from the issuer by the back button, and in again by another eID', { skip }, async (t) => {
  const context = await browser.newContext({ locale: 'en' })
  t.after(() => context.close())
  const page = await context.newPage()
  await goOut(page, 'bankid')
  await page.goBack()
  await page.click('#eid-buypass')
  await page.fill('#number', person.number)
  await page.click('button.main')
  await isLoggedIn(page)
})
