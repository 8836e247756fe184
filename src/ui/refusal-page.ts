/** The page for a dead end: what happened, what to do, where help is. Never a wall: there is always a way on. */
import type { RefusalView } from '#http/answer.ts'
import { refusals } from '#http/refusals.ts'
import type { Request } from '#http/routes.ts'
import { draft, type Text } from '#i18n/text.ts'
import { disclosure, link, linkButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const words = {
  help: { nb: 'Få hjelp', nn: 'Få hjelp', se: draft('Oaččo veahki'), en: 'Get help' },
  reference: { nb: 'Referanse', nn: 'Referanse', se: draft('Čujuhusnummir'), en: 'Reference' },
  developers: { nb: 'For utviklere', nn: 'For utviklarar', se: draft('Ovdánahttiide'), en: 'For developers' },
} as const satisfies Record<string, Text>

/** `developers`: what the twin has to say about it to the developers of the service. */
export function refusalPage(c: Request, view: RefusalView, developers?: Html): Response {
  // The first middleware may itself be what failed.
  const language = c.get('language') ?? 'nb'
  const { heading, what, todo } = refusals[view.id]
  const body = html`<p class="ds-paragraph">${what[language]}</p>
<p class="ds-paragraph">${todo[language]}</p>
<div class="i-actions">${view.way === undefined ? '' : linkButton(view.way.href, view.way.text[language])}${link('/help', words.help[language])}</div>
<p class="i-reference">${words.reference[language]}: <span>${view.id} · ${view.incident}</span></p>
${view.forDevelopers === undefined ? '' : disclosure(words.developers[language], html`<div lang="en"><p class="ds-paragraph">${view.forDevelopers}</p>${developers ?? ''}</div>`)}`
  return page(c, { language, title: heading, here: localPath(c), body, status: view.status })
}

// The language switch comes back by GET: an address that only takes posts has nothing to show.
const localPath = (c: Request): string => (c.req.method === 'GET' ? c.req.path : '/help')
