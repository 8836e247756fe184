import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import test from 'node:test'
import type pg from 'pg'
import { type Lane, openLane } from '#db/postgres-lane.ts'

/** The server's side of a lane: what was sent is thrown away, what it says is said by hand. */
function pretend(): { readonly lane: Lane; says(...messages: Buffer[]): void } {
  const stream = Object.assign(new EventEmitter(), { write: () => true, destroy: () => undefined })
  const client = Object.assign(new EventEmitter(), { connection: { stream }, end: () => Promise.resolve() })
  const lane = openLane(
    client as unknown as pg.Client,
    () => undefined,
    () => undefined,
  )
  return { lane, says: (...messages) => void stream.emit('data', Buffer.concat(messages)) }
}

const int = (bytes: 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeIntBE(value, 0, bytes)
  return buffer
}
const message = (kind: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(kind), int(4, body.length + 4), body])
const description = (name: string): Buffer =>
  message('T', Buffer.concat([int(2, 1), Buffer.from(`${name}\0`), Buffer.alloc(6), int(4, 25), Buffer.alloc(8)]))
const row = (value: string): Buffer =>
  message('D', Buffer.concat([int(2, 1), int(4, value.length), Buffer.from(value)]))
const complete = message('C', Buffer.from('SELECT 1\0'))
const ready = message('Z', Buffer.from('I'))

test('statements that the server does not keep are each read by their own columns, whatever is sent meanwhile', async () => {
  const { lane, says } = pretend()
  const first = lane.run({ name: '', text: 'select a' }, [])
  says(description('a'))
  const second = lane.run({ name: '', text: 'select b' }, [])
  says(row('1'), complete, ready)
  says(description('b'), row('2'), complete, ready)
  assert.deepEqual([(await first).rows, (await second).rows], [[{ a: '1' }], [{ b: '2' }]])
})

test('a statement that is kept is described once', async () => {
  const { lane, says } = pretend()
  const runs = [1, 2].map(() => lane.run({ name: 'one', text: 'select a' }, []))
  says(description('a'), row('1'), complete, ready, row('2'), complete, ready)
  assert.deepEqual(
    (await Promise.all(runs)).map(({ rows }) => rows),
    [[{ a: '1' }], [{ a: '2' }]],
  )
})
