import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { openApi } from '#http/openapi.ts'

const thing = z.strictObject({ name: z.string(), size: z.int().default(1) })
const api = openApi({
  title: 'Things',
  says: 'About things.',
  version: '1.0.0',
  server: 'https://login.example.no',
  tokenUrl: 'https://login.example.no/token',
  scopes: { 'house:things': 'Things of one’s own', things: 'The same' },
  shapes: {
    NewThing: { schema: thing, side: 'input' },
    Things: { schema: z.strictObject({ all: z.array(thing) }), side: 'output' },
    Thing: { schema: thing, side: 'output' },
  },
  operations: [
    {
      id: 'makeThing',
      method: 'post',
      path: '/things',
      says: 'Make a thing',
      body: 'NewThing',
      answers: { 200: { says: 'Made', content: { 'application/json': 'Thing', 'text/plain': undefined } } },
    },
    {
      id: 'forgetThing',
      method: 'delete',
      path: '/things/{id}',
      says: 'Forget a thing',
      parameters: [
        { name: 'id', in: 'path', says: 'Which' },
        { name: 'why', in: 'query', says: 'Why' },
      ],
      answers: { 204: { says: 'Forgotten' } },
    },
  ],
}) as unknown as {
  readonly openapi: string
  readonly security: unknown
  readonly paths: Record<string, Record<string, Record<string, unknown>>>
  readonly components: {
    readonly schemas: Record<string, { required?: string[]; properties?: Record<string, unknown> }>
  }
}

test('an operation tells its body, its parameters and its answers', () => {
  const made = api.paths['/things']?.['post']
  const ref = (name: string): object => ({ schema: { $ref: `#/components/schemas/${name}` } })
  assert.deepEqual(made?.['requestBody'], { required: true, content: { 'application/json': ref('NewThing') } })
  assert.deepEqual(made?.['responses'], {
    200: {
      description: 'Made',
      content: { 'application/json': ref('Thing'), 'text/plain': { schema: { type: 'string' } } },
    },
  })
  const forgotten = api.paths['/things/{id}']?.['delete'] ?? {}
  const parameters = forgotten['parameters'] as { name: string; required: boolean }[]
  assert.deepEqual(forgotten['responses'], { 204: { description: 'Forgotten' } })
  assert.deepEqual(
    parameters.map(({ name, required }) => [name, required]),
    [
      ['id', true],
      ['why', false],
    ],
  )
  assert.equal('requestBody' in forgotten, false)
})

test('what callers may leave out, they find in answers', () => {
  assert.deepEqual(api.components.schemas['NewThing']?.required, ['name'])
  assert.deepEqual(api.components.schemas['Thing']?.required, ['name', 'size'])
})

test('any of the scopes is enough, and no schema names a place of its own', () => {
  assert.deepEqual(api.security, [{ token: ['house:things'] }, { token: ['things'] }])
  for (const schema of Object.values(api.components.schemas)) assert.ok(!('$id' in schema) && !('$schema' in schema))
})
