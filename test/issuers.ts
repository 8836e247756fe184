/** The way over a sandbox issuer, as a browser goes it: out from the gateway, the issuer's page, and back. */
import type { PresetName } from '#methods/federated/presets.ts'
import { Browser, linksIn, type Visit } from './browser.ts'
import type { World } from './world.ts'

export interface AtIssuer {
  readonly number?: string
  readonly way?: string
  readonly outcome?: 'log-in' | 'late' | 'other' | 'cancel' | 'fail' | `fail:${string}` | 'away'
}

/** Where the gateway sent the browser: an address at the issuer. */
export function sentTo(visit: Visit): string {
  const location = visit.headers.get('location')
  if (location === null) throw new Error(`sent nowhere: ${visit.status} ${visit.body.slice(0, 300)}`)
  return location
}

/** What the issuer answers, as an address at the gateway; the browser has not gone there yet. */
export async function answered(world: World, id: PresetName, out: string, chosen: AtIssuer): Promise<string> {
  const { issuers } = world
  if (issuers === undefined) throw new Error('a world without issuers')
  const there = new Browser(issuers.reach, issuers.origins[id])
  const page = await there.get(out)
  return sentTo(await there.submit(page, /\/choose\//, { outcome: 'log-in', way: '0', ...chosen }))
}

/** The answer that the issuer's page sends by hand, twice. */
export async function answeredTwice(
  world: World,
  id: PresetName,
  out: string,
  chosen: AtIssuer,
): Promise<readonly string[]> {
  const { issuers } = world
  if (issuers === undefined) throw new Error('a world without issuers')
  const there = new Browser(issuers.reach, issuers.origins[id])
  const sent = { way: '0', ...chosen, outcome: 'twice' }
  return linksIn(await there.submit(await there.get(out), /\/choose\//, sent))
}

/** All of it, to the service or to whatever page of ours comes instead. */
export async function byIssuer(
  world: World,
  browser: Browser,
  chooser: Visit,
  id: PresetName,
  chosen: AtIssuer,
): Promise<Visit> {
  const gone = await browser.click(chooser, `/${id}`)
  if (gone.status === 200) throw new Error(world.log.slice(-3).join(' '))
  const out = sentTo(gone)
  return browser.get(await answered(world, id, out, chosen))
}
