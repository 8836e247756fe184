/** O1, the machine's half: what an organisation's machine gets by its enterprise certificate, from issuers on an address of their own. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { randomUUID } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { fixedClock } from '#base/clock.ts'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import { der } from '#sandbox/ca/der.ts'
import { extension } from '#sandbox/ca/extensions.ts'
import { type Issuer, openIssuer, policies } from '#sandbox/ca/issuers.ts'
import { type AuthoritiesAt, serveAuthorities } from '#sandbox/ca/serve.ts'
import { type CertificateWorld, openCertificateWorld, tlsRequest } from '../mtls.ts'
import { claimsOf, fetchOf, query, refused, type Reply, send } from '../wire.ts'
import { issuer, start } from '../world.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const organisation = '974761076'
const other = '971040238'
const services = [
  {
    client_id: 'robot',
    client_name: 'Roboten',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: [grantType, 'client_credentials'],
    scopes: ['etaten:ting'],
  },
  {
    client_id: 'navn',
    client_name: 'Med navn',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: `2.5.4.97=NTRNO-${organisation},CN=Etaten,O=Etaten,C=NO`,
    grant_types: ['client_credentials'],
    scopes: ['etaten:ting'],
  },
  {
    client_id: 'vert',
    client_name: 'Med vertsnavn',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'api.etaten.example.no',
    grant_types: ['client_credentials'],
    scopes: ['etaten:ting'],
  },
]

let issuers: readonly Issuer[] = []
let served: AuthoritiesAt
let world: CertificateWorld
const folder = mkdtempSync(join(tmpdir(), 'inngang-trust-'))

before(async () => {
  const authorities = () => issuers.flatMap(({ persons, enterprises }) => [persons, enterprises])
  served = await serveAuthorities(authorities, { path: '/ca' })
  const at = `http://127.0.0.1:${served.port}/ca`
  // Theirs stands where the gateway's is; both stand still.
  const clock = fixedClock(start)
  issuers = [openIssuer('buypass', { at, clock }), openIssuer('commfides', { at, clock })]
  world = await openCertificateWorld(
    [
      {
        org_number: organisation,
        name: 'Etaten',
        scopes: [{ name: 'etaten:ting', description: 'Ting' }],
        services,
      },
    ],
    { INNGANG_TRUST: trustFile(), INNGANG_MTLS_ISSUERS: '' },
  )
  world.clock.advance(20_000)
})
after(async () => {
  await world.close()
  await served.close()
  rmSync(folder, { recursive: true })
})

/** As an operator writes it. */
function trustFile(): string {
  const put = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return name
  }
  const written = issuers.map(({ name, enterprises: { id, root, issuing, addresses } }) => ({
    id,
    use: 'enterprise',
    anchors: put(`${id}-root.pem`, root.pem),
    intermediates: put(`${id}.pem`, issuing.pem),
    policies: { [policies[name].enterprise]: 'substantial' },
    ocsp: [addresses.ocsp],
    crl: [addresses.crl, addresses.delta, addresses.rootCrl],
  }))
  return join(folder, put('trust.json', JSON.stringify({ issuers: written })))
}

const [buypass, commfides] = [() => issuers[0] as Issuer, () => issuers[1] as Issuer]
const made = (over: object = {}): MadeCertificate =>
  buypass().enterprise({ organisation, name: 'Etaten', over: { ...over } })
const now = (): number => Math.floor(world.clock.now() / 1000)
const signed = (certificate: MadeCertificate, claims: JWTPayload & { readonly scope?: string }): Promise<string> =>
  new SignJWT({ iss: 'robot', aud: issuer, iat: now(), exp: now() + 60, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'ES256', x5c: [certificate.der.toString('base64')] })
    .sign(certificate.pair.privateKey)
const ask = async (certificate: MadeCertificate): Promise<Reply> =>
  send(world, '/token', { grant_type: grantType, assertion: await signed(certificate, { scope: 'etaten:ting' }) })

