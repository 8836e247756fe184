/** The browser itself: without it every journey's failure would look like the gateway's. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { launch, noBrowser } from '../chromium.ts'

test(
  'house: the carried browser opens a page, keeps a __Host- cookie on localhost and draws letters',
  { skip: noBrowser ?? false },
  async (t) => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader('set-cookie', '__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax')
      response.end('<title>Inngang</title><h1><span>Innlogging · sisačáliheapmi</span></h1>')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    t.after(() => server.close())
    const address = `http://localhost:${(server.address() as AddressInfo).port}/`
    const browser = await launch()
    t.after(() => browser.close())
    const page = await browser.newPage()
    await page.goto(address)
    assert.equal(await page.title(), 'Inngang')
    assert.equal((await page.context().cookies(address))[0]?.name, '__Host-a')
    const box = await page.locator('h1 span').boundingBox()
    assert.ok(box !== null && box.width > 100, 'the heading has a width: there is a font')
  },
)
