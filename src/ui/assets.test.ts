import assert from 'node:assert/strict'
import test from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { logoAsset, mountAssets, scriptAsset, scriptPath, stylePath } from '#ui/assets.ts'

function app(): Routes {
  const routes: Routes = new Hono<HouseEnv>()
  mountAssets(routes)
  return routes
}

test('assets: the stylesheet is the same plain and packed, and kept for a year under its own address', async () => {
  const plain = await (await app().request(stylePath)).text()
  for (const [encoding, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await app().request(stylePath, { headers: { 'accept-encoding': `deflate, ${encoding}` } })
    assert.equal(answer.headers.get('content-encoding'), encoding)
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(answer.headers.get('content-type'), 'text/css; charset=utf-8')
    assert.equal(answer.headers.get('vary'), 'accept-encoding')
    assert.equal(unpack(Buffer.from(await answer.arrayBuffer())).toString(), plain)
  }
})

test('assets: P1 a page of another version gets what there is, and keeps nothing', async () => {
  const answer = await app().request('/assets/0000000000000000.css')
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-cache')
  assert.equal((await app().request('/assets/x.map')).status, 404)
})

test('assets: the stylesheet asks nobody for anything and fits in 25 kB', async () => {
  const text = await (await app().request(stylePath)).text()
  for (const [, address = ''] of text.matchAll(/url\(\s*["']?([^"')]*)/g))
    assert.ok(address.startsWith('data:'), address)
  assert.doesNotMatch(text, /@import|@font-face/)
  const packed = await app().request(stylePath, { headers: { 'accept-encoding': 'br' } })
  assert.ok((await packed.arrayBuffer()).byteLength < 25_000)
})

test('assets: the script is served as one, and writes no markup', async () => {
  const answer = await app().request(scriptPath)
  assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8')
  assert.doesNotMatch(await answer.text(), /innerHTML|eval|document\.write|fetch\(/)
})

test('assets: a script of a part has its own address, and is found by its name when its content has changed', async () => {
  const routes: Routes = new Hono<HouseEnv>()
  const part = scriptAsset('part', new URL('enhance.js', import.meta.url))
  mountAssets(routes, [part])
  assert.match(part.path, /^\/assets\/part\.[\w-]{16}\.js$/)
  assert.equal((await routes.request(part.path)).headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal((await routes.request('/assets/part.0000000000000000.js')).headers.get('cache-control'), 'no-cache')
  assert.equal((await routes.request('/assets/other.0000000000000000.js')).status, 404)
  assert.equal((await app().request(part.path)).status, 404)
})

test('assets: a logo is a picture and nothing else, also when it is opened by itself', async () => {
  const routes: Routes = new Hono<HouseEnv>()
  const logo = logoAsset('bank', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  mountAssets(routes, [logo])
  const { headers } = await routes.request(logo.path)
  assert.equal(headers.get('content-type'), 'image/svg+xml')
  assert.equal(headers.get('content-security-policy'), "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
})
