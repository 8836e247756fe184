/** What is logged may be logged: a field that is not on the list is withheld, and whoever looks at night misses just that. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { fieldNames } from '#observe/fields.ts'
import { at, type Source, sources, stringOf, walk } from './source.ts'

const levels = ['error', 'warn', 'info', 'debug']

/** Names of the fields in `log('warn', '…', { … })`, under whatever name the log was handed over. */
function* logged(source: Source): Generator<{ readonly where: string; readonly field: string }> {
  for (const node of walk(source.tree)) {
    if (!ast.isCallExpression(node)) continue
    const [level, , fields] = node.arguments
    if (!levels.includes(stringOf(level) ?? '') || fields === undefined || !ast.isObjectLiteralExpression(fields))
      continue
    for (const property of fields.properties)
      if (ast.isPropertyAssignment(property) || ast.isShorthandPropertyAssignment(property))
        yield { where: at(source, node), field: property.name.getText(source.tree) }
  }
}

test('house: every field that is logged stands on the list of those that may be', () => {
  const all = sources().flatMap((source) => [...logged(source)])
  assert.ok(all.length > 50, 'the search finds the lines of the log')
  assert.deepEqual(
    all.filter(({ field }) => !fieldNames.includes(field)),
    [],
  )
})
