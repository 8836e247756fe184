/** The answer to the service as a form (OAuth 2.0 Form Post Response Mode §2): sent by script, or by its one button. To an app by the button alone. */
import { draft, type Text } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import { hidden, primaryButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { page } from '#ui/page.ts'
import { leadsTo } from '#login/show.ts'

const texts = {
  title: {
    nb: 'Du er straks tilbake',
    nn: 'Du er straks tilbake',
    se: draft('Don leat dakkaviđe fas doppe'),
    en: 'You are almost back',
  },
  what: {
    nb: 'Innloggingen er ferdig. Gå videre til tjenesten for å fullføre.',
    nn: 'Innlogginga er ferdig. Gå vidare til tenesta for å fullføre.',
    se: draft('Sisačáliheapmi lea gárvvis. Joatkke bálvalussii vai beasat loahpahit.'),
    en: 'The login is done. Continue to the service to complete it.',
  },
  goOn: { nb: 'Gå videre', nn: 'Gå vidare', se: draft('Joatkke'), en: 'Continue' },
} as const satisfies Record<string, Text>

/** `action`: the service's registered address. The fields hold the code: nothing of this page is kept anywhere. */
export function formPostPage(
  c: Request,
  answer: { readonly action: string; readonly fields: Readonly<Record<string, string>>; readonly byHand: boolean },
): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.what[l]}</p>
<form class="i-form" method="post" action="${answer.action}"${answer.byHand ? '' : html` data-submit-at-once`}>
${Object.entries(answer.fields).map(([name, value]) => hidden(name, value))}
${primaryButton(texts.goOn[l])}
</form>`
  return page(c, { language: l, title: texts.title, here: '/help', body, formAction: leadsTo(answer.action) })
}
