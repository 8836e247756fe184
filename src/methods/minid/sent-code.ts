/** The field for a code that was sent to somebody, wherever one is asked for. */
import { textField } from '#ui/fields.ts'
import type { Html } from '#ui/html.ts'

export interface SentCode {
  readonly label: string
  readonly hint: string
  /** What to do about what was typed. */
  readonly error: string | undefined
  readonly id?: string
  readonly width?: 'short' | 'medium'
}

/** Browsers fill it in from an SMS. */
export const sentCodeField = ({ id = 'code', width = 'short', ...said }: SentCode): Html =>
  textField({
    id,
    ...said,
    autocomplete: 'one-time-code',
    inputmode: 'text',
    autocapitalize: 'characters',
    width,
    autofocus: said.error === undefined,
  })
