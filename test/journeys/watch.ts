/** What a browser says beside its pages: console, errors of scripts, and whom it asks. All of a journey's pages are watched. */
import assert from 'node:assert/strict'
import type { BrowserContext } from 'playwright-core'

export interface Watch {
  /** Nothing was said since the last time, and nobody else was asked. */
  quiet(where: string): void
}

/** `origins`: everybody that a page here may ask. */
export function watch(context: BrowserContext, origins: readonly string[]): Watch {
  const said: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => said.push(`script: ${error.error().message}`))
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:' && !origins.includes(origin)) said.push(`asked ${origin}`)
  })
  return {
    quiet(where) {
      assert.deepEqual(said.splice(0), [], where)
    },
  }
}
