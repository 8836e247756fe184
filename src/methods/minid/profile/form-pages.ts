/** The first page of each change: what is to be, and how its owner confirms it. Pure; ids and names of fields are stable. */
import type { Language, Text } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Receiver } from '#methods/minid/confirm/confirm.ts'
import { emailField, mobileField } from '#methods/minid/contact/fields.ts'
import { lastTwo, maskedEmail } from '#methods/minid/contact/masked.ts'
import { emailFaults, mobileFaults } from '#methods/minid/contact/texts.ts'
import { choiceFaults, passwordChoice } from '#methods/minid/passwords/fields.ts'
import { base } from '#methods/minid/profile/deps.ts'
import type { By, ContactStage, PasswordStage, WantedContact } from '#methods/minid/profile/state.ts'
import { formSentences, formTexts } from '#methods/minid/profile/form-texts.ts'
import { overviewTexts, saidTexts } from '#methods/minid/profile/overview-texts.ts'
import { duration, waitTexts } from '#methods/minid/texts.ts'
import {
  disclosure,
  errorSummary,
  type Fault,
  form,
  link,
  notice,
  passwordField,
  primaryButton,
  radios,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

interface FormProps {
  readonly language: Language
  readonly stamp: Html
  readonly now: number
  /** A stronger eID is here: nothing else is asked for. */
  readonly higher: boolean
}

export interface PasswordProps extends FormProps {
  readonly shortest: number
  readonly state?: PasswordStage | undefined
}

export function passwordPage({ language: l, stamp, now, higher, shortest, state }: PasswordProps): MethodPage {
  const old = state?.old
  const waits = typeof old === 'object' && old.until > now ? duration(l, old.until - now) : undefined
  const oldError = old === 'missing' ? formTexts.oldMissing[l] : old === 'wrong' ? formTexts.oldWrong[l] : undefined
  const faults: readonly Fault[] = [
    ...(oldError === undefined ? [] : [{ field: 'old', text: oldError }]),
    ...choiceFaults(l, state?.faults),
  ]
  const body = html`${errorSummary(l, faults)}
${waits === undefined ? '' : notice('danger', waitTexts.number[l](waits))}
${form(
  `${base}/password`,
  undefined,
  html`${stamp}
${higher ? html`<p>${formTexts.higher[l]}</p>` : passwordField({ id: 'old', label: formTexts.oldPassword[l], error: oldError, autocomplete: 'current-password', language: l })}
${passwordChoice({ language: l, shortest, faults: state?.faults })}
<p class="i-aside">${formTexts.passwordThen[l]}</p>
${primaryButton(formTexts.savePassword[l])}`,
)}`
  return { title: formTexts.newPassword, body, faulty: faults.length > 0 || waits !== undefined }
}

export interface ContactProps extends FormProps {
  readonly what: WantedContact['what']
  readonly old: Receiver
  /** A letter has codes that count. */
  readonly hasLetter: boolean
  readonly mayOrder: boolean
  /** How long what a letter confirms waits. */
  readonly waitDays: number
  readonly state?: ContactStage | undefined
}

export function contactPage(p: ContactProps): MethodPage {
  const { language: l, what, state, stamp } = p
  const said = faultText(l, p)
  const ofField = said !== undefined && state?.fault !== 'too-many'
  const field = { language: l, value: state?.typed, label: titles[what], error: ofField ? said : undefined }
  const body = html`${ofField ? errorSummary(l, [{ field: what, text: said }]) : ''}
${said !== undefined && !ofField ? notice('danger', said) : ''}
${form(`${base}/${what}`, undefined, html`${stamp}${what === 'mobile' ? mobileField(field) : emailField(field)}${confirms(p)}${primaryButton(formTexts.next[l])}`)}
${p.higher || p.hasLetter || !p.mayOrder ? '' : disclosure(formTexts.lost[l], html`<p>${formTexts.lostHow[l]}</p><p>${link('/minid/order', overviewTexts.order[l])}</p>`)}`
  return { title: titles[what], body, faulty: said !== undefined }
}

const titles = { mobile: formTexts.newMobile, email: formTexts.newEmail } as const satisfies Record<string, Text>

function faultText(l: Language, { what, state }: ContactProps): string | undefined {
  if (state === undefined) return undefined
  const { fault } = state
  if (fault === 'same') return formTexts.same[l]
  if (fault === 'too-many') return saidTexts['too-many'][l]
  const texts: Readonly<Record<string, Text>> = what === 'mobile' ? mobileFaults : emailFaults
  return texts[fault]?.[l]
}

function confirms({ language: l, higher, hasLetter, old, waitDays, state }: ContactProps): Html {
  if (higher) return html`<p>${formTexts.higher[l]}</p>`
  if (!hasLetter) return html`<p class="i-aside">${firstOld(l, old)}</p>`
  const days = inDays(l, waitDays)
  return radios({
    name: 'by',
    legend: formTexts.how[l],
    chosen: state?.by ?? ('old' satisfies By),
    of: [
      { value: 'old', label: byOld(l, old) },
      { value: 'letter', label: formTexts.byLetter[l], hint: formSentences.letterWaits[l](days) },
    ],
  })
}

const firstOld = (l: Language, { kind, to }: Receiver): string =>
  kind === 'sms' ? formSentences.confirmBy[l](lastTwo(to)) : formSentences.confirmByMail[l](maskedEmail(to))

const byOld = (l: Language, { kind, to }: Receiver): string =>
  kind === 'sms' ? formSentences.bySms[l](lastTwo(to)) : formSentences.byMail[l](maskedEmail(to))

const locales = { nb: 'nb-NO', nn: 'nn-NO', se: 'se-NO', en: 'en-GB' } as const
const inDays = (l: Language, days: number): string =>
  new Intl.NumberFormat(locales[l], { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)

export interface ChannelsProps extends FormProps {
  readonly account: Account
}

export function channelsPage({ language: l, stamp, account, higher }: ChannelsProps): MethodPage {
  const channel = radios({
    name: 'channel',
    legend: formTexts.channel[l],
    chosen: account.channel,
    of: [
      { value: 'sms', label: formTexts.sms[l] },
      { value: 'letter', label: formTexts.letter[l] },
    ],
  })
  const recovery = radios({
    name: 'recovery',
    legend: formTexts.recovery[l],
    chosen: account.recovery,
    of: [
      { value: 'sms', label: formTexts.sms[l] },
      ...(account.email() === undefined ? [] : [{ value: 'mail', label: formTexts.mail[l] }]),
    ],
  })
  const then = higher ? formTexts.higher[l] : formSentences.confirmBy[l](lastTwo(account.mobile()))
  const button = primaryButton((higher ? formTexts.save : formTexts.next)[l])
  const body = form(
    `${base}/channels`,
    undefined,
    html`${stamp}${channel}${recovery}<p class="i-aside">${then}</p>${button}`,
  )
  return { title: formTexts.channelsTitle, body }
}
