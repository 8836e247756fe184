/** The page that asks for a code from an app. Pure. */
import type { Language, Text } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { otherWays, type SecondProps } from '#methods/minid/second/around.ts'
import { letterSentences } from '#methods/minid/second/texts.ts'
import { totpTexts } from '#methods/minid/second/totp-texts.ts'
import type { TotpStage } from '#methods/minid/state.ts'
import { codeTexts, duration } from '#methods/minid/texts.ts'
import { errorSummary, form, notice, primaryButton, textField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

/** `two`: so many were wrong that two codes in a row are asked for. */
export function totpPage(props: SecondProps<TotpStage>, two: boolean): MethodPage {
  const { language: l, path, stamp, state, now } = props
  const said = state.notice
  const waits = said?.kind === 'locked' && said.until > now ? duration(l, said.until - now) : undefined
  const fault = totpFault(l, said)
  const body = html`${errorSummary(l, fault === undefined ? [] : [{ field: 'code', text: fault }])}
${waits === undefined ? '' : notice('danger', letterSentences.locked[l](waits))}
${two ? notice('warning', html`<p>${totpTexts.twoWhy[l]}</p><p>${totpTexts.twoHow[l]}</p>`) : html`<p>${totpTexts.open[l]}</p>`}
${form(`${path}/totp`, undefined, html`${stamp}${totpField(l, fault, fault === undefined)}${two ? nextField(l) : ''}${primaryButton(codeTexts.logIn[l])}`)}
${otherWays(props, 'totp')}`
  return { title: totpTexts.title, body, faulty: fault !== undefined || waits !== undefined, leaves: true }
}

/** `autofocus`: the page's one purpose, with nothing above it that must be seen first. */
export const totpField = (l: Language, error: string | undefined, autofocus: boolean): Html =>
  textField({
    id: 'code',
    label: codeTexts.code[l],
    hint: totpTexts.hint[l],
    error,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 12,
    width: 'short',
    autofocus,
  })

/** Typed half a minute later. */
const nextField = (l: Language): Html =>
  textField({
    id: 'next',
    label: totpTexts.next[l],
    hint: totpTexts.nextHint[l],
    autocomplete: 'off',
    inputmode: 'numeric',
    maxlength: 12,
    width: 'short',
  })

const unreadable = {
  missing: totpTexts.missing,
  length: totpTexts.length,
  characters: totpTexts.characters,
} as const satisfies Record<string, Text>

/** Also where a new app is confirmed. */
export function totpFault(l: Language, said: TotpStage['notice']): string | undefined {
  switch (said?.kind) {
    case 'unreadable':
      return unreadable[said.why][l]
    case 'wrong':
      return totpTexts.wrong[l]
    case 'used':
      return totpTexts.used[l]
    default:
      return undefined
  }
}
