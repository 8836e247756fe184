/** Passwords: argon2id behind a bounded queue, so that a rush of logins can take neither the memory nor the processor of the house. */
import { createHmac, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2'
import { stopwatch } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'

export interface Passwords {
  /** A PHC string. @throws PasswordsBusy */
  hash(password: string): Promise<string>
  /** Undefined takes a decoy: as much work as a real hash, never right. @throws PasswordsBusy */
  verify(hash: string | undefined, password: string): Promise<boolean>
  /** True when a new check would be turned away: ask before a try is counted. */
  busy(): boolean
}

/** More checks wait than the house can do in a time that a person would wait. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy'
}

export interface PasswordOptions {
  /** Mixed in before the hash and kept outside the database: a stolen table alone gives nothing to guess at. */
  readonly pepper: KeyObject
  /** Each takes 19 MiB and a thread. Undefined: as many as there are cores, four at most. */
  readonly atOnce?: number
  /** At some 10 ms a check and four at once, 200 waiting are answered within a second. */
  readonly waiting?: number
  /** Milliseconds that the last in line may have to wait, as checks go just now: fewer wait where the processor is needed elsewhere. */
  readonly longest?: number
  /** Undefined: the house's. */
  readonly cost?: HashCost | undefined
}

export interface HashCost {
  /** KiB */
  readonly memoryCost: number
  readonly timeCost: number
}

// RFC 9106 §4 and OWASP's smallest recommended setting; `algorithm: 2` is argon2id (the library's enum exists in its types only).
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** NFKC: the same password typed on another keyboard gives the same characters. Rules and hashes go by this form alone. */
export const normalPassword = (typed: string): string => typed.normalize('NFKC')

export function openPasswords(options: PasswordOptions): Passwords {
  // More than there are cores would check no more, and leave all other requests a smaller share of the processor.
  const queue = boundedQueue(
    options.atOnce ?? Math.min(4, availableParallelism()),
    options.waiting ?? 200,
    options.longest,
  )
  const chosen = { ...settings, ...options.cost }
  const decoy = decoyHash(chosen)
  // The HMAC also makes every length equal work.
  const peppered = (password: string): string =>
    createHmac('sha256', options.pepper).update(normalPassword(password)).digest('base64url')
  return {
    hash: (password) => queue.run(() => argon2(peppered(password), chosen)),
    verify: (hash, password) => queue.run(() => argon2Verify(hash ?? decoy, peppered(password))),
    busy: () => queue.full(),
  }
}

/** Salt and hash are random: the work of a real one, and no password that fits. PHC strings use the plain base64 alphabet. */
export function decoyHash({ memoryCost, timeCost }: HashCost = settings): string {
  const random = (bytes: number): string => randomToken(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${settings.parallelism}$${random(16)}$${random(32)}`
}

export interface BoundedQueue {
  run<T>(work: () => Promise<T>): Promise<T>
  full(): boolean
}

/** At most `atOnce` run and `waiting` stand in line, for `longest` at most; whoever comes then is turned away at once. */
export function boundedQueue(atOnce: number, waiting: number, longest = 4000): BoundedQueue {
  const line: (() => void)[] = []
  let running = 0
  /** Milliseconds that the last checks took: each new one counts for an eighth. */
  let each = 0
  const full = (): boolean => running >= atOnce && (line.length >= waiting || (line.length * each) / atOnce >= longest)
  return {
    full,
    run: async (work) => {
      if (full()) throw new PasswordsBusy('password queue full')
      if (running < atOnce) running += 1
      else await new Promise<void>((go) => line.push(go))
      const took = stopwatch()
      try {
        return await work()
      } finally {
        each += (took() - each) / 8
        // The place is handed on without being given back, so nobody can slip in between.
        const next = line.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
