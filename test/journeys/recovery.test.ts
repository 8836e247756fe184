/**
 * Rows M6 and M7 in a browser, by keyboard: from the login to a forgotten password, a new one and back into the login; then MinID is
 * closed. With scripts and without, in every language, on a phone and on a desk, in light and dark.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { codeIn } from '../client.ts'
import { answered } from '../human.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { nameOf, openStage, type Setting, settings, visit } from './stage.ts'
import { leaveForLogin } from './steps.ts'

const stage = openStage()
const { skip } = stage
const password = 'Tåkelur bak naustet 4'

for (const [index, setting] of settings.entries()) {
  const { language, scripts } = setting
  test(
    `M6 M7 a forgotten password, a new one, and MinID closed, by keyboard: ${nameOf(setting)}`,
    { skip },
    async (t) => {
      const { page, look } = await visit(t, stage, setting, 'recovery')
      const person = population().withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')
      await recover({ page, person, look, scripts, language })
      await close({ page, person, look, scripts, language })
    },
  )
}

interface Traveller extends Pick<Setting, 'language' | 'scripts'> {
  readonly page: Page
  readonly person: Person
  readonly look: (step: string) => Promise<void>
}

async function recover(traveller: Traveller): Promise<void> {
  const { page, person, look, language } = traveller
  await page.goto(stage.twin.tax)
  await leaveForLogin({ page, person, issuer: stage.twin.issuer, look: () => Promise.resolve() }, 'chooser')
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
  await page.goto(`${stage.twin.issuer}/minid/block`)
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
    const answer = await fetch(`${stage.twin.issuer}/sandbox/outbox?to=${query}`)
    const [newest] = (await answer.json()) as { readonly text: string }[]
    const found = newest === undefined ? undefined : what.exec(newest.text)?.[0]
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('no such message')
}
