/** Where a developer gets a card: a file to install in a browser, or to hand to a program. */
import { readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Language } from '#i18n/text.ts'
import {
  type CardWish,
  cardMakers,
  cardPassword,
  cardStates,
  madeUpOrganisation,
  organisationCards,
  type SandboxCards,
} from '#sandbox/cards/cards.ts'
import {
  cardPageTexts as texts,
  organisationCardTexts,
  organisationIs,
  stateTexts,
  whoseCards,
} from '#sandbox/cards/texts.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

export const cardsPath = '/sandbox/cards'
/** The same person as on the first pages. */
const usual = 2

export function mountCards(routes: Routes, people: Population, cards: SandboxCards, issuer: string): void {
  routes.get(cardsPath, (c) => {
    const index = Number(readQuery(c).get('person') ?? usual)
    if (!isPerson(people, index)) throw new Refusal('IN-07')
    return cardsPage(c, people.at(index), issuer, cards.listener)
  })
  routes.get(`${cardsPath}/issuer.pem`, (c) => sent(c, cards.root(), 'inngang-sandbox.pem', pemType))
  routes.get(`${cardsPath}/organisation/:file`, (c) => {
    const [, kind = '', form = ''] = /^(\w+)\.(p12|pem)$/.exec(c.req.param('file')) ?? []
    const where = organisationCards.find((one) => one === kind)
    if (where === undefined) throw new Refusal('IN-07')
    const name = `organisation-${where}.${form}`
    const body = cards.organisation(where, form === 'p12' ? 'p12' : 'pem')
    return typeof body === 'string'
      ? sent(c, body, name, pemType)
      : sent(c, new Uint8Array(body), name, 'application/x-pkcs12')
  })
  routes.get(`${cardsPath}/:maker/:state/:file`, (c) => {
    const { maker, state, file } = c.req.param()
    const [, digits = '', kind = ''] = /^(\d{1,6})\.(p12|pem)$/.exec(file) ?? []
    const wish = wishOf(maker, state, Number(digits))
    if (kind === '' || wish === undefined || !isPerson(people, wish.person)) throw new Refusal('IN-07')
    const name = `${maker}-${state}-${digits}.${kind}`
    return kind === 'p12'
      ? sent(c, new Uint8Array(cards.p12(wish)), name, 'application/x-pkcs12')
      : sent(c, cards.pem(wish), name, pemType)
  })
}

const pemType = 'application/x-pem-file'
const isPerson = (people: Population, index: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < people.size

function wishOf(maker: string, state: string, person: number): CardWish | undefined {
  const [by, is] = [cardMakers.find((one) => one === maker), cardStates.find((one) => one === state)]
  return by === undefined || is === undefined ? undefined : { maker: by, state: is, person }
}

const sent = (c: Request, body: string | Uint8Array<ArrayBuffer>, name: string, type: string): Response =>
  c.body(body, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })

const makers = { buypass: 'Buypass', commfides: 'Commfides' } as const

function cardsPage(c: Request, person: Person, issuer: string, listener: string): Response {
  const l = c.get('language')
  const steps = [
    html`${texts.fetch[l]} <b>${texts.password[l]} <code>${cardPassword}</code></b>`,
    texts.install[l],
    html`${texts.warned[l]} ${link(`${cardsPath}/issuer.pem`, texts.root[l])}`,
    texts.logIn[l],
  ]
  const body = html`<p class="ds-paragraph">${texts.what[l]}</p>
<h2 class="ds-heading">${whoseCards[l](`${person.given} ${person.family}`)}</h2>
${table(person, l)}
<p class="ds-paragraph">${link('/sandbox/people', texts.others[l])}</p>
<h2 class="ds-heading">${texts.organisation[l]}</h2>
<p class="ds-paragraph">${organisationIs[l](madeUpOrganisation.name)}</p>
<ul class="ds-list">${organisationCards.map((where) => html`<li>${organisationCardTexts[where][l]}: ${files(`organisation/${where}`)}</li>`)}</ul>
<h2 class="ds-heading">${texts.how[l]}</h2>
<ol class="ds-list">${steps.map((step) => html`<li>${step}</li>`)}</ol>
<h2 class="ds-heading">${texts.programs[l]}</h2>
<p class="ds-paragraph">${texts.programsHow[l]}</p>
<div class="i-table" tabindex="0" role="region" aria-label="${texts.programs[l]}"><pre><code>curl --output card.pem ${issuer}${cardsPath}/buypass/good/${person.index}.pem
curl --insecure --cert card.pem --write-out '%{redirect_url}' '${listener}/buypass-card/shown?handover=…'</code></pre></div>`
  return page(c, { language: l, title: texts.title, here: hereOf(c), body })
}

const hereOf = (c: Request): string => {
  const person = readQuery(c).get('person')
  return person === undefined ? cardsPath : `${cardsPath}?person=${encodeURIComponent(person)}`
}

const table = ({ index }: Person, l: Language): Html =>
  html`<div class="i-table" tabindex="0" role="region" aria-label="${texts.title[l]}"><table class="ds-table" data-zebra="true">
<thead><tr><th scope="col">${texts.kind[l]}</th>${cardMakers.map((maker) => html`<th scope="col">${makers[maker]}</th>`)}</tr></thead>
<tbody>${cardStates.map(
    (state) =>
      html`<tr><th scope="row">${stateTexts[state][l]}</th>${cardMakers.map((maker) => html`<td>${files(`${maker}/${state}/${index}`)}</td>`)}</tr>`,
  )}</tbody></table></div>`

const files = (which: string): Html => {
  const address = `${cardsPath}/${which}`
  return html`${link(`${address}.p12`, '.p12')} ${link(`${address}.pem`, '.pem')}`
}
