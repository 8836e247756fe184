/** What forms are made of: labelled fields with their hint and error, the error summary, buttons and links. */
import type { Language } from '#i18n/text.ts'
import { html, type Html } from '#ui/html.ts'
import { shellTexts } from '#ui/texts.ts'

/** The name of the field that carries a form's stage stamp (CSRF). */
export const stampField = 'stamp'

export interface Field {
  /** Stable: integrators automate our forms. */
  readonly id: string
  /** As posted; the id when left out. */
  readonly name?: string
  readonly label: string
  readonly hint?: string
  /** One sentence that says what to do. */
  readonly error?: string | undefined
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'tel' | 'date' | 'search'
  readonly autocomplete?: string
  readonly inputmode?: 'text' | 'numeric' | 'tel' | 'email'
  readonly autocapitalize?: 'off' | 'characters'
  readonly maxlength?: number
  /** For short answers (codes, identity numbers): a field as wide as what goes into it. */
  readonly width?: 'short' | 'medium'
  /** For a page whose one purpose is this field. */
  readonly autofocus?: boolean
}

export function textField(f: Field): Html {
  return labelled(f, f.type ?? 'text', html``)
}

export interface PasswordField extends Omit<Field, 'value' | 'type' | 'inputmode'> {
  readonly autocomplete: 'current-password' | 'new-password'
  readonly language: Language
}

/** The box that shows the password appears only where the script runs. */
export function passwordField(f: PasswordField): Html {
  const box = `${f.id}-shown`
  const reveal = html`<div class="ds-field i-reveal" hidden>
<input class="ds-input" type="checkbox" id="${box}" data-reveals="${f.id}" autocomplete="off"><label class="ds-label" for="${box}">${shellTexts.showPassword[f.language]}</label>
</div>`
  return labelled({ ...f, autocapitalize: 'off' }, 'password', reveal)
}

function labelled(f: Field, type: string, after: Html): Html {
  const described = [f.hint === undefined ? '' : `${f.id}-hint`, f.error === undefined ? '' : `${f.id}-error`]
    .filter(Boolean)
    .join(' ')
  return html`<div class="i-question">
<div class="ds-field">
<label class="ds-label" for="${f.id}">${f.label}</label>
${f.hint === undefined ? '' : html`<div data-field="description" id="${f.id}-hint">${f.hint}</div>`}
<input class="ds-input" id="${f.id}" name="${f.name ?? f.id}" type="${type}"${attribute('value', f.value)}${attribute('autocomplete', f.autocomplete)}${attribute('inputmode', f.inputmode)}${attribute('autocapitalize', f.autocapitalize)}${attribute('maxlength', f.maxlength)}${attribute('data-wide', f.width)}${attribute('aria-describedby', described || undefined)}${f.error === undefined ? '' : html` aria-invalid="true"`}${f.autofocus === true ? html` autofocus` : ''} spellcheck="false" required>
${f.error === undefined ? '' : html`<p class="ds-validation-message" id="${f.id}-error">${f.error}</p>`}
</div>
${after}</div>`
}

const attribute = (name: string, value: string | number | undefined): Html | string =>
  value === undefined ? '' : html` ${name}="${value}"`

export interface Radios {
  readonly name: string
  readonly legend: string
  /** The value that is marked. */
  readonly chosen: string
  readonly of: readonly { readonly value: string; readonly label: string; readonly hint?: string | undefined }[]
}

/** One of few: ids are `<name>-<value>`. */
export const radios = ({ name, legend, chosen, of }: Radios): Html =>
  html`<fieldset class="ds-fieldset i-question"><legend class="ds-label">${legend}</legend>
${of.map(({ value, label, hint }) => {
  const id = `${name}-${value}`
  return html`<div class="ds-field"><input class="ds-input" type="radio" id="${id}" name="${name}" value="${value}"${value === chosen ? html` checked` : ''}${hint === undefined ? '' : html` aria-describedby="${id}-hint"`}>
<label class="ds-label" for="${id}">${label}</label>${hint === undefined ? '' : html`<div data-field="description" id="${id}-hint">${hint}</div>`}</div>`
})}</fieldset>`

export interface Fault {
  /** The field's id. */
  readonly field: string
  readonly text: string
}

/** Above the form; nothing when there are no faults. Takes the focus without a script, so that it is read out first. */
export function errorSummary(language: Language, faults: readonly Fault[]): Html | '' {
  if (faults.length === 0) return ''
  return html`<div class="ds-error-summary" data-color="danger" tabindex="-1" autofocus role="group" aria-labelledby="faults">
<h2 class="ds-heading" id="faults">${shellTexts.errorHeading[language]}</h2>
<ul class="ds-list">${faults.map((fault) => html`<li><a class="ds-link" href="#${fault.field}">${fault.text}</a></li>`)}</ul>
</div>`
}

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`

/** The one thing to do on the page. With `name` and `value` it tells which button was used. */
export const primaryButton = (text: string, choice?: { readonly name: string; readonly value: string }): Html =>
  button(text, 'primary', choice)
export const secondaryButton = (text: string, choice?: { readonly name: string; readonly value: string }): Html =>
  button(text, 'secondary', choice)
/** Looks like a link, posts like a button. */
export const quietButton = (text: string, choice?: { readonly name: string; readonly value: string }): Html =>
  button(text, 'tertiary', choice)

function button(
  text: string,
  variant: string,
  choice: { readonly name: string; readonly value: string } | undefined,
): Html {
  return html`<button class="ds-button" type="submit" data-variant="${variant}"${attribute('name', choice?.name)}${attribute('value', choice?.value)}>${text}</button>`
}

export const link = (href: string, text: string): Html => html`<a class="ds-link" href="${href}">${text}</a>`
/** A way on that changes nothing on its way: a link that looks like the page's one button. */
export const linkButton = (href: string, text: string, variant: 'primary' | 'secondary' = 'primary'): Html =>
  html`<a class="ds-button" data-variant="${variant}" href="${href}">${text}</a>`

/** A sentence that stands out. `danger` and `warning` are read out at once. */
export const notice = (kind: 'info' | 'success' | 'warning' | 'danger', body: Html | string): Html =>
  html`<div class="ds-alert" data-color="${kind}"${kind === 'danger' || kind === 'warning' ? html` role="alert"` : ''}>${body}</div>`

export const disclosure = (summary: string, body: Html): Html =>
  html`<details class="ds-details" data-variant="default"><summary>${summary}</summary><div>${body}</div></details>`

/** A form of ours: posts to ourselves, carries the stage stamp, leaves the faults to our own words. */
export const form = (action: string, stamp: string | undefined, body: Html): Html =>
  html`<form class="i-form" method="post" action="${action}" novalidate>${stamp === undefined ? '' : hidden(stampField, stamp)}${body}</form>`
