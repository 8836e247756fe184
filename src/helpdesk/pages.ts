/** The help desk's pages. Of a caller they know the number that was typed and when letters were ordered: there is nothing else to show. */
import type { NationalId } from '#base/national-id.ts'
import type { Request } from '#http/routes.ts'
import type { Inside } from '#house-door/house-door.ts'
import { type Language, languages } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import type { OrderSeen } from '#letters/order.ts'
import {
  errorSummary,
  type Fault,
  form,
  link,
  linkButton,
  notice,
  primaryButton,
  quietButton,
  secondaryButton,
  textField,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page, type Page } from '#ui/page.ts'
import { languageNames } from '#ui/texts.ts'
import type { Call, Mistyped } from '#helpdesk/caller.ts'
import { numberFaults, texts } from '#helpdesk/texts.ts'

const home = '/helpdesk'
export const paths = { home, calls: `${home}/calls`, over: `${home}?over=yes` } as const

export function askPage(c: Request, inside: Inside, mistyped: Mistyped | undefined): Response {
  const l = c.get('language')
  const error = mistyped && numberFaults[mistyped.fault][l]
  const faults: readonly Fault[] = error === undefined ? [] : [{ field: 'number', text: error }]
  const over = mistyped === undefined && c.req.query('over') === 'yes'
  const field = textField({
    id: 'number',
    label: texts.number[l],
    hint: texts.numberHint[l],
    value: mistyped?.typed,
    error,
    autocomplete: 'off',
    inputmode: 'numeric',
    maxlength: 40,
    width: 'medium',
    autofocus: faults.length === 0,
  })
  const body = html`${errorSummary(l, faults)}${over ? notice('info', texts.over[l]) : ''}
<p class="ds-paragraph">${texts.blind[l]}</p>
${form(home, inside.stamp, html`${field}<div class="i-actions">${primaryButton(texts.look[l])}</div>`)}
${inside.logOut(c)}`
  return shown(c, { language: l, title: texts.askTitle, here: home, body, faulty: faults.length > 0 })
}

export interface CallShown {
  readonly call: Call
  readonly seen: readonly OrderSeen[]
  readonly printed: boolean
}

export function callPage(c: Request, inside: Inside, { call, seen, printed }: CallShown): Response {
  const l = c.get('language')
  const faulty = call.notice === 'no-language'
  const faults: readonly Fault[] = faulty ? [{ field: 'language-nb', text: texts.languageMissing[l] }] : []
  const here = pathOf(call)
  const body = html`${errorSummary(l, faults)}${done(call, l)}
<section>${facts(call, l)}</section>
<section><h2 class="ds-heading" id="orders">${texts.orders[l]}</h2>${orders(seen, l)}</section>
${printed ? letterSection(inside, call, l, faulty) : ''}
<section><h2 class="ds-heading">${texts.block[l]}</h2><p class="ds-paragraph">${texts.blockWhen[l]}</p>
<div class="i-actions">${linkButton(`${here}/block`, texts.blockDo[l], 'secondary')}</div></section>
<section><h2 class="ds-heading">${texts.reservation[l]}</h2><p class="ds-paragraph">${texts.reservationWhen[l]}</p>
<div class="i-actions">${linkButton(`${here}/reservation`, texts.reservationGo[l], 'secondary')}</div></section>
<section>${form(`${here}/end`, inside.stamp, quietButton(texts.end[l]))}</section>`
  return shown(c, { language: l, title: texts.callTitle, here, body, faulty })
}

/** Staff know where they are by the title; the page is as wide as one to read. */
const shown = (c: Request, p: Omit<Page, 'service' | 'reading'>): Response =>
  page(c, { ...p, service: { name: texts.name[p.language] }, reading: true })

const pathOf = ({ id }: Pick<Call, 'id'>): string => `${paths.calls}/${id}`

const facts = ({ number }: Call, l: Language): Html =>
  html`<dl class="i-facts"><dt>${texts.typed[l]}</dt><dd><strong>${grouped(number)}</strong></dd></dl>`

/** As it is read out: six digits and five. */
const grouped = (number: NationalId): string => number.reveal('display-back').replace(/^(\d{6})/, '$1 ')

const done = ({ notice: said }: Call, l: Language): Html | '' =>
  said === undefined || said === 'no-language' ? '' : notice('success', texts[said][l])

function orders(seen: readonly OrderSeen[], l: Language): Html {
  if (seen.length === 0) return html`<p class="ds-paragraph">${texts.noOrders[l]}</p>`
  return html`<p class="ds-paragraph">${texts.ordersWhen[l]}</p>
<ul class="ds-list">${seen.map(({ ordered }) => html`<li><time datetime="${new Date(ordered).toISOString()}">${dayAndTime(l, ordered)}</time></li>`)}</ul>`
}

function letterSection(inside: Inside, call: Call, l: Language, faulty: boolean): Html {
  const choices = languages.map(
    (
      one,
    ) => html`<div class="ds-field"><input class="ds-input" type="radio" id="language-${one}" name="language" value="${one}"${faulty ? html` aria-invalid="true" aria-describedby="language-error"` : ''}>
<label class="ds-label" for="language-${one}" lang="${one}">${languageNames[one]}</label></div>`,
  )
  const fields = html`<fieldset class="ds-fieldset"><legend class="ds-label">${texts.letterLanguage[l]}</legend>
${faulty ? html`<div><p class="ds-validation-message" id="language-error">${texts.languageMissing[l]}</p></div>` : ''}
${choices}</fieldset><div class="i-actions">${primaryButton(texts.orderDo[l])}</div>`
  return html`<section><h2 class="ds-heading">${texts.order[l]}</h2><p class="ds-paragraph">${texts.orderHow[l]}</p>
${form(`${pathOf(call)}/letter`, inside.stamp, fields)}</section>`
}

export function blockPage(c: Request, inside: Inside, call: Call): Response {
  const l = c.get('language')
  const here = `${pathOf(call)}/block`
  const body = html`<p class="ds-paragraph">${texts.blockWhat[l]}</p>
${facts(call, l)}
${form(here, inside.stamp, html`<div class="i-actions">${primaryButton(texts.blockDo[l])}${linkButton(pathOf(call), texts.blockNot[l], 'secondary')}</div>`)}`
  return shown(c, { language: l, title: texts.blockTitle, here, body })
}

export function reservationPage(c: Request, inside: Inside, call: Call): Response {
  const l = c.get('language')
  const here = `${pathOf(call)}/reservation`
  const buttons = html`${primaryButton(texts.reserve[l], { name: 'what', value: 'out' })}${secondaryButton(texts.unreserve[l], { name: 'what', value: 'in' })}${linkButton(pathOf(call), texts.reservationNot[l], 'secondary')}`
  const body = html`<p class="ds-paragraph">${texts.reservationWhat[l]}</p>
<p class="ds-paragraph">${texts.reservationToday[l]}</p>
${facts(call, l)}
<p class="ds-paragraph">${texts.reservationUnseen[l]}</p>
${form(here, inside.stamp, html`<div class="i-actions">${buttons}</div>`)}`
  return shown(c, { language: l, title: texts.reservation, here, body })
}

/** Logged in, and nobody who works here. */
export function noRolePage(c: Request, inside: Inside): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.noRole[l]}</p><p class="ds-paragraph">${texts.noRoleHow[l]}</p>
<div class="i-actions">${link('/help', texts.help[l])}</div>
${inside.logOut(c)}`
  return shown(c, { language: l, title: texts.noRoleTitle, here: home, body, status: 403 })
}
