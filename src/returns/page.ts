/** The one page: where ids are scanned or typed, and how many of each kind came of it. It knows nobody. */
import type { Request } from '#http/routes.ts'
import type { Inside } from '#house-door/house-door.ts'
import type { Language } from '#i18n/text.ts'
import { errorSummary, type Fault, hidden, link, notice, primaryButton, stampField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page, type Page } from '#ui/page.ts'
import { sentences, texts } from '#returns/texts.ts'

export const home = '/returned-letters'
export const fields = { typed: 'letters', file: 'file' } as const
/** Letters at a time: as many as are registered within seconds. */
export const most = 1000

/** What came of a post; `kept`: what stands in the field again, to be mended. `unknown`: ids that no letter has, as they were typed. */
export type Shown =
  | { readonly kind: 'done'; readonly registered: number; readonly known: number; readonly unknown: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'many'; readonly kept: string }
  | {
      readonly kind: 'unreadable'
      readonly where: 'typed' | 'file'
      readonly what: 'list' | readonly number[]
      readonly kept: string
    }

export function returnsPage(c: Request, inside: Inside, came: Shown | undefined): Response {
  const l = c.get('language')
  const fault = came === undefined || came.kind === 'done' ? undefined : faultOf(came, l)
  const body = html`${errorSummary(l, fault === undefined ? [] : [fault])}${came?.kind === 'done' ? report(came, l) : ''}
<p class="ds-paragraph">${texts.what[l]}</p>
<form class="i-form" method="post" action="${home}" enctype="multipart/form-data" novalidate>${hidden(stampField, inside.stamp)}
${typedField(l, keptOf(came), fault)}
${fileField(l, fault)}
<div class="i-actions">${primaryButton(texts.register[l])}</div></form>
<p class="i-aside">${texts.blind[l]}</p>
${inside.logOut(c)}`
  return shown(c, { title: texts.title, body, faulty: fault !== undefined })
}

function keptOf(came: Shown | undefined): string {
  if (came === undefined || came.kind === 'missing') return ''
  return came.kind === 'done' ? came.unknown.join('\n') : came.kept
}

const typedField = (l: Language, kept: string, fault: Fault | undefined): Html =>
  html`<div class="i-question"><div class="ds-field"><label class="ds-label" for="${fields.typed}">${texts.ids[l]}</label>
<div data-field="description" id="${fields.typed}-hint">${texts.idsHint[l]}</div>
<textarea class="ds-input" id="${fields.typed}" name="${fields.typed}" rows="8" spellcheck="false" autocapitalize="characters" autocomplete="off"${described(fields.typed, fault)}${fault === undefined ? html` autofocus` : ''}>
${kept}</textarea>
${said(fields.typed, fault)}</div></div>`

const fileField = (l: Language, fault: Fault | undefined): Html =>
  html`<div class="i-question"><div class="ds-field"><label class="ds-label" for="${fields.file}">${texts.file[l]}</label>
<div data-field="description" id="${fields.file}-hint">${texts.fileHint[l]}</div>
<input class="ds-input" id="${fields.file}" name="${fields.file}" type="file" accept=".txt,.csv,.json,text/plain,application/json"${described(fields.file, fault)}>
${said(fields.file, fault)}</div></div>`

const described = (id: string, fault: Fault | undefined): Html =>
  fault?.field === id
    ? html` aria-describedby="${id}-hint ${id}-error" aria-invalid="true"`
    : html` aria-describedby="${id}-hint"`
const said = (id: string, fault: Fault | undefined): Html | '' =>
  fault?.field === id ? html`<p class="ds-validation-message" id="${id}-error">${fault.text}</p>` : ''

function faultOf(came: Exclude<Shown, { readonly kind: 'done' }>, l: Language): Fault {
  if (came.kind === 'missing') return { field: fields.typed, text: texts.missing[l] }
  if (came.kind === 'many') return { field: fields.typed, text: sentences.many[l](String(most)) }
  const field = came.where === 'file' ? fields.file : fields.typed
  if (came.what === 'list') return { field, text: texts.noList[l] }
  return { field, text: sentences.unreadable[l](entries(came.what)) }
}

/** A file of something else has thousands. */
const named = 5
const entries = (numbers: readonly number[]): string =>
  numbers.slice(0, named).join(', ') + (numbers.length > named ? ' …' : '')

const report = (
  { registered, known, unknown }: Extract<Shown, { readonly kind: 'done' }>,
  l: Language,
): Html => html`${notice(unknown.length > 0 ? 'warning' : registered > 0 ? 'success' : 'info', unknown.length > 0 ? texts.someUnknown[l] : registered > 0 ? texts.done[l] : texts.nothingNew[l])}
<dl class="i-facts"><dt>${texts.registered[l]}</dt><dd>${registered}</dd>
<dt>${texts.known[l]}</dt><dd>${known}</dd>
<dt>${texts.unknown[l]}</dt><dd>${unknown.length}</dd></dl>`

/** Logged in, and not among those who do this. */
export function noRolePage(c: Request, inside: Inside): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.noRole[l]}</p>
<div class="i-actions">${link('/help', texts.help[l])}</div>
${inside.logOut(c)}`
  return shown(c, { title: texts.noRoleTitle, body, status: 403 })
}

function shown(c: Request, p: Pick<Page, 'title' | 'body' | 'faulty' | 'status'>): Response {
  const language = c.get('language')
  return page(c, { ...p, language, here: home, service: { name: texts.name[language] }, reading: true })
}
