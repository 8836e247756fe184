/** The working way on from a login that cannot go on: the service's own front page, where it begins anew. */
import type { Refusal } from '#http/trouble.ts'
import { draft, type Text } from '#i18n/text.ts'
import type { LoginService } from '#login/login.ts'

const backTo = (name: Text): Text => ({
  nb: `Gå til ${name.nb} og logg inn på nytt`,
  nn: `Gå til ${name.nn} og logg inn på nytt`,
  se: draft(`Mana ruovttoluotta: ${name.se}, ja čálit iežat ođđasit sisa`),
  en: `Go to ${name.en} and log in again`,
})

export function wayBackTo(service: LoginService | undefined): { way?: NonNullable<Refusal['way']> } {
  if (service?.home === undefined) return {}
  return { way: { href: service.home, text: backTo(service.name) } }
}
