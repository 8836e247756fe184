/** T6: the twin says in plain words what is wrong with a request, and what a token or a code means. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { owners } from '../services.ts'
import { authorize, good, send, tokensFor } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => {
  world = opened
})

const explained = async (pasted: string): Promise<string> => {
  const { status, text } = await send(world, '/sandbox/explain', { pasted }, { origin: 'http://localhost:8700' })
  assert.equal(status, 200)
  return text
}

test('T6 a request whose address differs by a slash: the page says so, and shows nothing of what was sent', async () => {
  const redirect = 'https://tax.example.no/callback/'
  const { status, body } = await authorize(world, good('tax', { redirect_uri: redirect, state: 'not-to-be-shown' }))
  assert.equal(status, 400)
  assert.match(body, /redirect_uri is none of those that tax has registered/)
  assert.match(body, /a slash at the end/)
  assert.doesNotMatch(body, /not-to-be-shown/)
})

test('T6 a pasted address is held against every rule, and each fault has its cure', async () => {
  const address = `http://localhost:8700/authorize?${new URLSearchParams({ client_id: 'taks', response_type: 'code' })}`
  assert.match(await explained(address), /Did you mean tax\?/)
})

test('T6 a token of this gateway is taken apart; one that was changed is said to be that', async () => {
  const { id } = await tokensFor(world, 'tax')
  assert.match(await explained(id), /Its signature holds/)
  const [head = '', , signature = ''] = id.split('.')
  const changed = `${head}.${Buffer.from('{"iss":"http://localhost:8700"}').toString('base64url')}.${signature}`
  assert.match(await explained(changed), /Its signature does not hold/)
})

test('T6 a code is explained, also by its address; what nobody knows is said to be unknown', async () => {
  assert.match(await explained('invalid_grant'), /The code invalid_grant/)
  const page = await world.browser().get('/sandbox/explain?code=IN-02')
  assert.match(page.body, /The code IN-02/)
  assert.match(await explained('no such thing'), /Nothing that is known here/)
})
