/** MinID's pages for the password and for the code by SMS. Pure: the state in, markup out. Ids and names of fields are stable, integrators automate them. */
import { inWords } from '#i18n/in-words.ts'
import type { Language, Text } from '#i18n/text.ts'
import { humanFault } from '#human/field.ts'
import type { MethodPage } from '#login/method.ts'
import { sentCodeField } from '#methods/minid/sent-code.ts'
import {
  disclosure,
  errorSummary,
  type Fault,
  form,
  link,
  notice,
  passwordField,
  primaryButton,
  secondaryButton,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { codeEnded, guessesLeft, mayRenew, type Renewal, renewalsLeft } from '#methods/minid/codes.ts'
import { numberField, numberProblems } from '#methods/minid/number.ts'
import { cameBackNotice, orderLink, otherWays, type SecondProps } from '#methods/minid/second/around.ts'
import { waysTexts } from '#methods/minid/second/texts.ts'
import type { CodeNotice, CodeStage, PasswordNotice, PasswordStage } from '#methods/minid/state.ts'
import { codeSentences, codeTexts, duration, passwordTexts, waitTexts } from '#methods/minid/texts.ts'

export interface PageProps<State> {
  readonly language: Language
  /** Where the method's pages are. */
  readonly path: string
  /** The hidden field of every form. */
  readonly stamp: Html
  readonly state: State
  readonly now: number
}

export interface PasswordProps extends PageProps<PasswordStage> {
  /** The human check, where one is asked for. */
  readonly human?: Html | undefined
  /** Of the service, where it has the user's number. */
  readonly prefilledNumber: string | undefined
  /** Where a forgotten password is made anew. */
  readonly recover: string
  /** Where somebody without MinID begins. */
  readonly order: string
}

export function passwordPage(props: PasswordProps): MethodPage {
  const { language: l, path, stamp, state, now, human, recover, order, prefilledNumber } = props
  const faults = passwordFaults(l, state.notice)
  const errors = state.notice?.kind === 'fields' ? faults : []
  const errorAt = (field: string): string | undefined => errors.find((fault) => fault.field === field)?.text
  const stop = mustWait(l, state.notice, now)
  const body = html`${errorSummary(l, faults)}
${stop === undefined ? '' : notice('danger', stop)}
${form(
  path,
  undefined,
  html`${stamp}
${numberField(l, state.notice?.kind === 'fields' ? state.notice.number : undefined, prefilledNumber)}
${passwordField({ id: 'password', label: passwordTexts.password[l], error: errorAt('password'), autocomplete: 'current-password', language: l })}
${human ?? ''}
${primaryButton(passwordTexts.next[l])}`,
)}
<p>${link(recover, passwordTexts.forgotten[l])}</p>
<p>${link(order, passwordTexts.none[l])}</p>`
  return { title: passwordTexts.title, body, faulty: faults.length > 0 || stop !== undefined }
}

/** What concerns both fields stands in the summary alone and leads to the first: which of the two was wrong is never told. */
function passwordFaults(l: Language, said: PasswordNotice | undefined): Fault[] {
  switch (said?.kind) {
    case 'fields':
      return [
        ...(said.number === undefined ? [] : [{ field: 'number', text: numberProblems[said.number][l] }]),
        ...(said.password === undefined ? [] : [{ field: 'password', text: passwordTexts.passwordMissing[l] }]),
      ]
    case 'refused':
      return [{ field: 'number', text: passwordTexts.refused[l] }]
    case 'human':
      return [humanFault(l, said.why)]
    default:
      return []
  }
}

/** Nothing that the user could correct: said, without a link to a field. */
function mustWait(l: Language, said: PasswordNotice | undefined, now: number): string | undefined {
  if (said?.kind === 'too-many-codes') return passwordTexts.tooManyCodes[l]
  // The wait may be over when the page is loaded again.
  if (said?.kind !== 'wait' || said.until <= now) return undefined
  return waitTexts[said.by][l](duration(l, said.until - now))
}

export function codePage(props: SecondProps<CodeStage>): MethodPage {
  const { language: l, state, now } = props
  const ended = codeEnded(state, now)
  const faults = ended === undefined ? codeFaults(l, state) : []
  const tooMany = state.notice?.kind === 'too-many-codes'
  const body = html`${errorSummary(l, faults)}
${tooMany ? notice('danger', codeTexts.tooManyCodes[l]) : ''}
${state.notice?.kind === 'no-letter' ? noLetter(props) : ''}
${ended === undefined ? askForCode(props, faults) : notice('danger', codeTexts[ended][l])}
${anotherCode(props, ended !== undefined)}
${otherWays(props, 'code')}`
  const title = ended === undefined ? codeTexts.title : codeTexts.endedTitle
  return { title, body, faulty: faults.length > 0 || ended !== undefined || tooMany, leaves: true }
}

/** Why the code comes by SMS to somebody whose profile says letter. */
const noLetter = (props: SecondProps<CodeStage>): Html =>
  props.state.cameBack === true
    ? cameBackNotice(props)
    : notice(
        'info',
        html`<p>${waysTexts.noLetter[props.language]}</p>${props.mayOrder ? html`<p>${orderLink(props)}</p>` : ''}`,
      )

function askForCode({ language: l, path, stamp, state, now }: PageProps<CodeStage>, faults: readonly Fault[]): Html {
  const field = sentCodeField({
    label: codeTexts.code[l],
    hint: codeTexts.codeHint[l],
    error: faults[0]?.text,
  })
  return html`${state.notice?.kind === 'renewed' ? notice('success', codeTexts.renewed[l]) : ''}
${state.notice?.kind === 'not-yet' && state.notice.until > now ? notice('warning', codeSentences.notYet[l](duration(l, state.notice.until - now))) : ''}
<p>${codeSentences.sentTo[l](state.phoneEnding)}</p>
${form(`${path}/code`, undefined, html`${stamp}${field}${primaryButton(codeTexts.logIn[l])}`)}`
}

/** One primary button a page: the new code is it only when the old one is of no more use. */
function anotherCode({ language: l, path, stamp, state, now }: PageProps<CodeStage>, ended: boolean): Html {
  const renewal = mayRenew(state, now)
  if (!renewal.ok && renewal.why === 'none-left') return html`<p>${codeTexts.noneLeft[l]}</p>`
  const limits = codeSentences.renewals[l](String(renewalsLeft(state)))
  const button = ended ? primaryButton(codeTexts.newCode[l]) : secondaryButton(codeTexts.newCode[l])
  const ask = html`<p>${waitFor(l, renewal, now)}${limits}</p>${form(`${path}/code/new`, undefined, html`${stamp}${button}`)}`
  return ended ? ask : disclosure(codeTexts.noSms[l], ask)
}

const waitFor = (l: Language, renewal: Renewal, now: number): string =>
  renewal.ok ? '' : `${codeSentences.notYet[l](duration(l, renewal.until - now))} `

function codeFaults(l: Language, state: CodeStage): Fault[] {
  const text = state.notice === undefined ? undefined : faultText(l, state, state.notice)
  return text === undefined ? [] : [{ field: 'code', text }]
}

const unreadable = {
  missing: codeTexts.missing,
  length: codeTexts.length,
  'look-alike': codeTexts.lookAlike,
  characters: codeTexts.characters,
} as const satisfies Record<string, Text>

function faultText(l: Language, state: CodeStage, said: CodeNotice): string | undefined {
  switch (said.kind) {
    case 'unreadable':
      return unreadable[said.why][l]
    case 'wrong': {
      const left = guessesLeft(state)
      return left === 1 ? codeTexts.lastGuess[l] : codeSentences.wrong[l](inWords(l, left))
    }
    default:
      return undefined
  }
}
