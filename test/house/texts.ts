/** Every text in four languages, found in the source. `npm run texts` counts them; `npm run texts -- se` lists what a speaker should read. */
import * as ast from 'typescript/unstable/ast'
import { languages, type Language } from '#i18n/text.ts'
import { at, importsOf, type Source, sources, stringOf, walk } from './source.ts'

export interface FoundText {
  /** `src/login/texts.ts:12`. */
  readonly where: string
  readonly source: Source
  /** What the code reaches it by; undefined for a text written where it is used. */
  readonly name: string | undefined
  /** The words, without what is filled in. */
  readonly words: Readonly<Record<Language, string>>
  /** As written in the code, for telling two languages apart. */
  readonly written: Readonly<Record<Language, string>>
  readonly draft: boolean
}

let found: readonly FoundText[] | undefined
export const allTexts = (): readonly FoundText[] => (found ??= sources().flatMap(textsIn))

function textsIn(source: Source): FoundText[] {
  return [...walk(source.tree)].flatMap((node) => {
    if (!ast.isObjectLiteralExpression(node)) return []
    const values = byLanguage(node)
    return values === undefined ? [] : [textOf(source, node, values)]
  })
}

/** The four values of an object that has one for each language, and nothing else: words, or a function that makes them. */
function byLanguage(node: ast.ObjectLiteralExpression): Record<Language, ast.Node> | undefined {
  const values = new Map<string, ast.Node>()
  for (const property of node.properties) {
    if (!ast.isPropertyAssignment(property) || !ast.isIdentifier(property.name)) return undefined
    values.set(property.name.text, property.initializer)
  }
  const [nb, nn, se, en] = languages.map((language) => values.get(language))
  if (values.size !== languages.length || !nb || !nn || !se || !en) return undefined
  return [nb, nn, se, en].every(saysSomething) ? { nb, nn, se, en } : undefined
}

/** Locale tags (`se-NO`) and calls that take a language are no texts. */
function saysSomething(value: ast.Node): boolean {
  const words = stringOf(undrafted(value))
  return words === undefined ? ast.isArrowFunction(undrafted(value)) : !/^[a-z]{2}(-[A-Z]{2})?$/.test(words)
}

function textOf(source: Source, node: ast.Node, values: Record<Language, ast.Node>): FoundText {
  return {
    where: at(source, node),
    source,
    name: nameOf(source, node),
    words: each((language) => wordsIn(values[language])),
    written: each((language) => undrafted(values[language]).getText(source.tree)),
    draft: undrafted(values.se) !== values.se,
  }
}

const each = (of: (language: Language) => string): Record<Language, string> => ({
  nb: of('nb'),
  nn: of('nn'),
  se: of('se'),
  en: of('en'),
})

/** What `draft(…)` stands around. */
function undrafted(node: ast.Node): ast.Node {
  const isDraft = ast.isCallExpression(node) && ast.isIdentifier(node.expression) && node.expression.text === 'draft'
  return isDraft ? (node.arguments[0] ?? node) : node
}

function wordsIn(node: ast.Node): string {
  return [...walk(node)]
    .map((part) => (ast.isTemplateSpan(part) ? part.literal.text : (stringOf(part) ?? '')))
    .filter((words) => words !== '')
    .join(' ')
}

/** Texts whose name stands nowhere else in their own file or in a file that imports it. */
export function unused(): readonly FoundText[] {
  const mentions = new Map(sources().map((source) => [source.path, mentioned(source)]))
  return allTexts().filter(({ name, source }) => {
    if (name === undefined) return false
    const readers = sources().filter(
      (other) => other !== source && importsOf(other).some(({ file }) => file === source.path),
    )
    return (
      (mentions.get(source.path)?.get(name) ?? 0) < 2 &&
      readers.every((reader) => !mentions.get(reader.path)?.has(name))
    )
  })
}

/**
 * The name by which the code must reach this text: its key; or, where a type demands all keys (a record over a union, an
 * article) or the keys are looked up by a value, the name of the whole.
 */
function nameOf(source: Source, node: ast.Node): string | undefined {
  const names: string[] = []
  for (let holder = node.parent; !ast.isSourceFile(holder); holder = holder.parent) {
    const named = ast.isPropertyAssignment(holder) || ast.isVariableDeclaration(holder) ? holder.name : undefined
    if (named !== undefined && (ast.isIdentifier(named) || ast.isStringLiteral(named))) names.push(named.text)
    // Handed to somebody: a type of theirs asks for it.
    else if (!transparent(holder)) return undefined
    if (ast.isVariableDeclaration(holder))
      return holder.type === undefined && !lookedUp(source, names) ? names[0] : names.at(-1)
  }
  return undefined
}

const transparent = (node: ast.Node): boolean =>
  ast.isObjectLiteralExpression(node) ||
  ast.isAsExpression(node) ||
  ast.isSatisfiesExpression(node) ||
  ast.isParenthesizedExpression(node)

/** `notices[why]`, here or in a file that imports this one. */
function lookedUp(source: Source, names: readonly string[]): boolean {
  return [source, ...readersOf(source)].some((reader) =>
    names.slice(1).some((name) => new RegExp(`\\b${name}\\[`).test(reader.text)),
  )
}

let readers: ReadonlyMap<string | undefined, readonly Source[]> | undefined
/** The files that import this one. */
function readersOf(source: Source): readonly Source[] {
  readers ??= new Map(
    [
      ...Map.groupBy(
        sources().flatMap((reader) => importsOf(reader).map(({ file }) => ({ file, reader }))),
        ({ file }) => file,
      ),
    ].map(([file, found]) => [file, found.map(({ reader }) => reader)] as const),
  )
  return readers.get(source.path) ?? []
}

/** Names and words of a file, with how often each is said. A look-up by a word of a union counts: the union says the word. */
function mentioned(source: Source): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of walk(source.tree)) {
    const name = ast.isIdentifier(node) || ast.isStringLiteral(node) ? node.text : undefined
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

function print(): void {
  const drafts = allTexts().filter(({ draft }) => draft)
  if (process.argv.includes('se'))
    for (const { where, words } of drafts) console.log(`${where}\n  nb ${words.nb}\n  se ${words.se}`)
  const parts = Map.groupBy(allTexts(), ({ source }) => source.part)
  for (const [part, texts] of parts) console.log(`${String(texts.length).padStart(5)}  ${part}`)
  console.log(
    `${allTexts().length} texts in ${languages.join(', ')}; ${drafts.length} in Northern Sámi wait for a speaker (npm run texts -- se)`,
  )
}

if (import.meta.main) print()
