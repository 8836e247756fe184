/** Counters by name, made when first counted. Whatever the labels hold, nobody can make endless series or tell a secret. */
import { between } from '#observe/tally.ts'

/** `name` is a constant of the code (`login_answered` → `inngang_login_answered_total`); labels are words from closed lists. */
export type Count = (name: string, labels: Readonly<Record<string, string>>) => void

export interface Counted {
  readonly name: string
  readonly labelNames: readonly string[]
  /** Label values, joined, and how often. */
  readonly series: ReadonlyMap<string, number>
}

export interface Counters {
  readonly count: Count
  readonly all: () => Iterable<Counted>
}

interface Known extends Counted {
  readonly series: Map<string, number>
}

/** More than this many combinations of one counter's labels are no closed list any more. */
const mostSeries = 200
const word = /^(?!.*\d{5})[\w.:-]{0,60}$/

export function counters(): Counters {
  const known = new Map<string, Known>()
  const make = (name: string, labelNames: readonly string[]): Known => {
    const made = { name, labelNames, series: new Map<string, number>() }
    known.set(name, made)
    return made
  }
  return {
    count(name, labels) {
      const { labelNames, series } = known.get(name) ?? make(name, Object.keys(labels))
      const told = labelNames.map((label) => safe(labels[label])).join(between)
      const counted = series.has(told) || series.size < mostSeries ? told : labelNames.map(() => other).join(between)
      series.set(counted, (series.get(counted) ?? 0) + 1)
    },
    all: () => known.values(),
  }
}

const other = 'other'
const safe = (value: string | undefined): string => (value !== undefined && word.test(value) ? value : other)
