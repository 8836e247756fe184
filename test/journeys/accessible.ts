/** axe's rules for WCAG 2.2 AA on the page as it stands, and whether it fits narrow screens and large text. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

// As text: it runs in the page.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** `all`: every rule; `colours`: those that differ between light and dark. */
export type Rules = 'all' | 'colours'

const runOnly: Readonly<Record<Rules, object>> = {
  all: { type: 'tag', values: tags },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What is wrong with the page, in words. */
export async function barriers(page: Page, rules: Rules): Promise<readonly string[]> {
  if ((await page.evaluate('typeof window.axe')) === 'undefined') await page.evaluate(axe)
  const options = { runOnly: runOnly[rules], resultTypes: ['violations'], iframes: false }
  const violations = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )) as Violation[]
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

export async function assertNoBarriers(page: Page, rules: Rules = 'all'): Promise<void> {
  assert.deepEqual(await barriers(page, rules), [], page.url())
}

/** Pixels that the page is wider than its window. */
export async function overflow(page: Page, width: number, text: '100%' | '200%'): Promise<number> {
  await page.setViewportSize({ width, height: 800 })
  return (await page.evaluate(`(() => {
    document.documentElement.style.fontSize = '${text === '100%' ? '' : text}'
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    document.documentElement.style.fontSize = ''
    return wide
  })()`)) as number
}
