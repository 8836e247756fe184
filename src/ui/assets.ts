/** Stylesheet, scripts and logos: addresses that change with their content, kept by the browser for a year, compressed once. */
import { promisify } from 'node:util'
import { readFileSync } from 'node:fs'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { sha256 } from '#base/secrets.ts'
import type { Routes } from '#http/routes.ts'
import { assembleStyle } from '#ui/style.ts'

export interface Asset {
  readonly path: string
  readonly type: string
  readonly text: string
  readonly packed: Map<'br' | 'gzip', Promise<Buffer<ArrayBuffer>>>
}

function asset(text: string, extension: 'css' | 'js' | 'svg', type: string, before = ''): Asset {
  return { path: `/assets/${before}${sha256(text).slice(0, 16)}.${extension}`, type, text, packed: new Map() }
}

const script = (file: URL, before?: string): Asset =>
  asset(readFileSync(file, 'utf8'), 'js', 'text/javascript; charset=utf-8', before)

/** A script that only some pages need: its folder makes it, the app serves it. */
export const scriptAsset = (name: string, file: URL): Asset => script(file, `${name}.`)

const svgType = 'image/svg+xml'
/** A drawing beside a name: it is to do nothing, wherever it is opened (`mountAssets`). */
export const logoAsset = (name: string, svg: string): Asset => asset(svg, 'svg', svgType, `logo-${name}.`)

const css = asset(assembleStyle(), 'css', 'text/css; charset=utf-8')
const js = script(new URL('enhance.js', import.meta.url))

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

/** `human.0123456789abcdef.js` without what changes. */
const unchanging = (path: string): string => path.replace(/[\w-]{16}(?=\.\w+$)/, '')

export function mountAssets(routes: Routes, more: readonly Asset[] = []): void {
  const all = new Map([css, js, ...more].map((one) => [unchanging(one.path), one]))
  routes.get('/assets/:name', async (c, next) => {
    const one = all.get(unchanging(c.req.path))
    if (one === undefined) return next()
    // While old and new processes run side by side, a page of one may ask the other: it gets what there is, not kept.
    const kept = c.req.path === one.path ? 'public, max-age=31536000, immutable' : 'no-cache'
    const encoding = accepted(c.req.header('accept-encoding'))
    const headers = {
      'content-type': one.type,
      'cache-control': kept,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      // A drawing may hold scripts and links: opened by itself it is a page of nobody's, in which none of them works.
      ...(one.type === svgType
        ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
        : {}),
    }
    if (encoding === undefined) return c.body(one.text, 200, headers)
    return c.body(await packed(one, encoding), 200, { ...headers, 'content-encoding': encoding })
  })
}
