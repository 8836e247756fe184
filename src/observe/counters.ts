/** Counters by name, made when first counted. Whatever the labels hold, nobody can make endless series or tell a secret. */
import { Counter, type Registry } from 'prom-client'

/** `name` is a constant of the code (`login_answered` → `inngang_login_answered_total`); labels are words from closed lists. */
export type Count = (name: string, labels: Readonly<Record<string, string>>) => void

interface Known {
  readonly counter: Counter
  readonly labels: readonly string[]
  readonly series: Set<string>
}

/** More than this many combinations of one counter's labels are no closed list any more. */
const mostSeries = 200
const word = /^(?!.*\d{5})[\w.:-]{0,60}$/

export function counters(registry: Registry): Count {
  const known = new Map<string, Known>()
  return (name, labels) => {
    const one = known.get(name) ?? make(registry, name, Object.keys(labels))
    known.set(name, one)
    const values = one.labels.map((label) => safe(labels[label]))
    const series = values.join('\n')
    if (!one.series.has(series)) {
      if (one.series.size >= mostSeries)
        return one.counter.inc(
          named(
            one.labels,
            one.labels.map(() => 'other'),
          ),
        )
      one.series.add(series)
    }
    one.counter.inc(named(one.labels, values))
  }
}

const make = (registry: Registry, name: string, labels: readonly string[]): Known => ({
  counter: new Counter({
    name: `inngang_${name}_total`,
    help: `Counted: ${name.replaceAll('_', ' ')}.`,
    labelNames: [...labels],
    registers: [registry],
  }),
  labels,
  series: new Set(),
})

const safe = (value: string | undefined): string => (value !== undefined && word.test(value) ? value : 'other')
const named = (labels: readonly string[], values: readonly string[]): Record<string, string> =>
  Object.fromEntries(labels.map((label, i) => [label, values[i] ?? 'other']))
