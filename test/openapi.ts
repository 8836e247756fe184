/** An OpenAPI document as a stranger reads it: what it lists, and whether something fits it. */
import { z } from 'zod'

export interface Document {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}
export interface DescribedOperation {
  readonly operationId: string
  readonly security?: readonly { readonly token: readonly string[] }[]
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
  readonly requestBody?: { readonly content: Content }
}
type Content = Readonly<Record<string, { readonly schema: object }>>

/** What does not fit a schema of the document, as a reader of JSON Schema sees it. */
export function faultsIn(document: Document, schema: object, value: unknown): readonly unknown[] {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas })
  const reader = z.fromJSONSchema(
    JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema,
  )
  return reader.safeParse(value).error?.issues ?? []
}

export const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

/** The operation that a request is, by its path. */
export function operationFor(document: Document, method: string, path: string): DescribedOperation | undefined {
  const bare = path.split('?')[0] ?? ''
  const fits = (pattern: string): boolean => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare)
  // A path without parameters is meant before one with them.
  const found = Object.keys(document.paths)
    .filter(fits)
    .toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))[0]
  return found === undefined ? undefined : document.paths[found]?.[method.toLowerCase()]
}
