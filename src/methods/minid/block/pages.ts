/** The pages of a block. Pure: the state in, markup out. Ids and names of fields are stable, integrators automate them. */
import type { AttemptId } from '#base/ids.ts'
import { humanFault } from '#human/field.ts'
import { inWords, startingInWords } from '#i18n/in-words.ts'
import type { Language, Text } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import { blockShape } from '#methods/minid/block/number-step.ts'
import { closingSentences, closingTexts } from '#methods/minid/block/closing-texts.ts'
import {
  type BlockState,
  type ClosingStage,
  type LetterCodeStage,
  type LetterStage,
  type MessageStage,
  type NumberStage,
  type PasswordStage,
  proofs,
  type ProvedStage,
  type Unreadable,
} from '#methods/minid/block/state.ts'
import { actTexts, blockSentences, blockTexts, proofTexts } from '#methods/minid/block/texts.ts'
import { codeEnded } from '#methods/minid/codes.ts'
import { confirmSentences, confirmTexts } from '#methods/minid/confirm/texts.ts'
import type { ErrandPage } from '#methods/minid/errands/errands.ts'
import { letterCodeField, unreadableCode } from '#methods/minid/letter-code.ts'
import { numberField, numberProblems } from '#methods/minid/number.ts'
import { duration, passwordTexts, waitTexts } from '#methods/minid/texts.ts'
import { sentCodeField } from '#methods/minid/sent-code.ts'
import {
  errorSummary,
  type Fault,
  form,
  linkButton,
  notice,
  passwordField,
  primaryButton,
  secondaryButton,
  textField,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

interface Around {
  readonly language: Language
  readonly now: number
  /** The help desk's. */
  readonly phone: string | undefined
}

export interface NumberProps extends Around {
  readonly state: NumberStage
  readonly action: string
  /** Hidden fields. */
  readonly inside: Html
  readonly human: Html
}

export function numberPage({ language: l, now, phone, state, action, inside, human }: NumberProps): ErrandPage {
  const said = state.notice
  const faults = numberFaults(l, said)
  const stop = stopped(l, said, now)
  const body = html`${errorSummary(l, faults)}
${stop === undefined ? '' : notice('danger', stop)}
<p class="ds-paragraph">${blockTexts.what[l]}</p>
${form(action, undefined, html`${inside}${numberField(l, said?.kind === 'fields' ? said.number : undefined)}${proofField(l, said?.kind === 'fields' ? said.proof : undefined)}${human}${primaryButton(blockTexts.next[l])}`)}
<h2 class="ds-heading">${blockTexts.nothingLeft[l]}</h2>
<p class="ds-paragraph">${phone === undefined ? blockTexts.desk[l] : blockSentences.desk[l](phone)}</p>`
  return { title: blockTexts.title, body, faulty: said !== undefined }
}

function numberFaults(l: Language, said: NumberStage['notice']): readonly Fault[] {
  switch (said?.kind) {
    case 'fields':
      return [
        ...(said.number === undefined ? [] : [{ field: 'number', text: numberProblems[said.number][l] }]),
        ...(said.proof === undefined ? [] : [{ field: 'proof-password', text: proofTexts.missing[l] }]),
      ]
    case 'human':
      return [humanFault(l, said.why)]
    case 'refused':
      return [{ field: 'number', text: passwordTexts.refused[l] }]
    default:
      return []
  }
}

function stopped(l: Language, said: NumberStage['notice'], now: number): string | undefined {
  if (said?.kind === 'crowd') return blockTexts.crowd[l]
  if (said?.kind !== 'wait' || said.until <= now) return undefined
  return waitTexts[said.by][l](duration(l, said.until - now))
}

function proofField(l: Language, fault: 'missing' | undefined): Html {
  const invalid = fault === undefined ? '' : html` aria-invalid="true" aria-describedby="proof-error"`
  return html`<fieldset class="ds-fieldset i-question"><legend class="ds-label">${proofTexts.legend[l]}</legend>
${fault === undefined ? '' : html`<div><p class="ds-validation-message" id="proof-error">${proofTexts.missing[l]}</p></div>`}
${proofs.map(
  (proof) => html`<div class="ds-field">
<input class="ds-input" type="radio" id="proof-${proof}" name="proof" value="${proof}"${invalid}><label class="ds-label" for="proof-${proof}">${proofTexts[proof][l]}</label>
</div>`,
)}</fieldset>`
}

export interface StageProps extends Around {
  readonly path: string
  readonly stamp: Html
  readonly start: string
  /** How long closing waits that is asked for with a letter. */
  readonly waitDays: number
  /** The login that it was begun from. */
  readonly back: AttemptId | undefined
}

export function stagePage(props: StageProps & { readonly state: Exclude<BlockState, NumberStage> }): ErrandPage {
  const { state } = props
  switch (state.stage) {
    case 'password':
      return passwordPage(props, state)
    case 'message':
      return messagePage(props, state)
    case 'letter':
      return letterPage(props, state)
    case 'letter-code':
      return letterCodePage(props, state)
    case 'proved':
      return actPage(props, state)
    case 'closing':
      return closingPage(props, state)
    default:
      return donePage(props, state.stage)
  }
}

/** A page with one field: what is wrong stands above it and at it. */
function asking(
  { language: l, path, stamp, start }: StageProps,
  page: {
    readonly title: Text
    readonly said: string
    readonly step: string
    readonly field: Html
    readonly fault: Fault | undefined
  },
): ErrandPage {
  const body = html`${errorSummary(l, page.fault === undefined ? [] : [page.fault])}
<p class="ds-paragraph">${page.said}</p>
${form(`${path}/${page.step}`, undefined, html`${stamp}${page.field}${primaryButton(blockTexts.next[l])}`)}
<div class="i-actions">${again(l, start)}</div>`
  return { title: page.title, body, faulty: page.fault !== undefined }
}

const again = (l: Language, start: string): Html => html`<a class="ds-link" href="${start}">${blockTexts.again[l]}</a>`

function passwordPage(props: StageProps, { notice: said }: PasswordStage): ErrandPage {
  const l = props.language
  const fault = said === undefined ? undefined : { field: 'password', text: passwordTexts.passwordMissing[l] }
  const field = passwordField({
    id: 'password',
    label: passwordTexts.password[l],
    error: fault?.text,
    autocomplete: 'current-password',
    language: l,
    autofocus: fault === undefined,
  })
  return asking(props, {
    title: proofTexts.passwordTitle,
    said: proofTexts.passwordSaid[l],
    step: 'password',
    field,
    fault,
  })
}

function messagePage(props: StageProps, { code, notice: said }: MessageStage): ErrandPage {
  const { language: l, now, start } = props
  if (codeEnded(code, now, blockShape) !== undefined) {
    const body = html`${notice('danger', proofTexts.messageOver[l])}
<div class="i-actions">${linkButton(start, blockTexts.again[l])}</div>`
    return { title: proofTexts.messageTitle, body, faulty: true }
  }
  const text =
    said?.kind === 'unreadable' ? unreadable(l, said.why) : said === undefined ? undefined : proofTexts.codeWrong[l]
  const fault = text === undefined ? undefined : { field: 'code', text }
  const field = sentCodeField({
    label: confirmTexts.code[l],
    hint: confirmSentences.length[l](startingInWords(l, blockShape.length)),
    error: text,
  })
  return asking(props, { title: proofTexts.messageTitle, said: proofTexts.messageSaid[l], step: 'code', field, fault })
}

const unreadable = (l: Language, why: Unreadable): string =>
  why === 'length' ? confirmSentences.wrongLength[l](inWords(l, blockShape.length)) : confirmTexts[why][l]

function letterPage(props: StageProps, { notice: said }: LetterStage): ErrandPage {
  const l = props.language
  const text =
    said === undefined ? undefined : said === 'missing' ? proofTexts.letterMissing[l] : proofTexts.letterUnreadable[l]
  const fault = text === undefined ? undefined : { field: 'letter', text }
  const field = textField({
    id: 'letter',
    label: proofTexts.letterId[l],
    hint: proofTexts.letterHint[l],
    error: fault?.text,
    autocomplete: 'off',
    autocapitalize: 'characters',
    width: 'medium',
    autofocus: fault === undefined,
  })
  return asking(props, { title: proofTexts.letterTitle, said: proofTexts.letterSaid[l], step: 'letter', field, fault })
}

function letterCodePage(props: StageProps, { question, notice: said }: LetterCodeStage): ErrandPage {
  const { language: l, now } = props
  const text =
    said === undefined
      ? undefined
      : said.kind === 'unreadable'
        ? unreadableCode[said.why][l]
        : said.until > now
          ? blockSentences.wait[l](duration(l, said.until - now))
          : proofTexts.letterWrong[l]
  const fault = text === undefined ? undefined : { field: 'code', text }
  const field = letterCodeField(l, question.number, text)
  return asking(props, {
    title: proofTexts.letterTitle,
    said: blockSentences.fromLetter[l](question.letter),
    step: 'letter-code',
    field,
    fault,
  })
}

function actPage({ language: l, path, stamp, waitDays }: StageProps, { open, by }: ProvedStage): ErrandPage {
  const all = by === 'letter' ? closingSentences.waits[l](String(waitDays)) : actTexts.all[l]
  const body = html`<p class="ds-paragraph">${actTexts.codes[l]} ${open ? actTexts.still[l] : ''}</p>
${open ? html`<p class="ds-paragraph">${all}</p>` : ''}
<p class="ds-paragraph">${actTexts.forGood[l]}</p>
${form(
  `${path}/act`,
  undefined,
  html`${stamp}<div class="i-actions">${primaryButton(actTexts.blockCodes[l], { name: 'what', value: 'codes' })}${open ? secondaryButton(actTexts.closeAll[l], { name: 'what', value: 'all' }) : ''}</div>`,
)}`
  return { title: actTexts.title, body }
}

function closingPage({ language: l }: StageProps, { from }: ClosingStage): ErrandPage {
  const body = html`${notice('success', closingSentences.from[l](dayAndTime(l, from)))}
<p class="ds-paragraph">${closingTexts.why[l]}</p>`
  return { title: closingTexts.title, body }
}

function donePage({ language: l, back }: StageProps, stage: 'blocked' | 'closed'): ErrandPage {
  const order = back === undefined ? '/minid/order' : `/minid/order?login=${back}`
  const body = html`${notice('success', actTexts[stage][l])}
<p class="ds-paragraph">${actTexts[stage === 'blocked' ? 'blockedNext' : 'closedNext'][l]}</p>
<div class="i-actions">${linkButton(order, actTexts.order[l], stage === 'blocked' ? 'primary' : 'secondary')}</div>`
  return { title: actTexts[stage === 'blocked' ? 'blockedTitle' : 'closedTitle'], body }
}
