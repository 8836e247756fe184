/** Rows M1, M2, M13 in Chromium: an app and a passkey are added on My page and used at the next login; going over to the letter; without scripts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import { stepAt, totpCode } from '#methods/minid/second/totp.ts'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { screenshot } from '../chromium.ts'
import { codeIn } from '../client.ts'
import { secretOn } from '../second.ts'
import { assertNoBarriers, overflow } from './accessible.ts'
import { enter, focusIsOn, follow, reach } from './keyboard.ts'
import { openStage } from './stage.ts'
import { claim } from './steps.ts'
import { watch } from './watch.ts'

const stage = openStage()
const { skip } = stage

const personAt = (index: number): Person => population().withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')

/** Nothing here takes longer than this, also on a busy machine. */
const patience = 15_000

async function open(options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await stage.browser.newContext(options)
  context.setDefaultTimeout(patience)
  return context
}

/** Number and password in a fresh login, from the chooser at hand. */
async function password(page: Page, person: Person): Promise<void> {
  await page.locator('#eid-minid').click()
  await page.locator('#number').fill(person.number)
  await page.locator('#password').fill(person.minid?.password ?? '')
  await page.locator('.i-form button[type="submit"]').first().click()
}

async function sms(page: Page, person: Person): Promise<void> {
  const phone = await page.context().newPage()
  await phone.goto(`${stage.twin.issuer}/sandbox/phone?to=${encodeURIComponent(person.mobile ?? '')}`)
  const texts = await phone.locator('.i-message p:last-child').allInnerTexts()
  await phone.close()
  const text = texts.find((one) => /^[2-9A-Z]{5} /.test(one)) ?? assert.fail('no code came')
  await page.locator('#code').fill(codeIn(text))
  await page.locator('#code').press('Enter')
}

/** At one of the owner's pages, by SMS. */
async function atMine(page: Page, person: Person, path: string): Promise<void> {
  await page.goto(`${stage.twin.issuer}${path}`)
  await password(page, person)
  await page.waitForURL(/\/minid\/code$/)
  await sms(page, person)
  await page.waitForURL(`${stage.twin.issuer}${path}`)
}

/** What is called so is added; the phone is asked first. */
async function named(page: Page, person: Person, name: string): Promise<void> {
  await page.locator('#name').fill(name)
  await page.locator('#name').press('Enter')
  await page.waitForURL(/\/new\//)
  await sms(page, person)
}

/** As somebody who is logged in nowhere. */
async function toPassword(page: Page, person: Person): Promise<void> {
  await page.context().clearCookies()
  await page.goto(stage.twin.tax)
  await page.locator('#log-in').click()
  await password(page, person)
}

/** Looked at in light and dark, narrow and wide; a picture of each for people. */
async function look(page: Page, name: string): Promise<void> {
  await assertNoBarriers(page)
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await assertNoBarriers(page, 'colours')
    for (const [size, width] of [
      ['phone', 390],
      ['desktop', 1280],
    ] as const) {
      await page.setViewportSize({ width, height: 844 })
      await screenshot(page, `second/${name}-${size}-${scheme}`)
    }
  }
  await page.emulateMedia({ colorScheme: null })
  assert.equal(await overflow(page, 320, '100%'), 0, name)
  await page.setViewportSize({ width: 1280, height: 844 })
}

interface Authenticator {
  readonly session: CDPSession
  readonly id: string
}

async function authenticator(context: BrowserContext, page: Page): Promise<Authenticator> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, id: authenticatorId }
}

const verified = ({ session, id }: Authenticator, isUserVerified: boolean) =>
  session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified })

test(
  'M13 a passkey in Chromium: made on My page, used at the next login; its user may turn away and come back',
  { skip },
  async (t) => {
    const context = await open({ locale: 'nb' })
    t.after(() => context.close())
    const said = watch(context, stage.twin.origins)
    const page = await context.newPage()
    const device = await authenticator(context, page)
    const person = personAt(0)
    await atMine(page, person, '/my/minid/passkeys')
    await look(page, 'passkeys-none')
    await named(page, person, 'PC-en hjemme')
    await page.locator('[data-passkey] button').waitFor()
    assert.equal(await page.locator('[data-passkey-unable]').isVisible(), false)
    await look(page, 'passkey-new')
    await verified(device, false)
    await page.locator('[data-passkey] button').click()
    await page.locator('[data-passkey-stopped]').waitFor()
    await look(page, 'passkey-new-stopped')
    await verified(device, true)
    await page.locator('[data-passkey] button').click()
    await page.waitForURL(/\/my\/minid\/passkeys\?said=added$/)
    await look(page, 'passkeys')
    said.quiet('adding')

    await toPassword(page, person)
    await page.waitForURL(/\/minid\/passkey$/)
    await look(page, 'passkey')
    await verified(device, false)
    await page.locator('[data-passkey] button').click()
    await page.locator('[data-passkey-stopped]').waitFor()
    await verified(device, true)
    await page.locator('[data-passkey] button').click()
    await page.waitForURL(`${stage.twin.tax}**`)
    assert.match(await claim(page, 'amr'), /Minid-WEBAUTHN/)
    said.quiet('logging in')
  },
)

