/** A single-page application with oidc-client-ts in a real browser: discovery, token, userinfo and keys are read across origins. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { afterEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { launch, noBrowser } from '../chromium.ts'
import { endAll } from '../process/started.ts'
import { assertClaims, outside, type Setting } from './setting.ts'

const skip = noBrowser ?? false
const apps = path.join(import.meta.dirname, 'apps')
const library = path.join(import.meta.dirname, '../../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js')

const servers = new Set<Server>()
afterEach(() => {
  endAll()
  for (const server of servers) server.close()
  servers.clear()
})

async function serve(setting: Setting, scope: string): Promise<void> {
  const files: Readonly<Record<string, readonly [string, () => string]>> = {
    '/': ['text/html', () => readFileSync(path.join(apps, 'spa.html'), 'utf8')],
    '/spa.js': ['text/javascript', () => readFileSync(path.join(apps, 'spa.js'), 'utf8')],
    '/oidc-client-ts.js': ['text/javascript', () => readFileSync(library, 'utf8')],
    '/settings.json': [
      'application/json',
      () => JSON.stringify({ issuer: setting.issuer, loginHint: setting.loginHint, scope }),
    ],
  }
  const server = createServer((request, response) => {
    const found = files[new URL(request.url ?? '/', setting.home).pathname]
    if (found === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': found[0] }).end(found[1]())
  })
  servers.add(server)
  await new Promise<void>((resolve) => server.listen(Number(new URL(setting.home).port), '127.0.0.1', resolve))
}

const registered =
  (more: object = {}) =>
  (home: string) => ({
    application_type: 'browser',
    token_endpoint_auth_method: 'none',
    client_secret: undefined,
    redirect_uris: [`${home}/`],
    post_logout_redirect_uris: [`${home}/`],
    ...more,
  })

async function state(page: Page): Promise<Record<string, unknown>> {
  await page.waitForFunction(() => document.querySelector('#state')?.textContent !== 'waiting')
  return JSON.parse(await page.locator('#state').innerText()) as Record<string, unknown>
}

async function through(more: object, steps: (page: Page, setting: Setting) => Promise<void>): Promise<void> {
  const setting = await outside(registered(more))
  await serve(setting, 'openid profile')
  const browser = await launch()
  try {
    await steps(await browser.newPage(), setting)
  } finally {
    await browser.close()
    await setting.close()
  }
}

async function logIn(page: Page, setting: Setting): Promise<Record<string, unknown>> {
  await page.goto(`${setting.home}/`)
  assert.deepEqual(await state(page), { profile: null })
  await page.click('#log-in')
  // The page is left, and comes back with an answer of its own.
  await page.waitForFunction(() => /"(?:profile":\{|error")/.test(document.querySelector('#state')?.textContent ?? ''))
  return state(page)
}

test('E1 E9 oidc-client-ts in a page logs a person in, reads userinfo, and logs out', { skip }, () =>
  through({}, async (page, setting) => {
    const { profile, error } = await logIn(page, setting)
    assert.equal(error, undefined)
    assertClaims(profile, setting)
    await page.click('#log-out')
    await page.waitForFunction(() => document.querySelector('#state')?.textContent === '{"profile":null}')
  }),
)

test('E1 oidc-client-ts renews with a refresh token, which is another each time', { skip }, () =>
  through({ grant_types: ['authorization_code', 'refresh_token'] }, async (page, setting) => {
    await logIn(page, setting)
    for (const _ of [1, 2]) {
      await page.evaluate(() => {
        const shown = document.querySelector('#state')
        if (shown !== null) shown.textContent = 'waiting'
      })
      await page.click('#renew')
      const { renewed, error } = await state(page)
      assert.equal(error, undefined)
      assert.equal(renewed, true)
    }
  }),
)

test('E1 a page that may not ask for what it asks for is told so across origins', { skip }, async () => {
  const setting = await outside(registered())
  await serve(setting, 'openid acme:not-registered')
  const browser = await launch()
  const { error } = await logIn(await browser.newPage(), setting)
  assert.match(String(error), /scope/)
  await browser.close()
  await setting.close()
})
