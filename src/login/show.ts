/** Puts the login's surroundings around a page: the service that asked, the language switch, cancel, and what its forms may lead to. */
import type { Language, Text } from '#i18n/text.ts'
import { sourceOf } from '#http/headers.ts'
import type { Request } from '#http/routes.ts'
import { hidden, stampField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'
import type { Ask } from '#login/attempt.ts'
import { type Opened, loginPath, stageStamp } from '#login/attempts.ts'
import { languageOf } from '#login/language.ts'
import type { Login } from '#login/login.ts'
import type { MethodPage } from '#login/method.ts'
import { offer } from '#login/offer.ts'
import { otherWays } from '#login/pages/other-ways.ts'

export const stampInput = (stamp: string): Html => hidden(stampField, stamp)

/** A method's page inside its login. */
export async function showPage(login: Login, c: Request, opened: Opened, shown: MethodPage): Promise<Response> {
  const { attempt } = opened
  const several = offer(login.methods, attempt.ask).offered.length > 1
  const language = languageOf(c, attempt.ask)
  const body = several ? html`${shown.body}${otherWays(language, loginPath(attempt.id))}` : shown.body
  return surround(login, c, opened, { ...shown, body })
}

export interface Shown {
  readonly title: Text
  readonly body: Html
  readonly faulty?: boolean
}

export function surround(login: Login, c: Request, opened: Opened, shown: Shown): Response {
  const { attempt } = opened
  const language = languageOf(c, attempt.ask)
  const service = serviceIn(login, attempt.ask, language)
  return page(c, {
    language,
    title: shown.title,
    ...(service === undefined ? {} : { service }),
    here: c.req.path,
    cancel: { action: `${loginPath(attempt.id)}/cancel`, stamp: stageStamp(opened) },
    body: shown.body,
    faulty: shown.faulty ?? false,
    formAction: leadsTo(login.answers.returnAddress(attempt.request)),
  })
}

export function serviceIn(
  login: Login,
  { clientId, shownName }: Pick<Ask, 'clientId' | 'shownName'>,
  language: Language,
): { name: string; home?: string } | undefined {
  const service = login.service(clientId)
  if (service === undefined) return undefined
  return { name: shownName ?? service.name[language], ...(service.home === undefined ? {} : { home: service.home }) }
}

/**
 * What a login's forms may lead to: cancel and the last form end at the service, and Chromium holds the whole chain of
 * redirects after a post against this list (security.md 2), the service's own later ones too.
 */
export function leadsTo(returnAddress: string): readonly string[] {
  const scheme = returnAddress.slice(0, returnAddress.indexOf(':') + 1)
  if (scheme === 'https:') return ['https:']
  if (returnAddress.startsWith('http://[')) return ['https:', sourceOf(returnAddress)]
  if (scheme === 'http:') return ['https:', 'http://127.0.0.1:*', 'http://localhost:*']
  return ['https:', scheme]
}
