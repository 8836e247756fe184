/** What a process does now and then beside its requests. */
import type { Log } from '#observe/log.ts'

/** `failed` is logged when the work fails; it is tried again the next time. */
export type Every = (milliseconds: number, failed: string, work: () => Promise<void>) => void

export interface Background {
  readonly every: Every
  /** Begins nothing more and waits for what is under way. */
  stop(): Promise<void>
}

export function openBackground(log: Log): Background {
  const timers: NodeJS.Timeout[] = []
  const running = new Map<NodeJS.Timeout, Promise<void>>()
  return {
    every(milliseconds, failed, work) {
      const timer = setInterval(() => {
        if (running.has(timer)) return
        const done = work()
          .catch((cause: unknown) => log('error', failed, { cause }))
          .finally(() => running.delete(timer))
        running.set(timer, done)
      }, milliseconds).unref()
      timers.push(timer)
    },
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
