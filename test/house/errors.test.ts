/** docs/errors.md lists every OAuth error code that the provider can send, with its status. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('house: docs/errors.md has every OAuth error code of the closed list, with its status', () => {
  const list = /const statuses = \{(.*?)\n\} as const/s.exec(read('src/oidc/errors.ts'))?.[1]
  assert.ok(list !== undefined)
  const codes = [...list.matchAll(/^\s+(\w+): (\d{3}),/gm)].map(([, code, status]) => `| \`${code}\` | ${status} |`)
  assert.ok(codes.length > 10)
  const doc = read('docs/errors.md')
  assert.deepEqual(
    codes.filter((row) => !doc.includes(row)),
    [],
  )
})

test('house: docs/errors.md has every code of the REST API, with its status', () => {
  const list = /const problems = \{(.*?)\n\} as const/s.exec(read('src/rest/problem.ts'))?.[1]
  const codes = [...(list ?? '').matchAll(/^\s+(\w+): \[(\d{3}),/gm)].map(
    ([, code, status]) => `| \`${code}\` | ${status} |`,
  )
  assert.ok(codes.length > 5)
  const doc = read('docs/errors.md').split('## What a server receives from the REST API')[1] ?? ''
  assert.deepEqual(
    codes.filter((row) => !doc.includes(row)),
    [],
  )
})

test('house: docs/errors.md has every code that clients get which register themselves', () => {
  const list = /readonly code: ('invalid_.*')\n/.exec(read('src/registration/dynamic-metadata.ts'))?.[1] ?? ''
  const codes = ["'invalid_token'", ...list.split(' | ')].map((one) => `| \`${one.replaceAll("'", '')}\` | 40`)
  assert.ok(codes.length > 4)
  const doc =
    read('docs/errors.md').split('### What a client receives that registers itself')[1]?.split('\n## ')[0] ?? ''
  assert.deepEqual(
    codes.filter((row) => !doc.includes(row)),
    [],
  )
})

test('house: docs/errors.md has every number that a machine’s request can be refused with, and its code', () => {
  const list = read('src/oidc/grants/jwt-bearer-faults.ts')
  const numbers = new Set([...list.matchAll(/MP-\d{3}/g)].map(([number]) => number))
  assert.ok(numbers.size > 10)
  const doc = read('docs/errors.md')
  assert.deepEqual(
    [...numbers].filter((number) => !new RegExp(`^\\| \`${number}\` \\| \`\\w+\``, 'm').test(doc)),
    [],
  )
})
