/** What the login lends to the pages of a method outside it. */
import type { Login } from '#login/login.ts'
import type { MethodHouse } from '#login/method.ts'

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
