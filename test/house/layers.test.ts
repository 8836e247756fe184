/** The layer rules: imports go down, drivers have one door, production's code cannot reach the sandbox. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { forbidden, mayImportPackage } from './layers.ts'
import { allSources, at, importsOf, packageOf, reachable, sources, tests, walk } from './source.ts'

const imports = sources().flatMap((source) => importsOf(source).map((found) => ({ source, ...found })))

test('house: every import goes down the layers', () => {
  const faults = imports.flatMap(({ source, file }) => {
    const why = file === undefined ? undefined : forbidden(source.path, file)
    return why === undefined ? [] : [`${source.path} → ${file}: ${why}`]
  })
  assert.deepEqual(faults, [])
})

const refused: readonly [from: string, to: string][] = [
  ['src/base/ids.ts', 'src/db/db.ts'],
  ['src/db/db.ts', 'src/hot/hot.ts'],
  ['src/oidc/token.ts', 'src/upstream/client.ts'],
  ['src/oidc/token.ts', 'src/login/levels.ts'],
  ['src/oidc/token.ts', 'src/i18n/text.ts'],
  ['src/persons/store.ts', 'src/letters/order.ts'],
  ['src/login/door.ts', 'src/methods/minid/minid.ts'],
  ['src/methods/minid/routes.ts', 'src/methods/altinn/routes.ts'],
  ['src/methods/minid/routes.ts', 'src/oidc/client.ts'],
  ['src/methods/minid/routes.ts', 'src/services/store.ts'],
  ['src/services/store.ts', 'src/methods/minid/minid.ts'],
  ['src/helpdesk/routes.ts', 'src/registers/population/person.ts'],
  ['src/helpdesk/routes.ts', 'src/letters/address.ts'],
  ['src/helpdesk/routes.ts', 'src/audit/read.ts'],
  ['src/helpdesk/routes.ts', 'src/db/db.ts'],
  ['src/helpdesk/routes.ts', 'src/methods/minid/store.ts'],
  ['src/letters/print.ts', 'src/registers/population/addresses.ts'],
  ['src/mypage/routes.ts', 'src/registers/population/addresses.ts'],
  ['src/rest/routes.ts', 'src/sandbox/phone.ts'],
  ['src/oidc/token.ts', 'src/utils/text.ts'],
]
for (const [from, to] of refused) {
  test(`house: ${from} may not import ${to}`, () => assert.notEqual(forbidden(from, to), undefined))
}

const allowed: readonly [from: string, to: string][] = [
  ['src/ui/page.ts', 'src/base/ids.ts'],
  ['src/letters/order.ts', 'src/persons/persons.ts'],
  ['src/letters/address.ts', 'src/registers/population/addresses.ts'],
  ['src/helpdesk/routes.ts', 'src/letters/order.ts'],
  ['src/helpdesk/routes.ts', 'src/audit/audit.ts'],
  ['src/methods/minid/routes.ts', 'src/login/method.ts'],
  ['src/sandbox/mount.ts', 'src/services/file.ts'],
  ['src/twin.ts', 'src/sandbox/mount.ts'],
]
for (const [from, to] of allowed) {
  test(`house: ${from} may import ${to}`, () => assert.equal(forbidden(from, to), undefined))
}

test('house: a package is imported where the list of its doors says', () => {
  const faults = imports
    .filter(({ source, file, from }) => file === undefined && !mayImportPackage(source.path, packageOf(from)))
    .map(({ source, from }) => `${source.path} → ${from}`)
  assert.deepEqual(faults, [])
  assert.equal(mayImportPackage('src/login/store.ts', 'pg'), false)
  assert.equal(mayImportPackage('src/login/store.ts', 'unheard-of'), false)
})

test('house: imports across folders start with #, and end in .ts', () => {
  const faults = imports.filter(({ from, file }) =>
    file === undefined ? from.startsWith('.') : !from.startsWith('#') || !file.endsWith('.ts'),
  )
  assert.deepEqual(
    faults.map(({ source, from }) => `${source.path} → ${from}`),
    [],
  )
})

test("house: production's import graph never reaches the sandbox", () => {
  const inSandbox = (entry: string): string[] =>
    [...reachable([entry], allSources())].filter((file) => /^src\/(sandbox\/|twin)/.test(file))
  assert.deepEqual(inSandbox('src/main.ts'), [])
  assert.ok(inSandbox('src/twin.ts').length > 5, 'the walk sees the sandbox from twin.ts')
})

test('house: every file of the source is used, by the program or by a test', () => {
  const tested = reachable(
    tests().map((one) => one.path),
    allSources(),
  )
  assert.deepEqual(
    allSources()
      .filter((one) => one.isTest && !tested.has(one.path))
      .map((one) => one.path),
    [],
  )
})

test('house: only base/clock.ts reads the time', () => {
  const faults = sources()
    .filter((source) => source.path !== 'src/base/clock.ts')
    .flatMap((source) => [...walk(source.tree)].filter(readsTime).map((node) => at(source, node)))
  assert.deepEqual(faults, [])
})

/** `Date.now`, `new Date()`, `Date()`; `new Date(value)` only shows a time that was handed in. */
function readsTime(node: ast.Node): boolean {
  if (ast.isPropertyAccessExpression(node)) return isDate(node.expression) && node.name.text === 'now'
  if (ast.isNewExpression(node)) return isDate(node.expression) && (node.arguments?.length ?? 0) === 0
  return ast.isCallExpression(node) && isDate(node.expression)
}

const isDate = (node: ast.Node): boolean => ast.isIdentifier(node) && node.text === 'Date'

/** Ciphers draw their own nonces. */
const drawers = new Set(['src/base/secrets.ts', 'src/hot/seal.ts', 'src/keys/vault.ts'])

test('house: randomness comes from base/secrets.ts, nonces from the two ciphers', () => {
  const random = /^(randomBytes|randomInt|randomUUID|randomFill|randomFillSync|getRandomValues)$/
  const imported = imports
    .filter(
      ({ source, from, names }) =>
        !drawers.has(source.path) && /^(node:)?crypto$/.test(from) && names.some((name) => random.test(name)),
    )
    .map(({ source, names }) => `${source.path} imports ${names.filter((name) => random.test(name)).join(', ')}`)
  const called = sources().flatMap((source) =>
    [...walk(source.tree)]
      .filter(
        (node) =>
          ast.isPropertyAccessExpression(node) &&
          /^(Math\.random|(web)?crypto\.(random|getRandom)\w+)$/.test(node.getText(source.tree)),
      )
      .map((node) => at(source, node)),
  )
  assert.deepEqual([...imported, ...called], [])
})
