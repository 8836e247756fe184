/**
 * A newcomer without any eID, in a browser, by keyboard: stopped at a login, they order a letter, register with it, and go on to the
 * service. With scripts and without; the letter's codes as they stand on the paper.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Language } from '#i18n/text.ts'
import { codesOn, noPoppler } from '#letters/poppler.ts'
import type { PrintedLetter } from '#sandbox/letters.ts'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { screenshot } from '../chromium.ts'
import { answered } from '../human.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { openStage } from './stage.ts'
import { assertLanguage, claim } from './steps.ts'
import { watch } from './watch.ts'

const stage = openStage()
const { skip } = stage

interface Setting {
  readonly language: Language
  readonly scripts: boolean
  readonly scheme: 'light' | 'dark'
  readonly width: number
}

const settings: readonly Setting[] = [
  { language: 'nb', scripts: true, scheme: 'light', width: 390 },
  { language: 'en', scripts: false, scheme: 'dark', width: 1280 },
  { language: 'nn', scripts: false, scheme: 'light', width: 1280 },
  { language: 'se', scripts: true, scheme: 'dark', width: 390 },
]

interface Newcomer extends Setting {
  readonly page: Page
  readonly person: Person
  readonly mobile: string
  readonly email: string
  look(step: string): Promise<void>
}

for (const [index, setting] of settings.entries()) {
  const { language, scripts, scheme, width } = setting
  const name = `${language}, ${scripts ? 'scripts' : 'no scripts'}, ${width}, ${scheme}`
  test(`M3 M4 M5 from no MinID to the service, by letter: ${name}`, { skip }, async (t) => {
    const context = await stage.browser.newContext({
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: scheme,
      locale: language === 'se' ? 'se' : language,
    })
    t.after(() => context.close())
    const page = await context.newPage()
    const said = watch(context, stage.twin.origins)
    let steps = 0
    const look = async (step: string): Promise<void> => {
      said.quiet(step)
      await assertLanguage(page, language)
      if (scripts) await assertNoBarriers(page)
      steps += 1
      await screenshot(page, `by-letter/${language}-${String(steps).padStart(2, '0')}-${step}`)
      assert.equal(await overflow(page, 320, '100%'), 0, `${step} fits a narrow screen`)
      await page.setViewportSize({ width, height: 900 })
    }
    const person = population().search({ kind: 'no-mobile' })[index] ?? assert.fail('nobody without MinID')
    const own = { mobile: `4912340${index}`, email: `newcomer${index}@epost.example` }
    await journey({ ...setting, ...own, page, person, look })
  })
}

async function journey(who: Newcomer): Promise<void> {
  const { page, person, look, language } = who
  await page.goto(stage.twin.tax)
  await follow(page, `[hreflang="${language}"]`)
  await follow(page, '#log-in')
  await follow(page, '#eid-minid')
  await follow(page, 'a[href^="/minid/order"]')
  await look('order')
  await byNumber(who)
  await look('confirm')
  await follow(page, 'button[value="order"]')
  await look('ordered')
  const letter = await letterOf(who)
  await page.goto(letter.url)
  assert.equal(await page.locator('#letter').inputValue(), letter.letter)
  await look('letter')
  await byNumber(who)
  await look('code')
  await enterLetterCode(who, letter)
  await look('contact')
  await enterContact(who)
  await look('confirm-sms')
  await enterSent(who, `+47${who.mobile}`)
  await look('confirm-mail')
  await enterSent(who, who.email)
  await look('password')
  await choosePassword(who)
  await look('registered')
  await page.goto(stage.twin.tax)
  await follow(page, '#log-in')
  await follow(page, '#eid-minid')
  await reach(page, '#number')
  await page.keyboard.type(person.number)
  await reach(page, '#password')
  await page.keyboard.type(password)
  await enter(page)
  assert.ok(await focusIsOn(page, '#code'))
  await enterSent(who, `+47${who.mobile}`)
  assert.equal(await claim(page, 'pid'), person.number)
}

const password = 'tolv grønne fjelltak'

/** The number, and the human check as it comes. */
async function byNumber({ page, person, scripts }: Newcomer): Promise<void> {
  await reach(page, '#number')
  await page.keyboard.type(`${person.number.slice(0, 6)} ${person.number.slice(6)}`)
  if (scripts) {
    // Asked from outside: our own rules let nobody, the test included, put together a script in the page.
    while ((await page.locator('input[name="human-work"]').inputValue()) === '') await page.waitForTimeout(20)
  } else {
    const visit = { body: await page.content(), url: page.url(), status: 200, headers: new Headers() }
    for (const [id, text] of Object.entries(answered(visit))) {
      await reach(page, `#${id}`)
      await page.keyboard.type(text)
    }
  }
  await enter(page)
}

