/** What became of batches: the printer's receipts, and batches that were lost on the way. */
import { type Receipt, ReceiptFault } from '#letters/printer.ts'
import type { PrintDeps } from '#letters/print.ts'

export type ReceiptDeps = Pick<PrintDeps, 'store' | 'printer' | 'audit' | 'clock' | 'log'>

/** For how many runs one came. */
export async function readReceipts(deps: ReceiptDeps): Promise<number> {
  const { store, audit, clock, log } = deps
  let done = 0
  for (const { id, manifestHash } of await store.inState('handed')) {
    const receipt = await receiptOf(deps, id)
    if (receipt === undefined) continue
    if (receipt.run !== id || receipt.manifest !== manifestHash) {
      log('error', 'the printer has a receipt for another batch', { run: id })
      continue
    }
    const sent = (await store.people(id)).map(
      ({ letter, person }) => ({ type: 'letter.sent', person, letter }) as const,
    )
    const result = await audit.write(store.done(id, receipt.sent, clock.now()), sent)
    // Another process was first.
    if (result.ok) done += 1
  }
  return done
}

/** One that cannot be read holds up no other batch's. */
async function receiptOf({ printer, log }: ReceiptDeps, run: string): Promise<Receipt | undefined> {
  try {
    return await printer.receipt(run)
  } catch (error) {
    if (!(error instanceof ReceiptFault)) throw error
    log('error', 'a receipt of the printer cannot be read', { run })
    return undefined
  }
}

/** False: no batch of that name waits for a receipt. */
export async function loseBatch({ store, audit, clock }: ReceiptDeps, run: string): Promise<boolean> {
  const lost = (await store.people(run)).map(({ letter, person }) => ({ type: 'letter.lost', person, letter }) as const)
  return (await audit.write(store.lost(run, clock.now()), lost)).ok
}
