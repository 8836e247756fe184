/** The form for a code that confirms something. Pure; ids and names of fields are stable, integrators automate them. */
import { inWords, startingInWords } from '#i18n/in-words.ts'
import type { Language, Text } from '#i18n/text.ts'
import { codeEnded, guessesLeft, mayRenew, renewalsLeft } from '#methods/minid/codes.ts'
import { type Confirmation, confirmationShapes } from '#methods/minid/confirm/confirm.ts'
import { confirmSentences, confirmTexts, sentTo } from '#methods/minid/confirm/texts.ts'
import { inGroups, lastTwo, maskedEmail } from '#methods/minid/contact/masked.ts'
import { duration } from '#methods/minid/texts.ts'
import { sentCodeField } from '#methods/minid/sent-code.ts'
import { disclosure, errorSummary, type Fault, form, notice, primaryButton, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface ConfirmProps {
  readonly language: Language
  readonly state: Confirmation
  readonly now: number
  /** Where the code is posted as `code`, and where a new one is asked for. */
  readonly action: string
  readonly newCode: string
  /** The hidden field of every form. */
  readonly stamp: Html
  /** Who has just typed the number or address may see all of it, and find the slip in it. Undefined: hardly anything is shown. */
  readonly whole?: boolean
  /** Another way on, should no code come: a form or a link. */
  readonly otherwise?: Html | undefined
}

export interface ConfirmPart {
  readonly title: Text
  readonly body: Html
  readonly faulty: boolean
}

export function confirmPart(props: ConfirmProps): ConfirmPart {
  const { language: l, state, now } = props
  const ended = codeEnded(state, now, confirmationShapes[state.receiver.kind])
  const faults = ended === undefined ? faultsOf(l, state) : []
  const tooMany = state.notice?.kind === 'too-many'
  const body = html`${errorSummary(l, faults)}
${tooMany ? notice('danger', confirmTexts.tooMany[l]) : ''}
${ended === undefined ? askFor(props, faults) : notice('danger', (ended === 'spent' ? confirmTexts.spent : confirmTexts.expired)[l])}
${another(props, ended !== undefined)}`
  return {
    title: titleOf(props, ended !== undefined),
    body,
    faulty: faults.length > 0 || ended !== undefined || tooMany,
  }
}

/** What is new is confirmed itself; what was known before confirms something else. The two may follow one another. */
function titleOf({ state, whole }: ConfirmProps, ended: boolean): Text {
  const { kind } = state.receiver
  if (ended) return confirmTexts.ended
  return whole === true ? { sms: confirmTexts.newSms, mail: confirmTexts.newMail }[kind] : confirmTexts[kind]
}

function askFor({ language: l, state, now, action, stamp, whole }: ConfirmProps, faults: readonly Fault[]): Html {
  const { receiver, notice: said } = state
  const field = sentCodeField({
    label: confirmTexts.code[l],
    hint: confirmSentences.length[l](startingInWords(l, confirmationShapes[receiver.kind].length)),
    error: faults[0]?.text,
  })
  return html`${said?.kind === 'renewed' ? notice('success', confirmTexts.renewed[l]) : ''}
${said?.kind === 'not-yet' && said.until > now ? notice('warning', confirmSentences.notYet[l](duration(l, said.until - now))) : ''}
<p>${wentTo(l, state, whole === true)}</p>
${form(action, undefined, html`${stamp}${field}${primaryButton(confirmTexts.next[l])}`)}`
}

function wentTo(l: Language, { receiver: { kind, to } }: Confirmation, whole: boolean): string {
  const minutes = duration(l, confirmationShapes[kind].seconds * 1000)
  if (whole) return sentTo.whole[l](kind === 'sms' ? inGroups(to) : to, minutes)
  return sentTo[kind][l](kind === 'sms' ? lastTwo(to) : maskedEmail(to), minutes)
}

/** One primary button a page: the new code is it only when the old one is of no more use. */
function another(props: ConfirmProps, ended: boolean): Html {
  const { language: l, state, now, newCode, stamp, otherwise } = props
  const renewal = mayRenew(state, now)
  const none = !renewal.ok && renewal.why === 'none-left'
  const wait = renewal.ok ? '' : `${confirmSentences.notYet[l](duration(l, renewal.until - now))} `
  const button = ended ? primaryButton(confirmTexts.newCode[l]) : secondaryButton(confirmTexts.newCode[l])
  const limits = confirmSentences[state.receiver.kind === 'sms' ? 'smsLate' : 'mailLate'][l](
    String(renewalsLeft(state)),
  )
  const ask = none
    ? html`<p>${confirmTexts.noneLeft[l]}</p>`
    : html`<p>${wait}${limits}</p>${form(newCode, undefined, html`${stamp}${button}`)}`
  const all = html`${ask}${otherwise ?? ''}`
  return ended || none ? all : disclosure(confirmTexts.nothingCame[l], all)
}

function faultsOf(l: Language, state: Confirmation): Fault[] {
  const { notice: said, receiver } = state
  const length = inWords(l, confirmationShapes[receiver.kind].length)
  switch (said?.kind) {
    case 'unreadable':
      return [
        {
          field: 'code',
          text: said.why === 'length' ? confirmSentences.wrongLength[l](length) : confirmTexts[said.why][l],
        },
      ]
    case 'wrong': {
      const left = guessesLeft(state)
      return [
        { field: 'code', text: left === 1 ? confirmTexts.lastGuess[l] : confirmSentences.wrong[l](inWords(l, left)) },
      ]
    }
    default:
      return []
  }
}
