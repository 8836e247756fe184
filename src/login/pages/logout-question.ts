/** A service asks for a logout and nothing shows that it is one of this session: the user decides (OpenID Connect RP-Initiated Logout §2). */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'
import { form, linkButton, primaryButton, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import type { LogoutQuestionProps } from '#login/pages/props.ts'

const texts = {
  title: {
    nb: 'Vil du logge ut?',
    nn: 'Vil du logge ut?',
    se: draft('Háliidatgo čálihit iežat olggos?'),
    en: 'Do you want to log out?',
  },
  someone: {
    nb: 'En tjeneste ber om at du blir logget ut.',
    nn: 'Ei teneste ber om at du blir logga ut.',
    se: draft('Muhtun bálvalus dáhttu ahte don čálihuvvot olggos.'),
    en: 'A service asks for you to be logged out.',
  },
  consequence: {
    nb: 'Logger du ut, avsluttes innloggingen i alle tjenestene du har brukt i denne nettleseren. Det som ikke er lagret der, kan gå tapt.',
    nn: 'Loggar du ut, blir innlogginga avslutta i alle tenestene du har brukt i denne nettlesaren. Det som ikkje er lagra der, kan gå tapt.',
    se: draft(
      'Jus čálihat iežat olggos, de sisačáliheapmi loahpahuvvo buot bálvalusain maid leat geavahan dán neahttalohkkis. Dat mii ii leat vurkejuvvon doppe, sáhttá massot.',
    ),
    en: 'If you log out, your login ends in every service that you have used in this browser. What is not saved there may be lost.',
  },
  yes: {
    nb: 'Logg ut',
    nn: 'Logg ut',
    se: draft('Čálit iežat olggos'),
    en: 'Log out',
  },
  no: {
    nb: 'Nei, jeg vil være logget inn',
    nn: 'Nei, eg vil vere logga inn',
    se: draft('In, háliidan leat sisačálihuvvon'),
    en: 'No, keep me logged in',
  },
  stillTitle: {
    nb: 'Du er fortsatt logget inn',
    nn: 'Du er framleis logga inn',
    se: draft('Don leat ain sisačálihuvvon'),
    en: 'You are still logged in',
  },
  still: {
    nb: 'Ingenting er endret. Tjenesten som ba om det, kan likevel ha logget deg ut hos seg.',
    nn: 'Ingenting er endra. Tenesta som bad om det, kan likevel ha logga deg ut hos seg.',
    se: draft('Mihkkege ii leat rievdan. Bálvalus mii dan dáhtui, sáhttá dattetge leat čálihan du olggos iežas siste.'),
    en: 'Nothing has changed here. The service that asked may all the same have logged you out on its side.',
  },
} as const satisfies Record<string, Text>

const asks: TextOf<[string]> = {
  nb: (name) => `${name} ber om at du blir logget ut.`,
  nn: (name) => `${name} ber om at du blir logga ut.`,
  se: draft((name: string) => `${name} dáhttu ahte don čálihuvvot olggos.`),
  en: (name) => `${name} asks for you to be logged out.`,
}

const backTo: TextOf<[string]> = {
  nb: (name) => `Gå til ${name}`,
  nn: (name) => `Gå til ${name}`,
  se: draft((name: string) => `Mana: ${name}`),
  en: (name) => `Go to ${name}`,
}

interface Shown {
  readonly title: Text
  readonly body: Html
}

export function logoutQuestionPage(p: LogoutQuestionProps, l: Language): Shown {
  const choice = (value: 'yes' | 'no'): { readonly name: string; readonly value: string } => ({
    name: 'log-out',
    value,
  })
  const body = html`<p class="ds-paragraph">${p.service === undefined ? texts.someone[l] : asks[l](p.service)}</p>
<p class="ds-paragraph">${texts.consequence[l]}</p>
${form(p.action, p.stamp, html`<div class="i-actions">${primaryButton(texts.yes[l], choice('yes'))}${secondaryButton(texts.no[l], choice('no'))}</div>`)}`
  return { title: texts.title, body }
}

export function stillLoggedInPage(
  service: { readonly name: string; readonly href: string | undefined } | undefined,
  l: Language,
): Shown {
  const way =
    service?.href === undefined
      ? ''
      : html`<div class="i-actions">${linkButton(service.href, backTo[l](service.name))}</div>`
  return { title: texts.stillTitle, body: html`<p class="ds-paragraph">${texts.still[l]}</p>${way}` }
}
