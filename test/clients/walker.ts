/** A browser without a screen that goes from site to site: follows redirects, keeps cookies by host as browsers do (ports do not count). */
import assert from 'node:assert/strict'
import { get, type IncomingHttpHeaders } from 'node:http'

export interface Stop {
  readonly url: URL
  readonly status: number
  readonly body: string
  /** Every address on the way, this one last. */
  readonly trail: readonly string[]
}

export interface Walker {
  go(url: string): Promise<Stop>
  /** As a page's script would, with the cookies of that host. */
  read(url: string): Promise<Record<string, unknown>>
}

const mostHops = 15

export function walker(): Walker {
  const jar = new Map<string, Map<string, string>>()
  const cookiesFor = (host: string): Map<string, string> => {
    const known = jar.get(host) ?? new Map<string, string>()
    jar.set(host, known)
    return known
  }
  const once = async (url: URL): Promise<Answer> => {
    const cookies = cookiesFor(url.hostname)
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await navigate(url, sent === '' ? {} : { cookie: sent })
    for (const line of answer.headers['set-cookie'] ?? []) keep(cookies, line)
    return answer
  }
  const go = async (start: string): Promise<Stop> => {
    const trail: string[] = []
    let url = new URL(start)
    for (;;) {
      trail.push(url.href)
      assert.ok(trail.length <= mostHops, `round and round: ${trail.join(' → ')}`)
      const { status, headers, body } = await once(url)
      if (headers.location === undefined) return { url, status, body, trail }
      url = new URL(headers.location, url)
    }
  }
  return {
    go,
    async read(url) {
      const { status, body, trail } = await go(url)
      assert.equal(status, 200, `${trail.join(' → ')}\n${body.slice(0, 2000)}`)
      return JSON.parse(body) as Record<string, unknown>
    },
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at).trim()
  const old = attributes.some((one) => /^\s*(max-age=-?0|expires=thu, 01[ -]jan[ -]1970)/i.test(one))
  if (old) cookies.delete(name)
  else cookies.set(name, pair.slice(at + 1).trim())
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** As a browser asks for a page: `fetch` would say that it is a script, and be refused as one. */
const navigate = (url: URL, more: Readonly<Record<string, string>>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { accept: 'text/html,*/*', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...more }
    const asked = get(url, { headers, agent: false, timeout: 20_000 }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    asked.once('timeout', () => asked.destroy(new Error(`no answer from ${url.href}`)))
    asked.once('error', reject)
  })
