/** The look of a sandbox issuer: nothing of the gateway's, so that nobody takes one for the other. */
import type { Request } from '#http/routes.ts'
import type { AuthorizationRequest } from '#oidc/ports.ts'
import type { IssuerBrand } from '#sandbox/issuers/brands.ts'
import type { Population } from '#sandbox/population/population.ts'
import { html, type Html, markup, trusted } from '#ui/html.ts'

export interface DeskPage {
  readonly brand: IssuerBrand
  readonly population: Population
  readonly request: AuthorizationRequest
  readonly typed: string
  /** Nobody has what was typed. */
  readonly fault: boolean
}

/** People to start with, by index: one of most kinds. */
export const personas = [0, 2, 3, 4, 6, 7, 9, 14]

const words = {
  nb: {
    title: 'Hvem vil du være?',
    lead: 'Denne utstederen finnes bare for utprøving. Alle personer her er oppdiktet.',
    number: 'Fødselsnummer eller D-nummer',
    unknown: 'Ingen her har dette nummeret. Velg en av personene nedenfor.',
    way: 'Hvordan du beviser det',
    logIn: 'Logg inn',
    people: 'Eller velg en person',
    otherwise: 'La det gå galt',
    cancel: 'Avbryt',
    fail: 'Feil hos utstederen',
    late: 'Svar for sent',
    twice: 'Svar to ganger',
    other: 'Svar som en annen person',
    away: 'Utstederen er nede',
    twiceTitle: 'Send svaret to ganger',
    twiceLead:
      'Svaret er klart, men ikke sendt. Send det i en ny fane først, og så en gang til her. Det er det samme svaret begge ganger, som når noen går tilbake i nettleseren.',
    first: 'Send svaret i en ny fane',
    second: 'Send det samme svaret en gang til',
  },
  en: {
    title: 'Who do you want to be?',
    lead: 'This issuer exists for trying things out only. Everybody here is made up.',
    number: 'Identity number or D number',
    unknown: 'Nobody here has this number. Choose one of the people below.',
    way: 'How you prove it',
    logIn: 'Log in',
    people: 'Or choose a person',
    otherwise: 'Let it go wrong',
    cancel: 'Cancel',
    fail: 'Failure at the issuer',
    late: 'Answer too late',
    twice: 'Answer twice',
    other: 'Answer as another person',
    away: 'The issuer is down',
    twiceTitle: 'Send the answer twice',
    twiceLead:
      'The answer is ready, and not sent. Send it in a new tab first, and then once more here. It is the same answer both times, as when somebody goes back in the browser.',
    first: 'Send the answer in a new tab',
    second: 'Send the same answer once more',
  },
} as const

/** Issuers speak two languages at most; what is asked for decides, as `ui_locales` has it. */
const languageOf = ({ uiLocales }: AuthorizationRequest): keyof typeof words =>
  uiLocales.find((one) => /^(en|nb)/.test(one))?.startsWith('en') === true ? 'en' : 'nb'

export function deskPage(c: Request, p: DeskPage): Response {
  const language = languageOf(p.request)
  const w = words[language]
  const { brand } = p
  const body = html`<h1>${w.title}</h1>
<p>${w.lead}</p>
<form method="post">
${p.fault ? html`<p class="fault" id="fault" role="alert">${w.unknown}</p>` : ''}
<label for="number">${w.number}</label>
<input id="number" name="number" inputmode="numeric" autocomplete="off" value="${p.typed}"${p.fault ? html` aria-invalid="true" aria-describedby="fault"` : ''}>
<fieldset><legend>${w.way}</legend>${ways(brand)}</fieldset>
<button name="outcome" value="log-in" class="main">${w.logIn}</button>
<h2>${w.people}</h2>
<ul>${personas.map((index) => persona(p.population, index))}</ul>
<h2>${w.otherwise}</h2>
<p class="row"><button name="outcome" value="cancel">${w.cancel}</button> ${failures(brand, w.fail)} <button name="outcome" value="late">${w.late}</button> <button name="outcome" value="twice">${w.twice}</button> <button name="outcome" value="other">${w.other}</button> <button name="outcome" value="away">${w.away}</button></p>
</form>`
  const title = `${p.fault ? '! ' : ''}${w.title}`
  return c.body(markup(whole({ brand, language, title, body })), p.fault ? 422 : 200, headers)
}

