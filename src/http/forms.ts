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

/** An urlencoded body. @throws DuplicateParameter; Refusal IN-10 for another content type or a body that is too large. */
export async function readForm(c: Context): Promise<Parameters> {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    throw new Refusal('IN-10', { detail: `content type ${type ?? 'none'}` })
  const text = await readBody(c)
  if (text === undefined) throw new Refusal('IN-10', { detail: 'body too large' })
  return readParameters(text)
}

/** The body as text, undefined when it is too large. One that tells no length is read no further than the limit: it may never end. */
export async function readBody(c: Context): Promise<string | undefined> {
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
