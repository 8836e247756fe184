/** Rows X2, X3 in a browser: a real client certificate, shown by Debian's Chromium to the twin's listener; and a browser without one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { population } from '#sandbox/population/population.ts'
import { screenshot } from '../chromium.ts'
import { endAll } from '../process/started.ts'
import { assertNoBarriers } from './accessible.ts'
import { browserWith, type CardInBrowser, darkPhone, noCardBrowser as skip } from './card-in-browser.ts'
import { openTwin, type Twin } from './twin.ts'

const person = population(20).at(2)
let twin: Twin
let withCard: CardInBrowser
before(async () => {
  if (skip !== false) return
  twin = await openTwin({ issuers: true })
  const p12 = await fetch(`${twin.issuer}/sandbox/cards/buypass/good/${person.index}.p12`)
  withCard = await browserWith(new Uint8Array(await p12.arrayBuffer()), 'smartkort', twin.cards)
})
after(async () => {
  await withCard?.close()
  await twin?.close()
  endAll()
})

/** From the health portal's front page to the card's first page. */
async function goToCard(page: Page): Promise<void> {
  await page.goto(twin.health)
  await page.click('#log-in')
  await page.click('#eid-buypass-card')
}

test(
  'X2 the browser shows the card’s certificate, its owner says that it is theirs, and is logged in',
  { skip },
  async (t) => {
    const context = await withCard.browser.newContext({ locale: 'nb-NO' })
    t.after(() => context.close())
    const page = await context.newPage()
    await goToCard(page)
    await assertNoBarriers(page)
    await screenshot(page, 'card-insert')
    await page.click('button[data-variant="primary"]')
    assert.match(await page.locator('main').innerText(), new RegExp(`Kortet tilhører ${person.given} ${person.family}`))
    assert.ok(page.url().startsWith(twin.issuer), page.url())
    await assertNoBarriers(page)
    await screenshot(page, 'card-whose')
    await page.click('button[data-variant="primary"]')
    assert.ok(page.url().startsWith(twin.health), page.url())
    assert.match(await page.locator('#logged-in').innerText(), new RegExp(person.family))
  },
)

test(
  'X2 I3 without scripts, from a dark phone: somebody else’s card is said no to, and the way on is told',
  { skip },
  async (t) => {
    const context = await withCard.browser.newContext(darkPhone)
    t.after(() => context.close())
    const page = await context.newPage()
    await goToCard(page)
    await screenshot(page, 'card-insert-dark-phone')
    await page.click('button[data-variant="primary"]')
    await screenshot(page, 'card-whose-dark-phone')
    await page.click('button[data-variant="secondary"]')
    assert.match(await page.locator('main').innerText(), /Close all windows/)
    await page.goBack()
    await page.goForward()
    await screenshot(page, 'card-not-me')
  },
)

test('X2 I3 a browser without a card comes back to a page that helps, and to other ways', { skip }, async (t) => {
  const without = await browserWith(undefined, '', twin.cards)
  t.after(() => without.close())
  const context = await without.browser.newContext({ locale: 'nb-NO', viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await goToCard(page)
  await page.click('button[data-variant="primary"]')
  assert.match(await page.locator('.ds-alert').innerText(), /viste oss ikke noe sertifikat/)
  await screenshot(page, 'card-none')
  // The card's address itself, as somebody may have kept it.
  await page.goto(`${twin.cards}/`)
  assert.ok(page.url().startsWith(twin.issuer), page.url())
  await page.goto(`${twin.issuer}/sandbox/cards`)
  await assertNoBarriers(page)
  await screenshot(page, 'sandbox-cards')
})
