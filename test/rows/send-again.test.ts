/** Rows P3 and E1, I3: a store that is away for a moment while a service's request comes as a form. The user tries again by one button. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type App, createApp } from '#app.ts'
import { type Hot, HotUnavailable } from '#hot/hot.ts'
import { Browser, formIn, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners } from '../services.ts'
import { exchange, good, query } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
let app: App
let away = false
worldForAll(
  import.meta.filename,
  [
    ...owners,
    {
      org_number: '974761076',
      name: 'Appene',
      services: [
        {
          client_id: 'app',
          client_name: 'Appen',
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['no.example.app:/callback', 'http://127.0.0.1/callback'],
        },
      ],
    },
  ],
  (opened) => {
    world = opened
    app = createApp({ ...world.parts, hot: leavingNow(world.parts.hot) })
  },
)

/** The same store, that answers nobody while it is away. */
const leavingNow = (hot: Hot): Hot =>
  new Proxy(hot, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return (...all: readonly unknown[]): unknown => {
        if (away) throw new HotUnavailable('no answer')
        return Reflect.apply(found, target, all) as unknown
      }
    },
  })

const browserHere = (): Browser => new Browser((request) => app.fetch(request), issuer, { language: 'en' })
const fromElsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://tax.example.no', cookie: '' }
const button = (visit: Visit): ReturnType<typeof formIn> => formIn(visit, '/authorize')

async function sentWhileAway(
  fields: URLSearchParams,
  browser = browserHere(),
): Promise<{ readonly browser: Browser; readonly page: Visit }> {
  away = true
  const page = await browser.post('/authorize', fields, fromElsewhere)
  away = false
  assert.equal(page.status, 503)
  return { browser, page }
}

test('P3 E1 a posted request meets a store that is away: one button sends the very same again, and the login goes on', async () => {
  const asked = new URLSearchParams(query({ ...good('tax'), login_hint: 'a"b<c', ui_locales: 'en' }))
  const { browser, page } = await sentWhileAway(asked)
  assert.match(textOf(page), /IN-09/)
  assert.match(textOf(page), /Nothing is lost.*Try again/)
  assert.equal(page.headers.get('retry-after'), '5')
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const { fields, method } = button(page)
  assert.equal(method, 'post')
  assert.deepEqual(Object.fromEntries(fields), Object.fromEntries(asked))
  assert.doesNotMatch(page.body, /<script(?! src)|http-equiv="refresh"/)
  const chooser = await browser.submit(page, '/authorize')
  assert.match(chooser.url, /\/login\/att_/)
  const back = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  const code = landed(back).searchParams.get('code') ?? ''
  assert.equal((await exchange(world, 'tax', code)).status, 200)
})

test('P3 E9 whoever is logged in already comes straight back to the service: the page lets its button lead there', async () => {
  const browser = browserHere()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  const { page } = await sentWhileAway(new URLSearchParams(query(good('tax'))), browser)
  assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self' https:[^;]*/)
  assert.ok(landed(await browser.submit(page, '/authorize')).href.startsWith(callback('tax')))
  const native = await sentWhileAway(
    new URLSearchParams(query({ ...good('app'), redirect_uri: 'no.example.app:/callback' })),
  )
  const policy = native.page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /form-action 'self' https: no\.example\.app: http:\/\/127\.0\.0\.1:\*/)
})

test('P3 it is away still: the button is there again; two resources stay two', async () => {
  const twice = new URLSearchParams(query(good('tax')))
  for (const api of ['https://one.example.no/', 'https://two.example.no/']) twice.append('resource', api)
  const { browser, page } = await sentWhileAway(twice)
  const { markup } = button(page)
  assert.deepEqual(
    [...markup.matchAll(/name="resource" value="([^"]+)"/g)].map(([, value]) => value),
    ['https://one.example.no/', 'https://two.example.no/'],
  )
  away = true
  const again = await browser.submit(page, '/authorize')
  away = false
  assert.equal(again.status, 503)
  assert.match((await browser.submit(again, '/authorize')).url, /\/login\/att_/)
})

test('P3 refused: what came twice is not sent on, an unknown service’s page may lead nowhere else, and a login’s own forms are never repeated', async () => {
  const twice = new URLSearchParams(query(good('tax')))
  twice.append('state', 'another')
  away = true
  const faulty = await browserHere().post('/authorize', twice, fromElsewhere)
  away = false
  assert.deepEqual(formsIn(faulty), [])
  const stranger = await browserHere().post(
    '/authorize',
    new URLSearchParams(query({ ...good('tax'), client_id: 'nobody' })),
    fromElsewhere,
  )
  assert.deepEqual([stranger.status, formsIn(stranger)], [400, []])
  const browser = browserHere()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  const password = await browser.click(chooser, '/minid')
  away = true
  const secret = await browser.submit(password, '/minid', { number: world.people.at(0).number, password: 'hemmelig' })
  const loaded = await browser.get(`/authorize?${query(good('tax'))}`)
  away = false
  assert.deepEqual([secret.status, formsIn(secret)], [503, []])
  assert.doesNotMatch(secret.body, /hemmelig/)
  assert.deepEqual([loaded.status, formsIn(loaded)], [503, []], 'a page that was asked for by GET is loaded again')
  assert.match(textOf(loaded), /Reload the page/)
})
