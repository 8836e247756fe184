/** The list of apps or passkeys on My page. Pure. */
import type { Language, Text } from '#i18n/text.ts'
import { dayOf } from '#i18n/when.ts'
import type { MethodPage } from '#login/method.ts'
import type { FirstDevice } from '#methods/minid/accounts-store.ts'
import { proofTexts } from '#methods/minid/second/proof-texts.ts'
import { deviceSentences, deviceTexts, kindTexts } from '#methods/minid/second/mine-texts.ts'
import type { Said } from '#methods/minid/second/mine.ts'
import { mostDevices } from '#methods/minid/second/store.ts'
import {
  errorSummary,
  form,
  hidden,
  linkButton,
  notice,
  primaryButton,
  quietButton,
  secondaryButton,
  textField,
} from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

interface Shown {
  readonly id: string
  readonly name: string
  readonly created: number
  readonly used: number | undefined
}

export interface ListProps {
  readonly language: Language
  readonly stamp: Html
  readonly kind: FirstDevice
  readonly devices: readonly Shown[]
  /** What is asked for first at login. */
  readonly first: FirstDevice | undefined
  readonly said: Said | undefined
}

const homes = { totp: '/my/minid/totp', passkey: '/my/minid/passkeys' } as const
const done = ['added', 'removed', 'first', 'not-first'] as const satisfies readonly Said[]
const isDone = (said: Said): said is (typeof done)[number] => done.some((one) => one === said)

export function deviceListPage(p: ListProps): MethodPage {
  const { language: l, kind, devices, said } = p
  const words = kindTexts[kind]
  const faults = said === 'name' ? [{ field: 'name', text: deviceTexts.noName[l] }] : []
  const body = html`${errorSummary(l, faults)}
${said !== undefined && isDone(said) ? notice('success', (said === 'added' || said === 'removed' ? words[said] : deviceTexts[said === 'first' ? 'nowFirst' : 'notFirst'])[l]) : ''}
${said === 'gone' ? notice('info', deviceTexts.gone[l]) : ''}
${said === 'too-many' ? notice('warning', proofTexts.tooMany[l]) : ''}
${said === 'full' ? notice('warning', deviceSentences.full[l](String(mostDevices))) : ''}
<p class="ds-paragraph">${words.lead[l]}</p>
${devices.length === 0 ? '' : html`<ul class="i-rows">${devices.map((device) => row(p, device))}</ul>${first(p)}`}
${devices.length >= mostDevices ? html`<p>${deviceSentences.full[l](String(mostDevices))}</p>` : add(p, faults[0]?.text)}`
  return { title: words.title, body, faulty: faults.length > 0 }
}

function row({ language: l, stamp, kind }: ListProps, { id, name, created, used }: Shown): Html {
  const last = used === undefined ? deviceTexts.neverUsed[l] : deviceSentences.used[l](dayOf(l, used))
  return html`<li><div><b>${name}</b><small>${deviceSentences.added[l](dayOf(l, created))} ${last}</small></div>
<details class="i-sure"><summary>${deviceTexts.remove[l]}</summary>
${form(`${homes[kind]}/remove`, undefined, html`${stamp}${hidden('device', id)}${secondaryButton(deviceSentences.removeThis[l](name))}`)}</details></li>`
}

/** What comes first is their own choice. */
function first({ language: l, stamp, kind, first: now }: ListProps): Html {
  const is = now === kind
  const words = kindTexts[kind]
  return html`<div class="i-told"><p>${(is ? words.isFirst : words.isNotFirst)[l]}</p>
${form(`${homes[kind]}/first`, undefined, html`${stamp}${hidden('first', is ? 'no' : 'yes')}${quietButton((is ? deviceTexts.askNot : deviceTexts.askFirst)[l])}`)}</div>`
}

function add({ language: l, stamp, kind }: ListProps, error: string | undefined): Html {
  const words = kindTexts[kind]
  const field = textField({
    id: 'name',
    label: words.name[l],
    hint: words.nameHint[l],
    error,
    autocomplete: 'off',
    maxlength: 40,
  })
  return html`<h2 class="ds-heading">${words.add[l]}</h2>
${form(`${homes[kind]}/new`, undefined, html`${stamp}${field}${primaryButton(deviceTexts.next[l])}`)}`
}

/** Whoever logged in with another eID and has no MinID. */
export const noMinidPage = (l: Language): MethodPage => ({
  title: deviceTexts.noMinidTitle satisfies Text,
  body: html`<p class="ds-paragraph">${deviceTexts.noMinid[l]}</p>
<div class="i-actions">${linkButton('/minid/order', deviceTexts.orderLetter[l])}</div>`,
})
