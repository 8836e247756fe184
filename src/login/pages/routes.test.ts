import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { house } from '#http/guards.ts'
import type { HelpDesk, HouseEnv, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { languages } from '#i18n/text.ts'
import { formPostPage } from '#login/pages/form-post.ts'
import { mountStaticPages } from '#login/pages/routes.ts'

const cookies = { secure: true, port: 443 }
const origin = 'https://login.example.no'

function app(help: HelpDesk = {}): Routes {
  const routes: Routes = new Hono<HouseEnv>()
  routes.use(house({ hosts: ['login.example.no'], cookies }))
  mountStaticPages(routes, { cookies, help })
  routes.get('/answer', (c) =>
    formPostPage(c, { action: c.req.query('to') ?? '', fields: { code: 'a"b', state: 's' }, byHand: false }),
  )
  routes.onError((error, c) => c.text(error instanceof Refusal ? error.id : 'other', 500))
  return routes
}
const get = async (path: string, language = 'nb', help?: HelpDesk): Promise<Response> =>
  app(help).request(origin + path, { headers: { cookie: `__Host-lang=${language}` } })

test('static pages: M11 help, privacy and safe use stand in four languages, with anchors that lead somewhere', async () => {
  for (const path of ['/help', '/privacy', '/safe-use']) {
    for (const language of languages) {
      const answer = await get(path, language)
      const text = await answer.text()
      assert.equal(answer.status, 200)
      assert.ok(text.includes(`<html lang="${language}"`))
      const anchors = [...text.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id)
      assert.ok(anchors.length > 4, path)
      for (const id of anchors) assert.ok(text.includes(` id="${id}"`), `${path}#${id}`)
    }
  }
})

test('static pages: M11 help shows the phone and the contact form of the configuration, or says whom to ask', async () => {
  const text = await (await get('/help', 'nb', { phone: '800 00 000', url: 'https://help.example.no/' })).text()
  assert.match(text, /href="tel:80000000">800 00 000</)
  assert.match(text, /href="https:\/\/help\.example\.no\/"/)
  assert.match(await (await get('/help')).text(), /Ta kontakt med tjenesten/)
})

test('static pages: E11 for each eID the issuer, the level, how to get it, and what a D number is worth', async () => {
  for (const language of languages) {
    const text = await (await get('/no-eid?back=%2Flogin%2Fatt_x', language)).text()
    for (const name of ['MinID', 'BankID', 'Buypass', 'Commfides'])
      assert.match(text, new RegExp(`<h2[^>]*>${name}</h2>`))
    assert.equal(text.match(/<dt>/g)?.length, 4 * 4 + 3)
    assert.match(text, /id="d-number"/)
    assert.match(text, /<a class="ds-button" data-variant="primary" href="\/login\/att_x">/)
  }
})

test('static pages: a way back is offered to a login alone, and never to another host', async () => {
  for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', '/sandbox/people', '']) {
    const text = await (await get(`/help?back=${encodeURIComponent(back)}`)).text()
    assert.doesNotMatch(text, /Tilbake til innloggingen/, back)
    assert.doesNotMatch(text, /href="[^"]*evil/, back)
  }
})

const switches: readonly [string, string][] = [
  ['/language/nn?back=%2Flogin%2Fatt_x', '/login/att_x'],
  ['/language/nn?back=%2Fhelp%3Fback%3D%252Flogin%252Fatt_x', '/help?back=%2Flogin%2Fatt_x'],
  ['/language/nn', '/help'],
  ['/language/nn?back=https%3A%2F%2Fevil.example', '/help'],
  ['/language/nn?back=%2F%2Fevil.example', '/help'],
  ['/language/nn?back=%2F%5Cevil.example', '/help'],
  ['/language/nn?back=%2Fa%0D%0Ax%3A%20y', '/help'],
]

test('language switch: E7 the choice is kept for a year, and the user is back where they were', async () => {
  for (const [path, location] of switches) {
    const answer = await get(path)
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, location], path)
    assert.deepEqual(answer.headers.getSetCookie(), [
      '__Host-lang=nn; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax',
    ])
  }
})

test('language switch: a language that is not there is a page that is not there', async () => {
  assert.equal(await (await get('/language/xx?back=%2Fhelp')).text(), 'IN-07')
})

const targets: readonly [string, string][] = [
  ['https://tax.example.no/callback', "form-action 'self' https:"],
  ['http://127.0.0.1:8701/cb', "form-action 'self' https: http://127.0.0.1:* http://localhost:*"],
  ['http://[::1]:8701/cb', "form-action 'self' https: http:"],
]

test('form post: the answer is a form to the service, with a button where no script runs, and kept nowhere', async () => {
  for (const [to, policy] of targets) {
    const answer = await get(`/answer?to=${encodeURIComponent(to)}`)
    const text = await answer.text()
    assert.ok(answer.headers.get('content-security-policy')?.endsWith(policy))
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.ok(text.includes(`<form class="i-form" method="post" action="${to}" data-submit-at-once>`))
    assert.match(text, /<input type="hidden" name="code" value="a&quot;b">/)
    assert.match(text, /<button [^>]*type="submit"/)
  }
})