/** From the print shop: what the page of letters links to, and on the paper the same codes. */
async function letterOf({ page, person }: Newcomer): Promise<PrintedLetter> {
  const letters = await page.context().newPage()
  const mine = letters.locator('.i-message', { hasText: `${person.given} ${person.family}` })
  for (let tries = 0; tries < 50 && (await mine.count()) === 0; tries++) {
    await letters.waitForTimeout(100)
    await letters.goto(`${stage.twin.issuer}/sandbox/letters`)
  }
  const href = await mine.first().locator('a[href*="/minid/register?letter="]').getAttribute('href')
  await letters.close()
  const all = (await (await fetch(`${stage.twin.issuer}/sandbox/letters.json`)).json()) as readonly PrintedLetter[]
  const letter = all.find(({ url }) => url === href) ?? assert.fail('no letter has come')
  if (noPoppler === undefined) {
    const pdf = await fetch(`${stage.twin.issuer}/sandbox/letters/${letter.letter}.pdf`)
    assert.deepEqual(codesOn(new Uint8Array(await pdf.arrayBuffer())), letter.codes)
  }
  return letter
}

async function enterLetterCode({ page }: Newcomer, letter: PrintedLetter): Promise<void> {
  assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
  const number = Number(/\d+/.exec(await page.locator('label[for="code"]').innerText())?.[0])
  await page.keyboard.type((letter.codes[number - 1] ?? assert.fail('no such code')).toLowerCase())
  await enter(page)
}

/** First nothing at all, then what is there. */
async function enterContact({ page, mobile, email, look }: Newcomer): Promise<void> {
  await follow(page, '.i-form button[type="submit"]')
  assert.ok(await focusIsOn(page, '.ds-error-summary'), 'the summary has the focus')
  await look('contact-faults')
  await reach(page, '.ds-error-summary a[href="#email"]')
  await page.keyboard.press('Enter')
  assert.ok(await focusIsOn(page, '#email'), 'the link leads to the field')
  await page.keyboard.type(email)
  await reach(page, '#mobile')
  await page.keyboard.type(mobile)
  await enter(page)
}

/** What came to the phone or the mailbox, typed in small letters. */
async function enterSent({ page }: Newcomer, to: string): Promise<void> {
  assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
  const url = `${stage.twin.issuer}/sandbox/outbox?to=${encodeURIComponent(to)}`
  const code = await newest(url, page)
  await page.keyboard.type(code.toLowerCase())
  await enter(page)
}

const seen = new Set<string>()

/** The courier may take a moment. */
async function newest(url: string, page: Page): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const [message] = (await (await fetch(url)).json()) as readonly { readonly text: string }[]
    const code = /(?:^|\n)([2-9A-HJKMNP-Z]{5,6})(?= |\n)/.exec(message?.text ?? '')?.[1]
    if (code !== undefined && !seen.has(code)) {
      seen.add(code)
      return code
    }
    await page.waitForTimeout(50)
  }
  return assert.fail('no code came')
}

async function choosePassword({ page }: Newcomer): Promise<void> {
  await reach(page, '#password')
  await page.keyboard.type(password)
  await reach(page, '#again')
  await page.keyboard.type(password)
  await enter(page)
}
