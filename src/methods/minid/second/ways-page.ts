/** The page with the ways there are to show that it is you. Pure. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { cameBackNotice, orderLink, type SecondProps, startAgain } from '#methods/minid/second/around.ts'
import { passkeyTexts } from '#methods/minid/second/passkey-texts.ts'
import { totpTexts } from '#methods/minid/second/totp-texts.ts'
import { waysTexts } from '#methods/minid/second/texts.ts'
import { type Way, wayNames } from '#methods/minid/second/ways.ts'
import type { SecondStage } from '#methods/minid/state.ts'
import { codeTexts } from '#methods/minid/texts.ts'
import { form, notice } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

interface Props extends SecondProps<SecondStage> {
  readonly ways: ReadonlySet<Way>
}

export function waysPage(props: Props): MethodPage {
  const { language: l, path, stamp, state, ways, mayOrder } = props
  const stop = stopText(l, state)
  const shown = wayNames.filter((way) => ways.has(way))
  const onlySms = shown.length === 1 && mayOrder && state.cameBack !== true
  const body = html`${stop === undefined ? '' : notice('danger', stop)}
${state.cameBack === true ? cameBackNotice(props) : ''}
${form(`${path}/ways`, undefined, html`${stamp}<ul class="i-plain">${shown.map((way) => html`<li>${choice(l, way, state)}</li>`)}</ul>`)}
${onlySms ? html`<div class="i-told"><p>${waysTexts.onlySms[l]}</p><p>${orderLink(props)}</p></div>` : ''}
${startAgain(props)}`
  return { title: waysTexts.title, body, faulty: stop !== undefined }
}

function stopText(l: Language, state: SecondStage): string | undefined {
  if (state.stage !== 'ways' || state.notice === undefined) return undefined
  return { 'too-many-codes': codeTexts.tooManyCodes, gone: waysTexts.gone }[state.notice.kind][l]
}

function choice(l: Language, way: Way, state: SecondStage): Html {
  const [name, how] = words(l, way, state)
  return html`<button class="ds-button i-way" type="submit" data-variant="secondary" id="way-${way}" name="way" value="${way}">${name} <span>${how}</span></button>`
}

function words(l: Language, way: Way, state: SecondStage): readonly [name: string, how: string] {
  if (way === 'passkey') return [passkeyTexts.way[l], passkeyTexts.wayHow[l]]
  if (way === 'totp') return [totpTexts.way[l], totpTexts.wayHow[l]]
  if (way === 'letter') return [waysTexts.letter[l], waysTexts.letterHow[l]]
  const sent = state.stage === 'code' || state.sms !== undefined
  return [waysTexts.sms[l], waysTexts[sent ? 'smsSent' : 'smsNow'][l]]
}
