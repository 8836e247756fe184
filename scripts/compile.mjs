/**
 * After `npm ci`: what the twin loads at its start is read and compiled once, so that its first start is as quick as those after it.
 * Nothing is run, and an installation that cannot keep it is none the worse for it.
 */
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { needNode26 } from './node.mjs'

needNode26()
const root = new URL('../src/', import.meta.url)
module.enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)),
)
// What `twin.ts` imports, and what is loaded on the way to the first page.
const parts = [
  'process',
  'twin-world',
  'sandbox/registers/start',
  'sandbox/services/start',
  'hot/sql',
  'upstream/provider',
]
await Promise.all(parts.map((part) => import(new URL(`${part}.ts`, root).href)))
