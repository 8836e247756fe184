/** Hangs the sandbox's pages on the twin: the start page, the people, the phones, the letters. */
import type { Request, Routes } from '#http/routes.ts'
import type { RefusalView } from '#http/answer.ts'
import type { SandboxCards } from '#sandbox/cards/cards.ts'
import { mountCards } from '#sandbox/cards/pages.ts'
import type { TwinClock } from '#sandbox/clock.ts'
import { mountClock } from '#sandbox/clock-page.ts'
import { explain, type ExplainDeps } from '#sandbox/explain/explain.ts'
import type { Explained } from '#sandbox/explain/explained.ts'
import { explanation, mountExplain } from '#sandbox/explain/page.ts'
import type { PrintHouse } from '#sandbox/letters.ts'
import { mountLetters } from '#sandbox/letters-pages.ts'
import { mountPeople } from '#sandbox/people.ts'
import { mountPhone } from '#sandbox/phone-pages.ts'
import type { Phone } from '#sandbox/phone.ts'
import { mountStartPage, type StartPageDeps } from '#sandbox/start-page.ts'
import type { Html } from '#ui/html.ts'

export interface SandboxDeps extends StartPageDeps {
  readonly phone: Phone
  readonly letters: PrintHouse
  /** Absent: nobody logs in with a card here. */
  readonly cards?: SandboxCards | undefined
  /** Absent: nobody sets it. */
  readonly clock?: TwinClock | undefined
}

/** What the twin adds to the page of a dead end, for the developers of the service. */
export type ForDevelopers = (c: Request, view: RefusalView) => Html | undefined

export function mountSandbox(routes: Routes, deps: SandboxDeps, gateway: ExplainDeps): ForDevelopers {
  mountStartPage(routes, deps)
  mountPeople(routes, deps.population, deps.cards !== undefined)
  mountPhone(routes, deps.phone)
  mountLetters(routes, deps.letters)
  if (deps.cards !== undefined) mountCards(routes, deps.population, deps.cards, gateway.issuer)
  if (deps.clock !== undefined) mountClock(routes, deps.clock, gateway.issuer)
  mountExplain(routes, gateway)
  return (c, view) =>
    view.id === 'IN-04' && c.req.method === 'GET' && c.req.path === '/authorize'
      ? explanation(withoutSent(explain(gateway, c.req.url)))
      : undefined
}

/** On a page that anybody can be sent to, nothing of what was sent is shown. */
const withoutSent = (explained: Explained): Explained => ({
  ...explained,
  parts: explained.parts.filter(({ registered }) => registered === true),
})
