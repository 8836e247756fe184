/** The page on which a passkey is made. Pure; the browser's part is `passkey.js`. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { deviceTexts, kindTexts } from '#methods/minid/second/mine-texts.ts'
import { passkeyForm } from '#methods/minid/second/passkey-page.ts'
import { passkeyTexts } from '#methods/minid/second/passkey-texts.ts'
import type { PasskeyNotice } from '#methods/minid/state.ts'
import { link, notice } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface AddPasskeyProps {
  readonly language: Language
  readonly stamp: Html
  readonly action: string
  readonly name: string
  /** What the browser is asked, as JSON. */
  readonly options: unknown
  readonly notice: PasskeyNotice | undefined
}

export function addPasskeyPage(p: AddPasskeyProps): MethodPage {
  const { language: l } = p
  const words = kindTexts.passkey
  const stop =
    p.notice === undefined
      ? undefined
      : { nothing: words.stopped, late: passkeyTexts.late, refused: words.refused }[p.notice.kind][l]
  const box = passkeyForm(l, {
    action: p.action,
    stamp: p.stamp,
    does: 'create',
    options: p.options,
    button: words.confirm[l],
    how: words.how[l],
    stopped: words.stopped[l],
  })
  const body = html`${stop === undefined ? '' : notice('danger', stop)}
<p class="i-aside">${deviceTexts.called[l]}: <b>${p.name}</b></p>
${box}
<p class="i-aside">${link('/my/minid/passkeys', deviceTexts.leave[l])}</p>`
  return { title: words.adding, body, faulty: stop !== undefined }
}
