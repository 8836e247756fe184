/** A file over 300 lines or a function over 40 has taken in a second subject: listed. Over 500 or 80: refused. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { allSources, at, type Source, walk } from './source.ts'

const file = { wanted: 300, most: 500 }
const body = { wanted: 40, most: 80 }

const files = allSources().map((source) => ({ where: source.path, lines: source.text.split('\n').length - 1 }))
const functions = allSources().flatMap((source) =>
  [...walk(source.tree)]
    .filter((node) => hasBody(node) && !holdsTests(source, node))
    .map((node) => ({ where: at(source, node), lines: linesIn(source, node) })),
)

function hasBody(node: ast.Node): boolean {
  return (
    ast.isFunctionDeclaration(node) ||
    ast.isFunctionExpression(node) ||
    ast.isArrowFunction(node) ||
    ast.isMethodDeclaration(node)
  )
}

test('house: no file over 500 lines', (t) => {
  list(t, files, file.wanted)
  assert.deepEqual(
    files.filter(({ lines }) => lines > file.most),
    [],
  )
})

test('house: no function over 80 lines', (t) => {
  list(t, functions, body.wanted)
  assert.deepEqual(
    functions.filter(({ lines }) => lines > body.most),
    [],
  )
})

function list(
  t: { diagnostic(message: string): void },
  measured: readonly { where: string; lines: number }[],
  wanted: number,
): void {
  for (const { where, lines } of measured.filter(({ lines }) => lines > wanted))
    t.diagnostic(`${where} has ${lines} lines: which second subject has moved in?`)
}

/** A factory that returns functions is measured as a class would be: without them. Callbacks count where they stand. */
function linesIn(source: Source, node: ast.Node): number {
  const lines = (of: ast.Node): number => of.getText(source.tree).split('\n').length
  return [...outermost(node)].reduce((sum, inner) => sum - (lines(inner) - 1), lines(node))
}

function* outermost(node: ast.Node): Generator<ast.Node> {
  const children: ast.Node[] = []
  node.forEachChild((child) => void children.push(child))
  for (const child of children) {
    if (hasBody(child) && !ast.isCallExpression(child.parent)) yield child
    else yield* outermost(child)
  }
}

/** A function that declares tests, in a test or a conformance suite, is as long as its tests are many. */
function holdsTests(source: Source, node: ast.Node): boolean {
  return source.isTest && /\b(test|it|describe|on)\(\s*['`]/.test(node.getText(source.tree))
}
