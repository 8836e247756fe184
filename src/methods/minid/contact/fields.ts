/** The fields for a mobile number and an e-mail address, and what is said when they cannot be. */
import type { Language, Text } from '#i18n/text.ts'
import type { EmailFault } from '#methods/minid/contact/email.ts'
import type { MobileFault } from '#methods/minid/contact/mobile.ts'
import { contactTexts, emailFaults, mobileFaults } from '#methods/minid/contact/texts.ts'
import { type Fault, textField } from '#ui/fields.ts'
import type { Html } from '#ui/html.ts'

/** Plain JSON: may be kept until the page is shown again. */
export interface ContactFaults {
  readonly mobile?: MobileFault
  readonly email?: EmailFault
}

/** For the page's error summary. */
export const contactFaults = (l: Language, { mobile, email }: ContactFaults = {}): readonly Fault[] => [
  ...(email === undefined ? [] : [{ field: 'email', text: emailFaults[email][l] }]),
  ...(mobile === undefined ? [] : [{ field: 'mobile', text: mobileFaults[mobile][l] }]),
]

export interface ContactField<F> {
  readonly language: Language
  /** As it was typed. */
  readonly value?: string | undefined
  readonly fault?: F | undefined
  /** What is wrong, where no fault says it. */
  readonly error?: string | undefined
  /** Undefined: "mobile number", "e-mail address". */
  readonly label?: Text | undefined
  readonly autofocus?: boolean
}

export const mobileField = ({
  language: l,
  value,
  fault,
  error,
  label,
  autofocus = false,
}: ContactField<MobileFault>): Html =>
  textField({
    id: 'mobile',
    type: 'tel',
    inputmode: 'tel',
    autocomplete: 'tel',
    width: 'medium',
    label: (label ?? contactTexts.mobile)[l],
    hint: contactTexts.mobileHint[l],
    value,
    autofocus,
    maxlength: 40,
    error: fault === undefined ? error : mobileFaults[fault][l],
  })

export const emailField = ({
  language: l,
  value,
  fault,
  error,
  label,
  autofocus = false,
}: ContactField<EmailFault>): Html =>
  textField({
    id: 'email',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
    autocapitalize: 'off',
    label: (label ?? contactTexts.email)[l],
    hint: contactTexts.emailHint[l],
    value,
    autofocus,
    maxlength: 254,
    error: fault === undefined ? error : emailFaults[fault][l],
  })
