/**
 * How many guesses a password would take, estimated in a thread of its own: dictionaries of some hundred thousand words and
 * milliseconds of work stay out of the way of logins. The thread starts with the first question and goes when nobody asks any more.
 */
import { Worker } from 'node:worker_threads'
import { PasswordsBusy } from '#methods/minid/password.ts'

export interface Guesses {
  /** @throws PasswordsBusy */
  of(password: string, known: readonly string[]): Promise<number>
}

export interface GuessesOptions {
  /** Waiting at most: at some 5 ms each they are answered within half a second. */
  readonly waiting?: number
  /** Milliseconds without a question until the thread goes, and its memory with it. */
  readonly idle?: number
}

/** What goes to the thread. */
export interface Question {
  readonly id: number
  readonly text: string
  readonly known: readonly string[]
}
export interface Answer {
  readonly id: number
  readonly guesses: number
}

/** The estimate's work grows with the square of the length. A password whose beginning is hard to guess is hard to guess. */
export const longestEstimated = 64

const program = new URL(import.meta.resolve('#methods/minid/passwords/guesses-thread.ts'))

interface Waiting {
  readonly resolve: (guesses: number) => void
  readonly reject: (cause: unknown) => void
}

export function openGuesses({ waiting: most = 100, idle = 60_000 }: GuessesOptions = {}): Guesses {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let last = 0

  const settle = (from: Worker, { id, guesses }: Answer): void => {
    waiting.get(id)?.resolve(guesses)
    waiting.delete(id)
    if (waiting.size > 0 || thread !== from) return
    // With nothing to answer it must not keep the process alive.
    from.unref()
    timer = setTimeout(() => {
      thread = undefined
      void from.terminate()
    }, idle).unref()
  }
  const fail = (from: Worker, cause: unknown): void => {
    if (thread !== from) return
    thread = undefined
    for (const one of waiting.values()) one.reject(cause)
    waiting.clear()
  }
  const start = (): Worker => {
    // Without the process's own options, which may be meant for its own program alone.
    const made = new Worker(program, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 128 } })
    made.on('message', (answer: Answer) => settle(made, answer))
    made.on('error', (cause) => fail(made, cause))
    made.on('exit', () => fail(made, new Error('the thread that estimates passwords ended')))
    return made
  }
  return {
    of: (password, known) => {
      if (waiting.size >= most) return Promise.reject(new PasswordsBusy('password estimates: queue full'))
      clearTimeout(timer)
      thread ??= start()
      thread.ref()
      const id = (last += 1)
      const text = [...password].slice(0, longestEstimated).join('')
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        thread?.postMessage({ id, text, known } satisfies Question)
      })
    },
  }
}