/** The answer, to be sent by hand: first in a tab of its own, then again from here. */
export function twicePage(
  c: Request,
  { brand, request, answer }: Pick<DeskPage, 'brand' | 'request'> & { readonly answer: string },
): Response {
  const language = languageOf(request)
  const w = words[language]
  const body = html`<h1>${w.twiceTitle}</h1>
<p>${w.twiceLead}</p>
<ul><li><a class="button" id="first" href="${answer}" target="_blank" rel="noopener">${w.first}</a></li>
<li><a class="button" id="second" href="${answer}">${w.second}</a></li></ul>`
  return c.body(markup(whole({ brand, language, title: w.twiceTitle, body })), 200, headers)
}

interface Whole {
  readonly brand: IssuerBrand
  readonly language: string
  readonly title: string
  readonly body: Html
}

const whole = ({ brand, language, title, body }: Whole): Html => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${title} – ${brand.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>${trusted(styleOf(brand))}</style>
</head>
<body>
<header><b>${brand.name}</b></header>
<main>
${body}
</main>
</body>
</html>
`

const ways = ({ ways: all }: IssuerBrand): readonly Html[] =>
  all.map(
    ({ name }, i) =>
      html`<label class="way"><input type="radio" name="way" value="${i}"${i === 0 ? html` checked` : ''}> ${name}</label>`,
  )

/** The usual one's value is stable. */
const failures = (brand: IssuerBrand, word: string): readonly Html[] =>
  brand.failures.map(
    ({ code }, i) =>
      html`<button name="outcome" value="${i === 0 ? 'fail' : `fail:${code}`}">${word}: ${code}</button> `,
  )

function persona(population: Population, index: number): Html {
  const { number, given, family } = population.at(index)
  return html`<li><button name="persona" value="${number}">${given} ${family}</button></li>`
}

/** Forms lead to the gateway and on to the service. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

const styleOf = ({ colours: { light, dark } }: IssuerBrand): string => `
:root{--ink:#1b1b1b;--ground:#fff;--own:${light};--on:#fff;--line:#767676}
@media (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--ground:#161616;--own:${dark};--on:#161616;--line:#8f8f8f}}
body{margin:0;font:1.0625rem/1.5 Georgia,serif;color:var(--ink);background:var(--ground)}
header{padding:1rem;background:var(--own);color:var(--on);font-size:1.25rem}
main{max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.75rem}h2{font-size:1.25rem;margin-top:2rem}
label{display:block;font-weight:bold;margin-bottom:.35rem}
label.way{font-weight:normal;padding:.5rem 0}
input#number{font:inherit;padding:.6rem;width:14rem;max-width:100%;box-sizing:border-box;border:2px solid var(--line);border-radius:4px;background:var(--ground);color:var(--ink)}
fieldset{border:0;padding:0;margin:1.5rem 0}legend{font-weight:bold;padding:0}
button,a.button{font:inherit;padding:.6rem 1rem;min-height:2.75rem;border:2px solid var(--own);border-radius:4px;background:var(--ground);color:var(--own);cursor:pointer}
a.button{display:block;text-decoration:none;box-sizing:border-box}
button.main{background:var(--own);color:var(--on)}
button:focus-visible,a:focus-visible,input:focus-visible{outline:3px solid var(--own);outline-offset:3px}
ul{list-style:none;padding:0;display:grid;gap:.5rem}li button{width:100%;text-align:left}
.row{display:flex;flex-wrap:wrap;gap:.5rem}
.fault{border-left:4px solid #b3252b;padding-left:.75rem}
`
