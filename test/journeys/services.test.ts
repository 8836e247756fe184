/** The example services and the twin's start page hold for everybody, too: axe, narrow screens, large text, in every language and scheme. */
import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Language, languages } from '#i18n/text.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { endAll } from '../process/started.ts'
import { barriers, overflow } from './accessible.ts'
import { openTwin, type Twin } from './twin.ts'
import { watch } from './watch.ts'

const skip = noBrowser ?? false
let twin: Twin
let browser: Browser
before(async () => {
  if (skip !== false) return
  twin = await openTwin()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await twin?.close()
  endAll()
})

test('S1 no barriers on the twin’s own start page', { skip }, async (t) => {
  await visit(t, async (page, look) => {
    for (const language of languages) {
      await page.goto(`${twin.issuer}/language/${language}?back=/`)
      await look('start page', language)
    }
  })
})

test('S1 no barriers on the example services, before login, after it and after logout', { skip }, async (t) => {
  const { tax, health } = twin
  await visit(t, async (page, look) => {
    await everywhere(page, look, [tax, health, `${tax}logged-out`])
    await logInAtHigh(page)
    await everywhere(page, look, [health, `${health}appointments`, `${health}appointments/1`])
    await everywhere(page, look, [tax, `${tax}address`, `${tax}tax-card`, `${tax}dialogue`, `${tax}account`])
    await page.goto(`${tax}dialogue`)
    await page.click('.form button')
    await look('a form with faults', 'en')
    await page.fill('.form textarea', 'Is this a person?')
    await page.click('.form button')
    await look('an answer', 'en')
  })
})

test('S1 no barriers where an example service has bad news', { skip }, async (t) => {
  const { tax } = twin
  await visit(t, (page, look) => everywhere(page, look, [`${tax}nothing-here`, `${tax}callback?state=lost`]), {
    // Pages that are answered 400 and 404 say so in the console.
    noisy: true,
  })
})

type Look = (name: string, language: Language) => Promise<void>

async function visit(
  t: TestContext,
  walk: (page: Page, look: Look) => Promise<void>,
  { noisy = false }: { readonly noisy?: boolean } = {},
): Promise<void> {
  const context = await browser.newContext()
  t.after(() => context.close())
  const page = await context.newPage()
  const said = watch(context, twin.origins)
  const found: string[] = []
  await walk(page, async (name, language) => {
    found.push(...(await faultsOf(page)).map((fault) => `${name}, ${language}: ${fault}`))
    if (language === 'nb') await screenshot(page, `services/${name.replaceAll(/[^\w-]+/g, '-')}`)
    if (!noisy) said.quiet(name)
  })
  assert.deepEqual(found, [])
}

async function everywhere(page: Page, look: Look, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    for (const language of languages) {
      await page.goto(`${url}${url.includes('?') ? '&' : '?'}lang=${language}`)
      assert.equal(await page.locator('html').getAttribute('lang'), language)
      await look(url.replace(/^http:..[\d.:]+/, url.startsWith(twin.tax) ? 'tax' : 'health'), language)
    }
  }
}

/** At the portal; the tax page then knows the user by single sign-on. */
async function logInAtHigh(page: Page): Promise<void> {
  await page.goto(twin.health)
  await page.click('#log-in')
  await page.click('#eid-test')
  await Promise.all([page.waitForURL(`${twin.health}**`), page.click('button[name="persona"]')])
  await page.goto(twin.tax)
  await Promise.all([page.waitForURL(twin.tax), page.click('#log-in')])
}

async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await barriers(page, 'all')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await barriers(page, 'colours')
  await page.emulateMedia({ colorScheme: 'light' })
  const wide = [await overflow(page, 320, '100%'), await overflow(page, 320, '200%')].filter((pixels) => pixels > 0)
  await page.setViewportSize({ width: 1280, height: 900 })
  return [...light, ...dark.map((fault) => `dark: ${fault}`), ...wide.map((pixels) => `${pixels} px too wide`)]
}
