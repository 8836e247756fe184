/** What registrars send: a body by its shape, a version by `If-Match`. */
import type { z } from 'zod'
import { parseJson } from '#base/json.ts'
import { readBody } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { ApiProblem, invalid } from '#registration/problem.ts'
import { memberFaults } from '#services/form.ts'

/** @throws ApiProblem */
export async function bodyOf<S extends z.ZodType>(c: Request, shape: S): Promise<z.output<S>> {
  const sent = withoutNulls(await jsonBody(c))
  const read = shape.safeParse(sent)
  if (!read.success) throw invalid(memberFaults(read.error.issues, sent))
  return read.data
}

/** @throws ApiProblem */
export async function jsonBody(c: Request): Promise<unknown> {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new ApiProblem('invalid_request_body', 'the content type must be application/json')
  const text = await readBody(c)
  if (text === undefined) throw new ApiProblem('invalid_request_body', 'the body is too large')
  const read = parseJson(text)
  if (read === undefined) throw new ApiProblem('invalid_request_body', 'the body is not JSON, or nested too deep')
  return read
}

/** Generated clients write members that they do not use as null. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => [name, withoutNulls(one)]),
  )
}

/** RFC 9110 §8.8.3 */
export const etagOf = (revision: number): string => `"${revision}"`

/** RFC 9110 §13.1.1: where a version was named, it must be the one that is there. @throws ApiProblem `changed_meanwhile` */
export function requireVersion(ifMatch: string | undefined, revision: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const named = ifMatch.split(',').map((one) => one.trim())
  if (!named.includes(etagOf(revision)))
    throw new ApiProblem('changed_meanwhile', 'it is no longer the version that If-Match names: read it again')
}

export const noStore = { 'cache-control': 'no-store' } as const

export const told = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(body, { status, headers: { ...noStore, ...headers } })
