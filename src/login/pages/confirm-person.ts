/** Another person proved themself in a browser where somebody is logged in: never a mixture, and never silently (row E4). */
import { draft, type Language, type Text } from '#i18n/text.ts'
import { form, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import type { ConfirmPersonProps } from '#login/pages/props.ts'

const texts = {
  title: {
    nb: 'Du er i ferd med å logge inn som en annen',
    nn: 'Du er i ferd med å logge inn som ein annan',
    se: draft('Don leat čáliheamen iežat sisa eará olmmožin'),
    en: 'You are about to log in as somebody else',
  },
  what: {
    nb: 'En annen person er allerede logget inn i denne nettleseren. Du har nå vist at du er en annen enn den personen.',
    nn: 'Ein annan person er alt logga inn i denne nettlesaren. Du har no vist at du er ein annan enn den personen.',
    se: draft(
      'Eará olmmoš lea juo čálihan iežas sisa dán neahttalohkkis. Don leat dál čájehan ahte don it leat seamma olmmoš.',
    ),
    en: 'Another person is already logged in in this browser. You have now shown that you are not that person.',
  },
  consequence: {
    nb: 'Går du videre, avsluttes den første innloggingen. Den personen logges ut av alle tjenestene, og det som ikke er lagret der, kan gå tapt.',
    nn: 'Går du vidare, blir den første innlogginga avslutta. Den personen blir logga ut av alle tenestene, og det som ikkje er lagra der, kan gå tapt.',
    se: draft(
      'Jus joatkkát, de vuosttaš sisačáliheapmi loahpahuvvo. Dat olmmoš čálihuvvo olggos buot bálvalusain, ja dat mii ii leat vurkejuvvon doppe, sáhttá massot.',
    ),
    en: 'If you continue, the first login ends. That person is logged out of every service, and what is not saved there may be lost.',
  },
  goOn: {
    nb: 'Avslutt den første og gå videre',
    nn: 'Avslutt den første og gå vidare',
    se: draft('Loahpat vuosttaža ja joatkke'),
    en: 'End the first login and continue',
  },
} as const satisfies Record<string, Text>

/** "No" is the page's cancel: the service hears that the login was refused, and the first person stays logged in. */
export function confirmPersonPage(p: ConfirmPersonProps, l: Language): { readonly title: Text; readonly body: Html } {
  const body = html`<p class="ds-paragraph">${texts.what[l]}</p>
<p class="ds-paragraph">${texts.consequence[l]}</p>
${form(p.action, p.stamp, primaryButton(texts.goOn[l], { name: 'go-on', value: 'yes' }))}`
  return { title: texts.title, body }
}
