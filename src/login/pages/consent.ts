/** May the service have this? What it asks for in its owner's words; nothing is ticked beforehand, and a no is as near as a yes. */
import type { Language, Text } from '#i18n/text.ts'
import { errorSummary, form, primaryButton, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { chooseTexts } from '#login/pages/choose-texts.ts'
import { consentSentences, consentTexts } from '#login/pages/consent-texts.ts'
import type { ConsentProps } from '#login/pages/props.ts'

const yes = { name: 'consent', value: 'yes' } as const
const no = { name: 'consent', value: 'no' } as const

export function consentPage(p: ConsentProps, l: Language): { readonly title: Text; readonly body: Html } {
  const service = p.service ?? chooseTexts.theService[l]
  const body = html`${p.faulty ? errorSummary(l, [{ field: 'item-1', text: consentTexts.nothing[l] }]) : ''}
${p.tells === undefined ? '' : html`<p class="ds-paragraph">${told(p.tells, l, service)}</p>`}
${form(p.action, p.stamp, html`${questions(p, l, service)}${p.items.length === 0 ? '' : html`<p class="ds-paragraph">${consentTexts.refusal[l]}</p>`}<div class="i-actions">${buttons(p, l)}</div>`)}`
  return { title: p.items.length === 0 ? consentTexts.titleLogin : consentTexts.title, body }
}

function told(
  { number, name, organisation }: NonNullable<ConsentProps['tells']>,
  l: Language,
  service: string,
): string {
  if (organisation === true)
    return (number ? consentSentences.organisation : consentSentences.sameOrganisation)[l](service)
  if (!number) return consentSentences.pseudonym[l](service)
  return (name ? consentSentences.numberAndName : consentSentences.number)[l](service)
}

function questions({ items, faulty }: ConsentProps, l: Language, service: string): Html | '' {
  const [only] = items
  if (only === undefined) return ''
  if (items.length === 1)
    return html`<p class="ds-paragraph">${consentSentences.one[l](service)}</p>
<div class="i-asked"><p class="ds-paragraph"><b>${only.text[l]}</b></p>${details(only, l)}</div>`
  return html`<fieldset class="ds-fieldset"><legend class="ds-label">${consentSentences.several[l](service)}</legend>
${faulty ? html`<div><p class="ds-validation-message" id="nothing">${consentTexts.nothing[l]}</p></div>` : ''}
${items.map((item, i) => box(item, `item-${i + 1}`, l, faulty && i === 0))}</fieldset>`
}

const box = (item: Item, id: string, l: Language, faulty: boolean): Html =>
  html`<div class="ds-field"><input class="ds-input" type="checkbox" id="${id}" name="${id}" value="yes" autocomplete="off"${faulty ? html` aria-invalid="true" aria-describedby="nothing"` : ''}>
<label class="ds-label" for="${id}">${item.text[l]}</label>${item.lines.length === 0 ? '' : html`<div data-field="description">${details(item, l)}</div>`}</div>`

type Item = ConsentProps['items'][number]

const details = ({ lines }: Item, l: Language): Html | '' =>
  lines.length === 0
    ? ''
    : html`<dl class="i-details">${lines.map(({ label, value }) => html`<div><dt>${label[l]}</dt><dd>${value}</dd></div>`)}</dl>`

function buttons({ items }: ConsentProps, l: Language): Html {
  if (items.length === 0) return primaryButton(consentTexts.goOn[l], yes)
  const allow = items.length === 1 ? consentTexts.allow : consentTexts.allowTicked
  return html`${primaryButton(allow[l], yes)}${secondaryButton(consentTexts.without[l], no)}`
}
