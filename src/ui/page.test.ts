import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { languages } from '#i18n/text.ts'
import { html, type Html, markup, trusted } from '#ui/html.ts'
import { type Page, page } from '#ui/page.ts'

const title = { nb: 'Skriv koden', nn: 'Skriv koden din', se: 'Čále koda', en: 'Type the code' }
const plain: Page = { language: 'nb', title, here: '/login/att_x?a=b&c', body: html`<p>hei</p>` }

async function drawn(part: Partial<Page>, phone?: string): Promise<{ text: string; response: Response }> {
  const routes: Routes = new Hono<HouseEnv>()
  routes.get('/', (c) => {
    c.set('help', phone === undefined ? undefined : { phone })
    c.header('set-cookie', 'kept=1', { append: true })
    return page(c, { ...plain, ...part })
  })
  const response = await routes.request('/')
  return { response, text: await response.text() }
}

const titleOf = (text: string): string | undefined => /<title>([^<]*)<\/title>/.exec(text)?.[1]

test('page: the title is step – service – gateway, and says first when there is a fault', async () => {
  const service = { name: 'Skatt' }
  const cases: [Partial<Page>, string][] = [
    [{}, 'Skriv koden – Inngang'],
    [{ service }, 'Skriv koden – Skatt – Inngang'],
    [{ service, faulty: true }, 'Feil: Skriv koden – Skatt – Inngang'],
    [{ service, faulty: true, language: 'en' }, 'Error: Type the code – Skatt – Inngang'],
    [{ title: 'Kari' }, 'Kari – Inngang'],
  ]
  for (const [part, expected] of cases) assert.equal(titleOf((await drawn(part)).text), expected)
})

test('page: whatever comes from outside is escaped, in text, title and addresses', async () => {
  const evil = `"><script>alert('x')</script>&`
  const { text } = await drawn({
    title: evil,
    service: { name: evil },
    here: `/a${evil}`,
    cancel: { action: evil, stamp: evil },
    body: html`<p title="${evil}">${evil}${[evil]}</p>`,
  })
  assert.ok(!text.includes('<script>alert'))
  assert.equal(text.match(/<script/g)?.length, 1)
  assert.ok(!/="[^"]*"><script>a/.test(text))
})

test('page: a body that waits for something is a mistake that is seen', () => {
  assert.throws(() => markup(Promise.resolve(trusted('x')) as unknown as Html))
})

test('page: one h1, one main, its language, and a link that skips to the content', async () => {
  for (const language of languages) {
    const { text } = await drawn({ language })
    assert.equal(text.match(/<h1[ >]/g)?.length, 1)
    assert.match(text, new RegExp(`<html lang="${language}" data-color-scheme="auto">`))
    assert.match(text, /<a class="ds-skip-link" href="#content">/)
    assert.match(text, /<main [^>]*id="content"/)
  }
  assert.doesNotMatch((await drawn({ heading: false })).text, /<h1/)
})

test('page: E7 the language switch names each language in itself and comes back here', async () => {
  const { text } = await drawn({ language: 'nn' })
  const back = encodeURIComponent('/login/att_x?a=b&c')
  for (const [language, name] of [
    ['nb', 'Bokmål'],
    ['nn', 'Nynorsk'],
    ['se', 'Davvisámegiella'],
    ['en', 'English'],
  ] as const) {
    const current = language === 'nn' ? ' aria-current="true"' : ''
    assert.ok(
      text.includes(
        `<a href="/language/${language}?back=${back}" lang="${language}" hreflang="${language}"${current}>${name}</a>`,
      ),
    )
  }
})

test('page: M11 every page leads to help, privacy and safe use, and shows the phone where there is one', async () => {
  const { text } = await drawn({ back: '/login/att_y' }, '800 00 000')
  for (const path of ['/help', '/privacy', '/safe-use'])
    assert.ok(text.includes(`href="${path}?back=%2Flogin%2Fatt_y"`), path)
  assert.ok(text.includes('href="tel:80000000">800 00 000</a>'))
  assert.ok(!(await drawn({})).text.includes('tel:'))
})

test('page: headers are strict, cookies set before are kept', async () => {
  const { response } = await drawn({ status: 403 })
  assert.equal(response.status, 403)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.deepEqual(response.headers.getSetCookie(), ['kept=1'])
  assert.match(response.headers.get('content-security-policy') ?? '', /form-action 'self'$/)
})

test('page: where cancel leads to the service, the policy lets it', async () => {
  const cancel = { action: '/login/att_x/cancel', stamp: 's' }
  const policy = async (part: Partial<Page>) =>
    (await drawn(part)).response.headers.get('content-security-policy') ?? ''
  assert.match(await policy({ cancel }), /form-action 'self' https:$/)
  assert.match(
    await policy({ cancel, formAction: ['https:', 'http://127.0.0.1:*'] }),
    /form-action 'self' https: http:\/\/127\.0\.0\.1:\*$/,
  )
})

test('page: nothing is fetched from others and nothing runs inline', async () => {
  const { text } = await drawn({ cancel: { action: '/x', stamp: 's' }, service: { name: 'Skatt' } })
  assert.deepEqual([...text.matchAll(/(?:src|href)="(?!\/|#|data:image)[^"]*"/g)].map(String), [])
  assert.doesNotMatch(text, /<style|style="|\son[a-z]+="|javascript:/)
})
