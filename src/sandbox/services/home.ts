/** The front page, before and after login, and the receipt. */
import type { Language } from '#i18n/text.ts'
import { levels, type ServiceLevel, strongEnough } from '#sandbox/services/relying-party.ts'
import type { Receipt, Session } from '#sandbox/services/sessions.ts'
import { withLanguage } from '#sandbox/services/shell.ts'
import type { Site } from '#sandbox/services/site.ts'
import { facts } from '#sandbox/services/task.ts'
import { amrWords, claimWords, levelWords, openOther, texts } from '#sandbox/services/texts.ts'
import { html, type Html } from '#ui/html.ts'

export function homeBody(site: Site, l: Language, session: Session | undefined): Html {
  return session === undefined
    ? html`<p class="lead">${site.intro[l]}</p>
<p><a class="button" id="log-in" href="/login">${texts.logIn[l]}</a></p>
<h2>${texts.tasks[l]}</h2>${tasks(site, l, undefined)}
<h2>${texts.more[l]}</h2><ul class="links">${neighbour(site, l)}</ul>`
    : html`<h2>${texts.tasks[l]}</h2>${tasks(site, l, session)}
<h2>${texts.yourLogin[l]}</h2>${loginFacts(session, l)}
<h2>${texts.more[l]}</h2><ul class="links">${neighbour(site, l)}${tries(site, l)}</ul>
<h2>${texts.claims[l]}</h2>${claimsTable(session, l)}`
}

/** By the given name if the eID told it. */
export const nameOf = ({ claims }: Session): string =>
  [claims['given_name'], claims['family_name']].filter((part) => typeof part === 'string').join(' ')

function tasks(site: Site, l: Language, session: Session | undefined): Html {
  const shown = [
    ...(site.list === undefined ? [] : [{ ...site.list, level: undefined }]),
    ...site.tasks.filter((task) => task.hidden !== true),
  ]
  return html`<ul class="tasks">${shown.map(
    ({ path, title, lead, level }) =>
      html`<li><a href="${path}"><b>${title[l]}</b><small>${lead[l]}</small>${more(level, session) ? html`<small><span class="tag">${texts.needsHigh[l]}</span></small>` : ''}</a></li>`,
  )}</ul>`
}

const more = (level: ServiceLevel | undefined, session: Session | undefined): boolean =>
  level !== undefined && (session === undefined || !strongEnough(session.level, level))

function loginFacts(session: Session, l: Language): Html {
  const { amr, auth_time: at } = session.claims
  const time = new Intl.DateTimeFormat('nb', { timeStyle: 'short', timeZone: 'Europe/Oslo' })
  return facts([
    { label: texts.level[l], value: levelWords[session.level][l] },
    { label: texts.method[l], value: Array.isArray(amr) ? amr.map((one) => eidName(String(one), l)).join(', ') : '–' },
    ...(typeof at === 'number' ? [{ label: texts.since[l], value: time.format(at * 1000) }] : []),
  ])
}

const eidName = (amr: string, l: Language): string => amrWords[amr]?.[l] ?? amr

const neighbour = ({ other }: Site, l: Language): Html =>
  html`<li><a id="open-other" href="${withLanguage(`${other.origin}/`, l)}">${openOther[l](other.name[l])}</a></li>
${other.deep === undefined ? '' : html`<li><a id="open-deep" href="${withLanguage(other.origin + other.deep.path, l)}">${other.deep.text[l]}</a></li>`}`

/** Every way to ask for a login, to see what the gateway does. */
function tries(site: Site, l: Language): Html {
  const one = (query: string, text: string, hint: string): Html =>
    html`<li><a href="/login?${query}">${text}</a> <span class="quiet">${hint}</span></li>`
  return html`${one('prompt=login', texts.again[l], texts.againHint[l])}
${one('prompt=none', texts.silent[l], texts.silentHint[l])}
${site.level === levels.at(-1) ? '' : one('level=high', texts.stronger[l], texts.strongerHint[l])}`
}

function claimsTable({ claims }: Session, l: Language): Html {
  const known = Object.keys(claimWords)
  const order = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length)
  const names = Object.keys(claims).toSorted((a, b) => order(a) - order(b))
  return html`<div class="table" tabindex="0" role="region" aria-label="${texts.claims[l]}"><table id="claims"><thead><tr><th scope="col">${texts.claim[l]}</th><th scope="col">${texts.value[l]}</th></tr></thead>
<tbody>${names.map(
    (name) =>
      html`<tr><th scope="row"><code>${name}</code>${claimWords[name] === undefined ? '' : html`<small>${claimWords[name][l]}</small>`}</th><td><code data-claim="${name}">${asText(claims[name])}</code></td></tr>`,
  )}</tbody></table></div>`
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

export function receiptBody(l: Language, { number, at, sent }: Receipt): Html {
  const time = new Intl.DateTimeFormat('nb', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Oslo' })
  return html`<div class="notice"><p>${texts.reference[l]}: <b id="reference">${number}</b></p></div>
${facts([...sent, { label: texts.at[l], value: time.format(at) }])}
<p><a href="/">${texts.home[l]}</a></p>`
}
