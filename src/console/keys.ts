/** How the signing keys stand, and which services have fetched them. Pure: what is known in, a page out. */
import type { Request } from '#http/routes.ts'
import type { Inside } from '#house-door/house-door.ts'
import type { Language, Text } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import type { Fetcher, Standing } from '#keys/standing.ts'
import { sentences, states, texts } from '#console/texts.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

export interface ServiceNamed {
  readonly id: string
  readonly name: Text
}

export interface KeysShown {
  readonly standing: Standing
  readonly services: readonly ServiceNamed[]
}

export function keysPage(c: Request, inside: Inside, { standing, services }: KeysShown): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.lead[l]}</p>
<p class="ds-paragraph">${sentences.newest[l](dayAndTime(l, standing.newestSince))} ${
    standing.lastFetch === undefined ? texts.never[l] : sentences.fetched[l](dayAndTime(l, standing.lastFetch))
  }</p>
${table(texts.title[l], [texts.algorithm, texts.state, texts.from, texts.until, texts.key], l, keyRows(standing, l))}
<h2 class="ds-heading">${texts.services[l]}</h2>
${table(texts.services[l], [texts.service, texts.hasAll, texts.last], l, serviceRows(standing.named, services, l))}
<p class="i-aside">${texts.named[l]}</p>
${inside.logOut(c)}`
  return shown(c, { title: texts.title, body })
}

const keyRows = ({ keys }: Standing, l: Language): readonly Html[] =>
  keys.map(
    (key) =>
      html`<tr><td>${key.algorithm}</td><td>${states[key.state][l]}</td><td>${time(key.signsFrom, l)}</td><td>${
        key.publishedUntil === undefined ? '–' : time(key.publishedUntil, l)
      }</td><td><code class="i-long">${key.kid}</code></td></tr>`,
  )

/** Those that still lack a key first: they are what the operator looks for. */
function serviceRows(named: readonly Fetcher[], services: readonly ServiceNamed[], l: Language): readonly Html[] {
  const byId = new Map(named.map((one) => [one.who, one]))
  const order = ({ id }: ServiceNamed): number => (byId.get(id)?.hasAll === true ? 1 : 0)
  return services
    .toSorted((a, b) => order(a) - order(b) || a.name[l].localeCompare(b.name[l], l))
    .map(({ id, name }) => {
      const seen = byId.get(id)
      const has = seen === undefined ? texts.notSeen[l] : seen.hasAll ? texts.yes[l] : texts.no[l]
      const last = seen === undefined ? html`–` : time(seen.last, l)
      return html`<tr><th scope="row">${name[l]} <small>${id}</small></th><td>${has}</td><td>${last}</td></tr>`
    })
}

const time = (at: number, l: Language): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${dayAndTime(l, at)}</time>`

const table = (label: string, heads: readonly Text[], l: Language, rows: readonly Html[]): Html =>
  html`<div class="i-table" tabindex="0" role="region" aria-label="${label}"><table class="ds-table">
<thead><tr>${heads.map((head) => html`<th scope="col">${head[l]}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`

export function noRolePage(c: Request, inside: Inside): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.noRole[l]}</p>
<div class="i-actions">${link('/help', texts.help[l])}</div>
${inside.logOut(c)}`
  return shown(c, { title: texts.noRoleTitle, body, status: 403 })
}

function shown(c: Request, p: { readonly title: Text; readonly body: Html; readonly status?: number }): Response {
  const language = c.get('language')
  return page(c, { ...p, language, here: c.req.path, service: { name: texts.name[language] }, reading: true })
}
