/** Closing one's MinID from My page: `/my/minid/close`. */
import type { Request, Routes } from '#http/routes.ts'
import type { OwnPages } from '#login/method.ts'
import { closeAccount } from '#methods/minid/block/close.ts'
import { closeTexts } from '#methods/minid/block/other-texts.ts'
import { actTexts } from '#methods/minid/block/texts.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { errandPage } from '#methods/minid/errands/errands.ts'
import { form, linkButton, notice, primaryButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'

/** Who has walked away from a browser has not asked for this: the login is no older, seconds. */
const within = 600

/** On routes that start at `/my/minid`. */
export function mountClose(routes: Routes, m: Minid, pages: OwnPages): void {
  routes.get('/close', async (c) => {
    const home = await pages.require(c, { within })
    if (home instanceof Response) return home
    const l = c.get('language')
    const open = (await m.accounts.openOf(home.owner.person)) !== undefined
    const body = open
      ? html`<p class="ds-paragraph">${closeTexts.what[l]}</p>
<p class="ds-paragraph">${closeTexts.openAgain[l]}</p>
${form('/my/minid/close', undefined, html`${home.stamp}${primaryButton(closeTexts.close[l])}`)}`
      : html`<p class="ds-paragraph">${closeTexts.none[l]}</p>`
    return pages.show(c, home, { title: closeTexts.title, body })
  })
  routes.post('/close', async (c) => {
    const home = await pages.require(c, { within })
    if (home instanceof Response) return home
    await pages.posted(c, home)
    // Of two clicks one closes; the other is told the same.
    await closeAccount(m, pages, home.owner.person, c.get('language'))
    return c.redirect(closedPath, 303)
  })
}

/** Outside My page: its visitor is logged out by then. */
const closedPath = '/minid/closed'

/** On routes that start at `/minid`. Tells nothing of anybody: whoever has the address sees the same. */
export function mountClosed(routes: Routes): void {
  routes.get('/closed', (c) => closedPage(c))
}

function closedPage(c: Request): Response {
  const l = c.get('language')
  const body = html`${notice('success', actTexts.closed[l])}
<p class="ds-paragraph">${actTexts.closedNext[l]}</p>
<div class="i-actions">${linkButton('/minid/order', actTexts.order[l], 'secondary')}</div>`
  return errandPage(c, { title: actTexts.closedTitle, body })
}
