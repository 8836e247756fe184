/** What a setting is, and the two ways to write one: it has a value, or it may have one. */
import type { Kind } from '#config/kinds.ts'

/** The two programs, and the two worlds: which one a process is follows from its entry file, never from a setting. */
export type Entry = 'production' | 'twin'
export const entries: readonly Entry[] = ['production', 'twin']

/** The default as text; `{port}` and `{data}` stand for those settings. Undefined: none. */
export type Defaults = Readonly<Record<Entry, string | undefined>>

export interface Setting<T> {
  readonly kind: Kind<Exclude<T, undefined>>
  readonly sentence: string
  readonly defaults: Defaults
  /** Who may use it. */
  readonly entries: readonly Entry[]
  /** Who cannot start without it. */
  readonly neededBy: readonly Entry[]
  /** May come from a file (`INNGANG_…_FILE`), is never printed, and must be hard to guess in production. */
  readonly secret: boolean
  /** Never read by anybody: carries the type. */
  readonly type?: T
}

interface Extras {
  readonly secret?: boolean
  readonly entries?: readonly Entry[]
  readonly neededBy?: readonly Entry[]
  readonly defaults?: Partial<Defaults>
}

/** Always has a value: there is a default wherever it is not needed. */
export const has = <T>(
  kind: Kind<T>,
  defaults: string | Partial<Defaults>,
  sentence: string,
  extras: Extras = {},
): Setting<T> => ({
  kind: kind as Kind<Exclude<T, undefined>>,
  defaults:
    typeof defaults === 'string'
      ? { production: defaults, twin: defaults }
      : { production: undefined, twin: undefined, ...defaults },
  sentence,
  entries: extras.entries ?? entries,
  neededBy: extras.neededBy ?? [],
  secret: extras.secret ?? false,
})

/** May be absent. */
export const may = <T>(kind: Kind<T>, sentence: string, extras: Extras = {}): Setting<T | undefined> =>
  has<T | undefined>(kind as Kind<T | undefined>, extras.defaults ?? {}, sentence, extras)
