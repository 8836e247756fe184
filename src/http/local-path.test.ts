import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { localPath } from '#http/local-path.ts'

test('local path: our own pages are gone back to', () => {
  for (const one of [
    '/',
    '/help',
    '/login/att_A-b_9',
    '/no-eid?back=%2Flogin%2Fatt_x',
    '/sandbox/people?kind=dnr&page=2',
  ])
    assert.equal(localPath(one), one)
})

test('local path: nothing that could be another host, a script or a second header', () => {
  const bad = [
    undefined,
    '',
    'help',
    '//evil.example',
    '/\\evil.example',
    '/%2f/evil.example',
    '/a//b',
    '/a\\b',
    '/a\r\nset-cookie: x',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a?b#c',
    `/${'a'.repeat(1001)}`,
  ]
  for (const one of bad) assert.equal(localPath(one), undefined, JSON.stringify(one))
})

test('local path: of the known payloads for open redirects, none that is let through leaves our origin', () => {
  const lines = readFileSync(new URL('../../test/vectors/open-redirects.txt', import.meta.url), 'utf8').split('\n')
  assert.ok(lines.length > 500)
  for (const line of lines) {
    for (const form of [line, safelyDecoded(line)]) {
      const gone = localPath(form)
      if (gone === undefined) continue
      assert.equal(new URL(gone, 'https://login.example.no').origin, 'https://login.example.no', line)
      assert.doesNotMatch(gone, /^\/[/\\%]/, line)
    }
  }
})

/** A query's value arrives decoded once; what cannot be decoded arrives as it was. */
function safelyDecoded(line: string): string {
  return new URLSearchParams(`a=${line.replaceAll('&', '%26')}`).get('a') ?? line
}
