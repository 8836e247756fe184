/** Where a login ends that its user stopped: what happened, and two ways on. */
import type { Request } from '#http/routes.ts'
import { linkButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { page as shell } from '#ui/page.ts'
import type { HousePage } from '#house-door/page.ts'
import { logInTo, texts } from '#house-door/texts.ts'

export function notLoggedInPage(c: Request, { name, home }: HousePage): Response {
  const language = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.stopped[language]}</p>
<div class="i-actions">${linkButton(home, logInTo[language](name[language]))}</div>`
  return shell(c, { language, title: texts.notLoggedIn, here: c.req.path, body })
}
