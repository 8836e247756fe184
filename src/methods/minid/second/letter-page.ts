/** The page that asks for a code from a letter. Pure. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { letterCodeField, unreadableCode } from '#methods/minid/letter-code.ts'
import { cameBackNotice, filled, orderLink, otherWays, type SecondProps } from '#methods/minid/second/around.ts'
import { letterSentences, letterTexts } from '#methods/minid/second/texts.ts'
import type { LetterStage } from '#methods/minid/state.ts'
import { codeTexts, duration } from '#methods/minid/texts.ts'
import { disclosure, errorSummary, form, hidden, notice, primaryButton, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

type Props = SecondProps<LetterStage>

export function letterPage(props: Props): MethodPage {
  const { language: l, state, now } = props
  const number = String(state.question.number)
  const said = state.notice
  const waits = said?.kind === 'locked' && said.until > now ? duration(l, said.until - now) : undefined
  const fault = faultText(l, said)
  const faults = fault === undefined ? [] : [{ field: 'code', text: fault }]
  const body = html`${errorSummary(l, faults)}
${waits === undefined ? '' : notice('danger', letterSentences.locked[l](waits))}
${said?.kind === 'another' ? notice('info', letterTexts.another[l]) : ''}
${state.cameBack === true ? cameBackNotice(props) : ''}
${which(props)}
${ask(props, fault)}
${state.low ? few(props) : ''}
${otherLetters(props)}
${otherWays(props, 'letter')}`
  return {
    title: filled(letterSentences.title, number),
    body,
    faulty: fault !== undefined || waits !== undefined,
    leaves: true,
  }
}

/** What stands on the paper is not broken across lines. */
function which({ language: l, state }: Props): Html {
  const [before = '', after = ''] = letterSentences.which[l]('\n').split('\n')
  return html`<p>${before}<b class="i-whole">${state.question.letter}</b>${after}</p>`
}

function ask({ language: l, path, stamp, state }: Props, error: string | undefined): Html {
  const field = letterCodeField(l, state.question.number, error)
  return form(`${path}/letter`, undefined, html`${stamp}${field}${primaryButton(codeTexts.logIn[l])}`)
}

/** Told while there is time: a letter takes days. */
const few = (props: Props): Html => {
  const { language: l, state, mayOrder } = props
  const left = state.left === 1 ? letterTexts.last[l] : letterSentences.left[l](String(state.left))
  return notice('info', html`<p>${left}</p>${mayOrder ? html`<p>${orderLink(props)}</p>` : ''}`)
}

/** The old letter counts until the new one is used; whoever lost it has only the new one. */
function otherLetters({ language: l, path, stamp, state }: Props): Html | '' {
  if (state.others.length === 0) return ''
  const buttons = state.others.map((letter) =>
    form(
      `${path}/ways`,
      undefined,
      html`${stamp}${hidden('way', 'letter')}${hidden('letter', letter)}${secondaryButton(letterSentences.useLetter[l](letter))}`,
    ),
  )
  return disclosure(letterTexts.otherLetter[l], html`${buttons}`)
}

function faultText(l: Language, said: LetterStage['notice']): string | undefined {
  if (said?.kind === 'unreadable') return unreadableCode[said.why][l]
  return said?.kind === 'wrong' ? letterTexts.wrong[l] : undefined
}
