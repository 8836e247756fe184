/** The twin's clock to look at and to set (`/sandbox/clock`), and the same as JSON for tests (`/sandbox/clock.json`). */
import { readForm } from '#http/forms.ts'
import { requireSameOrigin } from '#http/guards.ts'
import type { Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { draft, type Language, type Text } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import { furthest, type TwinClock } from '#sandbox/clock.ts'
import { form, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const here = '/sandbox/clock'

export function mountClock(routes: Routes, clock: TwinClock, issuer: string): void {
  routes.get(`${here}.json`, (c) =>
    c.json({ now: new Date(clock.now()).toISOString() }, 200, { 'cache-control': 'no-store' }),
  )
  routes.get(here, (c) => {
    const language = c.get('language')
    return page(c, { language, title: texts.title, here, reading: true, body: bodyOf(language, clock.now()) })
  })
  routes.post(here, async (c) => {
    requireSameOrigin(c, issuer)
    const seconds = (await readForm(c)).get('by') ?? ''
    if (!/^\d{1,9}$/.test(seconds) || Number(seconds) * 1000 > furthest)
      throw new Refusal('IN-10', { forDevelopers: 'by: whole seconds, ten years at most' })
    clock.forward(Number(seconds) * 1000)
    return c.redirect(here, 303)
  })
}

const bodyOf = (l: Language, now: number): Html =>
  html`<p class="ds-paragraph">${texts.is[l]} <strong>${dayAndTime(l, now)}</strong></p>
<p class="ds-paragraph">${texts.what[l]}</p>
${form(here, undefined, html`<div class="i-actions">${steps.map(([seconds, text]) => secondaryButton(text[l], { name: 'by', value: String(seconds) }))}</div>`)}
<p class="ds-paragraph">${texts.back[l]}</p>
<p class="ds-paragraph">${texts.clients[l]}</p>`

const steps: readonly (readonly [seconds: number, text: Text])[] = [
  [600, { nb: '10 minutter', nn: '10 minutt', se: draft('10 minuhta'), en: '10 minutes' }],
  [3600, { nb: '1 time', nn: '1 time', se: draft('1 diimmu'), en: '1 hour' }],
  [86_400, { nb: '1 døgn', nn: '1 døgn', se: draft('1 jándora'), en: '1 day' }],
  [7 * 86_400, { nb: '1 uke', nn: '1 veke', se: draft('1 vahku'), en: '1 week' }],
  [30 * 86_400, { nb: '30 døgn', nn: '30 døgn', se: draft('30 jándora'), en: '30 days' }],
]

const texts = {
  title: {
    nb: 'Still klokka fram',
    nn: 'Still klokka fram',
    se: draft('Sirdde diimmu ovddasguvlui'),
    en: 'Move the clock forward',
  },
  is: { nb: 'Her er det', nn: 'Her er det', se: draft('Dáppe lea'), en: 'Here it is' },
  what: {
    nb: 'Velg hvor lang tid som skal gå. Økter, koder, brev og ventetider løper ut som om tiden var gått.',
    nn: 'Vel kor lang tid som skal gå. Økter, kodar, brev og ventetider går ut som om tida var gått.',
    se: draft(
      'Vállje man guhkes áigi galgá gollat. Bargovuorut, koddat, reivvet ja vuordináiggit nohket dego áigi livččii gollan.',
    ),
    en: 'Choose how much time shall pass. Sessions, codes, letters and waiting times end as if it had.',
  },
  back: {
    nb: 'Klokka kan ikke stilles tilbake, heller ikke ved en omstart. Slett datamappen for å begynne på nytt.',
    nn: 'Klokka kan ikkje stillast tilbake, heller ikkje ved ein omstart. Slett datamappa for å begynne på nytt.',
    se: draft(
      'Diimmu ii sáhte sirdit maŋosguvlui, ii ge ođđasit álggahettiin. Sihko dáhtámáhpa jus áiggut álgit ođđasit.',
    ),
    en: 'The clock cannot be moved back, nor by a new start. Delete the data folder to begin afresh.',
  },
  clients: {
    nb: 'Dine egne tjenester går etter maskinens klokke. De tror at tokenene kommer fra framtiden, om de ikke får samme tid.',
    nn: 'Dine eigne tenester går etter klokka til maskina. Dei trur at tokena kjem frå framtida, om dei ikkje får same tid.',
    se: draft(
      'Du iežat bálvalusat čuvvot dihtora diimmu. Dat jáhkket ahte tokenat bohtet boahttevuođas, jus eai oaččo seamma áiggi.',
    ),
    en: 'Your own services go by the clock of the machine. They take the tokens to be from the future, unless they get the same time.',
  },
} as const satisfies Record<string, Text>
