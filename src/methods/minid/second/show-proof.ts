/** Shows the page that asks for the phone's code, for an app or a passkey. */
import type { Request } from '#http/routes.ts'
import type { OwnPages } from '#login/method.ts'
import type { FirstDevice } from '#methods/minid/accounts-store.ts'
import { lastTwo } from '#methods/minid/contact/masked.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { Proof } from '#methods/minid/second/mine-proof.ts'
import { proofPage } from '#methods/minid/second/mine-proof-page.ts'
import { type AtDevices, homeOf } from '#methods/minid/second/mine.ts'

export function showProof(
  m: Minid,
  pages: OwnPages,
  c: Request,
  { home, account }: AtDevices,
  about: { readonly kind: FirstDevice; readonly action: string; readonly proof: Proof; readonly name: string },
): Response {
  const around = { language: c.get('language'), stamp: home.stamp, now: m.clock.now(), home: homeOf(about.kind) }
  return pages.show(c, home, proofPage({ ...about, ...around, ending: lastTwo(account.mobile()) }))
}
