/** Pages are tagged templates that escape; nothing else makes HTML. */
import { html, raw } from 'hono/html'

export { html }
export type Html = ReturnType<typeof html>
/** For our own constant markup only (a stylesheet's text, an SVG mark): never for anything that came from outside. */
export const trusted = raw

/** The markup as a string. Our templates never wait for anything, so a promise in one is a mistake. */
export function markup(part: Html): string {
  if (part instanceof Promise) throw new Error('a page waits for nothing: await before the template')
  return part.toString()
}
