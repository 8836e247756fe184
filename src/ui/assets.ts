/** Stylesheet and script: addresses that change with their content, kept by the browser for a year, compressed once. */
import { promisify } from 'node:util'
import { readFileSync } from 'node:fs'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { sha256 } from '#base/secrets.ts'
import type { Routes } from '#http/routes.ts'
import { assembleStyle } from '#ui/style.ts'

interface Asset {
  readonly path: string
  readonly type: string
  readonly text: string
  readonly packed: Map<'br' | 'gzip', Promise<Buffer<ArrayBuffer>>>
}

function asset(text: string, extension: 'css' | 'js', type: string): Asset {
  return { path: `/assets/${sha256(text).slice(0, 16)}.${extension}`, type, text, packed: new Map() }
}

const css = asset(assembleStyle(), 'css', 'text/css; charset=utf-8')
const js = asset(readFileSync(new URL('enhance.js', import.meta.url), 'utf8'), 'js', 'text/javascript; charset=utf-8')

export const stylePath = css.path
export const scriptPath = js.path

const pack = {
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (text: string) => promisify(gzip)(text, { level: 9 }),
} as const

function packed(one: Asset, encoding: 'br' | 'gzip'): Promise<Buffer<ArrayBuffer>> {
  const known = one.packed.get(encoding)
  if (known !== undefined) return known
  const made = pack[encoding](one.text) as Promise<Buffer<ArrayBuffer>>
  one.packed.set(encoding, made)
  return made
}

// RFC 9110 §12.5.3, as far as browsers use it.
const accepted = (header: string | undefined): 'br' | 'gzip' | undefined =>
  header === undefined ? undefined : /\bbr\b/.test(header) ? 'br' : /\bgzip\b/.test(header) ? 'gzip' : undefined

export function mountAssets(routes: Routes): void {
  routes.get('/assets/:name', async (c, next) => {
    const name = c.req.param('name')
    const one = name.endsWith('.css') ? css : name.endsWith('.js') ? js : undefined
    if (one === undefined) return next()
    // While old and new processes run side by side, a page of one may ask the other: it gets what there is, not kept.
    const kept = c.req.path === one.path ? 'public, max-age=31536000, immutable' : 'no-cache'
    const encoding = accepted(c.req.header('accept-encoding'))
    const headers = {
      'content-type': one.type,
      'cache-control': kept,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    }
    if (encoding === undefined) return c.body(one.text, 200, headers)
    return c.body(await packed(one, encoding), 200, { ...headers, 'content-encoding': encoding })
  })
}
