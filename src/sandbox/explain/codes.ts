/** Error codes and page references, as docs/errors.md has them. */
import { readFileSync } from 'node:fs'
import type { Explained, Part } from '#sandbox/explain/explained.ts'

interface Row {
  readonly code: string
  readonly heads: readonly string[]
  readonly cells: readonly string[]
}

let read: ReadonlyMap<string, Row> | undefined

function rows(): ReadonlyMap<string, Row> {
  read ??= readRows(readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8'))
  return read
}

export function readRows(document: string): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>()
  let heads: readonly string[] = []
  for (const line of document.split('\n')) {
    const cells = line.startsWith('|') ? line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '').trim()) : []
    const [first = '', ...rest] = cells
    const code = /^`([\w-]+)`$/.exec(first)?.[1]
    if (first === 'code') heads = rest
    else if (code !== undefined && !found.has(code)) found.set(code, { code, heads, cells: rest })
  }
  return found
}

const plain = (markdown: string): string => markdown.replaceAll('`', '')

/** What the integrator does about it, if the code is known. */
export function mendOf(code: string): string | undefined {
  const row = rows().get(code)
  const at = row?.heads.indexOf('what the integrator does') ?? -1
  const cell = row?.cells[at]
  return cell === undefined ? undefined : plain(cell)
}

export function explainCode(text: string): Explained | undefined {
  const code = /^in-\d{2}\b/i.test(text) ? text.slice(0, 5).toUpperCase() : text
  const row = rows().get(code)
  if (row === undefined) return undefined
  const parts = row.cells.map((cell, i): Part => ({ name: row.heads[i] ?? '', value: '', means: plain(cell) }))
  return { heading: `The code ${code}`, findings: [], parts: parts.filter(({ means }) => means !== '') }
}
