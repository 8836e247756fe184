/** Counters by name, made when first counted. Whatever the labels hold, nobody can make endless series or tell a secret. */
import { between, labelled } from '#observe/tally.ts'

/** `name` is a constant of the code (`login_answered` → `inngang_login_answered_total`); labels are words from closed lists. */
export type Count = (name: string, labels: Readonly<Record<string, string>>) => void

export interface Counters {
  readonly count: Count
  /** In Prometheus' exposition format. */
  text(): string
}

interface Known {
  readonly labels: readonly string[]
  /** By the labels' values, joined. */
  readonly series: Map<string, number>
}

/** More than this many combinations of one counter's labels are no closed list any more. */
const mostSeries = 200
const word = /^(?!.*\d{5})[\w.:-]{0,60}$/

export function counters(): Counters {
  const known = new Map<string, Known>()
  return {
    count(name, labels) {
      let one = known.get(name)
      if (one === undefined) known.set(name, (one = { labels: Object.keys(labels), series: new Map() }))
      const values = one.labels.map((label) => safe(labels[label])).join(between)
      const before = one.series.get(values)
      if (before === undefined && one.series.size >= mostSeries) {
        const other = one.labels.map(() => 'other').join(between)
        one.series.set(other, (one.series.get(other) ?? 0) + 1)
      } else one.series.set(values, (before ?? 0) + 1)
    },
    text: () => [...known].map(([name, one]) => textOf(name, one)).join(''),
  }
}

function textOf(name: string, { labels, series }: Known): string {
  const full = `inngang_${name}_total`
  const lines = [...series].map(([values, sum]) =>
    labels.length === 0 ? `${full} ${sum}` : `${full}{${labelled(labels, values)}} ${sum}`,
  )
  return `# HELP ${full} Counted: ${name.replaceAll('_', ' ')}.\n# TYPE ${full} counter\n${lines.join('\n')}\n`
}

const safe = (value: string | undefined): string => (value !== undefined && word.test(value) ? value : 'other')
