/** A virtual user: a browser (cookies, redirects, forms) and the client's back channel, over one socket each. */
import { Connection, CookieJar, type Reply } from './http1.ts'

const HTML_HEAD = 'Accept: text/html\r\n'
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'
const JSON_TYPE = 'Content-Type: application/json\r\n'

export class Agent {
  readonly jar = new CookieJar()
  readonly redirectUri: string
  #browser: Connection
  #backChannel: Connection
  #origin: string
  requests = 0

  constructor(origin: string, redirectUri: string) {
    this.#browser = new Connection(origin)
    this.#backChannel = new Connection(origin)
    this.#origin = this.#browser.origin
    this.redirectUri = redirectUri
  }

  get origin(): string {
    return this.#origin
  }

  #path(url: string): string {
    if (url.startsWith('/')) return url
    if (url.startsWith(`${this.#origin}/`)) return url.slice(this.#origin.length)
    throw new Error(`the browser was sent to another origin: ${url}`)
  }

  async get(url: string, head = HTML_HEAD): Promise<Reply> {
    const path = this.#path(url)
    this.requests++
    const reply = await this.#browser.request('GET', path, head + this.jar.headerFor(path))
    if (reply.setCookie.length > 0) this.jar.store(reply.setCookie)
    return reply
  }

  async post(url: string, body: string, type: 'form' | 'json' = 'form', head = HTML_HEAD): Promise<Reply> {
    const path = this.#path(url)
    this.requests++
    const headers = `${head}Origin: ${this.#origin}\r\n${type === 'form' ? FORM : JSON_TYPE}${this.jar.headerFor(path)}`
    const reply = await this.#browser.request('POST', path, headers, body)
    if (reply.setCookie.length > 0) this.jar.store(reply.setCookie)
    return reply
  }

  /** Back channel: no cookies. */
  api(method: 'GET' | 'POST', url: string, head: string, body?: string): Promise<Reply> {
    this.requests++
    const headers = body === undefined ? head : FORM + head
    return this.#backChannel.request(method, this.#path(url), headers, body)
  }

  isCallback(url: string | undefined): url is string {
    return url !== undefined && url.startsWith(this.redirectUri)
  }

  /** Follows redirects until the client's callback or a page. */
  async follow(reply: Reply, limit = 10): Promise<Reply> {
    let current = reply
    for (let i = 0; i < limit; i++) {
      if (current.status < 300 || current.status > 399 || current.location === undefined) return current
      if (this.isCallback(current.location)) return current
      current = await this.get(current.location)
    }
    throw new Error('too many redirects')
  }

  close(): void {
    this.#browser.close()
    this.#backChannel.close()
  }
}

export interface Form {
  action: string
  fields: [name: string, value: string][]
}

const ENTITY: Record<string, string> = {
  amp: '&',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  lt: '<',
  gt: '>',
  '#x2F': '/',
  '#x3D': '=',
}
const unescape = (text: string): string => text.replace(/&(#?\w+);/g, (all, name: string) => ENTITY[name] ?? all)
const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  return match === null ? undefined : unescape(match[1] ?? match[2] ?? match[3] ?? '')
}

/** A form's action and hidden fields. Enough for login pages, no HTML parser. */
function readForm(html: string, at: number): Form {
  const open = html.slice(at, html.indexOf('>', at) + 1)
  const end = html.indexOf('</form>', at)
  const fields: [string, string][] = []
  for (const [tag] of html.slice(at, end < 0 ? undefined : end).matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(tag, 'name')
    if (name !== undefined && attribute(tag, 'type') === 'hidden') fields.push([name, attribute(tag, 'value') ?? ''])
  }
  return { action: attribute(open, 'action') ?? '', fields }
}

export function firstForm(html: string): Form {
  const open = /<form\b[^>]*>/i.exec(html)
  if (open === null) throw new Error(`no form in page: ${html.slice(0, 200)}`)
  return readForm(html, open.index)
}

/** The form whose action ends so. */
export function formTo(html: string, ending: string): Form {
  for (const open of html.matchAll(/<form\b[^>]*>/gi)) {
    const form = readForm(html, open.index)
    if (form.action.endsWith(ending)) return form
  }
  throw new Error(`no form to ${ending}: ${html.slice(0, 300)}`)
}

/** The first link whose address ends so. */
export function linkTo(html: string, ending: string): string {
  for (const [, href = ''] of html.matchAll(/<a\b[^>]*\shref="([^"]*)"/gi))
    if (href.endsWith(ending)) return unescape(href)
  throw new Error(`no link to ${ending}: ${html.slice(0, 300)}`)
}

/** Fills in and posts the first form of each page until the OP redirects to the client. */
export async function submitForms(
  agent: Agent,
  reply: Reply,
  fill: Record<string, string>,
  pages = 3,
): Promise<string> {
  let current = await agent.follow(reply)
  for (let i = 0; i < pages; i++) {
    if (agent.isCallback(current.location)) return current.location
    if (current.status !== 200) throw new Error(`status ${current.status}: ${current.body.slice(0, 300)}`)
    const form = firstForm(current.body)
    const body = new URLSearchParams([...form.fields, ...Object.entries(fill)]).toString()
    current = await agent.follow(await agent.post(form.action, body))
  }
  if (agent.isCallback(current.location)) return current.location
  throw new Error(`still not at the callback: ${current.status} ${current.body.slice(0, 300)}`)
}
