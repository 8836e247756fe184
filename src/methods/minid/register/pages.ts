/** The pages of a registration. Pure; ids and names of fields are stable, integrators automate them. */
import type { AttemptId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import { humanFault } from '#human/field.ts'
import type { Language } from '#i18n/text.ts'
import { dayOf } from '#i18n/when.ts'
import { confirmPart } from '#methods/minid/confirm/page.ts'
import { lastTwo, maskedEmail } from '#methods/minid/contact/masked.ts'
import { backField, backToLogin, type ErrandPage } from '#methods/minid/errands/errands.ts'
import { letterCodeField, unreadableCode } from '#methods/minid/letter-code.ts'
import { numberField, numberProblems } from '#methods/minid/number.ts'
import { choiceFaults, passwordChoice } from '#methods/minid/passwords/fields.ts'
import { contactPage } from '#methods/minid/register/contact-page.ts'
import type {
  ChooseStage,
  CodeStage,
  ConfirmStage,
  DoneStage,
  LetterStage,
  OverStage,
  RegisterState,
  SharedStage,
} from '#methods/minid/register/state.ts'
import { contactTexts } from '#methods/minid/register/contact-texts.ts'
import { endSentences, endTexts, overTexts } from '#methods/minid/register/end-texts.ts'
import { codeOf, codeSentences, registerTexts, sharedSentences } from '#methods/minid/register/texts.ts'
import { duration } from '#methods/minid/texts.ts'
import {
  disclosure,
  errorSummary,
  type Fault,
  form,
  link,
  linkButton,
  notice,
  primaryButton,
  quietButton,
  secondaryButton,
  textField,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface LetterProps {
  readonly action: string
  readonly back: AttemptId | undefined
  readonly human: Html | undefined
  /** Undefined: the first form, which has the login instead. */
  readonly stamp?: Html | undefined
  readonly state: LetterStage
}

export function letterPage(c: Request, { action, back, human, stamp, state }: LetterProps): ErrandPage {
  const l = c.get('language')
  const said = state.notice
  const problem = said?.kind === 'fields' ? said.number : undefined
  const letterFault = said?.kind === 'fields' && said.letter !== undefined ? registerTexts[said.letter][l] : undefined
  const faults: Fault[] = [
    ...(letterFault === undefined ? [] : [{ field: 'letter', text: letterFault }]),
    ...(problem === undefined ? [] : [{ field: 'number', text: numberProblems[problem][l] }]),
    ...(said?.kind === 'human' ? [humanFault(l, said.why)] : []),
  ]
  const letter = textField({
    id: 'letter',
    label: registerTexts.letter[l],
    hint: registerTexts.letterHint[l],
    error: letterFault,
    value: state.letter?.slice(0, 40),
    autocomplete: 'off',
    autocapitalize: 'characters',
    inputmode: 'text',
    maxlength: 40,
    width: 'medium',
  })
  const fields = html`${stamp ?? backField(back)}${letter}${numberField(l, problem)}${human ?? ''}${primaryButton(registerTexts.next[l])}`
  const body = html`${errorSummary(l, faults)}
${said?.kind === 'crowd' ? notice('danger', registerTexts.crowd[l]) : ''}
<p class="ds-paragraph">${registerTexts.how[l]}</p>
${form(action, undefined, fields)}
<p>${link(orderAddress(back), registerTexts.noLetter[l])}</p>
${backToLogin(c, back, 'secondary')}`
  return { title: registerTexts.title, body, faulty: said !== undefined }
}

const orderAddress = (back: AttemptId | undefined): string =>
  back === undefined ? '/minid/order' : `/minid/order?login=${back}`
const beginAddress = (back: AttemptId | undefined): string =>
  back === undefined ? '/minid/register' : `/minid/register?login=${back}`

interface StageProps {
  readonly path: string
  readonly stamp: Html
  readonly back: AttemptId | undefined
  readonly now: number
  /** Characters of a password. */
  readonly shortest: number
}

type Props<State> = StageProps & { readonly state: State }

export function stagePage(c: Request, props: Props<Exclude<RegisterState, LetterStage>>): ErrandPage {
  const l = c.get('language')
  const { state, path, stamp } = props
  switch (state.stage) {
    case 'code':
      return codePage(l, { ...props, state })
    case 'open':
      return openPage(c, props)
    case 'contact':
      return contactPage({ language: l, path, stamp, state })
    case 'confirm':
      return confirmPage(l, { ...props, state })
    case 'shared':
      return sharedPage(l, { ...props, state })
    case 'choose':
      return choosePage(l, { ...props, state })
    case 'done':
      return donePage(c, { ...props, state })
    case 'over':
      return overPage(c, { ...props, state })
  }
}

function codePage(l: Language, { path, stamp, back, now, state }: Props<CodeStage>): ErrandPage {
  const { question, notice: said } = state
  const wait = said?.kind === 'wrong' && said.until > now ? duration(l, said.until - now) : undefined
  const text = codeFault(l, state, wait)
  const faults = text === undefined ? [] : [{ field: 'code', text }]
  const field = letterCodeField(l, question.number, text)
  const body = html`${errorSummary(l, faults)}
${wait === undefined ? '' : notice('danger', codeSentences.wait[l](wait))}
${said?.kind === 'another' ? notice('warning', registerTexts.another[l]) : ''}
<p class="ds-paragraph">${inOnePiece(codeOf.which[l](String(question.number), question.letter), question.letter)}</p>
${form(`${path}/code`, undefined, html`${stamp}${field}${primaryButton(registerTexts.next[l])}`)}
<p>${link(beginAddress(back), registerTexts.otherLetter[l])}</p>
<p>${link(orderAddress(back), registerTexts.noLetter[l])}</p>`
  return { title: registerTexts.codeTitle, body, faulty: text !== undefined || wait !== undefined }
}

/** No line ends inside a letter's number. */
function inOnePiece(sentence: string, letter: string): Html {
  const [before = '', after = ''] = sentence.split(letter)
  return html`${before}<span class="i-piece">${letter}</span>${after}`
}

function codeFault(l: Language, { notice: said, question }: CodeStage, wait: string | undefined): string | undefined {
  if (said?.kind === 'unreadable') return unreadableCode[said.why][l]
  if (said?.kind !== 'wrong' || wait !== undefined) return undefined
  return codeOf.wrong[l](String(question.number), question.letter)
}

function openPage(c: Request, { path, stamp, back }: StageProps): ErrandPage {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${registerTexts.openWhat[l]}</p>
<div class="i-actions">${logIn(c, back)}${link('/minid/recover', registerTexts.forgotten[l])}</div>
${disclosure(
  registerTexts.openLost[l],
  html`<p>${registerTexts.openAnew[l]}</p>${form(`${path}/anew`, undefined, html`${stamp}${secondaryButton(registerTexts.anew[l])}`)}`,
)}`
  return { title: registerTexts.openTitle, body }
}

/** Back to the login that they came from; else to the page of their own, which asks for one. */
const logIn = (c: Request, back: AttemptId | undefined): Html =>
  back === undefined ? linkButton('/my', registerTexts.logIn[c.get('language')]) : backToLogin(c, back, 'primary')

function confirmPage(l: Language, { path, stamp, now, state }: Props<ConfirmStage>): ErrandPage {
  const { confirmation } = state
  const change = confirmation.receiver.kind === 'sms' ? registerTexts.changeMobile : registerTexts.changeEmail
  return confirmPart({
    language: l,
    state: confirmation,
    now,
    action: `${path}/confirm`,
    newCode: `${path}/confirm/new`,
    stamp,
    whole: true,
    otherwise: form(`${path}/confirm/again`, undefined, html`${stamp}${quietButton(change[l])}`),
  })
}

function sharedPage(l: Language, { path, stamp, state }: Props<SharedStage>): ErrandPage {
  const { shared, contact } = state
  const body = html`${notice(
    'warning',
    html`${shared.mobile ? html`<p>${sharedSentences.mobile[l](lastTwo(contact.mobile))}</p>` : ''}${shared.email ? html`<p>${sharedSentences.email[l](maskedEmail(contact.email))}</p>` : ''}`,
  )}
<p class="ds-paragraph">${registerTexts.sharedWhy[l]}</p>
${form(
  `${path}/shared`,
  undefined,
  html`${stamp}<div class="i-actions">${primaryButton(registerTexts.sharedChange[l], { name: 'choice', value: 'change' })}${secondaryButton(registerTexts.sharedKeep[l], { name: 'choice', value: 'keep' })}</div>`,
)}`
  return { title: registerTexts.sharedTitle, body }
}

function choosePage(l: Language, { path, stamp, shortest, state }: Props<ChooseStage>): ErrandPage {
  const faults = choiceFaults(l, state.faults)
  const fields = passwordChoice({ language: l, shortest, faults: state.faults })
  const body = html`${errorSummary(l, faults)}
<p class="ds-paragraph">${registerTexts.chooseWhat[l]}</p>
${form(`${path}/password`, undefined, html`${stamp}${fields}${primaryButton((state.anew ? registerTexts.askAnew : registerTexts.register)[l])}`)}`
  return { title: registerTexts.chooseTitle, body, faulty: faults.length > 0 }
}

function donePage(c: Request, { back, state: { from, cameBack } }: Props<DoneStage>): ErrandPage {
  const l = c.get('language')
  const returned = cameBack ? notice('warning', contactTexts.cameBack[l]) : ''
  if (from !== undefined) {
    const body = html`${notice('info', endSentences.waits[l](dayOf(l, from)))}
<p class="ds-paragraph">${endTexts.waitsWhy[l]}</p>${returned}
<div class="i-actions">${link('/help', endTexts.help[l])}${backToLogin(c, back, 'secondary')}</div>`
    return { title: endTexts.waitsTitle, body }
  }
  const body = html`${notice('success', endTexts.done[l])}
<p class="ds-paragraph">${endTexts.doneNext[l]}</p>${returned}
<div class="i-actions">${logIn(c, back)}</div>`
  return { title: endTexts.doneTitle, body }
}

function overPage(c: Request, { back, state }: Props<OverStage>): ErrandPage {
  const l = c.get('language')
  const on = state.why === 'late' ? linkButton(beginAddress(back), endTexts.beginAnew[l]) : ''
  const order = state.why === 'letter' ? linkButton(orderAddress(back), registerTexts.noLetter[l]) : ''
  const body = html`<p class="ds-paragraph">${overTexts[state.why][l]}</p>
<div class="i-actions">${on}${order}${link('/help', endTexts.help[l])}${backToLogin(c, back, 'secondary')}</div>`
  return { title: endTexts.overTitle, body }
}
