/** The pages of a recovery. Pure: the state in, markup out. Ids and names of fields are stable, integrators automate them. */
import { humanFault } from '#human/field.ts'
import { inWords } from '#i18n/in-words.ts'
import type { Language, Text } from '#i18n/text.ts'
import { confirmPart } from '#methods/minid/confirm/page.ts'
import type { ErrandPage } from '#methods/minid/errands/errands.ts'
import { letterCodeField, unreadableCode } from '#methods/minid/letter-code.ts'
import { numberField, numberProblems } from '#methods/minid/number.ts'
import { choiceFaults, passwordChoice } from '#methods/minid/passwords/fields.ts'
import type { ChooseStage, LetterStage, NumberStage, RecoverState, SentStage } from '#methods/minid/recover/state.ts'
import { endTexts, letterSentences, recoverTexts, sentSentences, sentTexts } from '#methods/minid/recover/texts.ts'
import { codeTexts, duration } from '#methods/minid/texts.ts'
import { sentCodeField } from '#methods/minid/sent-code.ts'
import { disclosure, errorSummary, type Fault, form, link, linkButton, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface NumberProps {
  readonly language: Language
  readonly state: NumberStage
  readonly action: string
  /** Hidden fields. */
  readonly inside: Html
  readonly human: Html
  /** The way back to the login, where there is one. */
  readonly onward: Html
}

export function numberPage({ language: l, state, action, inside, human, onward }: NumberProps): ErrandPage {
  const said = state.notice
  const problem = said?.kind === 'number' ? said.problem : undefined
  const faults: Fault[] = [
    ...(problem === undefined ? [] : [{ field: 'number', text: numberProblems[problem][l] }]),
    ...(said?.kind === 'human' ? [humanFault(l, said.why)] : []),
  ]
  const body = html`${errorSummary(l, faults)}
${said?.kind === 'crowd' ? notice('danger', recoverTexts.crowd[l]) : ''}
<p class="ds-paragraph">${recoverTexts.how[l]}</p>
${form(action, undefined, html`${inside}${numberField(l, problem)}${human}${primaryButton(recoverTexts.send[l])}`)}
${disclosure(recoverTexts.noChannel[l], html`<p class="ds-paragraph">${recoverTexts.noChannelHow[l]}</p><p class="ds-paragraph">${orderLink(l)}</p>`)}
${onward}`
  return { title: recoverTexts.title, body, faulty: said !== undefined }
}

const orderLink = (l: Language): Html => link('/minid/order', recoverTexts.order[l])

export interface StageProps {
  readonly language: Language
  readonly path: string
  readonly stamp: Html
  /** Where one begins anew. */
  readonly start: string
  readonly now: number
  /** Characters of a new password. */
  readonly shortest: number
  /** It was begun from a login. */
  readonly fromLogin: boolean
  /** The way back to it; nothing where there is none. */
  readonly onward: (variant: 'primary' | 'secondary') => Html
}

export function stagePage(props: StageProps & { readonly state: Exclude<RecoverState, NumberStage> }): ErrandPage {
  const { state, language, now, path, stamp } = props
  // What was sent, and who has proved themself, counts for a time: the page says when it is over.
  if ('until' in state && state.until <= now) return overPage(props, state.stage === 'sent' ? 'old' : 'over')
  switch (state.stage) {
    case 'sent':
      return state.notice?.kind === 'over' ? overPage(props, 'old') : sentPage(props, state)
    case 'code':
      return confirmPart({
        language,
        now,
        stamp,
        state: state.confirmation,
        action: `${path}/code`,
        newCode: `${path}/code/new`,
        otherwise: html`<p class="ds-paragraph">${recoverTexts.otherLost[language]}</p><p class="ds-paragraph">${orderLink(language)}</p>`,
      })
    case 'letter':
      return letterPage(props, state)
    case 'choose':
      return choosePage(props, state)
    case 'done':
      return donePage(props)
    case 'over':
    case 'alone':
      return overPage(props, state.stage)
  }
}

const unreadable = {
  missing: sentTexts.missing,
  length: sentTexts.length,
  'look-alike': codeTexts.lookAlike,
  characters: codeTexts.characters,
} as const satisfies Record<string, Text>

function sentPage(
  { language: l, path, stamp, now, start }: StageProps,
  { notice: said, until }: SentStage,
): ErrandPage {
  const text =
    said?.kind === 'unreadable'
      ? unreadable[said.why][l]
      : said?.kind === 'wrong'
        ? said.left === 1
          ? sentTexts.lastGuess[l]
          : sentSentences.wrong[l](inWords(l, said.left))
        : undefined
  const faults = text === undefined ? [] : [{ field: 'temporary', text }]
  const field = sentCodeField({
    id: 'temporary',
    label: sentTexts.temporary[l],
    hint: sentTexts.temporaryHint[l],
    error: text,
    width: 'medium',
  })
  const body = html`${errorSummary(l, faults)}
<p class="ds-paragraph">${sentTexts.sent[l]}</p>
<p class="ds-paragraph">${sentSentences.left[l](duration(l, until - now))}</p>
${form(`${path}/temporary`, undefined, html`${stamp}${field}${primaryButton(sentTexts.next[l])}`)}
${disclosure(sentTexts.nothing[l], html`<p class="ds-paragraph">${sentTexts.nothingWhy[l]}</p><p class="ds-paragraph">${link(start, sentTexts.again[l])}</p><p class="ds-paragraph">${orderLink(l)}</p>`)}`
  return { title: sentTexts.title, body, faulty: faults.length > 0 }
}

function letterPage(
  { language: l, path, stamp, now }: StageProps,
  { notice: said, question }: LetterStage,
): ErrandPage {
  const text =
    said?.kind === 'unreadable'
      ? unreadableCode[said.why][l]
      : said?.kind === 'wrong' && said.until <= now
        ? recoverTexts.letterWrong[l]
        : undefined
  const faults = text === undefined ? [] : [{ field: 'code', text }]
  const waits =
    said?.kind === 'wrong' && said.until > now ? letterSentences.wait[l](duration(l, said.until - now)) : undefined
  const field = letterCodeField(l, question.number, text)
  const body = html`${errorSummary(l, faults)}
${waits === undefined ? '' : notice('danger', waits)}
<p class="ds-paragraph">${letterSentences.why[l](question.letter)}</p>
${form(`${path}/letter`, undefined, html`${stamp}${field}${primaryButton(sentTexts.next[l])}`)}
${disclosure(recoverTexts.noLetter[l], html`<p class="ds-paragraph">${recoverTexts.noLetterHow[l]}</p><p class="ds-paragraph">${orderLink(l)}</p>`)}`
  return { title: recoverTexts.letterTitle, body, faulty: text !== undefined || waits !== undefined }
}

function choosePage({ language: l, path, stamp, shortest }: StageProps, { faults }: ChooseStage): ErrandPage {
  const said = choiceFaults(l, faults)
  const fields = passwordChoice({ language: l, shortest, faults })
  const body = html`${errorSummary(l, said)}
<p class="ds-paragraph">${recoverTexts.chooseHow[l]}</p>
${form(`${path}/password`, undefined, html`${stamp}${fields}${primaryButton(recoverTexts.change[l])}`)}`
  return { title: recoverTexts.chooseTitle, body, faulty: said.length > 0 }
}

function donePage({ language: l, onward, fromLogin }: StageProps): ErrandPage {
  const body = html`${notice('success', endTexts.done[l])}
<p class="ds-paragraph">${endTexts.doneNext[l]}</p>
${fromLogin ? onward('primary') : linkButton('/my', endTexts.myPage[l])}`
  return { title: endTexts.doneTitle, body }
}

function overPage({ language: l, start, onward }: StageProps, why: 'old' | 'over' | 'alone'): ErrandPage {
  // Where a number is too new to prove anything, a letter is the way on, and not the same once more.
  const ways =
    why === 'alone'
      ? html`${linkButton('/minid/order', recoverTexts.order[l])}${link(start, recoverTexts.again[l])}`
      : html`${linkButton(start, recoverTexts.again[l])}${orderLink(l)}`
  const body = html`${notice('danger', endTexts[why][l])}
<div class="i-actions">${ways}</div>
${onward('secondary')}`
  return { title: endTexts.overTitle, body, faulty: true }
}
