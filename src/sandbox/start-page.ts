/** The twin's front door: what this is, and where to go next. */
import type { Request, Routes } from '#http/routes.ts'
import { draft, type Language, type Text } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'
import { link, linkButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

export interface StartPageDeps {
  readonly population: Population
  readonly services: readonly { readonly name: Text; readonly url: string }[]
  /** Absent: nobody has a smart card here. */
  readonly cards?: object | undefined
  /** Absent: nobody sets the clock. */
  readonly clock?: object | undefined
  /** Who works at the help desk. */
  readonly staff: Person
}

export function mountStartPage(routes: Routes, deps: StartPageDeps): void {
  routes.get('/', (c) => startPage(c, deps))
}

function startPage(c: Request, { population, services, staff, cards, clock }: StartPageDeps): Response {
  const language = c.get('language')
  const [person] = population.withMinid(1)
  const body = html`<p class="ds-paragraph">${texts.what[language]}</p>
<section><h2 class="ds-heading">${texts.services[language]}</h2>
<p class="ds-paragraph">${texts.servicesHint[language]}</p>
<div class="i-actions">${services.map(({ name, url }, i) => linkButton(url, name[language], i === 0 ? 'primary' : 'secondary'))}</div></section>
${person === undefined ? '' : somebody(person, language)}
${group(texts.around[language], [
  link('/sandbox/people', texts.people[language]),
  link('/sandbox/phone', texts.phone[language]),
  link('/sandbox/letters', texts.letters[language]),
  cards && link('/sandbox/cards', texts.cards[language]),
  link('/my', texts.my[language]),
])}
${group(
  texts.work[language],
  [
    link('/helpdesk', texts.helpDesk[language]),
    link('/returned-letters', texts.returned[language]),
    link('/console/keys', texts.keys[language]),
  ],
  html`<p class="ds-paragraph">${texts.workHint[language]} <code>${staff.number}</code></p>`,
)}
${group(texts.develop[language], [
  link('/sandbox/explain', texts.explain[language]),
  clock && link('/sandbox/clock', texts.clock[language]),
  link('/.well-known/openid-configuration', texts.discovery[language]),
  link('/docs/registration', texts.registration[language]),
  link('/auth/rest/openapi.json', texts.rest[language]),
])}`
  return page(c, { language, title: texts.title, here: '/', reading: true, body })
}

const group = (title: string, links: readonly (Html | undefined)[], lead: Html | '' = ''): Html =>
  html`<section><h2 class="ds-heading">${title}</h2>
${lead}
<ul class="ds-list">${links.filter((one) => one !== undefined).map((one) => html`<li>${one}</li>`)}</ul></section>`

const somebody = (
  person: Person,
  language: Language,
): Html => html`<section><h2 class="ds-heading">${texts.person[language]}</h2>
<p class="ds-paragraph">${texts.personHint[language]}</p>
<dl class="i-facts"><dt>${texts.name[language]}</dt><dd>${person.given} ${person.family}</dd>
<dt>${texts.number[language]}</dt><dd><code>${person.number}</code></dd>
<dt>${texts.password[language]}</dt><dd><code>${person.minid?.password ?? ''}</code></dd>
<dt>${texts.code[language]}</dt><dd>${link('/sandbox/phone', texts.phone[language])}</dd></dl></section>`

const texts = {
  title: {
    nb: 'Inngang på din egen maskin',
    nn: 'Inngang på di eiga maskin',
    se: draft('Inngang du iežat dihtoris'),
    en: 'Inngang on your own machine',
  },
  what: {
    nb: 'Dette er en tvilling av en nasjonal innloggingsportal. Den oppfører seg som i drift, men personene er oppdiktet, meldingene blir her, og ingenting går ut på nettet.',
    nn: 'Dette er ein tvilling av ein nasjonal innloggingsportal. Han oppfører seg som i drift, men personane er oppdikta, meldingane blir her, og ingenting går ut på nettet.',
    se: draft(
      'Dát lea našuvnnalaš sisačálihanportála jumeš. Dat doaibmá nugo albma portála, muhto olbmot leat hutkojuvvon, dieđut bissot dáppe, ii ge mihkkege mana nehttii.',
    ),
    en: 'This is a twin of a national login gateway. It behaves as in production, but the people are made up, the messages stay here, and nothing goes out on the net.',
  },
  services: { nb: 'Prøv en tjeneste', nn: 'Prøv ei teneste', se: draft('Geahččal bálvalusa'), en: 'Try a service' },
  servicesHint: {
    nb: 'Skattesiden krever nivået betydelig, helseportalen krever høyt. Gå fra den ene til den andre og se hva som skjer.',
    nn: 'Skattesida krev nivået betydeleg, helseportalen krev høgt. Gå frå den eine til den andre og sjå kva som skjer.',
    se: draft(
      'Vearrosiidu gáibida mearkkašahtti dási, dearvvašvuođaportála alla dási. Mana nuppis nubbái ja geahča mii dáhpáhuvvá.',
    ),
    en: 'The tax page requires the level substantial, the health portal requires high. Go from one to the other and see what happens.',
  },
  person: { nb: 'Logg inn som', nn: 'Logg inn som', se: draft('Čálit sisa dáinna olbmuin'), en: 'Log in as' },
  personHint: {
    nb: 'Velg MinID for nivået betydelig. Test-eID gir alle nivåer og krever ikke passord.',
    nn: 'Vel MinID for nivået betydeleg. Test-eID gir alle nivå og krev ikkje passord.',
    se: draft('Vállje MinID mearkkašahtti dássái. Geahččalan-eID addá buot dásiid almmá beassansáni haga.'),
    en: 'Choose MinID for the level substantial. The test eID gives every level and needs no password.',
  },
  name: { nb: 'Navn', nn: 'Namn', se: draft('Namma'), en: 'Name' },
  number: { nb: 'Fødselsnummer', nn: 'Fødselsnummer', se: draft('Riegádannummir'), en: 'National identity number' },
  password: { nb: 'Passord', nn: 'Passord', se: draft('Beassansátni'), en: 'Password' },
  code: { nb: 'Kode', nn: 'Kode', se: draft('Koda'), en: 'Code' },
  around: { nb: 'Folk og post', nn: 'Folk og post', se: draft('Olbmot ja poasta'), en: 'People and post' },
  work: {
    nb: 'De som jobber her',
    nn: 'Dei som jobbar her',
    se: draft('Sii geat barget dáppe'),
    en: 'Those who work here',
  },
  workHint: {
    nb: 'Logg inn med Test-eID på høyt nivå som',
    nn: 'Logg inn med Test-eID på høgt nivå som',
    se: draft('Čálit iežat sisa Geahččalan-eID:in alla dásis dainna nummiriin:'),
    en: 'Log in with the test eID at level high as',
  },
  develop: { nb: 'For utviklere', nn: 'For utviklarar', se: draft('Ovdánahttiide'), en: 'For developers' },
  people: { nb: 'Alle personene', nn: 'Alle personane', se: draft('Buot olbmot'), en: 'All the people' },
  letters: {
    nb: 'Brevene: koder i posten kommer hit',
    nn: 'Breva: kodar i posten kjem hit',
    se: draft('Reivvet: koddat poasttas bohtet deike'),
    en: 'The letters: codes by post arrive here',
  },
  cards: {
    nb: 'Smartkort å installere i nettleseren',
    nn: 'Smartkort å installere i nettlesaren',
    se: draft('Čiehkakoarttat maid sáhttá bidjat neahttalohkkái'),
    en: 'Smart cards to install in the browser',
  },
  phone: {
    nb: 'Telefonene, med kodene',
    nn: 'Telefonane, med kodane',
    se: draft('Telefovnnat, kodaiguin'),
    en: 'The phones, with the codes',
  },
  my: { nb: 'Min side', nn: 'Mi side', se: draft('Mu siidu'), en: 'My page' },
  helpDesk: { nb: 'Brukerstøtten', nn: 'Brukarstøtta', se: draft('Geavaheaddjidoarjja'), en: 'The help desk' },
  returned: {
    nb: 'Brev som kom i retur',
    nn: 'Brev som kom i retur',
    se: draft('Reivvet mat bohte ruovttoluotta'),
    en: 'Letters that were returned',
  },
  keys: {
    nb: 'Drift: signeringsnøklene, og hvem som har hentet dem',
    nn: 'Drift: signeringsnøklane, og kven som har henta dei',
    se: draft('Jođiheapmi: vuolláičállinčoavdagat, ja gii daid lea viežžan'),
    en: 'Operations: the signing keys, and who has fetched them',
  },
  clock: {
    nb: 'Still klokka fram, og se hva som løper ut',
    nn: 'Still klokka fram, og sjå kva som går ut',
    se: draft('Sirdde diimmu ovddasguvlui, ja geahča mii nohká'),
    en: 'Move the clock forward, and see what ends',
  },
  explain: {
    nb: 'Få en forespørsel eller et token forklart',
    nn: 'Få ein førespurnad eller eit token forklart',
    se: draft('Oaččo čilgehusa jearaldahkii dahje tokenii'),
    en: 'Have a request or a token explained',
  },
  discovery: {
    nb: 'Oppsettet for OpenID Connect (JSON)',
    nn: 'Oppsettet for OpenID Connect (JSON)',
    se: draft('OpenID Connect heivehusat (JSON)'),
    en: 'The OpenID Connect configuration (JSON)',
  },
  registration: {
    nb: 'Registrere egne tjenester',
    nn: 'Registrere eigne tenester',
    se: draft('Iežat bálvalusaid registreret'),
    en: 'Register services of your own',
  },
  rest: {
    nb: 'Innlogging med REST (OpenAPI, JSON)',
    nn: 'Innlogging med REST (OpenAPI, JSON)',
    se: draft('Sisačáliheapmi REST:in (OpenAPI, JSON)'),
    en: 'Login by REST (OpenAPI, JSON)',
  },
} as const satisfies Record<string, Text>
