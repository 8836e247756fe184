/** A person without a mouse: Tab and Enter, and looks where the focus is. Code for the page is text: it runs there, not here. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

interface Stop {
  /** Its place among the elements of the document. */
  readonly place: number
  readonly wanted: boolean
  readonly drawn: boolean
  readonly inView: boolean
  readonly what: string
}

const look = (selector: string): string => `(() => {
  const one = document.activeElement ?? document.body
  // A checkbox and its label are drawn as one.
  const rings = [one, one.parentElement ?? one].map((element) => getComputedStyle(element))
  const box = one.getBoundingClientRect()
  return {
    place: [...document.querySelectorAll('*')].indexOf(one),
    wanted: one.matches(${JSON.stringify(selector)}),
    drawn: rings.some((ring) => ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    what: one.outerHTML.slice(0, 120),
  }
})()`

/** Tab until the focus is there. Every stop on the way must be seen, and come after the one before. */
export async function reach(page: Page, selector: string): Promise<void> {
  let last = ((await page.evaluate(look(selector))) as Stop).place
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const stop = (await page.evaluate(look(selector))) as Stop
    assert.ok(stop.drawn, `the focus is seen on ${stop.what}`)
    assert.ok(stop.inView, `in view: ${stop.what}`)
    assert.ok(stop.place > last, `in the order of the page: ${stop.what}`)
    if (stop.wanted) return
    last = stop.place
  }
  throw new Error(`Tab never comes to ${selector} on ${page.url()}`)
}

/** `autofocus` takes effect when the page is first drawn, which may come a moment after it is loaded: asked again for a while. */
export async function focusIsOn(page: Page, selector: string): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    if (((await page.evaluate(look(selector))) as Stop).wanted) return true
    await page.waitForTimeout(50)
  }
  return false
}

/** Enter, and the page that it leads to. */
export async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

export async function follow(page: Page, selector: string): Promise<void> {
  await reach(page, selector)
  await enter(page)
}
