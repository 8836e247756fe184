/**
 * The human check as people meet it: with scripts the browser does it before they have typed, and a click that comes sooner waits for it;
 * without scripts they answer questions, by keyboard.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { screenshot } from '../chromium.ts'
import { answered } from '../human.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { openStage } from './stage.ts'
import { leaveForLogin } from './steps.ts'
import { watch, type Watch } from './watch.ts'

const stage = openStage()
const { skip } = stage

interface Stopped {
  readonly page: Page
  readonly person: Person
  readonly said: Watch
}

/** Three wrong passwords at most: the next form has a check. */
async function stopped(context: BrowserContext, index: number): Promise<Stopped> {
  const person = population().withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')
  const said = watch(context, stage.twin.origins)
  const page = await context.newPage()
  await page.goto(stage.twin.tax)
  await leaveForLogin({ page, person, issuer: stage.twin.issuer, look: () => Promise.resolve() }, 'chooser')
  await follow(page, '#eid-minid')
  // All of these browsers are at one address, whose tenth failure counts as well.
  for (let i = 0; i < 3 && (await page.locator('[data-human]').count()) === 0; i++) {
    await type(page, person.number, 'wrong')
    await enter(page)
  }
  assert.equal(await page.locator('[data-human]').count(), 1)
  return { page, person, said }
}

async function type(page: Page, number: string, password: string): Promise<void> {
  await page.locator('#number').fill(number)
  await page.locator('#password').fill(password)
}

test('M9 with scripts: the browser does the check by itself, and no question is seen', { skip }, async (t) => {
  const context = await stage.browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'nb' })
  t.after(() => context.close())
  const { page, person, said } = await stopped(context, 0)
  // Asked from outside: our own rules let nobody, the test included, put together a script in the page.
  while ((await page.locator('input[name="human-work"]').inputValue()) === '') await page.waitForTimeout(20)
  assert.equal(await page.locator('#human-1').isVisible(), false)
  assert.match(await page.locator('[data-human]').innerText(), /Du trenger ikke å gjøre noe/)
  await assertNoBarriers(page)
  await screenshot(page, 'human-check/scripts')
  await type(page, person.number, person.minid?.password ?? '')
  await enter(page)
  assert.match(page.url(), /\/minid\/code$/)
  said.quiet('with scripts')
})

test('M9 with scripts: who is quicker than the browser waits, and goes on by themself', { skip }, async (t) => {
  const context = await stage.browser.newContext({ locale: 'nb' })
  t.after(() => context.close())
  // A slow browser: it works when it is told to.
  await context.addInitScript(`crypto.subtle && (() => {
    const derive = crypto.subtle.deriveBits.bind(crypto.subtle)
    const told = new Promise((go) => { globalThis.workNow = go })
    crypto.subtle.deriveBits = async (...given) => { await told; return derive(...given) }
  })()`)
  const { page, person, said } = await stopped(context, 1)
  await type(page, person.number, person.minid?.password ?? '')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.locator('[data-human-waiting]', { hasText: 'Siden går videre av seg selv' }).waitFor()
  assert.match(page.url(), /\/minid$/)
  await Promise.all([page.waitForURL(/\/minid\/code$/), page.evaluate('workNow()')])
  said.quiet('a slow browser')
})

test('M9 a browser whose scripts cannot do the work shows the questions after all', { skip }, async (t) => {
  const context = await stage.browser.newContext({ locale: 'nb' })
  t.after(() => context.close())
  await context.addInitScript(
    `if (crypto.subtle) crypto.subtle.importKey = () => Promise.reject(new Error('not here'))`,
  )
  const { page, person } = await stopped(context, 2)
  await page.locator('#human-1').waitFor({ state: 'visible' })
  await type(page, person.number, person.minid?.password ?? '')
  await answer(page)
  await Promise.all([page.waitForURL(/\/minid\/code$/), page.keyboard.press('Enter')])
})

test(
  'M9 without scripts: questions that are read and answered by keyboard, first wrong, then right',
  { skip },
  async (t) => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark', locale: 'en' })
    t.after(() => context.close())
    const { page, person, said } = await stopped(context, 3)
    await type(page, person.number, person.minid?.password ?? '')
    await reach(page, '#human-1')
    await page.keyboard.type('banana')
    await enter(page)
    assert.match(page.url(), /\/minid$/)
    assert.match(await page.locator('.ds-error-summary').innerText(), /did not go through/)
    await page.setViewportSize({ width: 320, height: 800 })
    await screenshot(page, 'human-check/wrong')
    const message = await page.locator('#human-check > .ds-validation-message').boundingBox()
    const heading = await page.locator('#human-check legend').boundingBox()
    assert.ok(
      message && heading && heading.y - (message.y + message.height) >= 16,
      'the error stands clear of the heading',
    )
    await reach(page, '.ds-error-summary a[href="#human-check"]')
    await page.keyboard.press('Enter')
    assert.ok(await focusIsOn(page, '#human-check'), 'the link leads to the check')
    await reach(page, '#human-1')
    await type(page, person.number, person.minid?.password ?? '')
    await answer(page)
    assert.equal(await overflow(page, 320, '100%'), 0)
    await screenshot(page, 'human-check/questions')
    await enter(page)
    assert.match(page.url(), /\/minid\/code$/)
    said.quiet('without scripts')
  },
)

/** Types what stands in the questions, one after the other. */
async function answer(page: Page): Promise<void> {
  const visit = { body: await page.content(), url: page.url(), status: 200, headers: new Headers() }
  const answers = Object.entries(answered(visit))
  assert.equal(answers.length, 2)
  for (const [id, text] of answers) {
    await page.locator(`#${id}`).focus()
    await page.keyboard.type(text)
  }
}
