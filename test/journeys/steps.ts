/** A newcomer's steps through the twin, by keyboard alone. Each leaves the page it ends on to be looked at. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Person } from '#sandbox/population/person.ts'
import { codeIn } from '../client.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'

export interface Traveller {
  readonly page: Page
  readonly person: Person
  readonly issuer: string
  /** Looks at the page as it stands: its language, the console, a picture. */
  look(step: string): Promise<void>
}

const heading = (page: Page): Promise<string> => page.locator('h1').innerText()
export const claim = (page: Page, name: string): Promise<string> => page.locator(`[data-claim="${name}"]`).innerText()

/** From the service's front page to the page with the eIDs. */
export async function leaveForLogin({ page, issuer, look }: Traveller, step: string): Promise<void> {
  await follow(page, '#log-in')
  assert.match(page.url(), new RegExp(`^${issuer}/login/att_[\\w-]{22}$`))
  await look(step)
}

/** Number and password: first nothing at all, then from the summary to the field, then right. */
export async function enterMinid({ page, person, look }: Traveller): Promise<void> {
  await follow(page, '#eid-minid')
  await look('minid')
  await follow(page, '.i-form button[type="submit"]')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('minid-faults')
  await reach(page, '.ds-error-summary a[href="#number"]')
  await page.keyboard.press('Enter')
  assert.ok(await focusIsOn(page, '#number'), 'the link leads to the field')
  await page.keyboard.type(`${person.number.slice(0, 6)} ${person.number.slice(6)}`)
  await reach(page, '#password')
  await page.keyboard.type(person.minid?.password ?? '')
  await enter(page)
  assert.match(page.url(), /\/minid\/code$/)
}

/** The code is read from the phone in a window of its own, and typed in small letters. */
export async function enterCode({ page, person, issuer, look }: Traveller): Promise<void> {
  assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
  await look('code')
  const phone = await page.context().newPage()
  await phone.goto(`${issuer}/sandbox/phone?to=${encodeURIComponent(person.mobile ?? '')}`)
  const code = codeIn(await phone.locator('.i-message p:last-child').first().innerText())
  await phone.close()
  await page.keyboard.type(code.toLowerCase())
  await enter(page)
}

/** As this person, at the level that the service needs: it is marked already. */
export async function enterTestEid({ page, person, look }: Traveller): Promise<void> {
  await follow(page, '#eid-test')
  await look('test-eid')
  await reach(page, '#number')
  await page.keyboard.type(person.number)
  await enter(page)
}

export async function assertLoggedOut(page: Page, service: string): Promise<void> {
  await page.goto(service)
  assert.equal(await page.locator('#log-in').count(), 1, `${service} knows that the user has left`)
  assert.equal(await page.locator('#logged-in').count(), 0)
}

export async function assertLanguage(page: Page, language: string): Promise<void> {
  assert.equal(await page.locator('html').getAttribute('lang'), language, page.url())
  assert.notEqual(await heading(page), '')
}
