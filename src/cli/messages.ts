/** `inngang message report`: what became of messages to people, by gateway. It knows no addresses and no texts. */
import { sinceWhen } from '#cli/logout.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'
import { type Counted, openReceipts } from '#messages/receipts.ts'
import { messageStore } from '#messages/store.ts'

export const messageReport: Verb = {
  words: ['message', 'report'],
  usage: 'message report [--since 24h]',
  sentence: 'shows what gateways told of messages to people, and how many still wait',
  run: (asked) =>
    withStores(asked, async ({ clock, database, vault }) => {
      const since = sinceWhen(asked.since ?? '24h', clock.now())
      if (since === undefined) {
        asked.say('--since takes a time such as 90m, 24h or 7d, or a date such as 2026-11-24.')
        return 2
      }
      const receipts = openReceipts({ db: database, clock, count: () => undefined })
      sayReport(asked, await receipts.summary(since))
      const { count, oldest } = await messageStore(database, vault).waiting()
      const age = oldest === undefined ? '' : `, the oldest for ${Math.round((clock.now() - oldest) / 1000)} seconds`
      asked.say(`\nWaiting to be sent: ${count}${age}.`)
      return 0
    }),
}

/** Gateways that tell nothing later (HTTP, e-mail) have no rows here. */
function sayReport({ say }: Asked, counted: readonly Counted[]): void {
  if (counted.length === 0) return say('No gateway told of any message.')
  const width = Math.max(...counted.map(({ gateway }) => gateway.length), 'gateway'.length) + 2
  say(`${'gateway'.padEnd(width)}${'state'.padEnd(12)}${'why'.padEnd(20)}${'messages'.padStart(10)}`)
  for (const { gateway, state, detail, count } of counted)
    say(`${gateway.padEnd(width)}${state.padEnd(12)}${(detail ?? '').padEnd(20)}${String(count).padStart(10)}`)
}
