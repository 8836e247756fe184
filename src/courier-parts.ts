/** What leaves by itself: messages to people, and logouts that services are told of. */
import type { Gateway } from '#messages/outbox.ts'
import { openOutbox, type RunningOutbox } from '#messages/courier.ts'
import { openGateways } from '#messages/gateways.ts'
import { openReceipts } from '#messages/receipts.ts'
import { type BackChannel, openBackChannel } from '#oidc/logout/back-channel.ts'
import type { Services } from '#services/clients.ts'
import type { Stores } from '#stores.ts'

/** What is sent to people. */
export function outboxOf(
  { config, clock, database, vault, metrics, log }: Stores,
  given: Gateway | undefined,
): RunningOutbox {
  const own = { db: database, vault, clock, count: metrics.count, log: log.log }
  const receipts = openReceipts(own)
  const gateway = given ?? openGateways(config, { ...own, heard: receipts.heard })
  const outbox = openOutbox({ ...own, gateway, receipts })
  metrics.watch('inngang_outbox_waiting', 'Messages to people that are not sent yet.', async () => {
    return (await outbox.waiting()).count
  })
  metrics.watch('inngang_outbox_oldest_seconds', 'How long the oldest of them has waited.', async () => {
    return (await outbox.waiting()).oldestSeconds
  })
  return outbox
}

/** Tells services of logouts. */
export function backChannelOf(
  { config, clock, database, keys, vault, metrics, log }: Stores,
  services: Services,
): BackChannel {
  const { issuer, logoutAttempts: attempts, logoutReportDays: keptDays, outboundAllow: allow } = config
  const { count } = metrics
  const own = {
    issuer,
    clock,
    database,
    keys,
    clients: services,
    sub: vault.pairwise,
    attempts,
    keptDays,
    allow,
    count,
  }
  const backChannel = openBackChannel({ ...own, log: log.log })
  metrics.watch('inngang_logout_waiting', 'Services that are still to be told of a logout.', backChannel.store.waiting)
  return backChannel
}
