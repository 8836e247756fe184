/** A new password typed twice: the fields, and what came back. The same for registration, recovery and the profile. */
import type { Parameters } from '#http/forms.ts'
import type { Language } from '#i18n/text.ts'
import { normalPassword } from '#methods/minid/password.ts'
import type { PasswordAbout, PasswordFault, PasswordRules } from '#methods/minid/passwords/rules.ts'
import { choiceHint, choiceTexts, passwordFaultTexts } from '#methods/minid/passwords/texts.ts'
import { type Fault, passwordField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

/** Plain JSON: may be kept until the page is shown again. Nothing of the password is in it. */
export interface ChoiceFaults {
  readonly password?: PasswordFault
  readonly again?: 'missing' | 'different'
}

export type Choice = { readonly password: string } | { readonly faults: ChoiceFaults }

/** All that is wrong at once. @throws PasswordsBusy */
export async function readChoice(rules: PasswordRules, form: Parameters, about: PasswordAbout): Promise<Choice> {
  // Not trimmed: what looks like a slip may be meant, and would be missed at the login.
  const password = form.get('password') ?? ''
  const again = form.get('again')
  const fault = await rules.fault(password, about)
  const second = password === '' ? undefined : againFault(password, again)
  if (fault === undefined && second === undefined) return { password }
  return {
    faults: { ...(fault === undefined ? {} : { password: fault }), ...(second === undefined ? {} : { again: second }) },
  }
}

const againFault = (password: string, again: string | undefined): ChoiceFaults['again'] => {
  if (again === undefined) return 'missing'
  return normalPassword(again) === normalPassword(password) ? undefined : 'different'
}

/** For the page's error summary. */
export function choiceFaults(l: Language, { password, again }: ChoiceFaults = {}): Fault[] {
  const second = again === 'missing' ? choiceTexts.againMissing : choiceTexts.different
  return [
    ...(password === undefined ? [] : [{ field: 'password', text: passwordFaultTexts[password][l] }]),
    ...(again === undefined ? [] : [{ field: 'again', text: second[l] }]),
  ]
}

export interface ChoiceProps {
  readonly language: Language
  /** Of the rules that read it. */
  readonly shortest: number
  readonly faults?: ChoiceFaults | undefined
}

/** Both fields are empty when they come back: a password is not sent out again. */
export function passwordChoice({ language: l, shortest, faults }: ChoiceProps): Html {
  const said = choiceFaults(l, faults)
  const errorAt = (field: string): string | undefined => said.find((fault) => fault.field === field)?.text
  const own = { autocomplete: 'new-password', language: l } as const
  return html`${passwordField({ ...own, id: 'password', label: choiceTexts.password[l], hint: choiceHint[l](shortest), error: errorAt('password') })}
${passwordField({ ...own, id: 'again', label: choiceTexts.again[l], error: errorAt('again') })}`
}
