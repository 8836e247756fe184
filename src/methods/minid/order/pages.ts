/** The pages of an order. Pure; ids and names of fields are stable, integrators automate them. */
import type { AttemptId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import { humanFault } from '#human/field.ts'
import type { Language } from '#i18n/text.ts'
import type { Delivery } from '#letters/workdays.ts'
import { taxAddress } from '#login/pages/no-eid-texts.ts'
import { backField, backToLogin, type ErrandPage } from '#methods/minid/errands/errands.ts'
import { numberField, numberProblems } from '#methods/minid/number.ts'
import type { EndStage, NumberStage } from '#methods/minid/order/state.ts'
import { orderSentences, orderTexts } from '#methods/minid/order/texts.ts'
import {
  disclosure,
  errorSummary,
  type Fault,
  form,
  link,
  linkButton,
  notice,
  primaryButton,
  secondaryButton,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface NumberProps {
  readonly action: string
  readonly back: AttemptId | undefined
  readonly human: Html | undefined
  /** Undefined: the first form, which has the login instead. */
  readonly stamp?: Html | undefined
  readonly notice?: NumberStage['notice']
}

export function numberPage(c: Request, { action, back, human, stamp, notice: said }: NumberProps): ErrandPage {
  const l = c.get('language')
  const faults = faultsOf(l, said)
  const body = html`${errorSummary(l, faults)}
${said?.kind === 'crowd' ? notice('danger', orderTexts.crowd[l]) : ''}
<p class="ds-paragraph">${orderTexts.what[l]}</p>
<p class="ds-paragraph">${orderTexts.whereShort[l]}</p>
${form(action, undefined, html`${stamp ?? backField(back)}${numberField(l, said?.kind === 'number' ? said.problem : undefined)}${human ?? ''}${primaryButton(orderTexts.next[l])}`)}
${addressHelp(l)}
${hasLetter(l, back)}
${backToLogin(c, back, 'secondary')}`
  return { title: orderTexts.title, body, faulty: faults.length > 0 || said?.kind === 'crowd' }
}

function faultsOf(l: Language, said: NumberStage['notice']): readonly Fault[] {
  if (said?.kind === 'number') return [{ field: 'number', text: numberProblems[said.problem][l] }]
  return said?.kind === 'human' ? [humanFault(l, said.why)] : []
}

/** The way on for who has a letter already. */
const hasLetter = (l: Language, back: AttemptId | undefined): Html =>
  html`<p>${link(registerAddress(back), orderTexts.hasLetter[l])}</p>`

const registerAddress = (back: AttemptId | undefined): string =>
  back === undefined ? '/minid/register' : `/minid/register?login=${back}`

const addressHelp = (l: Language): Html =>
  disclosure(
    orderTexts.addressHelp[l],
    html`<p>${orderTexts.addressWhich[l]}</p>
<ol class="ds-list">${orderTexts.addressOrder.map((text) => html`<li>${text[l]}</li>`)}</ol>
<p>${orderTexts.addressNoOther[l]}</p>
<p>${orderTexts.addressMend[l]} ${link(taxAddress, orderTexts.taxSite[l])}</p>
<p>${orderTexts.postbox[l]}</p>`,
  )

export interface ConfirmProps {
  readonly path: string
  readonly stamp: Html
  readonly delivery: Delivery | undefined
}

export function confirmPage(c: Request, { path, stamp, delivery }: ConfirmProps): ErrandPage {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${orderTexts.toWhom[l]}</p>
${delivery === undefined ? '' : html`<p class="ds-paragraph">${when(l, delivery)}</p>`}
<p class="ds-paragraph">${orderTexts.oldCodes[l]}</p>
${form(
  `${path}/confirm`,
  undefined,
  html`${stamp}<div class="i-actions">${primaryButton(orderTexts.order[l], { name: 'choice', value: 'order' })}${secondaryButton(orderTexts.cancel[l], { name: 'choice', value: 'cancel' })}</div>`,
)}
${addressHelp(l)}`
  return { title: orderTexts.confirmTitle, body }
}

export interface EndProps {
  readonly stage: EndStage['stage']
  readonly back: AttemptId | undefined
  readonly delivery: Delivery | undefined
}

export function endPage(c: Request, { stage, back, delivery }: EndProps): ErrandPage {
  const l = c.get('language')
  if (stage === 'cancelled') {
    const body = html`<p class="ds-paragraph">${orderTexts.cancelledWhat[l]}</p>
<div class="i-actions">${linkButton('/minid/order', orderTexts.orderAfterAll[l], 'secondary')}${backToLogin(c, back)}</div>`
    return { title: orderTexts.cancelledTitle, body }
  }
  const body = html`${notice('success', orderTexts.received[l])}
${delivery === undefined ? '' : html`<p class="ds-paragraph">${when(l, delivery)}</p>`}
<p class="ds-paragraph">${orderTexts.thenRegister[l]}</p>
<h2 class="ds-heading">${orderTexts.ifNoneHeading[l]}</h2>
<p class="ds-paragraph">${orderTexts.ifNone[l]}</p>
<ul class="ds-list">${orderTexts.whyNone.map((text) => html`<li>${text[l]}</li>`)}</ul>
<p class="ds-paragraph">${orderTexts.helpLeads[l]} ${link('/help', orderTexts.help[l])}</p>
${addressHelp(l)}
<div class="i-actions">${backToLogin(c, back, 'secondary')}</div>`
  return { title: orderTexts.orderedTitle, body }
}

/** Where the operator has no printer. */
export function noLettersPage(c: Request, back: AttemptId | undefined): ErrandPage {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${orderTexts.noneHere[l]}</p>
<div class="i-actions">${linkButton('/no-eid', orderTexts.otherEids[l], 'secondary')}${backToLogin(c, back)}${link('/help', orderTexts.help[l])}</div>`
  return { title: orderTexts.title, body }
}

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', se: 'se-NO', en: 'en-GB' }

/** Days are days in the calendar, the same wherever the reader is. */
function when(l: Language, { earliest, latest }: Delivery): string {
  const format = new Intl.DateTimeFormat(locales[l], {
    day: 'numeric',
    month: 'long',
    weekday: 'long',
    timeZone: 'UTC',
  })
  return orderSentences.when[l](format.format(Date.parse(earliest)), format.format(Date.parse(latest)))
}
