/** Parameters: each once or a fault, empty ones absent, garbage never anything worse than a value. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { bodyLimit, DuplicateParameter, readForm, readParameters, readQuery } from '#http/forms.ts'
import { Refusal } from '#http/trouble.ts'
import { Hono } from 'hono'

for (const [text, read] of [
  ['', {}],
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a=&b=2', { b: '2' }],
  ['a', {}],
  ['a=b=c', { a: 'b=c' }],
  ['a=1+2%2B3%20%C3%A5', { a: '1 2+3 å' }],
  ['A=1&a=2', { A: '1', a: '2' }],
  ['a=%zz', { a: '%zz' }],
] as const) {
  test(`parameters of ${JSON.stringify(text)}`, () => assert.deepEqual(Object.fromEntries(readParameters(text)), read))
}

for (const text of ['a=1&a=1', 'a=1&a=2', 'a=&a=2', 'a=1&a=', 'a&a', 'a=1&%61=2', 'a=1&b=2&a=3', 'x+y=1&x%20y=2']) {
  test(`sent twice: ${text}`, () => assert.throws(() => readParameters(text), DuplicateParameter))
}

const fields = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.string()), {
  selector: ([name]) => name,
  maxLength: 20,
})
const encode = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')

test('any text is read, or found to hold a name twice; nothing else is thrown and no value is empty', () => {
  const pieces = fc
    .array(fc.constantFrom('a', 'b', '=', '&', '%', '%61', '+', ';', '[]', '__proto__'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), pieces), (text) => {
      try {
        for (const [, value] of readParameters(text)) assert.notEqual(value, '')
      } catch (error) {
        assert.ok(error instanceof DuplicateParameter)
        assert.ok(new URLSearchParams(text).getAll(error.parameter).length > 1)
      }
    }),
  )
})

test('what was encoded comes back', () => {
  fc.assert(
    fc.property(fields, (pairs) => {
      assert.deepEqual(
        [...readParameters(encode(pairs))],
        pairs.filter(([, value]) => value !== ''),
      )
    }),
  )
})

test('a name sent twice is always found, wherever it stands and whatever its values', () => {
  fc.assert(
    fc.property(fields, fc.nat(), fc.nat(), fc.string(), (pairs, which, where, value) => {
      fc.pre(pairs.length > 0)
      const name = pairs[which % pairs.length]?.[0] ?? ''
      const at = where % (pairs.length + 1)
      const text = encode([...pairs.slice(0, at), [name, value], ...pairs.slice(at)])
      assert.throws(() => readParameters(text), DuplicateParameter)
    }),
  )
})

const app = new Hono()
  .post('/', async (c) => c.json(Object.fromEntries(await readForm(c))))
  .get('/', (c) => c.json(Object.fromEntries(readQuery(c))))
  .onError((error, c) => c.text(error instanceof Refusal ? error.id : error.name, 400))
const form = 'application/x-www-form-urlencoded'
const post = async (type: string | undefined, body: string): Promise<string> =>
  (await app.request('/', { method: 'POST', body, headers: type === undefined ? {} : { 'content-type': type } })).text()

for (const [what, type, body, answer] of [
  ['a form', form, 'a=1', '{"a":"1"}'],
  ['a form with a charset, in capitals', 'Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a=1', '{"a":"1"}'],
  ['a name twice', form, 'a=1&a=2', 'DuplicateParameter'],
  ['JSON', 'application/json', '{"a":1}', 'IN-10'],
  ['text', 'text/plain', 'a=1', 'IN-10'],
  ['parts', 'multipart/form-data; boundary=x', '--x--', 'IN-10'],
  ['a body at the limit', form, `a=${'x'.repeat(bodyLimit - 2)}`, `{"a":"${'x'.repeat(bodyLimit - 2)}"}`],
  ['a body over the limit', form, `a=${'x'.repeat(bodyLimit - 1)}`, 'IN-10'],
] as const) {
  test(`a post of ${what}`, async () => assert.equal(await post(type, body), answer))
}

test('a body that tells no length is read no further than the limit', async () => {
  let pulled = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1
      if (pulled > 100) controller.close()
      else controller.enqueue(Buffer.alloc(16 * 1024, 'x'))
    },
  })
  // What Node's types do not know yet: the body is sent while the answer may come.
  const options: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' }
  const request = new Request('http://localhost/', { ...options, headers: { 'content-type': form } })
  assert.equal(await (await app.request(request)).text(), 'IN-10')
  assert.ok(pulled < 10, `read on for ${pulled} pieces`)
})

test('a query is read up to its fragment, and the path is not', async () => {
  assert.equal(await (await app.request('/?a=1&b=?')).text(), '{"a":"1","b":"?"}')
  assert.equal(await (await app.request('/')).text(), '{}')
  assert.equal(await (await app.request('/?a=1&a=1')).text(), 'DuplicateParameter')
})
