/** One connection, one user at a time: first come, first served. Says so at once when somebody waits for themself. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Gate {
  /** Resolves when it is the caller's turn; end with `leave`. @throws when the caller is inside its own transaction */
  enter(): Promise<void>
  /** True when it was free and is now the caller's. */
  tryEnter(): boolean
  leave(): void
  /** True inside a transaction that is still open: whoever waited there would wait for themself. */
  waitsForItself(): boolean
  /** Runs the body of a transaction (the gate is held): whatever it starts is known to be inside. */
  inside<T>(work: () => Promise<T>): Promise<T>
}

export function openGate(): Gate {
  const transactions = new AsyncLocalStorage<{ open: boolean }>()
  const waiting: (() => void)[] = []
  let held = false
  const waitsForItself = (): boolean => transactions.getStore()?.open === true

  return {
    tryEnter() {
      if (held) return false
      held = true
      return true
    },
    enter() {
      if (!held) {
        held = true
        return Promise.resolve()
      }
      if (waitsForItself()) return Promise.reject(new PastItsTransaction())
      return new Promise((resolve) => waiting.push(resolve))
    },
    waitsForItself,
    leave() {
      const next = waiting.shift()
      if (next === undefined) held = false
      else next()
    },
    async inside(work) {
      const transaction = { open: true }
      try {
        return await transactions.run(transaction, work)
      } finally {
        // Work that was begun inside and goes on after (a timer, a nudge) keeps this mark: it must wait like anybody else.
        transaction.open = false
      }
    },
  }
}

/** A programming fault: on SQLite this would wait for itself for ever. */
export class PastItsTransaction extends Error {
  override readonly name = 'PastItsTransaction'
  constructor() {
    super('inside database.transaction() only `tx` may be used: a query past it would wait for itself for ever')
  }
}
