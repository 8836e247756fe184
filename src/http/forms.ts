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
  const declared = Number(c.req.header('content-length') ?? 0)
  if (declared > bodyLimit) throw new Refusal('IN-10', { detail: 'body too large' })
  const text = await c.req.text()
  if (text.length > bodyLimit) throw new Refusal('IN-10', { detail: 'body too large' })
  return readParameters(text)
}
