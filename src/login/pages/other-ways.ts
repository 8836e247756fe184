/** The way back to the chooser, under every eID's own pages. */
import { draft, type Language, type Text } from '#i18n/text.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

const otherWay: Text = {
  nb: 'Logg inn på en annen måte',
  nn: 'Logg inn på ein annan måte',
  se: draft('Čálit iežat sisa eará vugiin'),
  en: 'Log in another way',
}

export const otherWays = (language: Language, loginPath: string): Html =>
  html`<p class="i-aside">${link(loginPath, otherWay[language])}</p>`
