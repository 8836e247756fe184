/** The language of a login's pages: the user's own choice, then the service's wish, then the browser's (row E7). */
import { chooseLanguage } from '#i18n/choose.ts'
import type { Language } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import type { Ask } from '#login/attempt.ts'

export const languageOf = (c: Request, ask: Pick<Ask, 'uiLocales'>): Language =>
  chooseLanguage({ own: c.get('ownLanguage'), service: ask.uiLocales, browser: c.req.header('accept-language') })
