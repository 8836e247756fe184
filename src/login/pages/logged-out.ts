/** After logout: who is told and how, who could not be, and the way on (row E9). A frame's message is "sent", never "done" (security.md 41). */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'
import { linkButton, notice } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import type { LogoutProps } from '#login/pages/props.ts'

const texts = {
  title: {
    nb: 'Du er logget ut',
    nn: 'Du er logga ut',
    se: draft('Don leat čálihan iežat olggos'),
    en: 'You are logged out',
  },
  nothingTitle: {
    nb: 'Du var ikke logget inn',
    nn: 'Du var ikkje logga inn',
    se: draft('Don it lean čálihan iežat sisa'),
    en: 'You were not logged in',
  },
  ended: {
    nb: 'Innloggingen din er avsluttet i denne nettleseren.',
    nn: 'Innlogginga di er avslutta i denne nettlesaren.',
    se: draft('Du sisačáliheapmi lea loahpahuvvon dán neahttalohkkis.'),
    en: 'Your login has ended in this browser.',
  },
  everywhere: {
    nb: 'Alle innloggingene dine er avsluttet, her og i andre nettlesere.',
    nn: 'Alle innloggingane dine er avslutta, her og i andre nettlesarar.',
    se: draft('Buot du sisačáliheamit leat loahpahuvvon, dáppe ja eará neahttalohkkiin.'),
    en: 'All your logins have ended, here and in other browsers.',
  },
  nothing: {
    nb: 'Vi fant ingen innlogging å avslutte. Den kan ha gått ut på tid.',
    nn: 'Vi fann inga innlogging å avslutte. Ho kan ha gått ut på tid.',
    se: draft('Mii eat gávdnan sisačáliheami maid loahpahit. Soaitá ahte áigi lea nohkan.'),
    en: 'We found no login to end. It may have timed out.',
  },
  sent: {
    nb: 'Vi har sendt beskjed til',
    nn: 'Vi har sendt beskjed til',
    se: draft('Mii leat sádden dieđu'),
    en: 'We have sent word to',
  },
  told: {
    nb: 'Vi gir beskjed direkte til',
    nn: 'Vi gir beskjed direkte til',
    se: draft('Mii dieđihat njuolga'),
    en: 'We are telling these directly',
  },
  untold: {
    nb: 'Disse kunne vi ikke gi beskjed',
    nn: 'Desse kunne vi ikkje gi beskjed',
    se: draft('Dáidda eat sáhttán dieđihit'),
    en: 'We could not tell these',
  },
  untoldHow: {
    nb: 'Logg ut av dem selv, eller lukk alle vinduene i nettleseren.',
    nn: 'Logg ut av dei sjølv, eller lukk alle vindauga i nettlesaren.',
    se: draft('Čálit iežat ieš olggos dáin, dahje gidde buot neahttalohkki lásiid.'),
    en: 'Log out of them yourself, or close all windows of the browser.',
  },
  shared: {
    nb: 'Er det flere som bruker denne maskinen? Lukk nettleseren før du går.',
    nn: 'Er det fleire som bruker denne maskina? Lukk nettlesaren før du går.',
    se: draft('Leatgo eanet olbmot geat geavahit dán dihtora? Gidde neahttalohkki ovdal go manat.'),
    en: 'Do others use this computer? Close the browser before you leave.',
  },
  frame: {
    nb: 'Beskjed om utlogging',
    nn: 'Beskjed om utlogging',
    se: draft('Diehtu olggosčáliheami birra'),
    en: 'Message about the logout',
  },
} as const satisfies Record<string, Text>

const onwardTo: TextOf<[string]> = {
  nb: (name) => `Gå videre til ${name}`,
  nn: (name) => `Gå vidare til ${name}`,
  se: draft((name: string) => `Joatkke: ${name}`),
  en: (name) => `Continue to ${name}`,
}

const whatEnded = ({ nothing, everywhere = false }: LogoutProps): Text => {
  if (everywhere) return texts.everywhere
  return nothing ? texts.nothing : texts.ended
}

export function loggedOutPage(p: LogoutProps, l: Language): { readonly title: Text; readonly body: Html } {
  const body = html`<p class="ds-paragraph">${whatEnded(p)[l]}</p>
${listed(texts.sent[l], p.sent)}${listed(texts.told[l], p.told)}
${p.untold.length === 0 ? '' : notice('warning', html`<h2 class="ds-heading">${texts.untold[l]}</h2>${names(p.untold)}<p class="ds-paragraph">${texts.untoldHow[l]}</p>`)}
<p class="ds-paragraph">${texts.shared[l]}</p>
${p.onward === undefined ? '' : html`<div class="i-actions">${onward(p, p.onward, l)}</div>`}
${p.frames.length === 0 ? '' : html`<div class="i-frames" aria-hidden="true">${p.frames.map((address) => frame(address, l))}</div>`}`
  return { title: p.nothing ? texts.nothingTitle : texts.title, body }
}

const listed = (heading: string, list: readonly string[]): Html | '' =>
  list.length === 0 ? '' : html`<div class="i-told"><h2 class="ds-heading">${heading}</h2>${names(list)}</div>`

const names = (list: readonly string[]): Html =>
  html`<ul class="ds-list">${list.map((name) => html`<li>${name}</li>`)}</ul>`

/** Goes on by itself once the frames have answered, unless there is something that the user must read first. */
function onward(p: LogoutProps, to: NonNullable<LogoutProps['onward']>, l: Language): Html {
  if (p.frames.length === 0 || p.untold.length > 0) return linkButton(to.href, onwardTo[l](to.name))
  return html`<a class="ds-button" data-variant="primary" href="${to.href}" data-after-frames>${onwardTo[l](to.name)}</a>`
}

// OpenID Connect Front-Channel Logout 1.0 §2. The service's page may run, but not take the window away.
const frame = (address: string, l: Language): Html =>
  html`<iframe src="${address}" title="${texts.frame[l]}" tabindex="-1" sandbox="allow-scripts allow-same-origin allow-forms"></iframe>`
