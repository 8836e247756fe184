/** Rows O1, A4, A5 in a browser: an organisation's certificate in the browser's own store, shown to the twin's listener, as far as the service's token. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { madeUpOrganisation } from '#sandbox/cards/cards.ts'
import { screenshot } from '../chromium.ts'
import { type Listener, listener } from '../listener.ts'
import { endAll } from '../process/started.ts'
import { basic, challenge, claimsOf, query, verifier } from '../wire.ts'
import { assertNoBarriers } from './accessible.ts'
import { browserWith, type CardInBrowser, darkPhone, noCardBrowser as skip } from './card-in-browser.ts'
import { openTwin, type Twin } from './twin.ts'

const secret = 'a-secret-of-more-than-thirty-two-characters'
let twin: Twin
let withCertificate: CardInBrowser
let service: Listener
before(async () => {
  if (skip !== false) return
  service = await listener()
  twin = await openTwin({ issuers: true, owners: [ownerWith(`${service.origin}/callback`)] })
  const p12 = await fetch(`${twin.issuer}/sandbox/cards/organisation/software.p12`)
  withCertificate = await browserWith(new Uint8Array(await p12.arrayBuffer()), 'smartkort', twin.cards)
})
after(async () => {
  await withCertificate?.close()
  await twin?.close()
  service?.close()
  endAll()
})

/** Both services take organisations; one asks for more than software alone can give. */
const ownerWith = (callback: string): object => {
  const common = {
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: secret,
    redirect_uris: [callback],
  }
  const tender = { subjects: ['person', 'organisation'], minimum_level: 'high' }
  return {
    org_number: '315000017',
    name: 'Statistikketaten',
    services: [
      { client_id: 'report', client_name: 'Innrapportering', subjects: ['organisation'], ...common },
      { client_id: 'tender', client_name: 'Anbud', ...tender, ...common },
    ],
  }
}

async function begin(page: Page, client_id: string): Promise<void> {
  const asked = {
    client_id,
    redirect_uri: `${service.origin}/callback`,
    response_type: 'code',
    scope: 'openid',
    state: 'st',
    nonce: 'n',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  await page.goto(`${twin.issuer}/authorize?${query(asked)}`)
}

/** The ID token that the service gets for where the browser has come. */
async function told(page: Page): Promise<Record<string, unknown>> {
  const back = new URL(page.url())
  assert.equal(back.origin, service.origin, page.url())
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    redirect_uri: `${service.origin}/callback`,
    code: back.searchParams.get('code') ?? '',
    code_verifier: verifier,
  })
  const answer = await fetch(`${twin.issuer}/token`, { method: 'POST', headers: basic('report', secret), body })
  assert.equal(answer.status, 200)
  return claimsOf(((await answer.json()) as { id_token: string }).id_token)
}

test(
  'O1 A4 the browser shows the organisation’s certificate, whoever sits there says that it is theirs, and the service is told of no person',
  { skip },
  async (t) => {
    const context = await withCertificate.browser.newContext({ locale: 'nb-NO' })
    t.after(() => context.close())
    const page = await context.newPage()
    await begin(page, 'report')
    await page.click('#eid-enterprise')
    await assertNoBarriers(page)
    await screenshot(page, 'organisation-insert')
    await page.click('button[data-variant="primary"]')
    assert.match(
      await page.locator('main').innerText(),
      new RegExp(`Sertifikatet tilhører ${madeUpOrganisation.name} \\(315\\s000\\s017\\)`),
    )
    assert.ok(page.url().startsWith(twin.issuer), page.url())
    await assertNoBarriers(page)
    await screenshot(page, 'organisation-whose')
    await page.click('button[data-variant="primary"]')
    const claims = await told(page)
    assert.deepEqual(claims['organisation'], {
      authority: 'iso6523-actorid-upis',
      ID: `0192:${madeUpOrganisation.organisation}`,
    })
    assert.equal(claims['acr'], 'idporten-loa-substantial')
    assert.ok(!('pid' in claims))
  },
)

test(
  'O1 A5 I2 without scripts, from a dark phone: a certificate in software is too weak for a service at high, which is said, with other ways beside it',
  { skip },
  async (t) => {
    const context = await withCertificate.browser.newContext(darkPhone)
    t.after(() => context.close())
    const page = await context.newPage()
    await begin(page, 'tender')
    await page.click('#eid-enterprise')
    await screenshot(page, 'organisation-insert-dark-phone')
    await page.click('button[data-variant="primary"]')
    await screenshot(page, 'organisation-whose-dark-phone')
    await page.click('button[data-variant="primary"]')
    assert.ok(page.url().startsWith(twin.issuer), page.url())
    await screenshot(page, 'organisation-too-weak-dark-phone')
    assert.match(await page.locator('main').innerText(), /high/)
    assert.ok((await page.locator('[id^="eid-"]').count()) > 1)
  },
)

test('O1 E5 a service that takes people alone does not offer it', { skip }, async (t) => {
  const context = await withCertificate.browser.newContext({ locale: 'nb-NO' })
  t.after(() => context.close())
  const page = await context.newPage()
  await page.goto(twin.health)
  await page.click('#log-in')
  assert.equal(await page.locator('#eid-enterprise').count(), 0)
  assert.equal(await page.locator('#eid-buypass-card').count(), 1)
})
