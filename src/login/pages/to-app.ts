/** The answer to an app, as a button: what would go by itself could be fetched by any program that calls itself the app (RFC 8252 §8.6). */
import type { Request } from '#http/routes.ts'
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import { linkButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const texts = {
  title: {
    nb: 'Gå tilbake til appen',
    nn: 'Gå tilbake til appen',
    se: draft('Mana ruovttoluotta áppii'),
    en: 'Go back to the app',
  },
  stranger: {
    nb: 'Begynte du ikke i denne appen? Da går du ikke videre, men lukker dette vinduet.',
    nn: 'Begynte du ikkje i denne appen? Då går du ikkje vidare, men lukkar dette vindauget.',
    se: draft('Itgo álggahan dán áppas? Ale joatkke, muhto gidde dán láse.'),
    en: 'Did you not begin in this app? Then do not go on, but close this window.',
  },
  unnamed: { nb: 'appen', nn: 'appen', se: draft('áppa'), en: 'the app' },
} as const satisfies Record<string, Text>

const goOnIn: TextOf<[string]> = {
  nb: (name) => `Gå videre i ${name}`,
  nn: (name) => `Gå vidare i ${name}`,
  se: draft((name: string) => `Joatkke: ${name}`),
  en: (name) => `Continue in ${name}`,
}

/** `location`: the app's registered address with the answer in it: nothing of this page is kept anywhere. */
export function toAppPage(
  c: Request,
  answer: { readonly service: { readonly name: Text } | undefined; readonly location: string },
): Response {
  const l = c.get('language')
  const name = (answer.service?.name ?? texts.unnamed)[l]
  const body = html`<div class="i-actions">${linkButton(answer.location, goOnIn[l](name))}</div>
<p class="ds-paragraph">${texts.stranger[l]}</p>`
  return page(c, { language: l, title: texts.title, here: '/help', body })
}
