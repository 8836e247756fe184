/** Hot state: what lives for minutes. Two implementations, one conformance test. Losing it ends logins on the way, never anything confirmed. */
import { StoreUnavailable } from '#base/store-unavailable.ts'

declare const stampBrand: unique symbol
/** Made by the writer, 16 random bytes; what `swap` compares. */
export type Stamp = string & { readonly [stampBrand]: true }

/** Values are JSON. Keys are at most 200 characters, letters, digits and `:._-{}`. Expiry is checked against the house's clock, too. */
export interface Hot {
  /** Writes, whatever was there. Gives the stamp of what was written. */
  put(key: string, value: unknown, seconds: number): Promise<Stamp>
  get<T>(key: string): Promise<{ readonly value: T; readonly stamp: Stamp } | undefined>
  /** Reads and removes in one step: of two callers, one gets the value. For what is valid because it is there. */
  take<T>(key: string): Promise<T | undefined>
  /** True for the first caller only. For what is valid because it was not there (`jti`). */
  once(key: string, seconds: number): Promise<boolean>
  /** Replaces the value only while its stamp is still `was`; never recreates. The new stamp, or undefined: someone else was first. */
  swap(key: string, was: Stamp, now: unknown, seconds: number): Promise<Stamp | undefined>
  /** Adds one and tells the sum; the first count starts the life of `seconds`. */
  count(key: string, seconds: number): Promise<number>
  remove(key: string): Promise<void>
  /**
   * When the store was found empty or replaced by a process (milliseconds), or undefined. What is valid because it is
   * absent (`once`) cannot be trusted for anything issued before that. Ask after `once`, which hears of it: then it
   * costs nothing and is right.
   */
  floor(): Promise<number | undefined>
  /** Throws when the store cannot be reached. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Where a process finds a store that it has known nothing of: the second of then. Tokens tell their time in whole seconds, and
 * the first callers of a new gateway would be refused for the rest of it.
 */
export const firstFloor = (now: number): number => now - (now % 1000)

/** The store could not answer, or its answer is unknown. */
export class HotUnavailable extends StoreUnavailable {
  override readonly name = 'HotUnavailable'
}

/** With another policy than noeviction a full server would forget what was used, or who is logging in, without saying so. */
export class EvictingStore extends Error {
  override readonly name = 'EvictingStore'
}
