/** eIDs behind issuers elsewhere, opened from the operator's file; the twin brings its own. */
import type { Clock } from '#base/clock.ts'
import type { Config, Entry } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import type { Method } from '#login/method.ts'
import { federated } from '#methods/federated/federated.ts'
import { presets } from '#methods/federated/presets.ts'
import { type DeclaredEid, readEids } from '#methods/federated/settings.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { Persons } from '#persons/persons.ts'
import { pluginIdsOf } from '#plugins.ts'
import { type Send, sendOutside } from '#upstream/send.ts'

export interface EidsAround {
  readonly config: Config
  readonly clock: Clock
  readonly persons: Persons
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count' | 'watch'>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** What the twin brings. */
export interface EidsAt {
  readonly declared: readonly DeclaredEid[]
  /** How issuers are reached. Absent: over the network. */
  readonly send?: Send | undefined
}

/** @throws EidFaults */
export async function eidsOf(around: EidsAround, outside: EidsAt | undefined): Promise<readonly Method[]> {
  const { config, clock, persons, log, metrics, wait } = around
  const declared = await declaredOf(config, outside)
  if (declared.length === 0) return []
  // With it comes a library that a gateway without such eIDs need not load.
  const { openUpstream } = await import('#upstream/provider.ts')
  return declared.map(({ eid, rules }) => {
    const send = outside?.send ?? sendOutside(config.outboundAllow, rules.answerWithin)
    const upstream = openUpstream({ clock, send }, rules)
    metrics.watch(
      `inngang_eid_up_${eid.id.replaceAll('-', '_')}`,
      'Whether users are sent to this eID: 0 after failures, until it answers again.',
      () => (upstream.state() === 'closed' ? 1 : 0),
    )
    const clockTolerance = rules.clockTolerance * 1000
    const own = { upstream, persons, clock, clockTolerance, issuer: config.issuer }
    return federated(eid, { ...own, log, count: metrics.count, wait })
  })
}

async function declaredOf({ entry, eids }: Config, outside: EidsAt | undefined): Promise<readonly DeclaredEid[]> {
  if (outside !== undefined) return outside.declared
  return eids === undefined ? [] : await readEids(eids, entry === 'twin')
}

const ofTheHouse: Readonly<Record<Entry, readonly string[]>> = { production: ['minid'], twin: ['minid', 'test'] }

/** What services may name: the house's own, those that are declared and those from outside. @throws EidFaults */
export async function eidIdsOf(config: Config, outside?: EidsAt): Promise<readonly string[]> {
  const declared = (await declaredOf(config, outside)).map(({ eid }) => eid.id)
  // A command beside the twin does not open the sandbox, whose issuers are one of each kind.
  const sandboxed = config.entry === 'twin' && outside === undefined && config.issuerPort !== 0
  const known = sandboxed ? Object.keys(presets) : declared
  return [...ofTheHouse[config.entry], ...known, ...pluginIdsOf(config.plugins)]
}
