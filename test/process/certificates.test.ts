/** The second listener, for clients with certificates, in a program of its own. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { query } from '../wire.ts'
import { httpRequest, issuer as ca, server, tlsRequest } from '../mtls.ts'
import { makeCertificate } from '#keys/test-issuer.ts'
import { answering, endAll, type Folder, folder, freePorts, start } from './started.ts'

let data: Folder
let settings: Record<string, string>
let ports: { readonly main: number; readonly second: number }
beforeEach(async () => {
  data = folder()
  const [main = 0, examples = 0, , second = 0] = await freePorts(4)
  ports = { main, second }
  const file = (name: string, text: string): string => {
    const path = join(data.path, name)
    writeFileSync(path, text)
    return path
  }
  settings = {
    INNGANG_DATA: data.path,
    INNGANG_PORT: String(main),
    INNGANG_EXAMPLE_PORT: String(examples),
    INNGANG_ISSUER_PORT: '0',
    INNGANG_MTLS_PORT: String(second),
    INNGANG_MTLS_ORIGIN: 'https://mtls.localhost',
    INNGANG_MTLS_CERT: file('cert.pem', server.cert),
    INNGANG_MTLS_KEY: file('key.pem', server.key),
    INNGANG_MTLS_ISSUERS: file('issuers.pem', ca.cert),
    INNGANG_CLIENTS: file('services.json', JSON.stringify({ owners })),
  }
})
afterEach(() => {
  endAll()
  data.remove()
})

const subject = [['CN', 'a machine']] as const
const owners = [
  {
    org_number: '974761076',
    name: 'Etaten',
    scopes: [{ name: 'etaten:ting', description: 'Ting' }],
    services: [
      {
        client_id: 'machine',
        client_name: 'Maskin',
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: 'CN=a machine',
        tls_client_certificate_bound_access_tokens: true,
        grant_types: ['client_credentials'],
        scopes: ['etaten:ting'],
      },
    ],
  },
]
const body = query({ grant_type: 'client_credentials', client_id: 'machine', scope: 'etaten:ting' })
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('RFC 8705 §2 the program listens for certificates beside its own port, and leaves both in good order', async () => {
  const twin = start('twin.ts', settings)
  await answering(`http://localhost:${ports.main}/health/ready`, twin)
  const certificate = makeCertificate({ subject, issuer: ca })
  const asked = { port: ports.second, path: '/token', method: 'POST', body, headers: form }
  assert.equal((await tlsRequest({ ...asked, certificate })).status, 200)
  assert.equal((await tlsRequest({ ...asked, certificate: makeCertificate({ subject }) })).status, 401)
  const headers = { ...form, 'client-cert': `:${certificate.base64}:` }
  const main = { ...asked, port: ports.main, headers, host: `localhost:${ports.main}` }
  assert.equal((await httpRequest(main)).status, 401)
  assert.equal(await twin.stop(), 0)
  await assert.rejects(tlsRequest({ ...asked, certificate }), /ECONNREFUSED/)
})

for (const [what, changed, says] of [
  [
    'a file that is missing',
    { INNGANG_MTLS_KEY: '/nowhere/key.pem' },
    /INNGANG_MTLS_KEY names \/nowhere\/key.pem, which cannot be read/,
  ],
  [
    'a service that needs what is not taken',
    { INNGANG_MTLS_ISSUERS: '' },
    /needs issuers of certificates that are trusted/,
  ],
] as const)
  test(`RFC 8705 §2 the program does not start with ${what}, and says why`, async () => {
    const twin = start('twin.ts', { ...settings, ...changed })
    assert.equal(await twin.ended(), 78)
    assert.match(twin.printed(), says)
  })
