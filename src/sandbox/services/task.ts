/** Something a user can get done at an example service: a page with a form, and a receipt for what was sent. */
import type { Clock } from '#base/clock.ts'
import { randomCode } from '#base/secrets.ts'
import type { Parameters } from '#http/forms.ts'
import type { Language, Text } from '#i18n/text.ts'
import type { ServiceLevel } from '#sandbox/services/relying-party.ts'
import type { Receipt, Session } from '#sandbox/services/sessions.ts'
import { texts } from '#sandbox/services/texts.ts'
import { html, type Html } from '#ui/html.ts'

export interface Row {
  readonly label: string
  readonly value: string
}

export interface TaskField {
  readonly id: string
  readonly label: Text
  readonly hint?: Text
  readonly kind?: 'text' | 'date' | 'digits' | 'long'
  readonly autocomplete?: string
  /** What to do when it is empty, or `holds` says no. */
  readonly missing: Text
  readonly holds?: (value: string) => boolean
}

export interface Task {
  readonly path: string
  readonly title: Text
  readonly lead: Text
  /** Not on the front page: reached from another page of the service. */
  readonly hidden?: true
  /** When it needs more than the service itself does: the user is asked to step up, and comes back here. */
  readonly level?: ServiceLevel
  readonly details?: (l: Language, now: number) => readonly Row[]
  readonly fields: readonly TaskField[]
  readonly submit: Text
  /** Lines that the service adds to the receipt. */
  readonly answer?: (sent: Parameters, l: Language) => readonly Row[]
  /** A conversation: what was sent stays on the page, and this is answered. */
  readonly reply?: Text
}

export interface TaskVisit {
  readonly session: Session
  readonly language: Language
  readonly clock: Clock
}

/** `sent`: a form that came back with faults. */
export function taskBody(task: Task, { session, language: l, clock }: TaskVisit, sent?: Parameters): Html {
  const faults = sent === undefined ? [] : faultsIn(task, sent)
  const rows = task.details?.(l, clock.now()) ?? []
  return html`${faults.length === 0 ? '' : faultList(faults, l)}
<p class="lead">${task.lead[l]}</p>
${rows.length === 0 ? '' : facts(rows)}
${
  task.reply === undefined
    ? ''
    : talk(
        session.receipts.filter((one) => one.task === task.path),
        task.reply[l],
      )
}
<form class="form" method="post" action="${task.path}" novalidate>${task.fields.map((field) => fieldOf(field, l, sent, faults.includes(field)))}
<button type="submit">${task.submit[l]}</button></form>`
}

export const faultsIn = (task: Task, sent: Parameters): readonly TaskField[] =>
  task.fields.filter((field) => {
    const value = sent.get(field.id)?.trim() ?? ''
    return value === '' || value.length > 2000 || field.holds?.(value) === false
  })

export function receive(task: Task, { session, language: l, clock }: TaskVisit, sent: Parameters): Receipt {
  const rows = task.fields.map((field) => ({ label: field.label[l], value: sent.get(field.id)?.trim() ?? '' }))
  const all = [...(task.details?.(l, clock.now()) ?? []), ...rows, ...(task.answer?.(sent, l) ?? [])]
  const receipt: Receipt = {
    number: randomCode(8),
    task: task.path,
    at: clock.now(),
    sent: task.reply === undefined ? all : rows,
  }
  session.receipts.unshift(receipt)
  session.receipts.length = Math.min(session.receipts.length, 50)
  return receipt
}

export const facts = (rows: readonly Row[]): Html =>
  html`<dl>${rows.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`

const faultList = (
  faults: readonly TaskField[],
  l: Language,
): Html => html`<div class="notice bad" role="alert" tabindex="-1"><h2>${texts.correct[l]}</h2>
<ul>${faults.map((field) => html`<li><a href="#${field.id}">${field.missing[l]}</a></li>`)}</ul></div>`

/** Oldest first, each with the automatic answer. */
const talk = (said: readonly Receipt[], reply: string): Html | '' =>
  said.length === 0
    ? ''
    : html`<ol class="talk">${said
        .toReversed()
        .map(
          ({ sent }) =>
            html`<li><p>${sent.map(({ value }) => value).join('\n')}</p></li><li class="reply"><p>${reply}</p></li>`,
        )}</ol>`

function fieldOf(field: TaskField, l: Language, sent: Parameters | undefined, faulty: boolean): Html {
  const described = [field.hint === undefined ? '' : `${field.id}-hint`, faulty ? `${field.id}-fault` : '']
    .join(' ')
    .trim()
  const common = html` id="${field.id}" name="${field.id}"${faulty ? html` aria-invalid="true"` : ''}${described === '' ? '' : html` aria-describedby="${described}"`}`
  const value = sent?.get(field.id) ?? ''
  const kind = field.kind ?? 'text'
  const control =
    kind === 'long'
      ? html`<textarea${common} maxlength="2000">${value}</textarea>`
      : html`<input${common} type="${kind === 'date' ? 'date' : 'text'}"${kind === 'digits' ? html` inputmode="numeric"` : ''}${field.autocomplete === undefined ? '' : html` autocomplete="${field.autocomplete}"`} value="${value}">`
  return html`<div><label for="${field.id}">${field.label[l]}</label>
${field.hint === undefined ? '' : html`<span class="hint" id="${field.id}-hint">${field.hint[l]}</span>`}${control}
${faulty ? html`<p class="fault" id="${field.id}-fault">${field.missing[l]}</p>` : ''}</div>`
}
