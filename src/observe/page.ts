/**
 * The page of metrics, put together when somebody reads it: so the library for it is loaded then, and no request pays for its
 * bookkeeping.
 */
import type { Counted } from '#observe/counters.ts'
import { between } from '#observe/tally.ts'

/** A number that is looked up when the page is read. */
export interface Looked {
  readonly name: string
  readonly help: string
  readonly read: () => number | Promise<number>
}

export async function written(
  build: Readonly<Record<string, string>>,
  looked: readonly Looked[],
  counted: Iterable<Counted>,
): Promise<string> {
  const { Counter, Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  new Gauge({
    name: 'inngang_build_info',
    help: 'What runs: always 1.',
    labelNames: Object.keys(build),
    registers,
  }).set(build, 1)
  await Promise.all(looked.map(async ({ name, help, read }) => new Gauge({ name, help, registers }).set(await read())))
  for (const { name, labelNames, series } of counted) {
    const help = `Counted: ${name.replaceAll('_', ' ')}.`
    const counter = new Counter({ name: `inngang_${name}_total`, help, labelNames: [...labelNames], registers })
    for (const [values, times] of series) counter.inc(named(labelNames, values), times)
  }
  return registry.metrics()
}

const named = (labelNames: readonly string[], joined: string): Record<string, string> => {
  const values = joined.split(between)
  return Object.fromEntries(labelNames.map((label, i) => [label, values[i] ?? '']))
}