test(
  'M13 in Chromium: a copied passkey, whose counter lags behind, is refused; the SMS is one step away',
  { skip },
  async (t) => {
    const context = await open({ locale: 'nb' })
    t.after(() => context.close())
    const page = await context.newPage()
    const device = await authenticator(context, page)
    const person = personAt(1)
    await atMine(page, person, '/my/minid/passkeys')
    await named(page, person, 'Nøkkel')
    await page.locator('[data-passkey] button').click()
    await page.waitForURL(/said=added$/)
    const { credentials } = await device.session.send('WebAuthn.getCredentials', { authenticatorId: device.id })
    const [credential = assert.fail('no credential')] = credentials
    await toPassword(page, person)
    await page.locator('[data-passkey] button').click()
    await page.waitForURL(`${stage.twin.tax}**`)
    // The copy was made before that login.
    await device.session.send('WebAuthn.clearCredentials', { authenticatorId: device.id })
    await device.session.send('WebAuthn.addCredential', {
      authenticatorId: device.id,
      credential: { ...credential, signCount: 0 },
    })
    await toPassword(page, person)
    await page.locator('[data-passkey] button').click()
    await page.locator('.ds-alert[data-color="danger"]').waitFor()
    await look(page, 'passkey-refused')
    await page.locator('a[href$="/ways"]').click()
    await look(page, 'ways')
    await page.locator('#way-code').click()
    await sms(page, person)
    await page.waitForURL(`${stage.twin.tax}**`)
    assert.match(await claim(page, 'amr'), /Minid-OTC/)
  },
)

test(
  'M13 a code app in Chromium: the secret is read off the page, and its code logs in by keyboard',
  { skip },
  async (t) => {
    const context = await open({ locale: 'nn' })
    t.after(() => context.close())
    const said = watch(context, stage.twin.origins)
    const page = await context.newPage()
    const person = personAt(2)
    await atMine(page, person, '/my/minid/totp')
    await look(page, 'totp-none')
    await page.locator('#name').fill('Mobilen min')
    await page.locator('#name').press('Enter')
    await page.waitForURL(/\/totp\/new\//)
    await look(page, 'totp-asks-the-phone')
    await sms(page, person)
    await page.locator('#secret').waitFor()
    assert.ok(
      ((await page.evaluate(`document.querySelector('.i-qr').naturalWidth`)) as number) > 0,
      'the picture is drawn',
    )
    await look(page, 'totp-new')
    const secret = secretOn({ body: await page.content(), url: page.url(), status: 200, headers: new Headers() })
    await page.locator('#code').fill('000000')
    await page.locator('#code').press('Enter')
    await page.locator('.ds-error-summary').waitFor()
    await page.locator('#code').fill(totpCode(secret, stepAt(Date.now())))
    await page.locator('#code').press('Enter')
    await page.waitForURL(/said=added$/)
    await look(page, 'totp-list')

    await toPassword(page, person)
    await page.waitForURL(/\/minid\/totp$/)
    assert.ok(await focusIsOn(page, '#code'), 'the one field has the focus')
    await look(page, 'totp')
    // The code that confirmed the app is used up: the next one counts already.
    await page.locator('#code').focus()
    await page.keyboard.type(totpCode(secret, stepAt(Date.now()) + 1))
    await enter(page)
    assert.match(await claim(page, 'amr'), /Minid-TOTP/)
    said.quiet('a code app')
  },
)

test('M13 a passkey without scripts: the page says what is missing, and the way on is a link', { skip }, async (t) => {
  const context = await open({ javaScriptEnabled: false, locale: 'nb' })
  t.after(() => context.close())
  const page = await context.newPage()
  // Whose passkey was made in the first test.
  const person = personAt(0)
  await toPassword(page, person)
  await page.waitForURL(/\/minid\/passkey$/)
  assert.ok(await page.locator('[data-passkey-unable]').isVisible())
  assert.equal(await page.locator('[data-passkey] button').isVisible(), false)
  await screenshot(page, 'second/passkey-without-scripts')
  assert.equal(await overflow(page, 320, '100%'), 0)
  await follow(page, 'a[href$="/ways"]')
  await follow(page, '#way-code')
  await sms(page, person)
  await page.waitForURL(`${stage.twin.tax}**`)
})

test(
  'M1 M2 from the SMS to the letter by keyboard: the number is asked for, the code read off the letter',
  { skip },
  async (t) => {
    const context = await open({ locale: 'nb' })
    t.after(() => context.close())
    const said = watch(context, stage.twin.origins)
    const page = await context.newPage()
    const person = personAt(3)
    const letter = await ordered(page, person)
    await toPassword(page, person)
    await page.waitForURL(/\/minid\/code$/)
    await look(page, 'sms')
    await follow(page, 'a[href$="/ways"]')
    await look(page, 'ways-letter')
    await reach(page, '#way-letter')
    await enter(page)
    assert.match(page.url(), /\/minid\/letter$/)
    await look(page, 'letter')
    const number = Number(/\d+/.exec(await page.locator('label[for="code"]').innerText())?.[0])
    assert.ok((await page.locator('main').innerText()).includes(letter.letter))
    await page.locator('#code').focus()
    await page.keyboard.type('22222')
    await enter(page)
    await look(page, 'letter-wrong')
    await page.locator('#code').focus()
    await page.keyboard.type((letter.codes[number - 1] ?? '').toLowerCase())
    await enter(page)
    assert.match(await claim(page, 'amr'), /Minid-PIN/)
    said.quiet('letter')
  },
)

interface Printed {
  readonly letter: string
  readonly codes: readonly string[]
}

/** Through the page that orders one; the twin's postbox is a page, too. */
async function ordered(page: Page, person: Person): Promise<Printed> {
  await page.goto(`${stage.twin.issuer}/minid/order`)
  await page.locator('#number').fill(person.number)
  await page.locator('.i-form button[type="submit"]').first().click()
  await page.waitForURL(/\/minid\/order\/err_/)
  await page.locator('.i-form button[type="submit"]').first().click()
  for (let tries = 0; tries < 100; tries++) {
    const response = await page.request.get(`${stage.twin.issuer}/sandbox/letters.json`)
    const [letter] = (await response.json()) as Printed[]
    if (letter !== undefined) return letter
    await page.waitForTimeout(100)
  }
  return assert.fail('no letter came')
}
