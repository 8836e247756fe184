/** A Redis of the race's own, to be killed and replaced by an empty one at the same address. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/** Why there is none, or undefined. */
export const noRedis: string | undefined =
  spawnSync('redis-server', ['--version']).error === undefined
    ? undefined
    : 'redis-server is not installed, which INNGANG_TEST_PEERS=required asks for'

export interface OwnRedis {
  readonly url: string
  /** SIGKILL; another one, empty, takes its place. */
  replace(): Promise<void>
  close(): Promise<void>
}

export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort()
  let running = await start(port)
  return {
    url: `redis://127.0.0.1:${port}`,
    async replace() {
      await kill(running)
      running = await start(port)
    },
    close: () => kill(running),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function start(port: number): Promise<ChildProcess> {
  const words = `--port ${port} --bind 127.0.0.1 --appendonly no --maxmemory-policy noeviction --save`.split(' ')
  const child = spawn('redis-server', [...words, ''], { stdio: 'ignore' })
  let ended = false
  child.once('exit', () => (ended = true))
  while (!(await listens(port))) {
    if (ended) throw new Error('redis-server ended before it listened')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return child
}

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: '127.0.0.1', port })
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
