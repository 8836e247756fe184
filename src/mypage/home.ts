/** My page itself. Pure: what there is in, markup out. A section that has nothing to say is not there. */
import type { Sid } from '#base/ids.ts'
import { type Language, languages, type Text } from '#i18n/text.ts'
import { dayAndTime, dayOf } from '#i18n/when.ts'
import type { OwnEid } from '#login/method.ts'
import { listed } from '#login/pages/words.ts'
import type { HeldSession } from '#login/sessions-of.ts'
import type { Entry } from '#mypage/activity.ts'
import { entryRows, type Names } from '#mypage/activity-page.ts'
import { homeSentences, homeTexts, reservedSentences, reservedTexts } from '#mypage/texts.ts'
import { form, hidden, link, notice, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { chevron, markOf } from '#ui/mark.ts'
import { languageNames } from '#ui/texts.ts'

export interface ShownEid {
  readonly id: string
  readonly name: Text
  readonly mark: string
  readonly logo?: string | undefined
  readonly own: OwnEid
}

export interface HomeProps {
  readonly language: Language
  readonly names: Names
  readonly stamp: string
  readonly logOut: Html
  /** What they logged in with, and when (milliseconds). */
  readonly method: string
  readonly at: number
  readonly eids: readonly ShownEid[]
  readonly sessions: readonly HeldSession[]
  /** The one that this page is in. */
  readonly here: Sid
  readonly activity: readonly Entry[]
  /** Since when they have opted out of digital communication. */
  readonly reserved: number | undefined
  /** The help desk's. */
  readonly phone: string | undefined
  readonly said: 'ended' | 'gone' | undefined
}

/** So many on the first page; the rest is one step away. */
const shown = { logins: 5, others: 3 } as const

export function homePage(p: HomeProps): Html {
  const { language: l, names } = p
  const when = dayAndTime(l, p.at)
  return html`${p.said === undefined ? '' : notice(p.said === 'ended' ? 'success' : 'info', homeTexts[p.said][l])}
<div class="i-who"><p class="i-aside">${homeSentences.loggedIn[l](names.method(p.method), when)}</p>${p.logOut}</div>
${p.eids.flatMap(({ own }) => own.notices).map((one) => notice('warning', one))}
${eids(p)}
${sessions(p)}
${logins(p)}
${others(p)}
${reservation(p)}
${section('language', homeTexts.language[l], languageLinks(l))}
${section('everywhere', homeTexts.everywhere[l], html`<p>${homeTexts.everywhereWhy[l]}</p>${form('/my/everywhere', p.stamp, secondaryButton(homeTexts.everywhere[l]))}`)}`
}

const languageLinks = (l: Language): Html => {
  const one = (other: Language): Html =>
    html`<li><a class="ds-link" href="/language/${other}?back=/my" lang="${other}" hreflang="${other}"${other === l ? html` aria-current="true"` : ''}>${languageNames[other]}</a></li>`
  return html`<ul class="i-filter">${languages.map(one)}</ul>`
}

const section = (id: string, heading: string, body: Html): Html =>
  html`<section class="i-own" aria-labelledby="${id}"><h2 class="ds-heading" id="${id}">${heading}</h2>${body}</section>`

function eids({ language: l, eids: all }: HomeProps): Html | '' {
  if (all.length === 0) return ''
  const cards = all.map(
    ({ id, name, mark, logo, own }) => html`
<li><a class="i-choice" id="eid-${id}" href="/my/${id}">${markOf({ mark, logo })}<span><b>${name[l]}</b><small>${own.says}</small></span>${chevron}</a></li>`,
  )
  return section('eids', homeTexts.eids[l], html`<ul class="i-choices">${cards}</ul>`)
}

function sessions(p: HomeProps): Html {
  const { language: l, names } = p
  const rows = p.sessions.map((one, i) => {
    const services = listed(
      l,
      one.services.map(({ clientId }) => names.service(clientId)),
    )
    const id = `session-${i + 1}`
    const end =
      one.sid === p.here
        ? html`<span class="ds-tag" data-color="accent">${homeTexts.here[l]}</span>`
        : form(
            '/my/sessions/end',
            p.stamp,
            html`${hidden('sid', one.sid)}<button class="ds-button" type="submit" data-variant="tertiary" aria-describedby="${id}">${homeTexts.endThere[l]}</button>`,
          )
    return html`<li><div id="${id}"><b>${services}</b><small>${homeSentences.sessionSince[l](names.method(one.method), dayAndTime(l, one.began))}</small></div>${end}</li>`
  })
  return section('sessions', homeTexts.sessions[l], html`<ul class="i-rows">${rows}</ul>`)
}

function logins({ language: l, names, activity }: HomeProps): Html {
  const last = activity.filter(({ kind }) => kind === 'login').slice(0, shown.logins)
  const body = last.length === 0 ? html`<p>${homeTexts.nothing[l]}</p>` : entryRows(last, l, names)
  return section('logins', homeTexts.logins[l], html`${body}<p>${link('/my/activity', homeTexts.all[l])}</p>`)
}

function others({ language: l, names, activity }: HomeProps): Html | '' {
  const last = activity.filter(({ kind }) => kind === 'others').slice(0, shown.others)
  return last.length === 0 ? '' : section('others', homeTexts.others[l], entryRows(last, l, names))
}

/** How it is taken back stands beside it, for whoever did not ask for it. */
function reservation({ language: l, reserved, phone }: HomeProps): Html | '' {
  if (reserved === undefined) return ''
  const how = phone === undefined ? reservedTexts.how[l] : reservedSentences.phone[l](phone)
  return section(
    'reservation',
    reservedTexts.heading[l],
    html`<p>${reservedSentences.since[l](dayOf(l, reserved))}</p><p>${how}</p>`,
  )
}
