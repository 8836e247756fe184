/** Mail, mobile, where codes and temporary passwords go. Pure; ids and names of fields are stable, integrators automate them. */
import type { Language, Text } from '#i18n/text.ts'
import { contactFaults, emailField, mobileField } from '#methods/minid/contact/fields.ts'
import { confirmTexts } from '#methods/minid/confirm/texts.ts'
import type { ErrandPage } from '#methods/minid/errands/errands.ts'
import type { ContactStage } from '#methods/minid/register/state.ts'
import { contactTexts } from '#methods/minid/register/contact-texts.ts'
import { registerTexts } from '#methods/minid/register/texts.ts'
import { errorSummary, form, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface ContactProps {
  readonly language: Language
  readonly path: string
  readonly stamp: Html
  readonly state: ContactStage
}

export function contactPage({ language: l, path, stamp, state }: ContactProps): ErrandPage {
  const { typed, faults, tooMany, anew, cameBack } = state
  const body = html`${errorSummary(l, contactFaults(l, faults))}
${tooMany === true ? notice('danger', confirmTexts.tooMany[l]) : ''}
${cameBack ? notice('warning', contactTexts.cameBack[l]) : ''}
<p class="ds-paragraph">${contactTexts.yourOwn[l]}</p>
${anew ? html`<p class="ds-paragraph">${contactTexts.anew[l]}</p>` : ''}
${form(
  `${path}/contact`,
  undefined,
  html`${stamp}
${emailField({ language: l, value: typed?.email, fault: faults?.email })}
${mobileField({ language: l, value: typed?.mobile, fault: faults?.mobile })}
${radios({ name: 'channel', legend: contactTexts.channel[l], chosen: typed?.channel ?? 'sms', of: channels(l) })}
${radios({ name: 'recovery', legend: contactTexts.recovery[l], chosen: typed?.recovery ?? 'mail', of: recoveries(l) })}
${primaryButton(registerTexts.next[l])}`,
)}`
  return { title: contactTexts.title, body, faulty: faults !== undefined || tooMany === true }
}

const channels = (l: Language): readonly Way[] =>
  [
    { value: 'sms', label: contactTexts.bySms, hint: contactTexts.bySmsHint },
    { value: 'letter', label: contactTexts.byLetter, hint: contactTexts.byLetterHint },
  ].map((way) => shown(l, way))

const recoveries = (l: Language): readonly Way[] =>
  [
    { value: 'mail', label: contactTexts.byMail },
    { value: 'sms', label: contactTexts.bySms },
  ].map((way) => shown(l, way))

interface Way {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

const shown = (
  l: Language,
  { value, label, hint }: { readonly value: string; readonly label: Text; readonly hint?: Text },
): Way => ({ value, label: label[l], ...(hint === undefined ? {} : { hint: hint[l] }) })

interface Radios {
  readonly name: string
  readonly legend: string
  readonly chosen: string
  readonly of: readonly Way[]
}

const radios = ({ name, legend, chosen, of }: Radios): Html =>
  html`<fieldset class="ds-fieldset i-question"><legend class="ds-label">${legend}</legend>
${of.map(
  ({
    value,
    label,
    hint,
  }) => html`<div class="ds-field"><input class="ds-input" type="radio" id="${name}-${value}" name="${name}" value="${value}"${value === chosen ? html` checked` : ''}${hint === undefined ? '' : html` aria-describedby="${name}-${value}-hint"`}>
<label class="ds-label" for="${name}-${value}">${label}</label>${hint === undefined ? '' : html`<div data-field="description" id="${name}-${value}-hint">${hint}</div>`}</div>`,
)}</fieldset>`
