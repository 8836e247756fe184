import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { gatherWrites } from '#base/gather.ts'

function recorder() {
  const arrived: string[][] = []
  const take = (chunks: readonly { readonly chunk: Buffer }[]): void =>
    void arrived.push(chunks.map(({ chunk }) => chunk.toString()))
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => (take([{ chunk }]), done()),
    writev: (chunks, done) => (take(chunks as { chunk: Buffer }[]), done()),
  })
  const gather = gatherWrites(stream)
  const write = (text: string): void => {
    gather()
    stream.write(text)
  }
  return { arrived, write }
}

test('what is written in one turn goes out at once, in its order, and the next turn by itself', async () => {
  const { arrived, write } = recorder()
  for (const text of ['a', 'b', 'c']) write(text)
  assert.deepEqual(arrived, [], 'not before the turn is over')
  await turn()
  assert.deepEqual(arrived, [['a', 'b', 'c']])
  write('d')
  await turn()
  assert.deepEqual(arrived, [['a', 'b', 'c'], ['d']])
})

test('what is written while the turn ends waits for the next', async () => {
  const { arrived, write } = recorder()
  write('a')
  setImmediate(() => write('b'))
  await turn()
  await turn()
  assert.deepEqual(arrived.flat(), ['a', 'b'])
})
