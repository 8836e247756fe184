/** Tables from JSON lines: median [min–max] per target and scenario. `node src/report.ts FILE...` */
import { readFileSync } from 'node:fs'
import { median } from './stats.ts'

type Row = Record<string, number | string | null | Record<string, number>> & { label: string; scenario: string }
const rows = process.argv.slice(2).flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row),
)
const groups = new Map<string, Row[]>()
for (const row of rows) {
  const key = `${row.scenario}|${row['rate'] ?? ''}|${row['concurrency']}|${row.label}`
  groups.set(key, [...(groups.get(key) ?? []), row])
}
const cell = (list: Row[], field: string, digits: number): string => {
  const values = list.map((row) => Number(row[field])).filter((value) => Number.isFinite(value))
  if (values.length === 0) return '–'
  const show = (value: number): string => value.toFixed(digits)
  return `${show(median(values))} [${show(Math.min(...values))}–${show(Math.max(...values))}]`
}
const columns: [string, string, number][] = [
  ['server CPU ms', 'serverCpuMs', 3],
  ['store CPU ms', 'storeCpuMs', 3],
  ['per second', 'perSecond', 0],
  ['p50 ms', 'p50', 1],
  ['p99 ms', 'p99', 1],
  ['peak RSS MiB', 'peakRssMiB', 0],
  ['driver CPU ms', 'driverCpuMs', 2],
  ['requests', 'requestsPerUnit', 0],
]
let lastScenario = ''
for (const [key, list] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
  const [scenario, rate, concurrency, label] = key.split('|') as [string, string, string, string]
  const title = `${scenario}, ${rate === '' ? `closed loop, ${concurrency} users` : `open loop, ${rate}/s`}`
  if (title !== lastScenario) {
    process.stdout.write(
      `\n### ${title}\n\n| target | runs | errors | ${columns.map(([name]) => name).join(' | ')} |\n|---|---|---|${columns.map(() => '---').join('|')}|\n`,
    )
    lastScenario = title
  }
  const errors = list.reduce((sum, row) => sum + Number(row['errors']), 0)
  process.stdout.write(
    `| ${label} | ${list.length} | ${errors} | ${columns.map(([, field, digits]) => cell(list, field, digits)).join(' | ')} |\n`,
  )
}
