/**
 * A batch as one statement: each step a common table expression, and a last select that raises when a guard found
 * nothing, so that PostgreSQL undoes the whole. One round trip, one plan, one commit.
 */
import type { Step } from '#db/db.ts'

export interface Assembled {
  readonly text: string
  readonly values: unknown[]
}

interface Node {
  text: string | undefined
  readonly plain: Map<string, Node>
  readonly guard: Map<string, Node>
}

/** Longer rows of steps than the program has kinds of would otherwise fill the memory. */
const kept = 1000

/** What is selected at the end of a row of steps. */
type Verdict = (steps: readonly Step[]) => string

/** Texts are put together once for each row of steps. */
export function assembler(verdict: Verdict): (steps: readonly Step[]) => Assembled {
  const root = newNode()
  let size = 0
  return (steps) => {
    let node = root
    const values: unknown[] = []
    for (const { query, must } of steps) {
      const branch = must === undefined ? node.plain : node.guard
      let next = branch.get(query.sql)
      if (next === undefined) {
        next = newNode()
        if (size < kept) {
          branch.set(query.sql, next)
          size += 1
        }
      }
      node = next
      values.push(...query.parameters)
    }
    node.text ??= assemble(steps, verdict)
    return { text: node.text, values }
  }
}

const newNode = (): Node => ({ text: undefined, plain: new Map(), guard: new Map() })

function assemble(steps: readonly Step[], verdict: Verdict): string {
  let shift = 0
  const expressions = steps.map(({ query, must }, i) => {
    const text = renumber(query.sql, shift)
    shift += query.parameters.length
    return `s${i} as (${must === undefined ? text : withRows(text)})`
  })
  return `with ${expressions.join(', ')} ${verdict(steps)}`
}

/**
 * Raises when a guard found nothing. A cast of a text that is no number raises, and its message holds the text. The condition is
 * a table's content, so the planner cannot work it out beforehand; `case` asks the guards in the order of the steps.
 */
export const orRaise: Verdict = (steps) => {
  const guards = steps.flatMap(({ must }, i) =>
    must === undefined ? [] : [`when not exists (select from s${i}) then '${guardMark}${i}'`],
  )
  return `select ${guards.length === 0 ? '1' : `cast(case ${guards.join(' ')} else '1' end as integer)`} as done`
}

/** One row when every step found something. */
export const whereAllHold: Verdict = (steps) =>
  `select 1 as holds where ${steps.map((_step, i) => `exists (select from s${i})`).join(' and ')}`

const guardMark = 'inngang-guard-'

/** Which step's guard raised, or undefined: it was something else. */
export function failedGuard(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '22P02') return undefined
  const found = /inngang-guard-(\d+)/.exec(error.message)
  return found === null ? undefined : Number(found[1])
}

/** `$1` of a step becomes `$1` + what the steps before it took; texts in quotes are left alone. */
const renumber = (sql: string, shift: number): string =>
  shift === 0
    ? sql
    : sql.replace(/'(?:[^']|'')*'|\$(\d+)/g, (part, n?: string) => (n === undefined ? part : `$${Number(n) + shift}`))

/** A statement that changes rows is a guard by the rows that it gives back. */
const withRows = (sql: string): string =>
  /^\s*select\b/i.test(sql) || /\breturning\b/i.test(sql) ? sql : `${sql} returning 1`
