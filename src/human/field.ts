/** The check in a form: hidden fields for the work, and questions that stand there until a script says that it works. */
import type { Language } from '#i18n/text.ts'
import { asked, type Question } from '#human/questions.ts'
import { humanScript } from '#human/script.ts'
import { humanTexts } from '#human/texts.ts'
import { workRules } from '#human/work.ts'
import { type Fault, hidden, notice, textField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

/** Stable: integrators automate our forms. */
export const humanFields = {
  token: 'human',
  work: 'human-work',
  answer: (index: number) => `human-${index + 1}`,
} as const

export interface Shown {
  readonly language: Language
  readonly token: string
  readonly bits: number
  readonly iterations: number
  /** None: this range has used up its answers. */
  readonly questions: readonly Question[]
  readonly error: string | undefined
}

/** For the page's error summary: leads to the check. */
export const humanFault = (language: Language, why: 'failed' | 'absent'): Fault => ({
  field: 'human-check',
  text: humanTexts[why][language],
})

export function humanField({ language: l, token, bits, iterations, questions, error }: Shown): Html {
  return html`<div class="i-question" id="human-check" tabindex="-1" data-human data-token="${token}" data-bits="${bits}" data-parts="${workRules.parts}" data-iterations="${iterations}">
${hidden(humanFields.token, token)}
${hidden(humanFields.work, '')}
${error === undefined ? '' : html`<p class="ds-validation-message" id="human-check-error">${error}</p>`}
<p data-human-quiet hidden>${humanTexts.quiet[l]}</p>
<p role="status" data-human-waiting data-text="${humanTexts.waiting[l]}"></p>
${questions.length === 0 ? closed(l) : theQuestions(l, questions, error !== undefined)}
</div>
<script src="${humanScript.path}" defer></script>`
}

const theQuestions = (l: Language, questions: readonly Question[], faulty: boolean): Html =>
  html`<fieldset class="ds-fieldset" data-human-questions aria-describedby="human-check-how${faulty ? ' human-check-error' : ''}"><legend class="ds-label">${humanTexts.legend[l]}</legend>
<p data-field="description" id="human-check-how">${humanTexts.how[l]}</p>
${questions.map((question, i) =>
  textField({
    id: humanFields.answer(i),
    label: asked(question, l),
    autocomplete: 'off',
    autocapitalize: 'off',
    maxlength: 40,
  }),
)}</fieldset>`

/** Still a fieldset: the script puts it aside, since work counts all the same. */
const closed = (l: Language): Html =>
  html`<fieldset class="ds-fieldset" data-human-questions><legend class="ds-label">${humanTexts.legend[l]}</legend>
${notice('warning', humanTexts.closed[l])}</fieldset>`
