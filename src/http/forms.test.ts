/** Parameters: each once or a fault, empty ones absent, garbage never anything worse than a value. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  bodyLimit,
  DuplicateParameter,
  readBody,
  readForm,
  readFormWithFiles,
  readParameters,
  readQuery,
} from '#http/forms.ts'
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
  .post('/files', async (c) => c.json(Object.fromEntries(await readFormWithFiles(c))))
  .post('/body', async (c) => c.text((await readBody(c)) ?? 'too large'))
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
  // PostgreSQL keeps no text with it: it would be a fault of ours where the value is stored.
  ['a NUL in a value', form, 'device=a%00b', 'IN-10'],
  ['a NUL in a name', form, 'a%00=b', 'IN-10'],
  ['a bare NUL', form, 'a=\0', 'IN-10'],
  ['what only looks like a NUL', form, 'a=%2500', '{"a":"%00"}'],
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

async function send(path: string, sent: FormData | string, type?: string): Promise<string> {
  const whole = new Response(sent)
  const headers = { 'content-type': type ?? whole.headers.get('content-type') ?? '' }
  return (await app.request(path, { method: 'POST', body: await whole.arrayBuffer(), headers })).text()
}
const withFile = (text: string, more: Readonly<Record<string, string>> = {}): FormData => {
  const sent = new FormData()
  for (const [name, value] of Object.entries(more)) sent.append(name, value)
  sent.append('file', new File([text], 'IGNORED.txt', { type: 'text/plain' }))
  return sent
}

test('a form with a file: its text is the value; an empty one is absent; without files it may be urlencoded', async () => {
  const read = await send('/files', withFile('7K2MX-9QWRT\nå', { a: '1 +2&' }))
  assert.equal(read, JSON.stringify({ a: '1 +2&', file: '7K2MX-9QWRT\nå' }))
  assert.equal(await send('/files', withFile('', { a: '1' })), '{"a":"1"}')
  assert.equal(await send('/files', 'a=1', form), '{"a":"1"}')
})

test('a form with a file is refused like any other: names twice, no form, too large, a NUL', async () => {
  assert.equal(await send('/files', withFile('x', { file: 'y' })), 'DuplicateParameter')
  assert.equal(await send('/files', withFile('x'.repeat(bodyLimit))), 'IN-10')
  assert.equal(await send('/files', withFile('a\0b')), 'IN-10')
  assert.equal(await send('/files', '--x\r\nno part', 'multipart/form-data; boundary=x'), 'IN-10')
  assert.equal(await send('/files', '{}', 'application/json'), 'IN-10')
  assert.equal(await send('/', withFile('x')), 'IN-10', 'a form that takes no files')
})

test('a body of another kind may hold the three signs %00, and no NUL', async () => {
  assert.equal(await send('/body', '{"url":"https://a.no/%00"}', 'application/json'), '{"url":"https://a.no/%00"}')
  assert.equal(await send('/body', 'a\0b', 'text/plain'), 'IN-10')
})
