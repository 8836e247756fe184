/** A range service of breached passwords in the protocol of Have I Been Pwned: `GET /range/<five hexadecimal digits>`. For tests; it keeps what it was asked. */
import { hash } from 'node:crypto'
import { Hono } from 'hono'
import { serve } from '#http/serve.ts'

export interface RangeService {
  /** What the setting wants. */
  readonly url: string
  /** Each question: what came in the path, and whether padding was asked for. */
  readonly asked: readonly { readonly prefix: string; readonly padded: boolean }[]
  close(): Promise<void>
}

/** How many lines an answer has at least where padding is asked for (the real one: 800 to 1,000). */
const padded = 800

/** Knows these passwords. */
export async function startRangeService(passwords: readonly string[]): Promise<RangeService> {
  const hashes = passwords.map((password) => sha1(password))
  const asked: { prefix: string; padded: boolean }[] = []
  const app = new Hono()
  app.get('/range/:prefix', (c) => {
    const prefix = c.req.param('prefix').toUpperCase()
    const padding = c.req.header('add-padding') === 'true'
    asked.push({ prefix, padded: padding })
    if (!/^[0-9A-F]{5}$/.test(prefix)) return c.text('The hash prefix was not in a valid format', 400)
    if (c.req.header('user-agent') === undefined) return c.text('A user agent is required', 403)
    const known = hashes.filter((one) => one.startsWith(prefix)).map((one) => `${one.slice(5)}:17`)
    return c.text([...known, ...(padding ? paddingFor(prefix, padded - known.length) : [])].toSorted().join('\r\n'))
  })
  const listening = await serve(app, { host: '127.0.0.1', port: 0 })
  return { url: `http://127.0.0.1:${listening.port}/range/`, asked, close: () => listening.close(0) }
}

const sha1 = (text: string): string => hash('sha1', text, 'hex').toUpperCase()
const paddingFor = (prefix: string, lines: number): string[] =>
  Array.from({ length: Math.max(0, lines) }, (_, i) => `${sha1(`${prefix} ${i}`).slice(5)}:0`)
