/**
 * An API described from its code (OpenAPI 3.1): the shapes that check what comes in are the shapes that are shown, so a
 * description cannot lag behind. One list of operations for each API; the shapes are zod's.
 */
import { z } from 'zod'

export interface Shape {
  readonly schema: z.ZodType
  /** `input`: what callers send, where defaults may be left out; `output`: what they get. */
  readonly side: 'input' | 'output'
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly says: string
  /** Path parameters always are. */
  readonly required?: boolean
}

export interface Answer {
  readonly says: string
  /** By media type, the name of a shape; a type without one is text. Absent: no body. */
  readonly content?: Readonly<Record<string, string | undefined>>
}

export interface Operation {
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below the server, parameters in braces: `/sessions/{id}`. */
  readonly path: string
  readonly says: string
  readonly parameters?: readonly Parameter[]
  /** The name of a shape, as JSON. */
  readonly body?: string
  /** Only these of the API's scopes open it; none: it is open to everybody. Absent: all of them. */
  readonly scopes?: readonly string[]
  readonly answers: Readonly<Record<number, Answer>>
}

export interface Api {
  readonly title: string
  readonly says: string
  readonly version: string
  /** Where the operations' paths begin. */
  readonly server: string
  /** Where else they begin. */
  readonly alsoAt?: readonly string[]
  readonly tokenUrl: string
  /** Any of these words opens the API, each with a sentence. */
  readonly scopes: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, Shape>>
  readonly operations: readonly Operation[]
}

export function openApi(api: Api): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of api.operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.1',
    info: { title: api.title, description: api.says, version: api.version },
    servers: [api.server, ...(api.alsoAt ?? [])].map((url) => ({ url })),
    security: anyOf(Object.keys(api.scopes)),
    paths,
    components: {
      schemas: schemasOf(api.shapes),
      securitySchemes: {
        token: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: api.tokenUrl, scopes: api.scopes } } },
      },
    },
  }
}

const anyOf = (scopes: readonly string[]): readonly object[] => scopes.map((scope) => ({ token: [scope] }))

function describe({ id, says, parameters, body, scopes, answers }: Operation): Readonly<Record<string, unknown>> {
  return {
    operationId: id,
    summary: says,
    ...(scopes === undefined ? {} : { security: anyOf(scopes) }),
    ...(parameters === undefined ? {} : { parameters: parameters.map(parameterOf) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf({ 'application/json': body }) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { says: description, content }]) => [
        status,
        content === undefined ? { description } : { description, content: contentOf(content) },
      ]),
    ),
  }
}

const parameterOf = (parameter: Parameter): Readonly<Record<string, unknown>> => ({
  name: parameter.name,
  in: parameter.in,
  required: parameter.in === 'path' || parameter.required === true,
  description: parameter.says,
  schema: { type: 'string' },
})

const contentOf = (content: Readonly<Record<string, string | undefined>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(content).map(([type, shape]) => [
      type,
      { schema: shape === undefined ? { type: 'string' } : { $ref: refTo(shape) } },
    ]),
  )

const refTo = (name: string): string => `#/components/schemas/${name}`

/** Each shape under its name; a shape that stands in another one is referred to. */
function schemasOf(shapes: Api['shapes']): Readonly<Record<string, unknown>> {
  const registry = z.registry<{ id: string }>()
  for (const [id, { schema }] of Object.entries(shapes)) registry.add(schema, { id })
  const written = {
    input: z.toJSONSchema(registry, { uri: refTo, io: 'input' }).schemas,
    output: z.toJSONSchema(registry, { uri: refTo, io: 'output' }).schemas,
  }
  return Object.fromEntries(
    Object.entries(shapes).map(([name, { side }]) => {
      // The dialect is OpenAPI's own, and the place in the document is the name.
      const { $schema: _dialect, $id: _place, ...schema } = written[side][name] ?? {}
      return [name, schema]
    }),
  )
}
