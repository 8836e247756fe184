/** The letters to look at (`/sandbox/letters`, each as PDF), and the same as JSON for tests (`/sandbox/letters.json`). */
import { readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { draft, type Language, type Text } from '#i18n/text.ts'
import type { PrintedLetter, PrintHouse } from '#sandbox/letters.ts'
import { link, linkButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const home = '/sandbox/letters'
/** More would not be read; the JSON has all. */
const shownAtMost = 100

const texts: Readonly<Record<'title' | 'empty' | 'intro' | 'reload' | 'register', Text>> = {
  title: { nb: 'Brev', nn: 'Brev', se: draft('Reivvet'), en: 'Letters' },
  empty: {
    nb: 'Ingen har bestilt brev ennå.',
    nn: 'Ingen har bestilt brev enno.',
    se: draft('Ii oktage leat vel diŋgon reivve.'),
    en: 'Nobody has ordered a letter yet.',
  },
  intro: {
    nb: 'Slik ville brevene kommet i posten. Her kommer de med en gang.',
    nn: 'Slik ville breva kome i posten. Her kjem dei med ein gong.',
    se: draft('Ná reivvet livčče boahtán poasttas. Dáppe dat bohtet dalán.'),
    en: 'This is how the letters would come by post. Here they come at once.',
  },
  reload: {
    nb: 'Se etter nye brev',
    nn: 'Sjå etter nye brev',
    se: draft('Oza ođđa reivviid'),
    en: 'Look for new letters',
  },
  register: {
    nb: 'Det QR-koden åpner',
    nn: 'Det QR-koden opnar',
    se: draft('Dat maid QR-koda rahpá'),
    en: 'What the QR code opens',
  },
}

export function mountLetters(routes: Routes, house: PrintHouse): void {
  routes.get('/sandbox/letters.json', (c) => c.json(house.letters(sinceOf(c)), 200, { 'cache-control': 'no-store' }))
  routes.get(home, (c) => lettersPage(c, house))
  routes.get(`${home}/:letter`, (c) => {
    const pdf = house.pdf(c.req.param('letter').replace(/\.pdf$/, ''))
    if (pdf === undefined) return c.notFound()
    return c.body(Buffer.from(pdf), 200, { 'content-type': 'application/pdf', 'cache-control': 'no-store' })
  })
}

/** Milliseconds: only what came later. */
function sinceOf(c: Request): number | undefined {
  const since = Number(readQuery(c).get('since') ?? Number.NaN)
  return Number.isFinite(since) ? since : undefined
}

function lettersPage(c: Request, house: PrintHouse): Response {
  const language = c.get('language')
  const letters = house.letters().slice(0, shownAtMost)
  const body = html`<p class="ds-paragraph">${letters.length === 0 ? texts.empty[language] : texts.intro[language]}</p>
<div class="i-actions">${linkButton(home, texts.reload[language], 'secondary')}</div>
${letters.length === 0 ? '' : html`<ol class="i-plain">${letters.map((letter) => letterOf(language, letter))}</ol>`}`
  return page(c, { language, title: texts.title, here: home, body })
}

const letterOf = (l: Language, { letter, to, at, url }: PrintedLetter): Html =>
  html`<li class="i-message"><p class="ds-paragraph">${link(`${home}/${letter}.pdf`, letter)} · <time datetime="${new Date(at).toISOString()}">${timeOf(at)}</time></p>
<p class="ds-paragraph">${to.join(', ')}</p>
<p class="ds-paragraph">${link(url, texts.register[l])}</p></li>`

const format = new Intl.DateTimeFormat('nb', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Oslo' })
const timeOf = (at: number): string => format.format(at)
