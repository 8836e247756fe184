/**
 * Rows S2 and M8 in a browser, by keyboard: in with MinID, what My page says, a new mobile number by the old one's code, a new password,
 * out everywhere. With scripts and without, in every language, on a phone and on a desk, in light and dark.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { codeIn } from '../client.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { nameOf, openStage, type Setting, settings, visit } from './stage.ts'
import { enterCode, enterMinid } from './steps.ts'

const stage = openStage()
const { skip } = stage

for (const [index, setting] of settings.entries()) {
  test(`S2 M8 My page by keyboard: ${nameOf(setting)}`, { skip }, async (t) => {
    const { page, look } = await visit(t, stage, setting, 'my-page')
    const person = population().withMinid(4)[index] ?? assert.fail('too few have MinID')
    await journey(page, setting, person, look)
  })
}

type Look = (step: string) => Promise<void>

async function journey(page: Page, { language }: Setting, person: Person, look: Look): Promise<void> {
  const { issuer } = stage.twin
  const nothing = () => Promise.resolve()
  await page.goto(`${issuer}/my`)
  await follow(page, `.i-languages [hreflang="${language}"]`)
  await enterMinid({ page, person, issuer, look: nothing })
  await enterCode({ page, person, issuer, look: nothing })
  assert.equal(page.url(), `${issuer}/my`)
  await look('home')
  await follow(page, 'a[href="/my/activity"]')
  await look('activity')
  await follow(page, '.i-up a')
  await follow(page, '#eid-minid')
  await look('minid')
  await changeMobile(page, person, look)
  await follow(page, '#change-channels')
  await look('channels')
  await page.goto(`${issuer}/my/minid/email`)
  await look('email')
  await page.goto(`${issuer}/my/minid/password`)
  await follow(page, '.i-form button[type="submit"]')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('password-missing')
  const words = `tolv grønne fjelltak ${language}`
  for (const [field, text] of [
    ['#old', person.minid?.password ?? ''],
    ['#password', words],
    ['#again', words],
  ] as const) {
    await reach(page, field)
    await page.keyboard.type(text)
  }
  await enter(page)
  assert.equal(page.url(), `${issuer}/minid/changed`)
  await look('password-changed')
  await follow(page, 'a[href="/my"]')
  await enterMinid({ page, person: { ...person, minid: { password: words } }, issuer, look: nothing })
  await enterCode({ page, person: { ...person, mobile: newMobile.read }, issuer, look: nothing })
  await follow(page, 'form[action="/my/everywhere"] button')
  await look('everywhere')
  await page.goto(`${issuer}/my`)
  assert.match(page.url(), /\/login\/att_/)
}

const newMobile = { typed: '400 00 012', read: '+4740000012' } as const

/** First one that cannot be, then one that can; a code to the old number, and one to the new. */
async function changeMobile(page: Page, person: Person, look: Look): Promise<void> {
  await follow(page, '#change-mobile')
  await look('mobile')
  await reach(page, '#mobile')
  await page.keyboard.type('123')
  await enter(page)
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('mobile-fault')
  await page.goto(`${stage.twin.issuer}/my/minid/mobile`)
  await reach(page, '#mobile')
  await page.keyboard.type(newMobile.typed)
  await enter(page)
  await look('mobile-old-code')
  await typeCode(page, person.mobile ?? '')
  await look('mobile-new-code')
  await typeCode(page, newMobile.read)
  assert.match(page.url(), /\/my\/minid\?said=mobile$/)
  await look('mobile-changed')
  // What the old phone got: looked at, and left as it is.
  const phone = await page.context().newPage()
  await phone.goto(`${stage.twin.issuer}/sandbox/phone?to=${encodeURIComponent(person.mobile ?? '')}`)
  const link = /http\S+cancel\?c=[\w-]{22}/.exec(await phone.locator('.i-message').first().innerText())?.[0]
  await phone.close()
  await page.goto(link ?? assert.fail('the old phone has no link'))
  await look('take-back')
  await page.goto(`${stage.twin.issuer}/my/minid`)
}

async function typeCode(page: Page, to: string): Promise<void> {
  const phone = await page.context().newPage()
  await phone.goto(`${stage.twin.issuer}/sandbox/phone?to=${encodeURIComponent(to)}`)
  const code = codeIn(await phone.locator('.i-message p:last-child').first().innerText())
  await phone.close()
  assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
  await page.keyboard.type(code.toLowerCase())
  await enter(page)
}
