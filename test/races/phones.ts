/** Everybody's telephones: messages as they come, also those that come twice, as an at-least-once courier may send them. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Gateway } from '#messages/outbox.ts'

export interface Phones {
  /** For a gateway in this process. */
  readonly gateway: Gateway
  /** The newest code that came to this number; waits for the first. */
  code(to: string, seconds: number): Promise<string>
  /** Different messages that came. */
  count(to: string): number
}

interface Sms {
  readonly id: string
  readonly to: string
  readonly text: string
}

export function openPhones(): Phones & { take(sms: Sms): void } {
  const inbox = new Map<string, Map<string, string>>()
  const take = ({ id, to, text }: Sms): void => {
    const messages = inbox.get(to) ?? new Map<string, string>()
    inbox.set(to, messages.set(id, text))
  }
  return {
    take,
    gateway: {
      name: 'race',
      send: ({ to, text }, id) => Promise.resolve(take({ id, to, text })),
    },
    async code(to, seconds) {
      for (let waited = 0; waited < seconds * 100; waited++) {
        const text = [...(inbox.get(to)?.values() ?? [])].at(-1)
        if (text !== undefined) return codeIn(text)
        await sleep(10)
      }
      throw new Error('no message came')
    },
    count: (to) => inbox.get(to)?.size ?? 0,
  }
}

function codeIn(text: string): string {
  const code = /\b[2-9A-HJ-NP-Z]{5}\b/.exec(text)?.[0]
  if (code === undefined) throw new Error('no code in the message')
  return code
}

/** The same telephones behind an HTTP gateway, for processes of their own. */
export async function phonesByHttp(): Promise<Phones & { readonly url: string; close(): Promise<void> }> {
  const phones = openPhones()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      phones.take(JSON.parse(body) as Sms)
      response.writeHead(204).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    ...phones,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
