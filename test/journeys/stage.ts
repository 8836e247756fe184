/**
 * What a journey is tried on: the twin as a process of its own, a browser, and four settings that have every language between them, both
 * screens, both colour schemes, scripts and none.
 */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Language } from '#i18n/text.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { endAll } from '../process/started.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { openTwin, type Twin } from './twin.ts'
import { watch } from './watch.ts'

export interface Stage {
  /** Why there is nothing to try it on, or false: for a test's `skip`. */
  readonly skip: string | false
  /** From the first test on. */
  readonly twin: Twin
  readonly browser: Browser
}

/** Opened before the file's tests, closed after them. */
export function openStage(options: Parameters<typeof openTwin>[0] = {}): Stage {
  const skip = noBrowser ?? false
  let twin: Twin | undefined
  let browser: Browser | undefined
  before(async () => {
    if (skip !== false) return
    twin = await openTwin(options)
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await twin?.close()
    endAll()
  })
  return {
    skip,
    get twin() {
      return twin ?? assert.fail('the twin is not open yet')
    },
    get browser() {
      return browser ?? assert.fail('the browser is not open yet')
    },
  }
}

export const screens = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const

export interface Setting {
  readonly language: Language
  readonly scripts: boolean
  readonly screen: keyof typeof screens
  readonly scheme: 'light' | 'dark'
}

export const settings: readonly Setting[] = [
  { language: 'nb', scripts: true, screen: 'phone', scheme: 'light' },
  { language: 'nn', scripts: false, screen: 'desk', scheme: 'dark' },
  { language: 'se', scripts: false, screen: 'phone', scheme: 'dark' },
  { language: 'en', scripts: true, screen: 'desk', scheme: 'light' },
]

export const nameOf = ({ language, scripts, screen, scheme }: Setting): string =>
  `${language}, ${scripts ? 'scripts' : 'no scripts'}, ${screen}, ${scheme}`

export interface Visitor {
  readonly page: Page
  /** At each step: in its language, without a word on the console, without barriers, and no wider than a narrow screen; a picture is kept. */
  readonly look: (step: string) => Promise<void>
}

/** Somebody with such a browser. What looks into a page needs scripts in it. */
export async function visit(t: TestContext, stage: Stage, setting: Setting, folder: string): Promise<Visitor> {
  const { language, scripts, screen, scheme } = setting
  const context = await stage.browser.newContext({
    javaScriptEnabled: scripts,
    viewport: screens[screen],
    colorScheme: scheme,
    locale: language,
  })
  t.after(() => context.close())
  const watched = watch(context, stage.twin.origins)
  const page = await context.newPage()
  let steps = 0
  const look = async (step: string): Promise<void> => {
    watched.quiet(step)
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    await screenshot(page, `${folder}/${language}-${String(++steps).padStart(2, '0')}-${step}`)
    if (!scripts) return
    await assertNoBarriers(page)
    for (const text of ['100%', '200%'] as const)
      assert.equal(await overflow(page, 320, text), 0, `${step} at 320 px, ${text}`)
    await page.setViewportSize(screens[screen])
  }
  return { page, look }
}
