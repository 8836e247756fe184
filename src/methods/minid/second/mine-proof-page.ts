/** The page that asks for the code which was sent to the phone before an app or a passkey is added. Pure. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import type { FirstDevice } from '#methods/minid/accounts-store.ts'
import { codeEnded } from '#methods/minid/codes.ts'
import type { Proof } from '#methods/minid/second/mine-proof.ts'
import { deviceTexts, kindTexts } from '#methods/minid/second/mine-texts.ts'
import { proofTexts } from '#methods/minid/second/proof-texts.ts'
import { codeSentences, codeTexts } from '#methods/minid/texts.ts'
import { sentCodeField } from '#methods/minid/sent-code.ts'
import { errorSummary, form, link, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface ProofProps {
  readonly language: Language
  readonly kind: FirstDevice
  readonly stamp: Html
  readonly action: string
  readonly name: string
  /** Of the phone. */
  readonly ending: string
  readonly proof: Proof
  readonly now: number
  readonly home: string
}

export function proofPage(p: ProofProps): MethodPage {
  const { language: l, proof } = p
  const ended = codeEnded(proof, p.now) !== undefined
  const fault =
    ended || proof.notice === undefined
      ? undefined
      : proof.notice.kind === 'wrong'
        ? proofTexts.wrong[l]
        : proofTexts.unreadable[l]
  const field = sentCodeField({
    label: codeTexts.code[l],
    hint: codeTexts.codeHint[l],
    error: fault,
  })
  const asks = html`<p>${codeSentences.sentTo[l](p.ending)}</p>
${form(p.action, undefined, html`${p.stamp}${field}${primaryButton(proofTexts.confirm[l])}`)}`
  const body = html`${errorSummary(l, fault === undefined ? [] : [{ field: 'code', text: fault }])}
<p class="i-aside">${deviceTexts.called[l]}: <b>${p.name}</b></p>
<p>${proofTexts.why[l]}</p>
${ended ? notice('warning', proofTexts.ended[l]) : asks}
<p>${link('/my/minid/mobile', proofTexts.lost[l])}</p>
<p class="i-aside">${link(p.home, deviceTexts.leave[l])}</p>`
  return { title: kindTexts[p.kind].adding, body, faulty: fault !== undefined }
}
