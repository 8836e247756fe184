/** The mutation script can still do its work, and the page about security says what it does. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { changed } from './mutation.ts'
import { changesOf, mutations, table, tableIn } from './mutations.ts'

const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')

test('I1 every check that the mutation script takes out stands where it looks for it', () => {
  const faults: string[] = []
  for (const mutation of mutations) {
    const texts = new Map<string, string>()
    try {
      for (const change of changesOf(mutation))
        texts.set(change.file, changed(texts.get(change.file) ?? read(change.file), change))
    } catch (error) {
      faults.push(`${mutation.name}: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }
  assert.deepEqual(faults, [])
})

test('house: docs/security.md holds the table of checks (npm run mutate -- --table)', () => {
  assert.equal(tableIn(read('docs/security.md')), table())
})
