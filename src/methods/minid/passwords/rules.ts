/** What a new password may be (NIST SP 800-63B-4 §3.1.1): long enough, and nothing that others would guess. How it is composed is nobody's business. */
import type { Clock } from '#base/clock.ts'
import type { Network } from '#base/networks.ts'
import type { Log } from '#http/answer.ts'
import { normalPassword } from '#methods/minid/password.ts'
import { openBreached } from '#methods/minid/passwords/breached.ts'
import { type Guesses, openGuesses } from '#methods/minid/passwords/guesses.ts'
import { isPersonal, personalParts } from '#methods/minid/passwords/personal.ts'
import type { Count } from '#observe/counters.ts'

export type PasswordFault = 'missing' | 'short' | 'long' | 'common' | 'personal' | 'breached'

/** What must not be most of the password. */
export interface PasswordAbout {
  readonly number?: string | undefined
  readonly email?: string | undefined
  readonly mobile?: string | undefined
  /** The gateway's own name or host. */
  readonly gateway?: string | undefined
}

export interface PasswordRules {
  /** Characters, for the field's hint. */
  readonly shortest: number
  /** The first thing wrong with it. @throws PasswordsBusy */
  fault(password: string, about: PasswordAbout): Promise<PasswordFault | undefined>
}

export interface PasswordRulesDeps {
  readonly clock: Clock
  readonly log: Log
  readonly count: Count
  readonly shortest: number
  /** A service of breached passwords, and what of our own network may be reached for it. Undefined: there is none. */
  readonly breached?: { readonly url: string; readonly allow: readonly Network[] } | undefined
  /** Estimates in tests. Undefined: those of the process's one thread. */
  readonly guesses?: Guesses | undefined
}

export const passwordLimits = {
  /** §3.1.1.2: at least 8 where a second factor is asked for, which MinID always does; 15 where none is. */
  floor: 8,
  /** §3.1.1.2 asks for 64 at least. This much is no wish of ours, it only bounds the work. */
  longest: 256,
  /**
   * What an attacker must need. The waits for one identity number (`lock.ts`) leave some 11,000 tries in a year, so the million
   * passwords that come first to everybody's mind last him ninety.
   */
  guesses: 1e6,
} as const

/** It holds dictionaries and nothing of anybody's: whoever asks in this process shares it. */
let ofThisProcess: Guesses | undefined

export function openPasswordRules(deps: PasswordRulesDeps): PasswordRules {
  const { shortest } = deps
  const guesses = deps.guesses ?? (ofThisProcess ??= openGuesses())
  const breached = deps.breached === undefined ? undefined : openBreached({ ...deps, ...deps.breached })
  return {
    shortest,
    fault: async (typed, about) => {
      if (typed === '') return 'missing'
      // Before anything reads it: normal forms can be eighteen times as long.
      if (typed.length > passwordLimits.longest * 4) return 'long'
      const password = normalPassword(typed)
      // §3.1.1.2: each code point counts as one character.
      const length = [...password].length
      if (length > passwordLimits.longest) return 'long'
      if (length < shortest) return 'short'
      const parts = personalParts(about)
      if (isPersonal(password, parts)) return 'personal'
      if ((await guesses.of(password, parts)) < passwordLimits.guesses) return 'common'
      return (await breached?.has(password)) === true ? 'breached' : undefined
    },
  }
}
