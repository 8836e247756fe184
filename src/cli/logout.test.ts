import assert from 'node:assert/strict'
import test from 'node:test'
import { sinceWhen } from '#cli/logout.ts'

const now = Date.UTC(2026, 10, 24, 8)
const times: readonly [text: string, at: number | undefined][] = [
  ['90m', now - 90 * 60_000],
  ['24h', now - 24 * 3600_000],
  ['7d', now - 7 * 24 * 3600_000],
  ['2026-11-20', Date.UTC(2026, 10, 20)],
  ['2026-11-20T10:00:00Z', Date.UTC(2026, 10, 20, 10)],
  ['2026-13-20', undefined],
  ['24', undefined],
  ['24w', undefined],
  ['h', undefined],
  ['yesterday', undefined],
  ['', undefined],
]
for (const [text, at] of times)
  test(`since "${text}" ${at === undefined ? 'is not understood' : 'is a time'}`, () =>
    assert.equal(sinceWhen(text, now), at))
