/** Which tests show which row of docs/rows.md: `npm run rows`. A test belongs to the rows its name begins with. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as ast from 'typescript/unstable/ast'
import { at, root, stringOf, tests, walk } from './source.ts'

export interface Row {
  readonly id: string
  readonly says: string
  readonly state: string
}

export interface NamedTest {
  readonly where: string
  /** Up to what is filled in, for tests made from a table. */
  readonly name: string
  readonly rows: readonly string[]
}

const rowLine = /^\| ([A-Z]\d+) \| (.*) \| (.*?) ?\|$/

export function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const [, id, says, state] = rowLine.exec(line) ?? []
    return id === undefined || says === undefined ? [] : [{ id, says, state: (state ?? '').trim() }]
  })
}

export const allRows = (): Row[] => rowsOf(readFileSync(path.join(root, 'docs', 'rows.md'), 'utf8'))

/** `E4 a user …` → E4; `E3 I2 the level …` → both; `house: …` and plain rules → none. */
export const rowsNamed = (name: string): string[] =>
  /^(?:[EMXAORSTPI]\d+[ ,]+)+/.exec(name)?.[0].match(/[A-Z]\d+/g) ?? []

/** Tests by their names as written. `undefined` names (a variable) are left to `rows.test.ts`. */
export function allTests(): { readonly named: readonly NamedTest[]; readonly nameless: readonly string[] } {
  const named: NamedTest[] = []
  const nameless: string[] = []
  for (const source of tests()) {
    for (const node of walk(source.tree)) {
      if (
        !ast.isCallExpression(node) ||
        !ast.isIdentifier(node.expression) ||
        !/^(test|it)$/.test(node.expression.text)
      )
        continue
      const name = stringOf(node.arguments[0])
      if (name === undefined) nameless.push(at(source, node))
      else named.push({ where: at(source, node), name, rows: rowsNamed(name) })
    }
  }
  return { named, nameless }
}

function print(): void {
  const { named } = allTests()
  for (const { id, says, state } of allRows()) {
    const own = named.filter(({ rows }) => rows.includes(id))
    const found = own.length === 0 ? ['not built yet'] : own.map(({ name, where }) => `${name.trim()} (${where})`)
    console.log(
      `${id}  ${says}${state === 'in part' ? ' [in part]' : ''}\n${found.map((line) => `      ${line}`).join('\n')}`,
    )
  }
}

if (import.meta.main) print()
