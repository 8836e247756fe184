/**
 * Rows M6 and M7 in a browser, by keyboard: from the login to a forgotten password, a new one and back into the login; then MinID is
 * closed. With scripts and without, in every language, on a phone and on a desk, in light and dark.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Language } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { codeIn } from '../client.ts'
import { answered } from '../human.ts'
import { endAll } from '../process/started.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { leaveForLogin } from './steps.ts'
import { openTwin, type Twin } from './twin.ts'
import { watch } from './watch.ts'

const skip = noBrowser ?? false
const screens = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const
const password = 'Tåkelur bak naustet 4'

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

interface Setting {
  readonly language: Language
  readonly scripts: boolean
  readonly screen: keyof typeof screens
  readonly scheme: 'light' | 'dark'
}

const settingsTried: readonly Setting[] = [
  { language: 'nb', scripts: true, screen: 'phone', scheme: 'light' },
  { language: 'nn', scripts: false, screen: 'desk', scheme: 'dark' },
  { language: 'se', scripts: false, screen: 'phone', scheme: 'dark' },
  { language: 'en', scripts: true, screen: 'desk', scheme: 'light' },
]

for (const [index, setting] of settingsTried.entries()) {
  const { language, scripts, screen, scheme } = setting
  const name = `${language}, ${scripts ? 'scripts' : 'no scripts'}, ${screen}, ${scheme}`
  test(`M6 M7 a forgotten password, a new one, and MinID closed, by keyboard: ${name}`, { skip }, async (t) => {
    const context = await browser.newContext({
      javaScriptEnabled: scripts,
      viewport: screens[screen],
      colorScheme: scheme,
      locale: language,
    })
    t.after(() => context.close())
    const watched = watch(context, twin.origins)
    const page = await context.newPage()
    const person = population().withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')
    let steps = 0
    const look = async (step: string): Promise<void> => {
      watched.quiet(step)
      assert.equal(await page.locator('html').getAttribute('lang'), language)
      await screenshot(page, `recovery/${language}-${String(++steps).padStart(2, '0')}-${step}`)
      if (scripts) await assertNoBarriers(page)
      for (const text of ['100%', '200%'] as const)
        if (scripts) assert.equal(await overflow(page, 320, text), 0, `${step} at 320 px, ${text}`)
      await page.setViewportSize(screens[screen])
    }
    await recover({ page, person, look, scripts, language })
    await close({ page, person, look, scripts, language })
  })
}

interface Traveller extends Pick<Setting, 'language' | 'scripts'> {
  readonly page: Page
  readonly person: Person
  readonly look: (step: string) => Promise<void>
}

async function recover(traveller: Traveller): Promise<void> {
  const { page, person, look, language } = traveller
  await page.goto(twin.tax)
  await leaveForLogin({ page, person, issuer: twin.issuer, look: () => Promise.resolve() }, 'chooser')
  await follow(page, `[hreflang="${language}"]`)
  await follow(page, '#eid-minid')
  await look('login')
  await follow(page, 'a[href^="/minid/recover"]')
  await look('number')
  await follow(page, '.i-form button[type="submit"]')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('number-missing')
  await number(traveller)
  assert.ok(await focusIsOn(page, '#temporary'), 'the one field has the focus')
  await look('sent')
  await page.keyboard.type('ABCDE')
  await enter(page)
  await look('sent-fault')
  await reach(page, '#temporary')
  await page.keyboard.type(await received(person.email, /[2-9A-Z]{5}-[2-9A-Z]{5}/))
  await enter(page)
  assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
  await look('second')
  await page.keyboard.type(codeIn(await received(person.mobile, /.+/s)))
  await enter(page)
  await look('choose')
  await newPassword(page, 'kort', 'noe annet')
  await look('choose-faults')
  await newPassword(page, password, password)
  await look('done')
  await follow(page, 'a[href$="/minid"].ds-button')
  assert.match(page.url(), /\/login\/att_[\w-]+\/minid$/)
}

/** Number and check: a browser with scripts does the check by itself. */
async function number({ page, person, scripts }: Traveller): Promise<void> {
  await page.locator('#number').fill(person.number)
  if (scripts)
    while ((await page.locator('input[name="human-work"]').inputValue()) === '') await page.waitForTimeout(20)
  else
    for (const [field, answer] of Object.entries(
      answered({ url: page.url(), status: 200, headers: new Headers(), body: await page.content() }),
    ))
      await page.locator(`#${field}`).fill(answer)
  await follow(page, '.i-form button[type="submit"]')
}

async function newPassword(page: Page, once: string, twice: string): Promise<void> {
  await page.locator('#password').fill(once)
  await page.locator('#again').fill(twice)
  await follow(page, '.i-form button[type="submit"]')
}

async function close(traveller: Traveller): Promise<void> {
  const { page, look } = traveller
  await page.goto(`${twin.issuer}/minid/block`)
  await look('block')
  await follow(page, '.i-form button[type="submit"]')
  await look('block-faults')
  await page.locator('#proof-password').check()
  await number(traveller)
  assert.ok(await focusIsOn(page, '#password'), 'the one field has the focus')
  await look('block-password')
  await page.keyboard.type(password)
  await enter(page)
  await look('block-act')
  await follow(page, 'button[value="all"]')
  await look('closed')
  await follow(page, 'a[href^="/minid/order"].ds-button')
  assert.match(page.url(), /\/minid\/order$/)
}

/** What a message to this number or address holds. */
async function received(to: string | undefined, what: RegExp): Promise<string> {
  const query = encodeURIComponent((to ?? '').toLowerCase())
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${twin.issuer}/sandbox/outbox?to=${query}`)
    const [newest] = (await answer.json()) as { readonly text: string }[]
    const found = newest === undefined ? undefined : what.exec(newest.text)?.[0]
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('no such message')
}
