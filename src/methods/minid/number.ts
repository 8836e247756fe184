/** An identity number as it was typed: what can be said of it without looking anybody up, and so gives nobody away. */
import { NationalId, type NumberFault } from '#base/national-id.ts'
import type { World } from '#db/world.ts'
import type { Language, Text } from '#i18n/text.ts'
import { passwordTexts } from '#methods/minid/texts.ts'
import { textField } from '#ui/fields.ts'
import type { Html } from '#ui/html.ts'

export type NumberProblem = NumberFault | 'missing' | 'synthetic' | 'real'

/** security.md 34: the other world's numbers are refused at entry; `persons` refuses them again. */
export function readNumber(world: World, typed: string | undefined): NationalId | NumberProblem {
  if (typed === undefined || typed.trim() === '') return 'missing'
  const number = NationalId.read(typed)
  if (!(number instanceof NationalId)) return number
  if (world === 'production') return number.synthetic ? 'synthetic' : number
  return number.synthetic ? number : 'real'
}

export const numberProblems: Readonly<Record<NumberProblem, Text>> = {
  missing: passwordTexts.numberMissing,
  length: passwordTexts.numberLength,
  date: passwordTexts.numberDate,
  'check-digits': passwordTexts.numberCheckDigits,
  synthetic: passwordTexts.numberSynthetic,
  real: passwordTexts.numberReal,
}

/** The same field on every form, so that browsers and integrators find it. */
export const numberField = (l: Language, problem?: NumberProblem, value?: string): Html =>
  textField({
    id: 'number',
    label: passwordTexts.number[l],
    hint: passwordTexts.numberHint[l],
    value,
    error: problem === undefined ? undefined : numberProblems[problem][l],
    autocomplete: 'username',
    inputmode: 'numeric',
    width: 'medium',
  })
