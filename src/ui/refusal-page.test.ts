import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { answerThrown } from '#http/answer.ts'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { Refusal, refusalIds } from '#http/trouble.ts'
import { languages } from '#i18n/text.ts'
import { refusalPage } from '#ui/refusal-page.ts'

function app(error: Error): Routes {
  const routes: Routes = new Hono<HouseEnv>()
  routes.all('/:language/*', (c) => {
    const language = languages.find((one) => one === c.req.param('language'))
    if (language !== undefined) c.set('language', language)
    throw error
  })
  routes.onError((thrown, c) => answerThrown(thrown, c, { log: () => {}, refusalPage }))
  return routes
}

test('refusal page: I3 every dead end says what happened and what to do, leads to help and has a reference', async () => {
  for (const id of refusalIds) {
    for (const language of languages) {
      const text = await (await app(new Refusal(id)).request(`/${language}/x`)).text()
      assert.ok(text.includes(`<html lang="${language}"`))
      assert.equal(text.match(/<p class="ds-paragraph">/g)?.length, 2, id)
      assert.match(text, /<a class="ds-link" href="\/help">/)
      assert.match(text, new RegExp(`${id} · [2-9A-Z]{4}-[2-9A-Z]{4}<`))
    }
  }
})

test('refusal page: the way on is the button; what is for developers is folded away and escaped', async () => {
  const way = { href: 'https://tax.example.no/', text: { nb: 'Gå til Skatt', nn: 'b', se: 'c', en: 'd' } }
  const text = await (await app(new Refusal('IN-04', { way, forDevelopers: '<redirect_uri>' })).request('/nb/x')).text()
  assert.match(text, /<a class="ds-button" data-variant="primary" href="https:\/\/tax\.example\.no\/">Gå til Skatt</)
  assert.match(text, /<details .*&lt;redirect_uri&gt;.*<\/details>/s)
})

test('refusal page: where even the language is not known yet it is in Bokmål, not a second failure', async () => {
  const answer = await app(new Error('early')).request('/none/x')
  assert.equal(answer.status, 500)
  assert.match(await answer.text(), /Noe gikk galt hos oss/)
})

test('refusal page: I3 after a post the language switch leads to a page that exists', async () => {
  assert.match(
    await (await app(new Refusal('IN-05')).request('/nb/x', { method: 'POST' })).text(),
    /\/language\/en\?back=%2Fhelp"/,
  )
  assert.match(await (await app(new Refusal('IN-01')).request('/nb/x')).text(), /\/language\/en\?back=%2Fnb%2Fx"/)
})
