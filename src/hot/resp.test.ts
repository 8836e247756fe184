/** Answers of a Redis server, cut anywhere. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Answer, answerReader, ServerError } from '#hot/resp.ts'

const sent = '+OK\r\n:42\r\n$-1\r\n$5\r\nblåb\r\n$0\r\n\r\n*2\r\n$3\r\na\r\n\r\n:-1\r\n-ERR no\r\n*0\r\n'
const meant: Answer[] = ['OK', 42, null, 'blåb', '', ['a\r\n', -1], new ServerError('ERR no'), []]

test('every answer comes whole, wherever the bytes are cut', () => {
  const bytes = Buffer.from(sent)
  for (let size = 1; size <= bytes.length; size++) {
    const heard: Answer[] = []
    const read = answerReader((answer) => heard.push(answer))
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size))
    assert.deepEqual(heard, meant)
  }
})

for (const wrong of ['HTTP/1.1 400\r\n', '$x\r\n', '*99999999999\r\n', '!3\r\n']) {
  test(`what is no RESP2 is refused: ${JSON.stringify(wrong)}`, () => {
    assert.throws(() => answerReader(() => undefined)(Buffer.from(wrong)))
  })
}
