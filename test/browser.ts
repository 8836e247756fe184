/** A browser for tests that need no rendering: cookies, redirects within the gateway, forms. Speaks to the app without a socket, or over one. */
import { readCookies } from '#http/cookies.ts'

export type Send = (request: Request) => Promise<Response> | Response

export interface Visit {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

export interface Form {
  readonly action: string
  readonly method: string
  readonly fields: ReadonlyMap<string, string>
  readonly markup: string
}

export interface BrowserOptions {
  readonly language?: string
  /** Another tab's: tabs of one browser share their cookies. */
  readonly cookies?: Map<string, string>
}

/** One person's browser. Redirects to other origins are not followed: the visit's `location` is what a service would see. */
export class Browser {
  readonly cookies: Map<string, string>
  readonly #send: Send
  readonly #origin: string
  readonly #language: string

  constructor(send: Send, origin: string, options: BrowserOptions = {}) {
    this.#send = send
    this.#origin = origin
    this.#language = options.language ?? 'nb'
    this.cookies = options.cookies ?? new Map<string, string>()
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<Visit> {
    return this.#follow(await this.once('GET', url, undefined, headers))
  }

  async post(
    url: string,
    fields: Record<string, string> | URLSearchParams,
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    return this.#follow(await this.once('POST', url, new URLSearchParams(fields).toString(), headers))
  }

  /** Fills in and sends the form whose action ends so; hidden fields go along. */
  async submit(visit: Visit, action: string | RegExp, fields: Record<string, string> = {}): Promise<Visit> {
    const form = formIn(visit, action)
    return this.post(new URL(form.action, visit.url).href, { ...Object.fromEntries(form.fields), ...fields })
  }

  /** Follows the first link whose address fits. */
  async click(visit: Visit, address: string | RegExp): Promise<Visit> {
    const found = linksIn(visit).find((href) => fits(href, address))
    if (found === undefined) throw new Error(`no link ${String(address)} on ${visit.url}: ${linksIn(visit).join(' ')}`)
    return this.get(new URL(found, visit.url).href)
  }

  /** One request, no redirect followed. */
  async once(method: 'GET' | 'POST', url: string, body?: string, extra: Record<string, string> = {}): Promise<Visit> {
    const address = new URL(url, this.#origin)
    const headers = new Headers({
      host: address.host,
      'accept-language': this.#language,
      accept: 'text/html',
      ...extra,
    })
    if (this.cookies.size > 0 && !headers.has('cookie'))
      headers.set('cookie', [...this.cookies].map(([n, v]) => `${n}=${v}`).join('; '))
    if (body !== undefined) {
      if (!headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded')
      if (!headers.has('origin')) headers.set('origin', this.#origin)
    }
    const response = await this.#send(
      new Request(address, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) }),
    )
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return { url: address.href, status: response.status, headers: response.headers, body: await response.text() }
  }

  async #follow(visit: Visit): Promise<Visit> {
    let now = visit
    for (let hops = 0; hops < 10; hops++) {
      const location = now.headers.get('location')
      if (now.status < 300 || now.status > 399 || location === null) return now
      const next = new URL(location, now.url)
      if (next.origin !== this.#origin) return now
      now = await this.once('GET', next.href)
    }
    throw new Error(`too many redirects, last ${now.url}`)
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const [[name, values] = ['', ['']]] = readCookies(pair)
    if (attributes.some((a) => /^\s*max-age=0\s*$/i.test(a))) this.cookies.delete(name)
    else this.cookies.set(name, values[0] ?? '')
  }
}

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : unescape(found)
}

const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.endsWith(wanted) : wanted.test(text)

export const formsIn = (visit: Visit): Form[] =>
  [...visit.body.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([markup]) => {
    const open = markup.slice(0, markup.indexOf('>') + 1)
    const fields = new Map<string, string>()
    for (const [tag] of markup.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(tag, 'name')
      if (name !== undefined && attribute(tag, 'type') === 'hidden') fields.set(name, attribute(tag, 'value') ?? '')
    }
    return {
      action: attribute(open, 'action') ?? visit.url,
      method: attribute(open, 'method') ?? 'get',
      fields,
      markup,
    }
  })

export function formIn(visit: Visit, action: string | RegExp): Form {
  const forms = formsIn(visit)
  const found = forms.find((form) => fits(form.action, action))
  if (found === undefined) {
    throw new Error(
      `no form ${String(action)} on ${visit.url} (${visit.status}): ${forms.map((f) => f.action).join(' ')} ${textOf(visit).slice(0, 300)}`,
    )
  }
  return found
}

export const linksIn = (visit: Visit): string[] =>
  [...visit.body.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => attribute(tag, 'href') ?? [])

/** What a person reads: text without markup. */
export const textOf = (visit: Visit): string =>
  unescape(visit.body.replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Where a redirect out of the gateway leads. */
export function landed(visit: Visit): URL {
  const location = visit.headers.get('location')
  if (location === null) throw new Error(`not sent on: ${visit.status} ${visit.url} ${textOf(visit).slice(0, 400)}`)
  return new URL(location)
}
