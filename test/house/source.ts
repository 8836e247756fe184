/** The project's own files as TypeScript's parser sees them: for the tests of the house, and `npm run rows`, `npm run texts`. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import * as ast from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

export const root = path.join(import.meta.dirname, '..', '..')

export interface Source {
  /** From the project's root: `src/oidc/pkce.ts`. */
  readonly path: string
  /** First folder below src: `oidc`; for files right in src their own name: `app`. */
  readonly part: string
  /** A test, or code that only tests use: no entry file reaches it. */
  readonly isTest: boolean
  readonly text: string
  readonly tree: ast.SourceFile
}

export interface Import {
  /** As written: `#oidc/client.ts`, `hono`, `node:fs`. */
  readonly from: string
  /** The file it names, from the project's root; undefined for packages. */
  readonly file: string | undefined
  /** Named imports; `*` for all of it. */
  readonly names: readonly string[]
}

const entries = ['src/main.ts', 'src/twin.ts', 'src/cli.ts']

let read: readonly Source[] | undefined
/** Everything below src/ and test/, parsed once. */
export const allSources = (): readonly Source[] => (read ??= parse())
/** What runs: src/ without its tests and what only they use. */
export const sources = (): readonly Source[] => allSources().filter((source) => !source.isTest)
export const tests = (): readonly Source[] => allSources().filter((source) => source.path.endsWith('.test.ts'))

// `typescript/unstable/*` is TypeScript 7's own name for this API; package.json pins the version that has it.
function parse(): Source[] {
  const api = new API({ cwd: root })
  try {
    const project = api.updateSnapshot({ openProjects: [path.join(root, 'tsconfig.json')] }).getProjects()[0]
    if (project === undefined) throw new Error('TypeScript finds no project in tsconfig.json')
    const found = files()
      .map((file) => source(file, project.program.getSourceFile(path.join(root, file))))
      .filter((one) => one !== undefined)
    const running = reachable(entries, found)
    return found.map((one) => ({ ...one, isTest: !running.has(one.path) }))
  } finally {
    api.close()
  }
}

const files = (): string[] =>
  ['src', 'test']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(folder, name.replaceAll('\\', '/')),
      ),
    )
    .filter((name) => name.endsWith('.ts'))
    .toSorted()

function source(file: string, tree: ast.SourceFile | undefined): Source | undefined {
  if (tree === undefined) return undefined
  const [, part = ''] = file.split('/')
  return {
    path: file,
    part: path.posix.basename(part, '.ts'),
    isTest: false,
    text: tree.text,
    tree,
  }
}

/** Every file that these files need, themselves included. */
export function reachable(from: readonly string[], within: readonly Source[]): ReadonlySet<string> {
  const byPath = new Map(within.map((one) => [one.path, one]))
  const seen = new Set<string>()
  const waiting = [...from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = byPath.get(next)
    if (one === undefined || seen.has(next)) continue
    seen.add(next)
    for (const { file } of importsOf(one)) if (file !== undefined) waiting.push(file)
  }
  return seen
}

/** The node and everything below it, in the order of the text. */
export function* walk(node: ast.Node): Generator<ast.Node> {
  yield node
  const children: ast.Node[] = []
  node.forEachChild((child) => void children.push(child))
  for (const child of children) yield* walk(child)
}

/** 1-based line of a node's first character. */
export const lineOf = (source: Source, node: ast.Node): number =>
  source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1

export const at = (source: Source, node: ast.Node): string => `${source.path}:${lineOf(source, node)}`

/** The text of a plain string, or a template's part before its first `${`. */
export function stringOf(node: ast.Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if (ast.isStringLiteral(node) || ast.isNoSubstitutionTemplateLiteral(node)) return node.text
  return ast.isTemplateExpression(node) ? node.head.text : undefined
}

const importsOnce = new Map<string, readonly Import[]>()
/** Static, type-only, re-exporting and dynamic imports alike. */
export function importsOf(source: Source): readonly Import[] {
  const known = importsOnce.get(source.path)
  if (known !== undefined) return known
  const found: Import[] = []
  for (const node of walk(source.tree)) {
    const from = moduleNamed(node)
    if (from !== undefined) found.push({ from, file: fileNamed(source, from), names: namesIn(node) })
  }
  importsOnce.set(source.path, found)
  return found
}

function moduleNamed(node: ast.Node): string | undefined {
  if (ast.isImportDeclaration(node) || ast.isExportDeclaration(node)) return stringOf(node.moduleSpecifier)
  if (
    ast.isCallExpression(node) &&
    (node.expression.kind === ast.SyntaxKind.ImportKeyword || resolves(node.expression))
  )
    return stringOf(node.arguments[0])
  if (ast.isImportTypeNode(node) && ast.isLiteralTypeNode(node.argument)) return stringOf(node.argument.literal)
  return undefined
}

/** `import.meta.resolve('#…')`: how a thread's or a process's program is named. */
const resolves = (node: ast.Node): boolean =>
  ast.isPropertyAccessExpression(node) && ast.isMetaProperty(node.expression) && node.name.text === 'resolve'

function namesIn(node: ast.Node): string[] {
  if (!ast.isImportDeclaration(node)) return ['*']
  const named = node.importClause?.namedBindings
  if (named === undefined) return []
  return ast.isNamedImports(named)
    ? named.elements.map((element) => (element.propertyName ?? element.name).text)
    : ['*']
}

function fileNamed(source: Source, from: string): string | undefined {
  if (from.startsWith('#')) return path.posix.join('src', from.slice(1))
  return from.startsWith('.') ? path.posix.join(path.posix.dirname(source.path), from) : undefined
}

/** `hono/html` → `hono`, `@hono/node-server` stays, `node:fs` stays. */
export const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
