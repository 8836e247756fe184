/**
 * What a newcomer does first, in a browser, against the twin as a process of its own: with scripts and without, by keyboard, in every
 * language, on a phone and on a desk, in light and dark. Pictures of every step are kept in artifacts/ for people to judge.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { Language } from '#i18n/text.ts'
import { population } from '#sandbox/population/population.ts'
import { screenshot } from '../chromium.ts'
import { follow, reach } from './keyboard.ts'
import { openStage } from './stage.ts'
import {
  assertLanguage,
  assertLoggedOut,
  claim,
  enterCode,
  enterMinid,
  enterTestEid,
  leaveForLogin,
  type Traveller,
} from './steps.ts'
import { watch } from './watch.ts'

const stage = openStage()
const { skip } = stage
const screens = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } } as const
type Screen = keyof typeof screens
type Scheme = 'light' | 'dark'

interface Setting {
  readonly language: Language
  readonly scripts: boolean
  readonly screen: Screen
  readonly scheme: Scheme
  /** Pictures of all four kinds, not of this one alone. */
  readonly everyPicture?: true
}

/** Pairs of language, script, screen and scheme; the full product goes through the app without a browser (`rows/pages.test.ts`). */
const settingsTried: readonly Setting[] = [
  { language: 'nb', scripts: true, screen: 'phone', scheme: 'light', everyPicture: true },
  { language: 'nn', scripts: false, screen: 'desk', scheme: 'dark' },
  { language: 'se', scripts: true, screen: 'desk', scheme: 'light' },
  { language: 'en', scripts: false, screen: 'phone', scheme: 'dark' },
]

for (const [index, setting] of settingsTried.entries()) {
  const { language, scripts, screen, scheme } = setting
  const name = `${language}, ${scripts ? 'scripts' : 'no scripts'}, ${screen}, ${scheme}`
  test(`S1 E4 E9 M1 A6 from the tax page to the health portal and out again: ${name}`, { skip }, async (t) => {
    const context = await stage.browser.newContext({
      javaScriptEnabled: scripts,
      viewport: screens[screen],
      colorScheme: scheme,
      locale: 'de',
    })
    t.after(() => context.close())
    await journey(await traveller(context, setting, index), setting)
  })
}

async function traveller(context: BrowserContext, setting: Setting, index: number): Promise<Traveller> {
  const watched = watch(context, stage.twin.origins)
  const person = population().withMinid(settingsTried.length)[index]
  assert.ok(person)
  const page = await context.newPage()
  let steps = 0
  return {
    page,
    person,
    issuer: stage.twin.issuer,
    async look(step) {
      watched.quiet(step)
      await assertLanguage(page, setting.language)
      await pictures(page, setting, `${String(++steps).padStart(2, '0')}-${step}`)
    },
  }
}

async function pictures(page: Page, { language, screen, scheme, everyPicture }: Setting, step: string): Promise<void> {
  const kinds: (readonly [Screen, Scheme])[] =
    everyPicture === true
      ? [
          ['phone', 'light'],
          ['phone', 'dark'],
          ['desk', 'light'],
          ['desk', 'dark'],
        ]
      : [[screen, scheme]]
  for (const [size, colours] of kinds) {
    await page.setViewportSize(screens[size])
    await page.emulateMedia({ colorScheme: colours })
    await screenshot(page, `newcomer/${language}-${step}-${screens[size].width}-${colours}`)
  }
  await page.setViewportSize(screens[screen])
  await page.emulateMedia({ colorScheme: scheme })
}

async function journey(who: Traveller, setting: Setting): Promise<void> {
  const { page, person, look } = who
  const { tax, health } = stage.twin
  await page.goto(tax)
  await follow(page, `[hreflang="${setting.language}"]`)
  await look('tax')
  await leaveForLogin(who, 'chooser')
  await enterMinid(who)
  await enterCode(who)
  assert.equal(page.url(), tax)
  assert.equal(await claim(page, 'pid'), person.number)
  assert.equal(await claim(page, 'acr'), 'idporten-loa-substantial')
  assert.equal(await claim(page, 'amr'), '["Minid-OTC"]')
  await look('tax-logged-in')

  await follow(page, '#open-other')
  await look('health')
  await leaveForLogin(who, 'step-up')
  assert.equal(await page.locator('#eid-minid').count(), 0, 'MinID is not offered')
  assert.match(await page.locator('.i-aside').first().innerText(), /MinID/)
  await enterTestEid(who)
  assert.equal(page.url(), health)
  assert.equal(await claim(page, 'acr'), 'idporten-loa-high')
  assert.ok((await page.locator('h1').innerText()).includes(person.given), 'greeted by name')
  await look('health-logged-in')
  await leaveEverywhere(who, setting)
}

async function leaveEverywhere({ page, look }: Traveller, { scripts }: Setting): Promise<void> {
  const { issuer, tax, health } = stage.twin
  await reach(page, '#log-out-everywhere')
  await page.keyboard.press('Enter')
  if (!scripts) {
    await page.waitForURL(`${issuer}/logout*`)
    await look('logged-out-gateway')
    await follow(page, '.i-actions a')
  }
  await page.waitForURL(`${health}logged-out`)
  await look('logged-out')
  await assertLoggedOut(page, tax)
  await assertLoggedOut(page, health)
  await follow(page, '#log-in')
  assert.match(page.url(), /\/login\/att_[\w-]{22}$/, 'the gateway asks again, too')
}

test('S1 I5 stopped and started again, everything confirmed is still there', { skip }, async (t) => {
  const context = await stage.browser.newContext()
  t.after(() => context.close())
  const page = await context.newPage()
  const { issuer, tax } = stage.twin
  const [person] = population().withMinid(1)
  assert.ok(person)
  const throughMinid = async (): Promise<string> => {
    await page.goto(`${tax}login?prompt=login`)
    await page.click('#eid-minid')
    await page.fill('#number', person.number)
    await page.fill('#password', person.minid?.password ?? '')
    await page.press('#password', 'Enter')
    await enterCode({ page, person, issuer, look: () => Promise.resolve() })
    await page.waitForURL(tax)
    return claim(page, 'sub')
  }
  const sub = await throughMinid()
  await stage.twin.restart()
  await page.goto(tax)
  assert.equal(await page.locator('#log-in').count(), 1, 'the service keeps its sessions in memory')
  await Promise.all([page.waitForURL(tax), page.click('#log-in')])
  assert.equal(await claim(page, 'sub'), sub, 'the single sign-on session lives on: no page was shown')
  assert.equal(await throughMinid(), sub, 'the same person, not a new one')
})
