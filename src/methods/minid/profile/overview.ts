/** MinID as its owner sees it: what there is, since when, and where to change it. Pure. */
import type { Language } from '#i18n/text.ts'
import { dayAndTime, dayOf } from '#i18n/when.ts'
import type { SheetState } from '#letters/codes.ts'
import type { MethodPage } from '#login/method.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import { inGroups } from '#methods/minid/contact/masked.ts'
import type { PendingRow } from '#methods/minid/pending/store.ts'
import { base, type Said } from '#methods/minid/profile/deps.ts'
import { overviewSentences, overviewTexts, saidTexts, waitingSentences } from '#methods/minid/profile/overview-texts.ts'
import { form, hidden, link, linkButton, notice, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface OverviewProps {
  readonly language: Language
  readonly stamp: Html
  readonly account: Account
  readonly shared: { readonly mobile: boolean; readonly email: boolean }
  readonly waiting: readonly PendingRow[]
  readonly letters: readonly SheetState[]
  /** Letters are printed here: one may be ordered. */
  readonly mayOrder: boolean
  /** A letter came back, and this is where its owner is told. */
  readonly cameBack: boolean
  readonly said: Said | undefined
}

export function overviewPage(p: OverviewProps): MethodPage {
  const { language: l, said, account } = p
  const body = html`${said === undefined ? '' : notice(good.has(said) ? 'success' : 'warning', saidTexts[said][l])}
${p.cameBack ? notice('warning', overviewTexts.cameBack[l]) : ''}
${p.waiting.map((row) => waits(p, row))}
<ul class="i-rows">
${row(l, 'password', overviewSentences.since[l](dayOf(l, account.passwordSince)))}
${row(l, 'mobile', inGroups(account.mobile()), p.shared.mobile)}
${row(l, 'email', account.email() ?? overviewTexts.none[l], p.shared.email)}
${row(l, 'channels', channels(l, account))}
</ul>
<section class="i-own" aria-labelledby="letters"><h2 class="ds-heading" id="letters">${overviewTexts.letters[l]}</h2>${letters(p)}</section>
<section class="i-own" aria-labelledby="devices"><h2 class="ds-heading" id="devices">${overviewTexts.devices[l]}</h2>
<ul class="i-plain"><li>${link(`${base}/passkeys`, overviewTexts.passkeys[l])}</li><li>${link(`${base}/totp`, overviewTexts.totp[l])}</li></ul></section>
<p class="i-own">${link(`${base}/browsers`, overviewTexts.browsers[l])}</p>
<p class="i-aside">${link(`${base}/close`, overviewTexts.close[l])}</p>`
  return { title: overviewTexts.title, body }
}

const good: ReadonlySet<Said> = new Set<Said>(['mobile', 'email', 'channels', 'waits', 'stopped'])

/** The link's name says what it changes, read aloud without what stands around it. */
const row = (l: Language, what: 'password' | 'mobile' | 'email' | 'channels', value: string, shared = false): Html =>
  html`<li><div><b id="its-${what}">${overviewTexts[what][l]}</b><small>${value}</small>${shared ? html`<small class="i-warned">${overviewTexts.shared[l]}</small>` : ''}</div>
<a class="ds-link" id="change-${what}" href="${base}/${what}" aria-describedby="its-${what}">${overviewTexts.change[l]}</a></li>`

const channels = (l: Language, { channel, recovery }: Account): string => {
  const codes = channel === 'sms' ? overviewTexts.codesSms : overviewTexts.codesLetter
  const temporary = recovery === 'sms' ? overviewTexts.temporarySms : overviewTexts.temporaryMail
  return `${codes[l]}, ${temporary[l]}`
}

function waits({ language: l, stamp }: OverviewProps, { what, effective }: PendingRow): Html {
  const stop = what === 'old-mobile' ? overviewTexts.takeBack : overviewTexts.stop
  return notice(
    'info',
    html`<p>${waitingSentences[what][l](dayAndTime(l, effective))}</p>${form(`${base}/stop`, undefined, html`${stamp}${hidden('what', what)}${secondaryButton(stop[l])}`)}`,
  )
}

function letters({ language: l, letters: sheets, mayOrder }: OverviewProps): Html {
  const rows = sheets.map(({ letter, state, left, expires }) => {
    const facts = [
      overviewTexts[state === 'active' ? 'inUse' : 'notYet'][l],
      overviewSentences.left[l](String(left)),
      overviewSentences.letterExpires[l](dayOf(l, expires)),
    ]
    return html`<li><div><b>${overviewSentences.letter[l](letter)}</b><small>${facts.join(', ')}</small></div></li>`
  })
  const low = sheets.length > 0 && sheets.every((one) => one.low)
  const ways = [
    ...(mayOrder ? [linkButton('/minid/order', overviewTexts.order[l], 'secondary')] : []),
    ...(sheets.length > 0 ? [link('/minid/block', overviewTexts.block[l])] : []),
  ]
  return html`${rows.length === 0 ? html`<p>${overviewTexts.noLetters[l]}</p>` : html`<ul class="i-rows">${rows}</ul>`}
${low ? html`<p class="i-aside">${overviewTexts.low[l]}</p>` : ''}
<div class="i-actions">${ways}</div>`
}

export function noMinidPage(l: Language, mayOrder: boolean): MethodPage {
  const body = html`<p class="ds-paragraph">${overviewTexts.noneHow[l]}</p>
${mayOrder ? html`<div class="i-actions">${linkButton('/minid/order', overviewTexts.order[l])}</div>` : ''}`
  return { title: overviewTexts.noneTitle, body }
}
