/** E6 from the outside: a server makes a session, sends its user, and reads the result. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import { landed, textOf } from '../browser.ts'
import { byMinid } from '../client.ts'
import { call, callbacks, logIn, type Made, restService, RestServer, tokenOf } from '../rest.ts'
import { owners, secret } from '../services.ts'
import { basic, fetchOf, type Reply, send, tokensFor } from '../wire.ts'
import { issuer, type World, worldForEach } from '../world.ts'

const rest = {
  org_number: '974760673',
  name: 'En etat med gamle systemer',
  scopes: [{ name: 'agency:other', description: 'Noe annet' }],
  services: [
    restService('portal', { scopes: ['signicat-api', 'agency:other'] }),
    restService('registry', { scopes: ['inngang:sessions'], minimum_level: 'high', client_uri: undefined }),
    restService('narrow', { eids: ['minid'] }),
    restService('other', { scopes: ['agency:other'], rest_callback_uris: [] }),
  ],
}

let world: World
let portal: RestServer
worldForEach(import.meta.filename, [...owners, rest], (opened) => {
  world = opened
  portal = new RestServer(world, 'portal')
})

const kari = 0
const number = (index: number): string => world.people.at(index).number
const status = async (made: Made): Promise<unknown> => (await portal.read(made.id))['status']
test('E6 a server makes a session, its user logs in, and the server reads who it was', async () => {
  const made = await portal.make({ externalReference: 'case 7&8', requestedLoa: 'high', language: 'nn', tags: ['a'] })
  assert.match(made.id, /^[\w-]{43}$/)
  assert.ok(!made.authenticationUrl.includes(made.id), 'the address does not tell the id')
  const { id, authenticationUrl, expiresAt, ...rest } = made
  assert.equal(expiresAt, new Date(world.clock.now() + 1_200_000).toISOString())
  assert.deepEqual(rest, {
    accountId: '0192:974760673',
    status: 'CREATED',
    statusUrl: `${issuer}/auth/rest/sessions/${id}`,
    flow: 'redirect',
    requestedAttributes: ['nin', 'firstName', 'lastName', 'name'],
    callbackUrls: callbacks('portal'),
    externalReference: 'case 7&8',
    language: 'nn',
    sessionLifetime: 1200,
    tags: ['a'],
  })

  const browser = world.browser({ language: 'en' })
  const chooser = await browser.get(authenticationUrl)
  assert.match(textOf(chooser), /Tenesta portal/, 'the page names the service, in the language that it asked for')
  assert.equal(await status(made), 'WAITING_FOR_USER')
  const page = await browser.click(chooser, '/test')
  const visit = await browser.submit(page, '/test', { number: number(kari), level: 'high' })
  const url = landed(visit)
  assert.equal(url.origin + url.pathname, callbacks('portal').success)
  assert.deepEqual([...url.searchParams], [['externalReference', 'case 7&8']])

  const read = await portal.read(id)
  const subject = read['subject'] as Record<string, unknown>
  const { given, family } = world.people.at(kari)
  assert.equal(subject['id'], subject['idportenSub'])
  assert.match(String(subject['id']), /^[\w-]{43}$/)
  assert.deepEqual(
    { ...subject, id: 0, idportenSub: 0 },
    {
      id: 0,
      name: `${given} ${family}`,
      firstName: given,
      lastName: family,
      nin: { value: number(kari), issuingCountry: 'NO', type: 'BIRTH' },
      idportenSub: 0,
      idportenLoa: 'idporten-loa-high',
      idportenIdp: 'TestID',
    },
  )
  assert.deepEqual(
    [read['status'], read['loa'], read['provider'], read['externalReference']],
    ['SUCCESS', 'high', 'idporten', 'case 7&8'],
  )
  const events = await world.audit
    .flush()
    .then(() => world.database.raw<{ type: string }>('select type from audit_row', []))
  for (const type of ['rest.created', 'login.started', 'login.answered', 'rest.read'])
    assert.ok(
      events.some((event) => event.type === type),
      type,
    )
})

test('E6 MinID through the same door, and no name where the eID gives none', async () => {
  const made = await portal.make({ allowedProviders: ['minid', 'test'] })
  const visit = await byMinid(world, world.browser(), made.authenticationUrl, world.people.at(kari))
  assert.equal(landed(visit).href, callbacks('portal').success)
  const { subject, ...read } = await portal.read(made.id)
  assert.deepEqual([read['provider'], read['loa']], ['minid', 'substantial'])
  assert.deepEqual(Object.keys(subject as object), ['id', 'nin', 'idportenSub', 'idportenLoa', 'idportenIdp'])
})

test('E6 one eID alone is gone to at once, past the chooser', async () => {
  const made = await portal.make({ allowedProviders: ['test'] })
  const page = await world.browser().get(made.authenticationUrl)
  assert.ok(page.url.endsWith('/test'), page.url)
  const weak = await world.browser().get((await portal.make({ allowedProviders: ['idporten'] })).authenticationUrl)
  assert.match(weak.url, /\/login\/att_[\w-]{22}$/)
})

test('E6 only what was asked for is told', async () => {
  const made = await portal.make({ requestedAttributes: [] })
  await logIn(world.browser(), made, number(kari))
  const { subject } = await portal.read(made.id)
  assert.deepEqual(Object.keys(subject as object), ['id', 'idportenSub', 'idportenLoa', 'idportenIdp'])
})

test('E6 a D number is told as one', async () => {
  const [person] = world.people.search({ kind: 'd-number' })
  assert.ok(person)
  const made = await portal.make()
  await logIn(world.browser(), made, person.number)
  const { nin } = (await portal.read(made.id))['subject'] as { nin: unknown }
  assert.deepEqual(nin, { value: person.number, issuingCountry: 'NO', type: 'D_NUMBER' })
})

test('E6 I2 the level is the service’s floor at least, and what was asked; a weaker proof is asked to step up', async () => {
  const registry = new RestServer(world, 'registry', 'inngang:sessions')
  for (const [server, over] of [
    [registry, { requestedLoa: 'low' }],
    [registry, {}],
    [portal, { requestedLoa: 'high' }],
  ] as const) {
    const made = await server.make(over)
    const browser = world.browser()
    const weak = await logIn(browser, made, number(kari), 'substantial')
    assert.match(weak.url, /\/login\/att_/, 'no answer')
    assert.equal((await server.read(made.id))['loa'], undefined)
    const page = await browser.click(await browser.get(weak.url), '/test')
    await browser.submit(page, '/test', { number: number(kari), level: 'high' })
    assert.equal((await server.read(made.id))['loa'], 'high')
  }
})

test('E6 the level is the one that was reached, also where less was asked', async () => {
  for (const level of ['substantial', 'high']) {
    const made = await portal.make({ requestedLoa: 'low' })
    await logIn(world.browser(), made, number(kari), level)
    const read = await portal.read(made.id)
    assert.deepEqual(
      [read['loa'], (read['subject'] as Record<string, unknown>)['idportenLoa']],
      [level, `idporten-loa-${level}`],
    )
  }
})

test('E6 the eIDs are those that request and registration both let in', async () => {
  const made = await portal.make({ allowedProviders: ['minid'] })
  const browser = world.browser()
  const chooser = await browser.get(made.authenticationUrl)
  const deep = await browser.get(chooser.url.replace(/(att_[\w-]{22}).*$/, '$1/test'))
  assert.doesNotMatch(deep.body, /id="number"[^]*level-high/, 'no deep link to what is not offered')
  const narrow = new RestServer(world, 'narrow')
  const reply = await narrow.call('POST', '/auth/rest/sessions', narrow.asks({ allowedProviders: ['test'] }))
  assert.deepEqual(
    [reply.status, reply.json['invalidParams']],
    [400, [{ name: 'allowedProviders', reason: 'leaves no eID that the client may use' }]],
  )
  const high = await narrow.call('POST', '/auth/rest/sessions', narrow.asks({ requestedLoa: 'high' }))
  assert.deepEqual(high.json['invalidParams'], [
    { name: 'requestedLoa', reason: 'is not reached by any eID that may be used here' },
  ])
})

const bad: readonly (readonly [over: Record<string, unknown>, names: readonly string[]])[] = [
  [{ flow: 'headless' }, ['flow']],
  [{ flow: 'embedded' }, ['flow']],
  [{ flow: undefined, requestedAttributes: undefined }, ['flow', 'requestedAttributes']],
  [{ callbackUrls: undefined }, ['callbackUrls']],
  [{ callbackUrls: { ...callbacks('portal'), success: 'https://evil.example/logged-in' } }, ['callbackUrls.success']],
  [{ callbackUrls: { ...callbacks('portal'), abort: `${callbacks('portal').abort}/` } }, ['callbackUrls.abort']],
  [{ callbackUrls: { ...callbacks('portal'), error: 'javascript:alert(1)' } }, ['callbackUrls.error']],
  [{ callbackUrls: callbacks('registry') }, ['callbackUrls.success', 'callbackUrls.abort', 'callbackUrls.error']],
  [{ requestedLoa: 'loa:high' }, ['requestedLoa']],
  [{ requestedAttributes: ['shoeSize'] }, ['requestedAttributes[0]']],
  [{ allowedProviders: ['nobody'] }, ['allowedProviders[0]', 'allowedProviders']],
  [{ sessionLifetime: 299 }, ['sessionLifetime']],
  [{ sessionLifetime: 3601 }, ['sessionLifetime']],
  [{ sessionLifetime: '600' }, ['sessionLifetime']],
  [{ externalReference: 'case 13858426051' }, ['externalReference']],
  [{ externalReference: 'case 138584 26051' }, ['externalReference']],
  [{ externalReference: 'a\r\nSet-Cookie: b' }, ['externalReference']],
  [{ returnUrl: 'https://portal.example.no/' }, ['returnUrl']],
  [{ colour: 'blue', prefilledInput: { shoe: '1' } }, ['prefilledInput.shoe', 'colour']],
  [{ prefilledInput: { nin: '12345678901' } }, ['prefilledInput.nin']],
  [{ encryptionPublicKey: { kty: 'RSA', use: 'enc', n: 'AQAB', e: 'AQAB' } }, ['encryptionPublicKey']],
  [{ encryptionPublicKey: { kty: 'RSA', use: 'sig' } }, ['encryptionPublicKey.use']],
]
test('E6 what cannot be used is refused, every fault by its name, and nothing is made', async () => {
  for (const [over, names] of bad) {
    const reply = await portal.call('POST', '/auth/rest/sessions', portal.asks(over))
    assert.equal(reply.status, 400, JSON.stringify(over))
    assert.equal(reply.headers.get('content-type'), 'application/problem+json')
    const { code, traceId, invalidParams } = reply.json as {
      code: string
      traceId: string
      invalidParams: { name: string }[]
    }
    assert.equal(code, 'invalid_request_parameter')
    assert.deepEqual(
      invalidParams.map(({ name }) => name),
      names,
      JSON.stringify(over),
    )
    assert.ok(
      world.log.some((line) => line.includes(traceId)),
      'the trace id stands in the log',
    )
  }
  const rows = await world.database.raw('select place from rest_session', [])
  assert.equal(rows.length, 0)
})

test('E6 what is no JSON is no request', async () => {
  const token = await tokenOf(world, 'portal')
  const url = '/auth/rest/sessions'
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
  for (const body of ['{', '', 'null', '[]', '"redirect"', deep]) {
    const { status: code, json } = await call(world, token, 'POST', url, body)
    assert.ok(code === 400 && String(json['code']).startsWith('invalid_request_'), body)
  }
  const response = await world.fetch(issuer + url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    body: JSON.stringify(portal.asks()),
  })
  assert.equal(((await response.json()) as { code: string }).code, 'invalid_request_body')
  const large = await call(
    world,
    token,
    'POST',
    url,
    JSON.stringify({ ...portal.asks(), usageReference: 'x'.repeat(70_000) }),
  )
  assert.deepEqual([large.status, large.json['code']], [400, 'invalid_request_body'])
})

test('E6 what is taken without being used is no fault, and is not kept; null is as good as absent', async () => {
  const made = await portal.make({
    prefilledInput: { nin: number(kari), mobile: '+4799999999' },
    additionalParameters: { nbid_level: '4' },
    themeId: null,
    usageReference: 'u',
    requestDomain: 'login.portal.example.no',
  })
  const told = JSON.stringify(made) + JSON.stringify(await portal.read(made.id))
  assert.ok(!told.includes(number(kari)) && !told.includes('nbid_level') && !('themeId' in made))
  assert.deepEqual([made['usageReference'], made['requestDomain']], ['u', 'login.portal.example.no'])
})

test('E6 a number that the server has of its user is filled in, and changes nothing about who logs in', async () => {
  const made = await portal.make({ prefilledInput: { nin: number(kari) } })
  const browser = world.browser()
  const page = await browser.click(await browser.get(made.authenticationUrl), '/minid')
  assert.match(page.body, new RegExp(`id="number"[^>]*value="${number(kari)}"`))
  const row = await world.database.raw<{ asked: string }>('select asked from rest_session', [])
  assert.ok(
    row.every((one) => !one.asked.includes(number(kari))),
    'it is sealed',
  )
  const person = world.people.withMinid(2).find((one) => one.number !== number(kari))
  assert.ok(person)
  await byMinid(world, world.browser(), made.authenticationUrl, person)
  const read = await portal.read(made.id)
  assert.equal((read['subject'] as { nin: { value: string } }).nin.value, person.number)
})

test('E6 a session is its owner’s alone: others, and who shows no machine’s token for it, see nothing', async () => {
  const made = await portal.make()
  await logIn(world.browser(), made, number(kari))
  const registry = new RestServer(world, 'registry', 'inngang:sessions')
  const user = await tokensFor(world, 'tax')
  const other = await tokenOf(world, 'portal', 'agency:other')
  for (const path of [`/auth/rest/sessions/${made.id}`, `/auth/rest/sessions/${made.id}/cancel`]) {
    const method = path.endsWith('cancel') ? 'POST' : 'GET'
    const foreign = await registry.call(method, path)
    assert.deepEqual([foreign.status, foreign.json['code']], [404, 'session_not_found'])
    for (const [token, code, name] of [
      [undefined, 401, 'invalid_token'],
      ['made-up', 401, 'invalid_token'],
      [user.access, 401, 'invalid_token'],
      [user.id, 401, 'invalid_token'],
      [other, 403, 'insufficient_scope'],
    ] as const) {
      const reply = await call(world, token, method, path)
      assert.deepEqual([reply.status, reply.json['code']], [code, name])
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer/)
      assert.ok(!reply.text.includes(number(kari)))
    }
  }
  // The address’s own secret is no id, and an id is no address.
  const handle = made.authenticationUrl.split('/').at(-1) ?? ''
  assert.equal((await portal.call('GET', `/auth/rest/sessions/${handle}`)).status, 404)
  assert.match((await world.browser().get(`/auth/rest/login/${made.id}`)).body, /IN-01/)
  assert.equal(await status(made), 'SUCCESS')
})

test('E6 the token is given by Basic and by either word, and to registered clients alone', async () => {
  const fields = { grant_type: 'client_credentials', scope: 'signicat-api' }
  const url = '/auth/open/connect/token'
  assert.equal((await send(world, url, fields, basic('portal', secret))).json['scope'], 'signicat-api')
  assert.equal((await send(world, url, fields, basic('portal', 'wrong'))).json['error'], 'invalid_client')
  assert.equal((await send(world, url, fields, basic('registry', secret))).json['error'], 'invalid_scope')
  assert.equal((await send(world, url, fields, basic('health', secret))).json['error'], 'unauthorized_client')
})

test('E6 the description is OpenAPI 3.1, of what there is, and real answers fit it', async () => {
  const { json, headers } = await fetchOf(world, '/auth/rest/openapi.json')
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  const document = json as unknown as Document
  assert.match(document.openapi, /^3\.1\./)
  assert.deepEqual(document.servers, [{ url: issuer }])
  const { tokenUrl, scopes } = document.components.securitySchemes.token.flows.clientCredentials
  assert.equal(tokenUrl, `${issuer}/auth/open/connect/token`)
  for (const scope of Object.keys(scopes)) {
    const client = scope === 'signicat-api' ? 'portal' : 'registry'
    assert.equal((await new RestServer(world, client, scope).call('GET', '/auth/rest/sessions/x')).status, 404)
  }

  const made = await portal.make({ externalReference: 'r' })
  const open = await portal.call('GET', `/auth/rest/sessions/${made.id}`)
  await logIn(world.browser(), made, number(kari))
  const cancelled = await portal.make()
  const key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), use: 'enc' }
  const sealed = await portal.make({ encryptionPublicKey: key })
  await logIn(world.browser(), sealed, number(kari))
  const one = '/auth/rest/sessions/{id}'
  const all = '/auth/rest/sessions'
  const token = await tokenOf(world, 'portal', 'agency:other')
  const answers: readonly (readonly [method: string, path: string, reply: Reply])[] = [
    ['post', all, await portal.call('POST', all, portal.asks())],
    ['post', all, await portal.call('POST', all, portal.asks({ flow: 'embedded' }))],
    ['post', all, await portal.call('POST', all, '{')],
    ['post', all, await call(world, undefined, 'POST', all, portal.asks())],
    ['post', all, await call(world, token, 'POST', all, portal.asks())],
    ['get', one, open],
    ['get', one, await portal.call('GET', `${all}/${made.id}`)],
    ['get', one, await portal.call('GET', `${all}/${sealed.id}`)],
    ['get', one, await portal.call('GET', `${all}/nobody`)],
    ['post', `${one}/cancel`, await portal.cancel(cancelled.id)],
    ['post', `${one}/cancel`, await portal.cancel(made.id)],
    ['post', `${one}/cancel`, await portal.cancel('nobody')],
  ]
  const described = new Set<string>()
  for (const [method, path, reply] of answers) {
    const where = `${method} ${path} ${reply.status}`
    described.add(where)
    const type = (reply.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const content = document.paths[path]?.[method]?.responses[reply.status]?.content
    assert.ok(content?.[type], `${where} as ${type}`)
    const { schema } = content[type]
    const value: unknown = /json/.test(type) ? reply.json : reply.text
    assert.deepEqual(faultsIn(document, schema, value), [], where)
    if (/json/.test(type)) assert.notDeepEqual(faultsIn(document, schema, { ...reply.json, colour: 'blue' }), [], where)
  }
  const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.keys(responses).map((status) => `${method} ${path} ${status}`),
    ),
  )
  // A missing and a foreign token are the same for every operation.
  const untried = listed.filter((where) => !described.has(where) && !/ (40[13]|503)$/.test(where))
  assert.deepEqual(untried, [])
})

test('E6 what the description asks for is what the API asks for', async () => {
  const document = (await fetchOf(world, '/auth/rest/openapi.json')).json as unknown as Document
  const request = { $ref: '#/components/schemas/SessionRequest' }
  assert.deepEqual(faultsIn(document, request, portal.asks({ requestedLoa: 'high', tags: ['a'] })), [])
  // What the form alone can tell; the rest is about the registration.
  const formal = bad.filter(
    ([, names]) =>
      !names.some((name) =>
        /callbackUrls\.|allowedProviders|prefilledInput\.nin|externalReference|^encryptionPublicKey$/.test(name),
      ),
  )
  assert.ok(formal.length > 8)
  for (const [over] of formal) {
    const body = JSON.parse(JSON.stringify(portal.asks(over))) as unknown
    assert.notDeepEqual(faultsIn(document, request, body), [], JSON.stringify(over))
  }
})

interface Document {
  readonly openapi: string
  readonly servers: readonly unknown[]
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
  >
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>
    readonly securitySchemes: {
      readonly token: {
        readonly flows: { readonly clientCredentials: { tokenUrl: string; scopes: Record<string, string> } }
      }
    }
  }
}
interface Described {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}

/** What does not fit a schema of the document, as a reader of JSON Schema sees it. */
function faultsIn(document: Document, schema: object, value: unknown): readonly unknown[] {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas })
  const reader = z.fromJSONSchema(
    JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema,
  )
  return reader.safeParse(value).error?.issues ?? []
}
