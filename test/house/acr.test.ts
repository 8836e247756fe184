/** I2: the level reached is written into an answer in few places; no other file may set `acr`. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { at, type Source, sources, walk } from './source.ts'

const writers = /^src\/(oidc\/authorize\/answer\.ts|oidc\/tokens\/[\w-]+\.ts|oidc\/acr\.ts|login\/levels\.ts)$/

test('I2 no file but the answer, the tokens and the levels writes `acr`', () => {
  const written = sources().flatMap((source) =>
    [...walk(source.tree)].filter((node) => writesAcr(source, node)).map((node) => at(source, node)),
  )
  assert.ok(
    written.some((where) => where.startsWith('src/oidc/tokens/')),
    'the search finds the tokens',
  )
  assert.deepEqual(
    written.filter((where) => !writers.test(where.replace(/:\d+$/, ''))),
    [],
  )
})

/** The REST door says it in words of its own; `shape.ts` is their form. */
test('I2 no file of the REST door but the answer writes a level reached', () => {
  const written = sources()
    .filter(({ path }) => path.startsWith('src/rest/'))
    .flatMap((source) =>
      [...walk(source.tree)]
        .filter((node) => writesLoa(source, node))
        .map((node) => at(source, node).replace(/:\d+$/, '')),
    )
  assert.deepEqual([...new Set(written)].toSorted(), ['src/rest/door.ts', 'src/rest/shape.ts'])
})

const writesLoa = (source: Source, node: ast.Node): boolean =>
  (ast.isShorthandPropertyAssignment(node) || ast.isPropertyAssignment(node)) &&
  /^['"`]?(loa|idportenLoa)['"`]?$/.test(node.name.getText(source.tree))

/** `{ acr: … }`, `{ acr }`, `{ 'acr': … }`, `x.acr = …`, `x['acr'] = …`. */
function writesAcr(source: Source, node: ast.Node): boolean {
  if (ast.isShorthandPropertyAssignment(node)) return node.name.getText(source.tree) === 'acr'
  if (ast.isPropertyAssignment(node))
    return /^['"`]?acr['"`]?$/.test(node.name.getText(source.tree)) && !isNoLevel(node.initializer)
  if (!ast.isBinaryExpression(node) || node.operatorToken.kind !== ast.SyntaxKind.EqualsToken) return false
  return /(\.acr|\['acr'\])$/.test(node.left.getText(source.tree))
}

/** A text about the claim, or the table of names handed to `oidc/`. */
const isNoLevel = (value: ast.Node): boolean =>
  ast.isObjectLiteralExpression(value) || (ast.isIdentifier(value) && value.text === 'acrNames')
