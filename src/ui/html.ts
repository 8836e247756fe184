/** Pages are tagged templates that escape; nothing else makes HTML. */
import { html, raw } from 'hono/html'

export { html }
export type Html = ReturnType<typeof html>
/** For our own constant markup only (a stylesheet's text, an SVG mark): never for anything that came from outside. */
export const trusted = raw
