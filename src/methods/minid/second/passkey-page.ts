/** The page that asks for a passkey. Pure; the browser's part is `passkey.js`. */
import type { Language } from '#i18n/text.ts'
import type { MethodPage } from '#login/method.ts'
import { otherWays, type SecondProps } from '#methods/minid/second/around.ts'
import { passkeyScript } from '#methods/minid/second/passkey-script.ts'
import { passkeyTexts } from '#methods/minid/second/passkey-texts.ts'
import type { PasskeyStage } from '#methods/minid/state.ts'
import { form, hidden, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

interface Props extends SecondProps<PasskeyStage> {
  /** What the browser is asked, as JSON. */
  readonly options: unknown
}

const stops = { nothing: passkeyTexts.stopped, late: passkeyTexts.late, refused: passkeyTexts.refused } as const

export function passkeyPage(props: Props): MethodPage {
  const { language: l, path, stamp, state, options } = props
  const said = state.notice?.kind
  const stop = said === undefined ? undefined : stops[said][l]
  const box = passkeyForm(l, {
    action: `${path}/passkey`,
    stamp,
    does: 'get',
    options,
    button: passkeyTexts.use[l],
    how: passkeyTexts.how[l],
    stopped: passkeyTexts.stopped[l],
  })
  const body = html`${stop === undefined ? '' : notice('danger', stop)}
${box}
${otherWays(props, 'passkey')}`
  return { title: passkeyTexts.title, body, faulty: stop !== undefined, leaves: true }
}

interface Asking {
  readonly action: string
  readonly stamp: Html
  readonly does: 'get' | 'create'
  readonly options: unknown
  readonly button: string
  readonly how: string
  /** Said by the script when the browser got no answer. */
  readonly stopped: string
}

/** Says that it needs scripts until one says otherwise; also where a passkey is added. */
export const passkeyForm = (l: Language, { action, stamp, does, options, button, how, stopped }: Asking): Html =>
  html`<div class="i-passkey" data-passkey="${does}" data-options="${JSON.stringify(options)}">
<p data-passkey-unable>${passkeyTexts.unable[l]}</p>
<div data-passkey-able hidden>
<p>${how}</p>
${form(action, undefined, html`${stamp}${hidden('response', '')}${primaryButton(button)}`)}
</div>
<div role="alert"><p class="ds-validation-message" data-passkey-stopped hidden>${stopped}</p></div>
</div>
<script src="${passkeyScript.path}" defer></script>`
