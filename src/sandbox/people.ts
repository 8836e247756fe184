/** The synthetic people to look at: a table with filters, a page for each, and the same as JSON for programs. */
import { readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Language } from '#i18n/text.ts'
import { kindTexts, peopleTexts as texts, shownOf } from '#sandbox/people-texts.ts'
import { type Kind, kinds, type Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'
import { languageNames } from '#ui/texts.ts'

const perPage = 50
const home = '/sandbox/people'

/** What the address asks for. A person's page goes by index: an identity number is never in an address (I6). */
interface Wish {
  readonly kind: Kind | undefined
  readonly name: string
  readonly page: number
}

/** `cards`: they have smart cards, too. */
export function mountPeople(routes: Routes, people: Population, cards = false): void {
  routes.get(home, (c) => {
    const wish = wishOf(c)
    const found = people.search(wish)
    return wantsJson(c) ? json(c, found) : peoplePage(c, wish, found)
  })
  routes.get(`${home}.json`, (c) => json(c, people.search(wishOf(c))))
  routes.get(`${home}/:index{[0-9]+}`, (c) => {
    const index = Number(c.req.param('index'))
    if (index >= people.size) throw new Refusal('IN-07')
    const person = people.at(index)
    return wantsJson(c) ? json(c, person) : personPage(c, person, cards)
  })
}

const wantsJson = (c: Request): boolean =>
  c.req.header('accept')?.split(',')[0]?.trim().startsWith('application/json') === true

/** Addresses stay out, also here: where the protected live is shown to nobody. */
const json = (c: Request, shown: Person | readonly Person[]): Response => {
  const withoutAddress = (person: Person): object => ({ ...person, addresses: undefined })
  const body = 'number' in shown ? withoutAddress(shown) : shown.map(withoutAddress)
  return c.json(body, 200, { 'cache-control': 'no-store' })
}

function wishOf(c: Request): Wish {
  const query = readQuery(c)
  const kind = kinds.find((one) => one === query.get('kind'))
  return { kind, name: query.get('name') ?? '', page: Math.max(1, Math.floor(Number(query.get('page') ?? 1)) || 1) }
}

function addressOf(wish: Partial<Wish>): string {
  const query = new URLSearchParams()
  if (wish.kind !== undefined) query.set('kind', wish.kind)
  if (wish.name !== undefined && wish.name !== '') query.set('name', wish.name)
  if (wish.page !== undefined && wish.page > 1) query.set('page', String(wish.page))
  return query.size === 0 ? home : `${home}?${query}`
}

function peoplePage(c: Request, wish: Wish, found: readonly Person[]): Response {
  const language = c.get('language')
  const from = (wish.page - 1) * perPage
  const shown = found.slice(from, from + perPage)
  const body = html`<p class="ds-paragraph">${texts.intro[language]}</p>
${filters(wish, language)}
${search(wish, language)}
${shown.length === 0 ? html`<p class="ds-paragraph">${texts.nobody[language]}</p>` : table(shown, language)}
${shown.length === 0 ? '' : html`<p class="ds-paragraph">${shownOf[language](from + 1, from + shown.length, found.length)}</p>`}
<div class="i-actions">${wish.page > 1 ? link(addressOf({ ...wish, page: wish.page - 1 }), texts.earlier[language]) : ''}
${from + perPage < found.length ? link(addressOf({ ...wish, page: wish.page + 1 }), texts.later[language]) : ''}
${link(addressOf({ ...wish, page: 1 }).replace(home, `${home}.json`), texts.asJson[language])}</div>`
  return page(c, { language, title: texts.title, here: addressOf(wish), body })
}

function filters(wish: Wish, language: Language): Html {
  const one = (kind: Kind | undefined, text: string): Html =>
    html`<li><a class="ds-link" href="${addressOf({ kind, name: wish.name })}"${kind === wish.kind ? html` aria-current="true"` : ''}>${text}</a></li>`
  return html`<nav aria-label="${texts.kind[language]}"><ul class="i-filter">${one(undefined, texts.everybody[language])}
${kinds.map((kind) => one(kind, kindTexts[kind][language]))}</ul></nav>`
}

function search(wish: Wish, language: Language): Html {
  return html`<form class="i-search" method="get" action="${home}" role="search">
${wish.kind === undefined ? '' : html`<input type="hidden" name="kind" value="${wish.kind}">`}
<div class="ds-field"><label class="ds-label" for="name">${texts.name[language]}</label><input class="ds-input" id="name" name="name" type="search" value="${wish.name}" autocomplete="off"></div>
<button class="ds-button" type="submit" data-variant="secondary">${texts.search[language]}</button></form>`
}

function table(people: readonly Person[], language: Language): Html {
  const headings = [texts.name, texts.number, texts.kind, texts.password, texts.mobile]
  return html`<div class="i-table" tabindex="0" role="region" aria-label="${texts.title[language]}"><table class="ds-table" data-zebra="true">
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading[language]}</th>`)}</tr></thead>
<tbody>${people.map(
    (person) => html`<tr><th scope="row">${link(`${home}/${person.index}`, `${person.given} ${person.family}`)}</th>
<td><code>${person.number}</code></td><td>${kindTexts[person.kind][language]}</td>
<td>${passwordOf(person, language)}</td><td>${phoneOf(person, language)}</td></tr>`,
  )}</tbody></table></div>`
}

const passwordOf = (person: Person, language: Language): Html | string =>
  person.minid === undefined ? texts.noMinid[language] : html`<code>${person.minid.password}</code>`

const phoneOf = (person: Person, language: Language): Html | string =>
  person.mobile === undefined
    ? texts.none[language]
    : link(`/sandbox/phone?to=${encodeURIComponent(person.mobile)}`, person.mobile)

function personPage(c: Request, person: Person, cards: boolean): Response {
  const language = c.get('language')
  const facts: [string, Html | string][] = [
    [texts.number[language], html`<code>${person.number}</code>`],
    [texts.kind[language], kindTexts[person.kind][language]],
    [texts.password[language], passwordOf(person, language)],
    [texts.mobile[language], phoneOf(person, language)],
    [
      texts.email[language],
      person.email === undefined
        ? texts.none[language]
        : link(`/sandbox/phone?to=${encodeURIComponent(person.email)}`, person.email),
    ],
    [texts.born[language], person.birthDate],
    [texts.language[language], languageNames[person.language]],
    [texts.register[language], html`<code>${person.status}</code>, <code>${person.protected}</code>`],
  ]
  const body = html`<dl class="i-facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${cards ? html`<p class="ds-paragraph">${link(`/sandbox/cards?person=${person.index}`, texts.cards[language])}</p>` : ''}
<p class="ds-paragraph">${link(home, texts.back[language])}</p>`
  return page(c, { language, title: `${person.given} ${person.family}`, here: `${home}/${person.index}`, body })
}
