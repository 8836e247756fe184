/**
 * WCAG 2.2 AA by axe on every page in every state, in every language, in light and dark; nothing is wider than a 320 px screen, also
 * with text twice as large. The pages come from the app in this process, the browser gets them with their own headers. Pages that
 * differ in words alone are one to axe, which takes most of the time: it looks at the first of them, in whatever language.
 */
import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { Hono } from 'hono'
import type { Browser, Page, Route } from 'playwright-core'
import type { HouseEnv } from '#http/routes.ts'
import { humanScript } from '#human/script.ts'
import { type Language, languages } from '#i18n/text.ts'
import { passkeyScript } from '#methods/minid/second/passkey-script.ts'
import { mountAssets } from '#ui/assets.ts'
import { launch, noBrowser, screenshot } from '../chromium.ts'
import { everyPage } from '../pages.ts'
import type { Shown } from '../walk.ts'
import { issuer } from '../world.ts'
import { barriers, overflow } from './accessible.ts'
import { watch } from './watch.ts'

const skip = noBrowser ?? false
let browser: Browser
before(async () => {
  if (skip === false) browser = await launch()
})
after(() => browser?.close())

for (const language of languages) {
  test(`M11 E7 no barriers on any page: ${language}`, { skip }, async (t) => {
    const waiting = [...(await everyPage(language))]
    // Two windows, each of which takes the next page: a browser draws them on two cores.
    const found = await Promise.all([lookThrough(t, language, waiting), lookThrough(t, language, waiting)])
    assert.deepEqual(found.flat(), [])
  })
}

/** What is wrong with the pages that this window got to. */
async function lookThrough(t: TestContext, language: Language, waiting: Shown[]): Promise<readonly string[]> {
  const context = await browser.newContext({ locale: language, viewport: phone })
  t.after(() => context.close())
  const page = await context.newPage()
  const said = watch(context, [issuer, told])
  const open = await opener(page)
  const found: string[] = []
  let first = true
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { name } = one
    const frame = frameOf(one)
    const known = !first && looked.has(frame)
    first = false
    looked.add(frame)
    await (known ? putIn(page, one) : open(one))
    const faults = [...(await tooWide(page)), ...(known ? [] : await barred(page, name))]
    found.push(...faults.map((fault) => `${name}: ${fault}`))
    said.quiet(name)
  }
  return found
}

test('house: what is barred to some is found', { skip }, async () => {
  const page = await browser.newPage()
  await page.setContent('<html lang="nb"><title>x</title><p style="color:#aaa">pale</p><input><pre>'.padEnd(400, 'w'))
  const found = (await barriers(page, 'all')).map((one) => one.split(':')[0])
  assert.deepEqual(new Set(found), new Set(['color-contrast', 'label']))
  assert.deepEqual((await barriers(page, 'colours')).length, 1)
  assert.ok((await overflow(page, 320, '100%')) > 0)
  await page.close()
})

/** The service of the tests that hears of a logout by a frame. */
const told = 'https://told.example.no'
const assets = new Hono<HouseEnv>()
mountAssets(assets, [humanScript, passkeyScript])

async function opener(page: Page): Promise<(shown: Shown) => Promise<void>> {
  let now: Shown
  await page.route('**/*', async (route: Route) => {
    const { visit, name } = now
    const { pathname, origin } = new URL(route.request().url())
    if (origin === told) return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>OK</title>' })
    if (!pathname.startsWith('/assets/'))
      return route.fulfill({ headers: Object.fromEntries(visit.headers), body: visit.body })
    const asset = await assets.request(pathname)
    return route.fulfill({
      headers: Object.fromEntries(asset.headers),
      body: stays(visit.body, name, pathname) ? '' : await asset.text(),
    })
  })
  return async (shown) => {
    now = shown
    await page.goto(`${issuer}/page/${encodeURIComponent(shown.name)}`)
  }
}

/** Pages that go on by themselves are held, to be looked at; so are questions that a script would put away. */
const stays = (body: string, name: string, pathname: string): boolean =>
  (pathname.endsWith('.js') && /data-submit-at-once|data-after-frames/.test(body)) ||
  (pathname.startsWith('/assets/human.') && name.endsWith('questions'))

const desk = { width: 1280, height: 900 }
const phone = { width: 360, height: 740 }

async function tooWide(page: Page): Promise<readonly string[]> {
  const narrow = [await overflow(page, 320, '100%'), await overflow(page, 320, '200%')]
  return narrow.flatMap((pixels, i) => (pixels > 0 ? [`${pixels} px too wide, text ${i === 0 ? '100' : '200'} %`] : []))
}

async function barred(page: Page, name: string): Promise<readonly string[]> {
  const picture = (kind: string): Promise<void> => screenshot(page, `pages/${name.replaceAll(/[^\w-]+/g, '-')}-${kind}`)
  await page.setViewportSize(phone)
  await picture('360-light')
  const light = await barriers(page, 'all')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await barriers(page, 'colours')
  await page.setViewportSize(desk)
  await picture('1280-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map((fault) => `dark: ${fault}`)]
}

/** Those of all languages. */
const looked = new Set<string>()

/** The page without its words and addresses: its elements, what they are to a screen reader and to the stylesheet, and where text stands. */
const frameOf = ({ visit }: Shown): string =>
  visit.body
    .replaceAll(/\s(?:href|action|src|value|title|aria-label|alt|hreflang|lang|datetime|data-text)="[^"]+"/g, ' said')
    .replaceAll(/="[^"]{60,}"/g, ' said')
    .replaceAll(' aria-current="true"', '')
    .replaceAll(/>[^<]*[^<\s][^<]*</g, '>x<')

/** Other words into the page that stands: its stylesheet is read already. A logout's frames are another page's to allow. */
const putIn = (page: Page, { visit }: Shown): Promise<unknown> =>
  page.evaluate(`(() => {
    const { documentElement, body } = new DOMParser().parseFromString(${JSON.stringify(visit.body)}, 'text/html')
    document.documentElement.lang = documentElement.lang
    for (const frame of body.querySelectorAll('iframe')) frame.remove()
    document.body.replaceWith(document.adoptNode(body))
  })()`)
