/** The pages that ask for a change's codes. Pure. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { confirmPart } from '#methods/minid/confirm/page.ts'
import { letterCodeField, unreadableCode } from '#methods/minid/letter-code.ts'
import type { LetterStage, NewStage, OldStage } from '#methods/minid/profile/state.ts'
import { formTexts } from '#methods/minid/profile/form-texts.ts'
import { filled } from '#methods/minid/second/around.ts'
import { letterSentences, letterTexts } from '#methods/minid/second/texts.ts'
import { duration } from '#methods/minid/texts.ts'
import { errorSummary, form, notice, primaryButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import type { Html } from '#ui/html.ts'

interface CodeProps<State> {
  readonly language: Language
  readonly path: string
  readonly stamp: Html
  readonly now: number
  readonly state: State
}

export function codePage({ language, path, stamp, now, state }: CodeProps<OldStage | NewStage>): MethodPage {
  return confirmPart({
    language,
    state: state.confirmation,
    now,
    action: path,
    newCode: `${path}/new-code`,
    stamp,
    // What has just been typed may be read again; what stood before is its owner's alone.
    whole: state.stage === 'new',
  })
}

export function letterPage({ language: l, path, stamp, now, state }: CodeProps<LetterStage>): MethodPage {
  const number = String(state.question.number)
  const said = state.notice
  const waits = said?.kind === 'locked' && said.until > now ? duration(l, said.until - now) : undefined
  const wrong = said?.kind === 'wrong' ? letterTexts.wrong[l] : undefined
  const error = said?.kind === 'unreadable' ? unreadableCode[said.why][l] : wrong
  const field = letterCodeField(l, state.question.number, error)
  const body = html`${errorSummary(l, error === undefined ? [] : [{ field: 'code', text: error }])}
${waits === undefined ? '' : notice('danger', letterSentences.locked[l](waits))}
${said?.kind === 'another' ? notice('info', letterTexts.another[l]) : ''}
${state.shared ? notice('warning', formTexts.sharedWarning[l]) : ''}
<p>${letterSentences.which[l](state.question.letter)}</p>
${form(path, undefined, html`${stamp}${field}${primaryButton(formTexts.next[l])}`)}`
  return { title: filled(letterSentences.title, number), body, faulty: error !== undefined || waits !== undefined }
}
