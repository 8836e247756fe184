/**
 * Row M10 in a browser, by keyboard: staff log in, type a caller's number with a fault and without, order a letter, block the codes and
 * close the call. With scripts and without, in every language, on a phone and on a desk, in light and dark.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Language } from '#i18n/text.ts'
import { population } from '#sandbox/population/population.ts'
import { helpDeskPerson } from '../../src/twin-world.ts'
import { screenshot } from '../chromium.ts'
import { nobodysNumber } from '../helpdesk.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { nameOf, openStage, screens, type Setting, settings, visit } from './stage.ts'
import { watch } from './watch.ts'

const stage = openStage()
const { skip } = stage

for (const [index, setting] of settings.entries()) {
  test(`M10 M7 a call at the help desk, by keyboard: ${nameOf(setting)}`, { skip }, async (t) => {
    const { page, look } = await visit(t, stage, setting, 'help-desk')
    await journey(page, setting, index, look)
  })
}

test('M4 returned letters, by keyboard: what is no number, what is unknown, and a file', { skip }, async (t) => {
  const context = await stage.browser.newContext({ viewport: screens.phone, colorScheme: 'dark', locale: 'nb' })
  t.after(() => context.close())
  const watched = watch(context, stage.twin.origins)
  const page = await context.newPage()
  const look = async (step: string): Promise<void> => {
    watched.quiet(step)
    await screenshot(page, `returned-letters/${step}`)
    await assertNoBarriers(page)
    for (const text of ['100%', '200%'] as const) assert.equal(await overflow(page, 320, text), 0, `${step}, ${text}`)
    await page.setViewportSize(screens.phone)
  }
  await page.goto(`${stage.twin.issuer}/returned-letters`)
  await logIn(page, '/returned-letters')
  assert.ok(await focusIsOn(page, '#letters'), 'a scanner types into the field')
  await look('first')
  await page.keyboard.type('23456-789AB\nhei')
  await follow(page, '.i-form button')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('no-number')
  await page.fill('#letters', '')
  await page.setInputFiles('#file', { name: 'retur.txt', mimeType: 'text/plain', buffer: Buffer.from('23456-789AB\n') })
  await follow(page, '.i-form button')
  assert.equal(await page.inputValue('#letters'), '23456-789AB')
  assert.deepEqual(await page.locator('.i-facts dd').allTextContents(), ['0', '0', '1'])
  await look('unknown')
})

type Look = (step: string) => Promise<void>

async function journey(page: Page, setting: Setting, index: number, look: Look): Promise<void> {
  await page.goto(`${stage.twin.issuer}/helpdesk`)
  await follow(page, `[hreflang="${setting.language}"]`)
  await logIn(page)
  assert.ok(await focusIsOn(page, '#number'), 'the one field has the focus')
  await look('number')
  await enter(page)
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('number-missing')
  await reach(page, '#number')
  const number = nobodysNumber({ people: population() }, index)
  await page.keyboard.type(`${number.slice(0, 6)} ${number.slice(6)}`)
  await enter(page)
  const call = page.url()
  assert.match(call, /\/helpdesk\/calls\/[\w-]{16}$/)
  assert.equal(await page.locator('time').count(), 0)
  await look('call')
  await order(page, setting.language, look)
  await follow(page, 'a[href$="/block"]')
  await look('block')
  await follow(page, '.i-form button[type="submit"]')
  assert.equal(page.url(), call)
  await look('blocked')
  await follow(page, 'a[href$="/reservation"]')
  await look('opt-out')
  await follow(page, 'button[value="out"]')
  assert.equal(page.url(), call)
  await look('opted-out')
  await follow(page, 'form[action$="/end"] button')
  assert.equal(page.url(), `${stage.twin.issuer}/helpdesk`)
  await page.goto(call)
  await look('over')
  await follow(page, 'form[action$="/log-out"] button')
  await look('logged-out')
  await page.goto(`${stage.twin.issuer}/helpdesk`)
  assert.match(page.url(), /\/login\/att_/)
}

/** By the test eID, at the level that is marked already. */
async function logIn(page: Page, path = '/helpdesk'): Promise<void> {
  await follow(page, '#eid-test')
  await reach(page, '#number')
  await page.keyboard.type(population().at(helpDeskPerson).number)
  await enter(page)
  assert.equal(page.url(), `${stage.twin.issuer}${path}`)
}

/** Without a language first, then in the reader's own. */
async function order(page: Page, language: Language, look: Look): Promise<void> {
  await follow(page, 'form[action$="/letter"] button')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('language-missing')
  await reach(page, '#language-nb')
  await page.keyboard.press('Space')
  for (let presses = 0; !(await page.locator(`#language-${language}`).isChecked()) && presses < 4; presses++)
    await page.keyboard.press('ArrowDown')
  await enter(page)
  assert.equal(await page.locator('time').count(), 1)
  await look('ordered')
}
