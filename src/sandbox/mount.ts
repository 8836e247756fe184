/** Hangs the sandbox's pages on the twin: the start page, the people, the phones. */
import type { Routes } from '#http/routes.ts'
import { mountPeople } from '#sandbox/people.ts'
import { mountPhone } from '#sandbox/phone-pages.ts'
import type { Phone } from '#sandbox/phone.ts'
import { mountStartPage, type StartPageDeps } from '#sandbox/start-page.ts'

export interface SandboxDeps extends StartPageDeps {
  readonly phone: Phone
}

export function mountSandbox(routes: Routes, deps: SandboxDeps): void {
  mountStartPage(routes, deps)
  mountPeople(routes, deps.population)
  mountPhone(routes, deps.phone)
}
