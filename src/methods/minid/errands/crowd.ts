/** So much of one thing in an hour, from one network and in all: what it costs the house at most. Rates live in `hot`. */
import { networkOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Minid } from '#methods/minid/deps.ts'

export interface CrowdRule {
  /** An office, a school or a mobile network behind one address. */
  readonly network: number
  readonly all: number
}

/** By the errand's word; the operator's. */
export type Crowds = Readonly<Partial<Record<'order' | 'register' | 'recover' | 'block', CrowdRule>>>

const seconds = 3600

/** Counts one more, before anybody is looked up: equal for all. `usual`: where the operator has set nothing else. True: no more now. */
export async function crowded(
  { hot, vault, log, crowds }: Pick<Minid, 'hot' | 'vault' | 'log' | 'crowds'>,
  what: keyof Crowds,
  usual: CrowdRule,
  address: string,
): Promise<boolean> {
  const rule = crowds?.[what] ?? usual
  const network = hmac(vault.macKey('minid-address'), networkOf(address))
  const here = await hot.count(`minid:${what}:network:${network}`, seconds)
  // What is turned away here presses on nobody else.
  if (here > rule.network) return true
  const all = await hot.count(`minid:${what}:all`, seconds)
  // Once an hour: somebody must look.
  if (all === rule.all + 1) log?.('warn', `so many for the whole hour that no more are taken: ${what}`, {})
  return all > rule.all
}
