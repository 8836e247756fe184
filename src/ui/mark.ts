/** Our own marks, drawn here: the word mark with its doorway, and the letters that stand for an eID. */
import { html, type Html, trusted } from '#ui/html.ts'

// A doorway with its door ajar.
const doorway =
  '<path d="M5 28V13C5 7.5 9.5 3 15 3h2c5.5 0 10 4.5 10 10v15" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/><path d="M12 28V13.5L20 10v18z" fill="currentColor"/>'

export const wordMark: Html = trusted(
  `<span class="i-mark"><svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">${doorway}</svg><span>Inngang</span></span>`,
)

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="#12514f">${doorway}</svg>`
/** As a data address: no request of its own, and no 404 in the browser's console. */
export const iconAddress = `data:image/svg+xml,${encodeURIComponent(icon)}`

/** Two or three letters in a quiet square: operators bring real logos by configuration. Decoration: the name stands beside it. */
export const letterMark = (letters: string): Html => html`<span class="i-letters" aria-hidden="true">${letters}</span>`

/** The issuer's own, on white in every colour scheme, as they are drawn for; else the letters. */
export const markOf = ({ logo, mark }: { readonly logo?: string | undefined; readonly mark: string }): Html =>
  logo === undefined
    ? letterMark(mark)
    : html`<img class="i-letters i-logo" src="${logo}" alt="" width="48" height="48">`

/** Points back, before the name of where one came from. */
export const chevronBack: Html = trusted(
  '<svg class="i-chevron" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><path d="m15 5-7 7 7 7" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)

/** Points onward, at the end of a large button. */
export const chevron: Html = trusted(
  '<svg class="i-chevron" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="m9 5 7 7-7 7" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)
