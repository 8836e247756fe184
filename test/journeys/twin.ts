/** The twin as a process of its own, for browsers: its three addresses, and a restart on the same data. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { answering, folder, freePorts, start, type Started } from '../process/started.ts'

export interface Twin {
  readonly issuer: string
  /** With the slash at the end. */
  readonly tax: string
  readonly health: string
  /** Where cards are shown, with the issuers. */
  readonly cards: string
  /** Everybody a page of the twin may ask. */
  readonly origins: readonly string[]
  /** Ctrl-C, and `npm start` again. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface TwinWish {
  /** The other eIDs are there, too. */
  readonly issuers?: boolean
  /** Owners with services beside its own. */
  readonly owners?: readonly object[]
}

export async function openTwin({ issuers = false, owners }: TwinWish = {}): Promise<Twin> {
  const data = folder()
  const [port = 0, taxPort = 0, healthPort = 0, first = 0, second = 0, third = 0, cardPort = 0] = await freePorts(8)
  const settings = {
    INNGANG_PORT: String(port),
    INNGANG_EXAMPLE_PORT: String(taxPort),
    INNGANG_ISSUER_PORT: issuers ? String(first) : '0',
    INNGANG_DATA: data.path,
    ...(owners === undefined ? {} : { INNGANG_CLIENTS: servicesIn(data.path, owners) }),
  }
  const issuer = `http://localhost:${port}`
  const desks = issuers ? [first, second, third].map((one) => `http://127.0.0.1:${one}`) : []
  const [tax, health] = [`http://127.0.0.1:${taxPort}/`, `http://127.0.0.1:${healthPort}/`] as const
  const begin = async (): Promise<Started> => {
    const begun = start('twin.ts', settings)
    await Promise.all([`${issuer}/health/ready`, tax, health].map((url) => answering(url, begun)))
    return begun
  }
  let running = await begin()
  return {
    issuer,
    tax,
    health,
    cards: `https://127.0.0.1:${cardPort}`,
    origins: [issuer, new URL(tax).origin, new URL(health).origin, ...desks],
    async restart() {
      assert.equal(await running.stop('SIGINT'), 0, 'Ctrl-C ends in good order')
      running = await begin()
    },
    async close() {
      await running.stop()
      data.remove()
    },
  }
}

function servicesIn(folder: string, owners: readonly object[]): string {
  const file = path.join(folder, 'services.json')
  writeFileSync(file, JSON.stringify({ owners }))
  return file
}
