/** Parameters as they came: each once, or it is a fault. Reads queries and urlencoded bodies alike. */
import type { Context } from 'hono'
import { Refusal } from '#http/trouble.ts'

/** Largest body anyone may send, bytes. */
export const bodyLimit = 64 * 1024

export class DuplicateParameter extends Error {
  override readonly name = 'DuplicateParameter'
  readonly parameter: string
  constructor(parameter: string) {
    super(`parameter sent twice: ${parameter}`)
    this.parameter = parameter
  }
}

/** Parameters with the promise that none came twice (RFC 6749 §3.1). Empty values count as absent (§3.1 likewise). */
export type Parameters = ReadonlyMap<string, string>

/** @throws DuplicateParameter */
export function readParameters(source: string | URLSearchParams): Parameters {
  const read = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, value] of typeof source === 'string' ? new URLSearchParams(source) : source) {
    if (seen.has(name)) throw new DuplicateParameter(name)
    seen.add(name)
    if (value !== '') read.set(name, value)
  }
  return read
}

export const readQuery = (c: Context): Parameters => {
  const at = c.req.url.indexOf('?')
  return at < 0 ? new Map() : readParameters(c.req.url.slice(at + 1).split('#', 1)[0] ?? '')
}

const urlencoded = 'application/x-www-form-urlencoded'
const typeOf = (c: Context): string | undefined => c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()

/** An urlencoded body. @throws DuplicateParameter; Refusal IN-10 for another content type or a body that is too large. */
export async function readForm(c: Context): Promise<Parameters> {
  const type = typeOf(c)
  if (type !== urlencoded) throw new Refusal('IN-10', { detail: `content type ${type ?? 'none'}` })
  return readParameters(await wholeBody(c))
}

/** The same from a form that has a file among its fields: the file's text is its field's value, whatever the file is called. */
export async function readFormWithFiles(c: Context): Promise<Parameters> {
  if (typeOf(c) === urlencoded) return readForm(c)
  const body = new Response(await wholeBody(c), { headers: { 'content-type': c.req.header('content-type') ?? '' } })
  let sent: FormData
  try {
    sent = await body.formData()
  } catch (cause) {
    throw new Refusal('IN-10', { detail: 'the body is no form', cause })
  }
  const fields = [...sent].map(async ([name, value]) => [name, typeof value === 'string' ? value : await value.text()])
  return readParameters(new URLSearchParams(await Promise.all(fields)))
}

async function wholeBody(c: Context): Promise<string> {
  const text = await readBody(c)
  if (text === undefined) throw new Refusal('IN-10', { detail: 'body too large' })
  return text
}

/**
 * The body as text, undefined when it is too large. One that tells no length is read no further than the limit: it may never end.
 * @throws Refusal IN-10 for one that broke off, or holds the character NUL: nobody types it, and PostgreSQL keeps no text with it.
 */
export async function readBody(c: Context): Promise<string | undefined> {
  const text = await received(c)
  const nul = text?.includes('\0') === true || (typeOf(c) === urlencoded && text?.includes('%00') === true)
  if (nul) throw new Refusal('IN-10', { detail: 'the body holds a NUL' })
  return text
}

async function received(c: Context): Promise<string | undefined> {
  const declared = c.req.header('content-length')
  try {
    // What is declared is all that the server lets through (RFC 9112 §6.3).
    if (declared !== undefined) return Number(declared) > bodyLimit ? undefined : await c.req.text()
    return await readAtMost(c.req.raw.body)
  } catch (cause) {
    // Whoever sent it hung up in the middle: no fault of ours, and nobody is there to hear of it.
    throw new Refusal('IN-10', { detail: 'the body broke off', cause })
  }
}

async function readAtMost(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body ?? []) {
    length += piece.length
    if (length > bodyLimit) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
