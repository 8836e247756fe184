/** Error codes and page references, as docs/errors.md has them. */
import { readFileSync } from 'node:fs'
import type { Explained, Part } from '#sandbox/explain/explained.ts'

interface Row {
  readonly code: string
  /** The heading that its table stands under. */
  readonly section: string
  readonly heads: readonly string[]
  readonly cells: readonly string[]
}

let read: ReadonlyMap<string, readonly Row[]> | undefined

function rowsOf(code: string): readonly Row[] {
  read ??= readRows(readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8'))
  return read.get(code) ?? []
}

/** Several interfaces may know one code, each in its own sense. */
export function readRows(document: string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>()
  const lines = document.split('\n')
  let section = ''
  let heads: readonly string[] = []
  for (const [i, line] of lines.entries()) {
    section = /^#+ (.*)/.exec(line)?.[1] ?? section
    if (!line.startsWith('|')) continue
    const [first = '', ...rest] = line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '').trim())
    const code = /^`([\w-]+)`$/.exec(first)?.[1]
    if (/^\|[ |-]+$/.test(lines[i + 1] ?? '')) heads = rest
    else if (code !== undefined) found.set(code, [...(found.get(code) ?? []), { code, section, heads, cells: rest }])
  }
  return found
}

const plain = (markdown: string): string => markdown.replaceAll('`', '')

/** What the integrator does about it, if the code is known. */
export function mendOf(code: string): string | undefined {
  const row = rowsOf(code).find(({ heads }) => heads.includes('what the integrator does'))
  const cell = row?.cells[row.heads.indexOf('what the integrator does')]
  return cell === undefined ? undefined : plain(cell)
}

export function explainCode(text: string): Explained | undefined {
  const code = /^in-\d{2}\b/i.test(text) ? text.slice(0, 5).toUpperCase() : text
  const rows = rowsOf(code)
  if (rows.length === 0) return undefined
  const parts = rows.flatMap(({ section, heads, cells }) =>
    cells.map((cell, i): Part => {
      const head = heads[i] ?? ''
      return { name: rows.length === 1 ? head : `${section}: ${head}`, value: '', means: plain(cell) }
    }),
  )
  return { heading: `The code ${code}`, findings: [], parts: parts.filter(({ means }) => means !== '') }
}

/** An answer as it came: JSON of the token endpoint or of an API, or what stood in the address. */
export function explainAnswer(text: string): Explained | undefined {
  const { error, code, error_description: description } = membersOf(text)
  // A number says more than the code that it came with.
  const number = /^MP-\d{3}/.exec(typeof description === 'string' ? description : '')?.[0]
  return [number, error, code]
    .filter((one) => typeof one === 'string')
    .map(explainCode)
    .find((one) => one !== undefined)
}

/** Of JSON, or of what stands in an address. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{')) return Object.fromEntries(new URLSearchParams(text.replace(/^[?#]/, '')))
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    // Cut off somewhere, perhaps: the caller says what else it may be.
    return {}
  }
}
