/** For tests: a wire between a client and its server that can be cut, go silent, or lead to another server. */
import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface TestWire {
  /** The server's address, by way of this wire. */
  readonly url: string
  /** What is connected now stays connected and carries nothing more; who comes later is served. */
  silence(): void
  /** Whoever comes from now on reaches this server; who is connected is cut off. */
  leadTo(port: number): void
  close(): void
}

export async function openWire(server: string): Promise<TestWire> {
  const own = new URL(server)
  const { hostname } = own
  let port = Number(own.port)
  const pairs = new Set<{ ends: readonly [Socket, Socket]; silent: boolean }>()
  // Half open: on a silent wire nobody hears that the other end has hung up, either.
  const wire = createServer({ allowHalfOpen: true }, (here) => {
    const there = connect({ port, host: hostname, allowHalfOpen: true })
    const pair = { ends: [here, there] as const, silent: false }
    pairs.add(pair)
    const carry = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => (pair.silent ? undefined : to.write(bytes)))
      from.on('end', () => (pair.silent ? undefined : to.end()))
      // A reset is what some of the tests are about: it ends both ends, as `close` does.
      from.on('error', () => to.destroy())
      from.on('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
    }
    carry(here, there)
    carry(there, here)
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const address = wire.address()
  assert.ok(address !== null && typeof address === 'object')
  own.port = String((address satisfies AddressInfo).port)
  own.hostname = '127.0.0.1'
  const cut = (): void => {
    for (const { ends } of pairs) for (const end of ends) end.resetAndDestroy()
  }
  return {
    url: own.href,
    silence() {
      for (const pair of pairs) pair.silent = true
    },
    leadTo(other) {
      port = other
      cut()
    },
    close() {
      cut()
      wire.close()
    },
  }
}
