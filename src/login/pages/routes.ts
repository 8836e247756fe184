/** Pages that need no login: help, privacy, safe use, how to get an eID, and the language switch. */
import { draft, isLanguage, type Language, type Text } from '#i18n/text.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { cookie, type CookieRules } from '#http/cookies.ts'
import { localPath } from '#http/local-path.ts'
import type { HelpDesk, Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { helpReading } from '#login/pages/help-texts.ts'
import { noEidPage } from '#login/pages/no-eid.ts'
import { privacyReading } from '#login/pages/privacy-texts.ts'
import { type Reading, readingPage } from '#login/pages/reading.ts'
import { safeUseReading } from '#login/pages/safe-use-texts.ts'

export interface StaticPages {
  readonly cookies: CookieRules
  readonly help: HelpDesk
}

export function mountStaticPages(routes: Routes, pages: StaticPages): void {
  const reading = (path: string, what: Reading, more?: (language: Language) => Html | ''): void => {
    routes.get(path, (c) =>
      readingPage(c, { path, back: cameFrom(c), reading: what, more: more?.(c.get('language')) ?? '' }),
    )
  }
  reading('/help', helpReading, (language) => contact(pages.help, language))
  reading('/privacy', privacyReading)
  reading('/safe-use', safeUseReading)
  routes.get('/no-eid', (c) => noEidPage(c, cameFrom(c)))

  routes.get('/language/:language', (c) => {
    const chosen = c.req.param('language')
    if (!isLanguage(chosen)) throw new Refusal('IN-07')
    c.header('set-cookie', cookie(pages.cookies, 'lang', chosen, lifetimes.preferenceCookie), { append: true })
    c.header('cache-control', 'no-store')
    return c.redirect(cameFrom(c) ?? '/help', 303)
  })
}

const cameFrom = (c: Request): string | undefined => localPath(c.req.query('back'))

const texts = {
  heading: {
    nb: 'Kontakt brukerstøtten',
    nn: 'Kontakt brukarstøtta',
    se: draft('Váldde oktavuođa geavaheaddjidoarjagiin'),
    en: 'Contact user support',
  },
  phone: { nb: 'Ring oss på', nn: 'Ring oss på', se: draft('Čuojat midjiide nummirii'), en: 'Call us at' },
  write: { nb: 'Skriv til oss', nn: 'Skriv til oss', se: draft('Čále midjiide'), en: 'Write to us' },
  never: {
    nb: 'Ha referansen fra feilsiden klar hvis du har en. Vi ber aldri om passord eller koder.',
    nn: 'Ha referansen frå feilsida klar om du har ein. Vi ber aldri om passord eller kodar.',
    se: draft(
      'Ráhkkan čujuhusnummira meaddádussiiddus jus dus lea dat. Mii eat goassege jeara beassansániid dahje kodaid.',
    ),
    en: 'Have the reference from the error page ready if you have one. We never ask for passwords or codes.',
  },
  none: {
    nb: 'Ta kontakt med tjenesten du skulle logge inn hos.',
    nn: 'Ta kontakt med tenesta du skulle logge inn hos.',
    se: draft('Váldde oktavuođa dainna bálvalusain gosa áigot čálihit iežat sisa.'),
    en: 'Contact the service you were going to log in to.',
  },
} as const satisfies Record<string, Text>

function contact(help: HelpDesk, l: Language): Html {
  const phone =
    help.phone === undefined
      ? ''
      : html`<p class="ds-paragraph">${texts.phone[l]} ${link(`tel:${help.phone.replaceAll(' ', '')}`, help.phone)}.</p>`
  const write = help.url === undefined ? '' : html`<p class="ds-paragraph">${link(help.url, texts.write[l])}</p>`
  const none = phone === '' && write === '' ? html`<p class="ds-paragraph">${texts.none[l]}</p>` : ''
  return html`<section><h2 class="ds-heading" id="contact">${texts.heading[l]}</h2>
${phone}${write}${none}<p class="ds-paragraph">${texts.never[l]}</p></section>`
}
