/** A table has one owner: the folder that creates it. No other folder names it, in Kysely's words or in SQL. */
import assert from 'node:assert/strict'
import path from 'node:path'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { at, type Source, sources, stringOf, walk } from './source.ts'

interface Mention {
  readonly table: string
  readonly where: string
  readonly folder: string
}

const verbs =
  /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|innerJoin|leftJoin|rightJoin|fullJoin|using|from|createTable|dropTable|alterTable)$/
const sql = /\b(?:from|into|update|join|table|truncate)\s+(?:if not exists\s+)?"?([a-z_]{3,})\b/gi

const folderOf = (source: Source): string => path.posix.dirname(source.path)

/** Only strings that are SQL: a sentence may say "from". */
const isSql = (text: string): boolean =>
  /\b(select\b.*\bfrom|insert into|update\b.*\bset|delete from|create (unlogged )?table|truncate)\b/is.test(text)

function named(source: Source): Mention[] {
  return [...walk(source.tree)].flatMap((node) =>
    tablesIn(node).map((table) => ({ table, where: at(source, node), folder: folderOf(source) })),
  )
}

function tablesIn(node: ast.Node): string[] {
  if (
    ast.isCallExpression(node) &&
    ast.isPropertyAccessExpression(node.expression) &&
    verbs.test(node.expression.name.text)
  ) {
    const [table] = stringOf(node.arguments[0])?.split(' as ') ?? []
    return table === undefined ? [] : [table]
  }
  const text =
    ast.isStringLiteral(node) || ast.isNoSubstitutionTemplateLiteral(node) || ast.isTemplateExpression(node)
      ? node.getText()
      : ''
  return isSql(text) ? [...text.matchAll(sql)].map(([, table]) => table ?? '') : []
}

const creates = (source: Source): string[] =>
  [...walk(source.tree)].flatMap((node) =>
    ast.isCallExpression(node) &&
    ast.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'createTable'
      ? [stringOf(node.arguments[0]) ?? '']
      : [],
  )

test('house: a table is named in its owner’s folder alone', () => {
  const owners = new Map(
    sources().flatMap((source) => creates(source).map((table) => [table, folderOf(source)] as const)),
  )
  assert.ok(owners.size > 5, 'the search finds the tables')
  const faults = sources()
    .flatMap(named)
    .filter(({ table, folder }) => owners.has(table) && owners.get(table) !== folder)
  assert.deepEqual(
    faults.map(({ where, table }) => `${where} names ${table}, which is ${owners.get(table)}'s`),
    [],
  )
})

test('house: a table is created once', () => {
  const all = sources().flatMap((source) =>
    creates(source)
      .filter((table) => table !== '')
      .map((table) => `${table}`),
  )
  assert.deepEqual(
    all.filter((table, index) => all.indexOf(table) !== index),
    [],
  )
})
