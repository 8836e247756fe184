/** The page for a dead end: what happened, what to do, where help is. Never a wall: there is always a way on. */
import type { RefusalView } from '#http/answer.ts'
import { refusals } from '#http/refusals.ts'
import type { Request } from '#http/routes.ts'
import type { SendAgain } from '#http/trouble.ts'
import { draft, type Language, type Text } from '#i18n/text.ts'
import { disclosure, form, hidden, link, linkButton, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const words = {
  help: { nb: 'Få hjelp', nn: 'Få hjelp', se: draft('Oaččo veahki'), en: 'Get help' },
  reference: { nb: 'Referanse', nn: 'Referanse', se: draft('Čujuhusnummir'), en: 'Reference' },
  again: { nb: 'Prøv igjen', nn: 'Prøv igjen', se: draft('Geahččal ođđasit'), en: 'Try again' },
  waitThenAgain: {
    nb: 'Vent noen sekunder, og prøv igjen. Ingenting er gått tapt.',
    nn: 'Vent nokre sekund, og prøv igjen. Ingenting er gått tapt.',
    se: draft('Vuordde moadde sekundda, ja geahččal ođđasit. Ii mihkkege leat láhppon.'),
    en: 'Wait a few seconds, and try again. Nothing is lost.',
  },
  developers: { nb: 'For utviklere', nn: 'For utviklarar', se: draft('Ovdánahttiide'), en: 'For developers' },
} as const satisfies Record<string, Text>

export interface RefusalExtras {
  /** What the twin has to say about it to the developers of the service. */
  readonly developers?: Html | undefined
  /** Where the form that is sent again may lead (`http/headers.ts`). */
  readonly formAction?: readonly string[] | undefined
}

export function refusalPage(c: Request, view: RefusalView, { developers, formAction }: RefusalExtras = {}): Response {
  // The first middleware may itself be what failed.
  const language = c.get('language') ?? 'nb'
  const { heading, what, todo } = refusals[view.id]
  const body = html`<p class="ds-paragraph">${what[language]}</p>
<p class="ds-paragraph">${(view.again === undefined ? todo : words.waitThenAgain)[language]}</p>
${view.again === undefined ? '' : sendAgain(view.again, language)}
<div class="i-actions">${view.way === undefined ? '' : linkButton(view.way.href, view.way.text[language])}${link('/help', words.help[language])}</div>
<p class="i-reference">${words.reference[language]}: <span>${view.id} · ${view.incident}</span></p>
${view.forDevelopers === undefined ? '' : disclosure(words.developers[language], html`<div lang="en"><p class="ds-paragraph">${view.forDevelopers}</p>${developers ?? ''}</div>`)}`
  return page(c, { language, title: heading, here: localPath(c), body, status: view.status, formAction })
}

/** The same form once more, by a button: it works without scripts, and the browser asks nothing. */
const sendAgain = ({ action, fields }: SendAgain, l: Language): Html =>
  form(action, undefined, html`${fields.map(([name, value]) => hidden(name, value))}${primaryButton(words.again[l])}`)

// The language switch comes back by GET: an address that only takes posts has nothing to show.
const localPath = (c: Request): string => (c.req.method === 'GET' ? c.req.path : '/help')
