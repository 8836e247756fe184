/** The page on which an app gets its secret and shows that it has it. Pure. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { deviceTexts, kindTexts } from '#methods/minid/second/mine-texts.ts'
import { totpFault, totpField } from '#methods/minid/second/totp-page.ts'
import type { TotpNotice } from '#methods/minid/state.ts'
import { errorSummary, form, link, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface AddTotpProps {
  readonly language: Language
  readonly stamp: Html
  readonly action: string
  readonly name: string
  /** What an app on this very device opens. */
  readonly address: string
  /** The same as a QR code, in a data address. */
  readonly picture: string
  /** The secret to type in. */
  readonly groups: string
  readonly notice: TotpNotice | undefined
}

export function addTotpPage(p: AddTotpProps): MethodPage {
  const { language: l } = p
  const words = kindTexts.totp
  const fault = totpFault(l, p.notice)
  const body = html`${errorSummary(l, fault === undefined ? [] : [{ field: 'code', text: fault }])}
<p class="i-aside">${deviceTexts.called[l]}: <b>${p.name}</b></p>
<p>${words.scan[l]}</p>
<p><img class="i-qr" src="${p.picture}" width="232" height="232" alt="${words.picture[l]}"></p>
<p>${link(p.address, words.here[l])}</p>
<div><p>${words.orType[l]}</p>
<p class="i-secret" id="secret">${p.groups}</p></div>
<p>${words.thenCode[l]}</p>
${form(p.action, undefined, html`${p.stamp}${totpField(l, fault, false)}${primaryButton(words.confirm[l])}`)}
<p class="i-aside">${link('/my/minid/totp', deviceTexts.leave[l])}</p>`
  return { title: words.adding, body, faulty: fault !== undefined }
}
