/** E6 E8: what an API refuses it names as it was sent, in a sentence that says what to do: the REST API and the registration API alike. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minimal, newKey, type Registrar, registrarOf, registrars } from '../registrar.ts'
import { restService, RestServer } from '../rest.ts'
import { owners } from '../services.ts'
import type { Reply } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

let portal: RestServer
let agency: Registrar
const portals = { org_number: '310000019', name: 'Portalen', services: [restService('portal')] }
worldForEach(import.meta.filename, [...owners, ...registrars, portals], (world: World) => {
  portal = new RestServer(world, 'portal')
  agency = registrarOf(world)
})

type Params = readonly (readonly [name: string, reason: string])[]

function says(reply: Reply, expected: Params): void {
  assert.deepEqual([reply.status, reply.json['code']], [400, 'invalid_request_parameter'], reply.text)
  const params = reply.json['invalidParams'] as readonly { readonly name: string; readonly reason: string }[]
  assert.deepEqual(
    params.map(({ name, reason }) => [name, reason]),
    expected,
  )
}

const redirectAlone = 'must be redirect: headless and embedded logins are not offered here'

test('E6 each reason of the REST API is a sentence of ours: missing is missing, and limits are told', async () => {
  for (const [over, expected] of [
    [
      { flow: undefined, requestedAttributes: undefined },
      [
        ['flow', 'is missing'],
        ['requestedAttributes', 'is missing'],
      ],
    ],
    [{ flow: 'headless' }, [['flow', redirectAlone]]],
    [{ callbackUrls: undefined }, [['callbackUrls', 'is missing']]],
    [{ callbackUrls: 'https://portal.example.no/' }, [['callbackUrls', 'must be an object']]],
    [{ requestedLoa: 'HIGH' }, [['requestedLoa', 'must be low, substantial or high']]],
    [{ sessionLifetime: 299 }, [['sessionLifetime', 'is too short or too small (at least 300)']]],
    [{ sessionLifetime: 3601 }, [['sessionLifetime', 'is too long or too large (at most 3600)']]],
    [{ sessionLifetime: 1200.5 }, [['sessionLifetime', 'must be a whole number']]],
    [{ sessionLifetime: '1200' }, [['sessionLifetime', 'must be a number']]],
    [{ language: 'nb-NO' }, [['language', 'must be a language of ISO 639']]],
    [{ encryptionPublicKey: { kty: 'RSA' } }, [['encryptionPublicKey.use', 'is missing']]],
    [{ tags: [''] }, [['tags[0]', 'is too short or too small (at least 1)']]],
    [{ colour: 'blue' }, [['colour', 'is not known here']]],
  ] as readonly (readonly [object, Params])[])
    says(await portal.call('POST', '/auth/rest/sessions', portal.asks(over as Record<string, unknown>)), expected)
})

test('E8 a fault stands where the registrar wrote it, not where we put it', async () => {
  const apis = { integration_type: 'api_klient' }
  const nobody = 'is a scope that nobody has declared'
  for (const [over, expected] of [
    [{ ...apis, scopes: ['nobody:has'] }, [['scopes[0]', nobody]]],
    [{ ...apis, scopes: ['openid', 'nobody:has', 'profile'] }, [['scopes[1]', nobody]]],
    [{ active: false }, [['active', 'must be true: DELETE deactivates']]],
    [{ client_secret: 'of our own' }, [['client_secret', 'must be left out: the server makes it']]],
    [
      { jwks: { keys: [] } },
      [['jwks', 'must be left out: keys are sent to the address of the client with /jwks after it']],
    ],
    [{ onbehalfof: [{ onbehalfof: 'a', orgno: '974760673' }] }, [['onbehalfof[0].name', 'is missing']]],
  ] as readonly (readonly [object, Params])[])
    says(await agency.call('POST', '/clients', minimal(over as Record<string, unknown>)), expected)
  const krr = { integration_type: 'krr', token_endpoint_auth_method: 'private_key_jwt', redirect_uris: [] }
  const { json } = await agency.call('POST', '/clients', minimal(krr))
  const names = (json['invalidParams'] as readonly { readonly name: string }[]).map(({ name }) => name)
  assert.deepEqual(names, ['integration_type', 'integration_type'], 'they were not sent, but come with the type')
})

test('E8 a client that signs is not left with keys that only encrypt', async () => {
  const { client_id: id } = await agency.made({ token_endpoint_auth_method: 'private_key_jwt' })
  const encrypts = newKey('e', { use: 'enc', alg: 'ECDH-ES' }).jwk
  const alone = await agency.call('POST', `/clients/${id}/jwks`, { keys: [encrypts] })
  says(alone, [['keys', 'must hold a key that signs: private_key_jwt is made with it']])
  const both = await agency.call('POST', `/clients/${id}/jwks`, { keys: [encrypts, newKey('s').jwk] })
  assert.equal(both.status, 200, both.text)
})
