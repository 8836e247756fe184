import assert from 'node:assert/strict'
import test from 'node:test'
import { parseJson } from '#base/json.ts'

const nested = (levels: number, open: string, shut: string): string => open.repeat(levels) + '1' + shut.repeat(levels)

test('JSON is read, whatever stands in its texts', () => {
  for (const value of [null, 0, 'x', [], { a: ['[[{', '\\', '"}', '\\"{'.repeat(100)], 'k"[': { b: '[' } }])
    assert.deepEqual(parseJson(JSON.stringify(value)), value)
  assert.deepEqual(parseJson(`[${'[],{},'.repeat(200)}1]`), [...Array.from({ length: 200 }, () => [[], {}]).flat(), 1])
})

test('what is no JSON, or nested beyond all use, is nothing', () => {
  for (const text of ['', '{', '[1,]', '"', '"\\', "{'a':1}", 'undefined'])
    assert.equal(parseJson(text), undefined, text)
  assert.ok(parseJson(nested(64, '[', ']')))
  for (const levels of [65, 20_000]) {
    assert.equal(parseJson(nested(levels, '[', ']')), undefined)
    assert.equal(parseJson(nested(levels, '{"a":', '}')), undefined)
    assert.equal(parseJson(`{"a":"\\"",${nested(levels, '"b":[{', '}]')}}`), undefined)
  }
})

test('a NUL is nothing that anybody means; what only looks like one is read', () => {
  for (const text of ['"\\u0000"', '{"a":["x\\u0000y"]}', '{"\\u0000":1}', '"\\\\\\u0000"'])
    assert.equal(parseJson(text), undefined, text)
  for (const value of ['\\u0000', '\\\\u0000', 'u0000', '%00']) assert.equal(parseJson(JSON.stringify(value)), value)
})
