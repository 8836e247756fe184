/** What the login lends to the pages of a method outside it. */
import { Hono } from 'hono'
import type { HouseEnv, Routes } from '#http/routes.ts'
import type { Login } from '#login/login.ts'
import type { Method, MethodHouse, OwnPages } from '#login/method.ts'

export const methodHouse = ({
  issuer,
  cookies,
  store,
  clock,
  proofs,
}: Pick<Login, 'issuer' | 'cookies' | 'store' | 'clock' | 'proofs'>): MethodHouse => ({
  issuer,
  cookies,
  endSessions: (person) => [store.endAll(person, 'everywhere', clock.now()), proofs.endProofs(person, clock.now())],
})

/** Hangs each eID's pages for its owner below My page. */
export function mountMine(routes: Routes, home: string, methods: readonly Method[], pages: OwnPages): void {
  for (const method of methods) {
    if (method.mine === undefined) continue
    const own = new Hono<HouseEnv>()
    method.mine(own, pages)
    routes.route(`${home}/${method.id}`, own)
  }
}
