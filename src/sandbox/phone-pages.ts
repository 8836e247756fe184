/** The phones to look at (`/sandbox/phone`), and the same as JSON for tests (`/sandbox/outbox`). */
import { readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { phoneTexts as texts } from '#sandbox/people-texts.ts'
import { type Phone, readReceiver, type Received } from '#sandbox/phone.ts'
import { link, linkButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const home = '/sandbox/phone'
/** More would not be read; the JSON has all. */
const shownAtMost = 100

export function mountPhone(routes: Routes, phone: Phone): void {
  routes.get('/sandbox/outbox', (c) => c.json(phone.inbox(filterOf(c)), 200, { 'cache-control': 'no-store' }))
  routes.get(home, (c) => phonePage(c, phone))
}

/** `to` (a number or an e-mail address) in any way of writing, `since` in milliseconds (only what came later). */
function filterOf(c: Request): { readonly to?: string; readonly since?: number } {
  const query = readQuery(c)
  const to = query.get('to')
  const since = Number(query.get('since') ?? Number.NaN)
  return { ...(to === undefined ? {} : { to: readReceiver(to) }), ...(Number.isFinite(since) ? { since } : {}) }
}

function phonePage(c: Request, phone: Phone): Response {
  const language = c.get('language')
  const { to } = filterOf(c)
  const messages = phone.inbox(to === undefined ? {} : { to }).slice(0, shownAtMost)
  const here = to === undefined ? home : `${home}?to=${encodeURIComponent(to)}`
  const body = html`<p class="ds-paragraph">${messages.length === 0 ? texts.empty[language] : texts.intro[language]}</p>
<div class="i-actions">${linkButton(here, texts.reload[language], 'secondary')}${to === undefined ? '' : link(home, texts.all[language])}</div>
${messages.length === 0 ? '' : html`<ol class="i-plain">${messages.map((message) => bubble(message))}</ol>`}`
  return page(c, { language, title: to === undefined ? texts.title : to, here, body })
}

const bubble = ({ to, subject, text, at }: Received): Html =>
  html`<li class="i-message"><p class="ds-paragraph">${link(`${home}?to=${encodeURIComponent(to)}`, to)} · <time datetime="${new Date(at).toISOString()}">${timeOf(at)}</time></p>
${subject === undefined ? '' : html`<p class="ds-paragraph"><strong>${subject}</strong></p>`}<p class="ds-paragraph">${text}</p></li>`

// The same digits in every language; the date is left out, as nothing here outlives the process.
const clockFormat = new Intl.DateTimeFormat('nb', { timeStyle: 'medium', timeZone: 'Europe/Oslo' })
const timeOf = (at: number): string => clockFormat.format(at)
