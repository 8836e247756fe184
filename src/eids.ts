/** eIDs behind issuers elsewhere, opened from the operator's file; the twin brings its own. */
import type { Clock } from '#base/clock.ts'
import type { Config } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import type { Method } from '#login/method.ts'
import { federated } from '#methods/federated/federated.ts'
import { type DeclaredEid, readEids } from '#methods/federated/settings.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { Persons } from '#persons/persons.ts'
import { openUpstream } from '#upstream/provider.ts'
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

/** Seconds that an issuer has for one answer: somebody waits for it. */
const patience = 10

/** @throws EidFaults */
export async function eidsOf(around: EidsAround, outside: EidsAt | undefined): Promise<readonly Method[]> {
  const { config, clock, persons, log, metrics, wait } = around
  const plain = config.entry === 'twin'
  const declared = outside?.declared ?? (config.eids === undefined ? [] : await readEids(config.eids, plain))
  const send = outside?.send ?? sendOutside(config.outboundAllow, patience)
  return declared.map(({ eid, rules }) => {
    const upstream = openUpstream({ clock, send }, rules)
    metrics.watch(
      `inngang_eid_up_${eid.id.replaceAll('-', '_')}`,
      'Whether users are sent to this eID: 0 after failures, until it answers again.',
      () => (upstream.state() === 'closed' ? 1 : 0),
    )
    return federated(eid, { upstream, persons, clock, issuer: config.issuer, log, count: metrics.count, wait })
  })
}
