/**
 * The two histograms that every request feeds many times: counted in plain numbers, written as Prometheus' text when somebody
 * reads them. A library's histogram would hash its labels at each of some twenty observations a login.
 */

export interface Tally {
  /** `labels` are values in the order of the tally's names, from closed lists. Milliseconds. */
  observe(labels: string, ms: number): void
  /** The series in Prometheus' exposition format, ending in a line break. */
  text(): string
}

export interface TallyOptions {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  /** Upper bounds in seconds, rising. */
  readonly buckets: readonly number[]
}

/** Joins label values; no value from a closed list holds it. */
export const between = '\n'

interface Series {
  /** Not yet summed up: each observation counts in its own bucket alone. */
  readonly counts: Float64Array
  sum: number
}

export function tally({ name, help, labelNames, buckets }: TallyOptions): Tally {
  const known = new Map<string, Series>()
  const bounds = buckets.map((bound) => bound * 1000)
  return {
    observe(labels, ms) {
      let series = known.get(labels)
      if (series === undefined) known.set(labels, (series = { counts: new Float64Array(bounds.length + 1), sum: 0 }))
      let at = 0
      while (at < bounds.length && ms > (bounds[at] ?? 0)) at += 1
      series.counts[at] = (series.counts[at] ?? 0) + 1
      series.sum += ms
    },
    text() {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`]
      for (const [labels, series] of known) lines.push(...linesOf(name, named(labelNames, labels), buckets, series))
      return `${lines.join('\n')}\n`
    },
  }
}

const named = (names: readonly string[], labels: string): string => {
  const values = labels.split(between)
  return names.map((label, i) => `${label}="${escape(values[i] ?? '')}"`).join(',')
}

const escape = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function linesOf(name: string, labels: string, buckets: readonly number[], series: Series): string[] {
  let all = 0
  const lines = [...buckets, '+Inf'].map((bound, i) => {
    all += series.counts[i] ?? 0
    return `${name}_bucket{le="${bound}",${labels}} ${all}`
  })
  return [...lines, `${name}_sum{${labels}} ${series.sum / 1000}`, `${name}_count{${labels}} ${all}`]
}
