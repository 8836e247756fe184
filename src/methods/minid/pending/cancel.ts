/**
 * The page behind the link that went to the owner's old phone and mail: what waits, and one button that stops it. Looking changes
 * nothing, so whoever reads mails before people do stops nothing either.
 */
import { readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Language } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import { errandPage, firstForm } from '#methods/minid/errands/errands.ts'
import type { Pending } from '#methods/minid/pending/pending.ts'
import type { PendingRow } from '#methods/minid/pending/store.ts'
import { cancelTexts, happensTexts } from '#methods/minid/pending/texts.ts'
import { form, hidden, linkButton, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export function mountCancel(pending: Pending, routes: Routes, house: MethodHouse): void {
  routes.get('/cancel', async (c) => {
    const secret = readQuery(c).get('c') ?? ''
    return show(c, secret, await pending.find(secret))
  })
  routes.post('/cancel', async (c) => {
    const sent = await firstForm(c, house)
    const secret = sent.get('c') ?? ''
    const row = await pending.find(secret)
    if (row !== undefined) await pending.cancel(row, 'link', house)
    return c.redirect(`/minid/cancel?c=${encodeURIComponent(secret)}`, 303)
  })
}

function show(c: Request, secret: string, row: PendingRow | undefined): Response {
  const l = c.get('language')
  if (row === undefined)
    return errandPage(c, { title: cancelTexts.unknown, body: whatElse(l, cancelTexts.unknownWhy[l]) })
  const back = row.what === 'old-mobile'
  if (row.done !== undefined) {
    const why = back ? cancelTexts.backTooLateWhy : cancelTexts.tooLateWhy
    return errandPage(c, { title: back ? cancelTexts.backTooLate : cancelTexts.tooLate, body: whatElse(l, why[l]) })
  }
  if (row.cancelled !== undefined) {
    const said = back ? cancelTexts.isBack : cancelTexts.stopped
    return errandPage(c, { title: said, body: whatElse(l, cancelTexts.stoppedThen[l]) })
  }
  const body = html`<p>${happensTexts[row.what][l](dayAndTime(l, row.effective))}</p>
<p class="i-aside">${(back ? cancelTexts.elseBack : cancelTexts.elseNothing)[l]}</p>
${form('/minid/cancel', undefined, html`${hidden('c', secret)}${primaryButton((back ? cancelTexts.takeBack : cancelTexts.stop)[l])}`)}`
  return errandPage(c, { title: back ? cancelTexts.askBack : cancelTexts.ask, body })
}

/** Whoever got such a message without having asked has more to do. */
const whatElse = (l: Language, said: string): Html => html`${notice('info', said)}
<p>${cancelTexts.notYou[l]}</p>
<div class="i-actions">${linkButton('/minid/block', cancelTexts.block[l])}${linkButton('/my/minid', cancelTexts.look[l], 'secondary')}</div>`