test('O1 A4 a machine shows its organisation’s enterprise certificate and gets a token that names the organisation', async () => {
  for (const certificate of [
    made(),
    buypass().enterprise({ organisation, name: 'Etaten', seid: 'v1' }),
    commfides().enterprise({ organisation, name: 'Etaten' }),
  ]) {
    const reply = await ask(certificate)
    assert.equal(reply.status, 200, reply.text)
    assert.partialDeepStrictEqual(claimsOf(String(reply.json['access_token'])), {
      client_id: 'robot',
      client_amr: 'virksomhetssertifikat',
      consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${organisation}` },
    })
  }
})

test('O1 refused by name: another organisation’s certificate, a revoked one, a person’s, one to sign with, one of nobody trusted', async () => {
  const revoked = made()
  buypass().enterprises.revoke(revoked)
  const impostor = openIssuer('buypass', { at: `http://127.0.0.1:${served.port}/ca`, clock: fixedClock(start) })
  const person = buypass().person({ given: 'Kari', family: 'Nordmann', unique: 'x' })
  for (const [certificate, number] of [
    [buypass().enterprise({ organisation: other, name: 'Etaten' }), 'MP-122'],
    [revoked, 'MP-120'],
    [person, 'MP-120'],
    [made({ policies: [policies.buypass.signing] }), 'MP-120'],
    [made({ keyUse: ['nonRepudiation'] }), 'MP-120'],
    [made({ until: start - 1000 }), 'MP-120'],
    [impostor.enterprise({ organisation, name: 'Etaten' }), 'MP-120'],
  ] as const) {
    const reply = await ask(certificate)
    refused(reply, 400, 'invalid_grant')
    assert.match(String(reply.json['error_description']), new RegExp(`^${number}: the certificate in x5c `))
  }
})

test('O1 nobody’s silence lets a machine in: an issuer that answers nothing is a no, and told as one that may pass', async () => {
  buypass().enterprises.behave({ refuse: 'try-later', list: { broken: true } })
  try {
    const reply = await ask(made())
    refused(reply, 400, 'invalid_grant')
    assert.match(String(reply.json['error_description']), /^MP-120: .*try again in a moment$/)
  } finally {
    buypass().enterprises.behave({})
  }
})

test('O1 the same certificate is its client’s authentication for other grants (private_key_jwt with x5c alone)', async () => {
  const by = async (certificate: MadeCertificate): Promise<Reply> =>
    send(world, '/token', {
      grant_type: 'client_credentials',
      scope: 'etaten:ting',
      client_id: 'robot',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed(certificate, { sub: 'robot' }),
    })
  const reply = await by(made())
  assert.equal(reply.status, 200, reply.text)
  assert.equal(claimsOf(String(reply.json['access_token']))['client_amr'], 'virksomhetssertifikat')
  refused(await by(buypass().enterprise({ organisation: other, name: 'Etaten' })), 401, 'invalid_client')
})

async function byConnection(client_id: string, { pem, keyPem }: MadeCertificate) {
  const answer = await tlsRequest({
    port: world.port,
    path: '/token',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: query({ grant_type: 'client_credentials', client_id, scope: 'etaten:ting' }),
    certificate: { cert: pem, key: keyPem },
  })
  return [answer.status, (JSON.parse(answer.text) as { error_description?: string }).error_description ?? '']
}

test('O1 RFC 8705 §2.1 a name that says nothing of the organisation is its client’s in a certificate of that organisation alone', async () => {
  const host = { more: [extension('2.5.29.17', der(0x30, der(0x82, Buffer.from('api.etaten.example.no'))))] }
  assert.deepEqual(await byConnection('vert', made(host)), [200, ''])
  const others = buypass().enterprise({ organisation: other, name: 'Andre', over: host })
  assert.match(String(await byConnection('vert', others)), /^401,.*belongs to another organisation/)
})

test('O1 RFC 8705 §2.1 and on the connection, by its name: tls_client_auth with an enterprise certificate, until it is revoked', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.ok((json['token_endpoint_auth_methods_supported'] as string[]).includes('tls_client_auth'))
  const by = (one: MadeCertificate) => byConnection('navn', one)
  const certificate = made()
  assert.deepEqual(await by(certificate), [200, ''])
  assert.match(
    String(await by(buypass().enterprise({ organisation: other, name: 'Etaten' }))),
    /^401,.*does not have the name/,
  )
  assert.match(String(await by(made({ policies: [policies.buypass.signing] }))), /^401,.*policy/)
  const taken = made()
  buypass().enterprises.revoke(taken)
  assert.match(String(await by(taken)), /^401,.*has been revoked/)
})
