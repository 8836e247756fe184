/** O1, A4, A5, the browser's half: an organisation logs in with its enterprise certificate, at services that say they take organisations. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type * as oidc from 'openid-client'
import { policies } from '#sandbox/ca/issuers.ts'
import { type Browser, linksIn, textOf, type Visit } from '../browser.ts'
import { byCard, cardFor, cardsOf } from '../cards.ts'
import { byTestEid, service } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import { answered, authorize, claimsOf, fetchOf, good, hint, refusedTo, send, basic } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

const organisation = '974761076'
const other = '971040238'
const web = (client_id: string, subjects: readonly string[], over: object = {}): object => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  post_logout_redirect_uris: [`https://${client_id}.example.no/logged-out`],
  grant_types: ['authorization_code', 'refresh_token'],
  subjects,
  ...over,
})
let world: World
worldForAll(
  import.meta.filename,
  [
    ...owners,
    {
      org_number: '971040238',
      name: 'Innsending',
      scopes: [{ name: 'skjema:send', description: 'Skjemaer', requires_pseudonymous_tokens: true }],
      services: [
        web('firma', ['organisation']),
        web('begge', ['person', 'organisation'], { scopes: ['openid', 'profile', 'skjema:send'] }),
        web('streng', ['organisation'], { minimum_level: 'high' }),
      ],
    },
  ],
  (opened) => (world = opened),
  { INNGANG_ISSUER_PORT: '8711' },
)

interface Begun {
  readonly browser: Browser
  readonly chooser: Visit
  finish(visit: Visit): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers>
}
async function begin(
  clientId: string,
  browser = world.browser(),
  parameters: Record<string, string> = {},
): Promise<Begun> {
  const asked = await (await service(world, clientId)).ask(parameters)
  return { browser, chooser: await browser.get(asked.url), finish: (visit) => asked.finish(visit) }
}
const soft = () => cardsOf(world).enterprise({ organisation, name: 'Etaten' })
const onCard = () =>
  cardsOf(world).enterprise({ organisation, name: 'Etaten', over: { policies: [policies.buypass.enterpriseCard] } })
/** To the page that asks, and past it. */
async function logIn(clientId: string, certificate = soft(), browser = world.browser()) {
  const begun = await begin(clientId, browser)
  const page = await byCard(world, browser, begun.chooser, 'enterprise', certificate)
  assert.match(textOf(page), /Sertifikatet tilhører Etaten \(974 761 076\)/)
  return { browser, tokens: await begun.finish(await browser.submit(page, '/confirm')) }
}
const named = { authority: 'iso6523-actorid-upis', ID: `0192:${organisation}` }

test('O1 A4 an organisation logs in at substantial: every token names it, and no person', async () => {
  const { tokens } = await logIn('firma')
  const id: Record<string, unknown> = { ...tokens.claims() }
  assert.partialDeepStrictEqual(id, {
    organisation: named,
    acr: 'idporten-loa-substantial',
    amr: ['Virksomhetssertifikat'],
  })
  const access = claimsOf(tokens.access_token)
  assert.partialDeepStrictEqual(access, { organisation: named, sub: id['sub'] })
  const { json } = await fetchOf(world, '/userinfo', { authorization: `Bearer ${tokens.access_token}` })
  assert.deepEqual([json['sub'], json['organisation']], [id['sub'], named])
  const { json: metadata } = await fetchOf(world, '/.well-known/openid-configuration')
  const listed = metadata['claims_supported']
  for (const name of [...Object.keys(id), ...Object.keys(json)])
    assert.ok(Array.isArray(listed) && listed.includes(name), name)
  for (const claims of [id, access, json])
    for (const name of ['pid', 'given_name', 'family_name', 'name', 'nin']) assert.equal(name in claims, false, name)
  // Pairwise, and the same next time.
  assert.equal((await logIn('firma')).tokens.claims()?.['sub'], id['sub'])
  assert.notEqual((await logIn('begge')).tokens.claims()?.['sub'], id['sub'])
  const reply = await send(
    world,
    '/token',
    { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) },
    basic('firma', secret),
  )
  assert.deepEqual(claimsOf(String(reply.json['access_token']))['organisation'], named, reply.text)
})

test('O1 A5 I2 at high where the operator’s policy says so; elsewhere it is too weak, and its holder is told', async () => {
  const { tokens } = await logIn('streng', onCard())
  assert.equal(tokens.claims()?.['acr'], 'idporten-loa-high')
  const { browser, chooser } = await begin('streng')
  const page = await byCard(world, browser, chooser, 'enterprise', soft())
  const back = await browser.submit(page, '/confirm')
  assert.equal(back.status, 200)
  assert.match(textOf(back), /nivå|høy/i)
  assert.equal((await logIn('firma', onCard())).tokens.claims()?.['acr'], 'idporten-loa-high')
})

const offered = async (clientId: string): Promise<readonly string[]> => {
  const { chooser } = await begin(clientId)
  return [...new Set(linksIn(chooser).flatMap((href) => /\/login\/att_[\w-]{22}\/([\w-]+)$/.exec(href)?.[1] ?? []))]
}

test('O1 E5 a service says whom it takes: people where it says nothing, organisations, or both', async () => {
  assert.equal((await offered('health')).includes('enterprise'), false)
  const both = await offered('begge')
  assert.ok(both.includes('enterprise') && both.includes('minid') && both.includes('bankid'))
  // No deep link to what is not shown.
  const { browser, chooser } = await begin('health')
  const visit = await browser.get(`${new URL(chooser.url).pathname}/enterprise`)
  assert.equal(new URL(visit.url).pathname, new URL(chooser.url).pathname)
  // By a hint neither: a person is none of those that this service takes.
  refusedTo(await authorize(world, good('firma', { login_hint: hint(world) })), 'firma', 'access_denied')
})

for (const [what, certificate, says] of [
  ['a person’s card', () => cardFor(world, 'buypass-card', 3), /tilhører en person/],
  ['one that was revoked', () => cardFor(world, 'buypass-card', 3, 'revoked'), /tilhører en person/],
  ['one to sign with', () => cardsOf(world).enterprise({ over: { keyUse: ['nonRepudiation'] } }), /for innlogging/],
  [
    'one of a kind that is not listed',
    () => cardsOf(world).enterprise({ over: { policies: [policies.buypass.signing] } }),
    /ikke av et slag/,
  ],
  [
    'one that has ended',
    () => cardsOf(world).enterprise({ over: { until: world.clock.now() - 1000 } }),
    /gått ut på dato/,
  ],
  [
    'one without a number',
    () =>
      cardsOf(world).enterprise({
        over: {
          subject: [
            ['C', 'NO'],
            ['O', 'Etaten'],
            ['CN', 'Etaten'],
          ],
        },
      }),
    /organisasjonsnummer/,
  ],
  ['none at all', () => undefined, /viste oss ikke noe sertifikat/],
] as const)
  test(`O1 X5 I3 ${what} lets no organisation in, and its holder is told what to do`, async () => {
    const { browser, chooser } = await begin('firma')
    const page = await byCard(world, browser, chooser, 'enterprise', certificate())
    assert.equal(page.status, 200)
    assert.match(textOf(page), says)
    assert.ok(linksIn(page).length > 0)
  })

test('O1 I1 an organisation’s session is no person’s: neither answers for the other, and the other service asks anew', async () => {
  const { browser } = await logIn('firma')
  // Another service for organisations: single sign-on, without a page.
  const again = await answered(world, 'begge', { login_hint: undefined }, browser)
  assert.ok(again.get('code'))
  refusedTo(await authorize(world, good('health', { prompt: 'none' }), { browser }), 'health', 'login_required')
  const person = await begin('tax', browser)
  assert.equal(person.chooser.status, 200)
  const tokens = await person.finish(await byTestEid(browser, person.chooser, world.people.at(0).number, 'high'))
  assert.equal('organisation' in (tokens.claims() ?? {}), false)
  // Whoever goes over to the other kind has left the first: the organisation's session is over.
  refusedTo(await authorize(world, good('firma', { prompt: 'none' }), { browser }), 'firma', 'login_required')
  // And the other way round.
  const mine = world.browser()
  const first = await begin('tax', mine)
  await first.finish(await byTestEid(mine, first.chooser, world.people.at(0).number, 'high'))
  refusedTo(await authorize(world, good('firma', { prompt: 'none' }), { browser: mine }), 'firma', 'login_required')
})

test('O1 another organisation in the same browser is asked about, and the first one is logged out', async () => {
  const { browser } = await logIn('firma')
  const { chooser } = await begin('firma', browser, { prompt: 'login' })
  const page = await byCard(
    world,
    browser,
    chooser,
    'enterprise',
    cardsOf(world).enterprise({ organisation: other, name: 'Andre' }),
  )
  const asks = await browser.submit(page, '/confirm')
  assert.equal(asks.status, 200)
  assert.match(textOf(asks), /noen andre|en annen|logget inn/i)
})

test('O1 where nobody shall be known, the organisation is not told either', async () => {
  const begun = await begin('begge', world.browser(), { scope: 'openid profile skjema:send' })
  const page = await byCard(world, begun.browser, begun.chooser, 'enterprise', soft())
  const tokens = await begun.finish(await begun.browser.submit(page, '/confirm'))
  assert.equal('organisation' in (tokens.claims() ?? {}), false)
  assert.equal('organisation' in claimsOf(tokens.access_token), false)
})

test('O1 E5 asked for a consent, the page says that the organisation’s number is told, and no person’s', async () => {
  for (const [scope, says] of [
    ['openid profile', /får begge vite hvilken virksomhet det er: organisasjonsnummeret/],
    ['openid profile skjema:send', /kjenner begge virksomheten igjen/],
  ] as const) {
    const { browser, chooser } = await begin('begge', world.browser(), { prompt: 'consent', scope })
    const shown = await byCard(world, browser, chooser, 'enterprise', soft())
    const page = await browser.submit(shown, '/confirm')
    const asks = page.headers.get('location') === null ? page : await browser.get(page.headers.get('location') ?? '')
    assert.match(textOf(asks), says)
    assert.doesNotMatch(textOf(asks), /fødselsnummer/)
  }
})

test('O1 My page is for people: an organisation that comes there is asked to log in as one', async () => {
  const { browser } = await logIn('firma')
  const visit = await browser.get('/my')
  assert.doesNotMatch(textOf(visit), /Etaten|974/)
})

test('O1 I3 asked for whom it logs in, an organisation has no power of attorney of anybody, and goes back to the service', async () => {
  const details = JSON.stringify([{ type: 'idporten:fullmakt', permission_roles: ['arbeid'] }])
  const { browser, chooser } = await begin('firma', world.browser(), { authorization_details: details })
  const page = await byCard(world, browser, chooser, 'enterprise', soft())
  const asks = await browser.submit(page, '/confirm')
  assert.equal(asks.status, 200)
  assert.match(textOf(asks), /fullmakt/)
})

test('O1 in the twin a developer gets a made-up organisation’s certificate as a file, and logs in with it', async () => {
  const page = await world.browser().get('/sandbox/cards')
  assert.match(textOf(page), /Eksempelbedriften AS/)
  for (const [where, acr] of [
    ['software', 'idporten-loa-substantial'],
    ['card', 'idporten-loa-high'],
  ] as const) {
    const address = `/sandbox/cards/organisation/${where}`
    assert.ok(linksIn(page).includes(`${address}.p12`))
    assert.equal((await fetchOf(world, `${address}.p12`)).headers.get('content-type'), 'application/x-pkcs12')
    const { text } = await fetchOf(world, `${address}.pem`)
    const { browser, chooser, finish } = await begin('firma')
    const shown = await byCard(world, browser, chooser, 'enterprise', { pem: text, keyPem: text })
    const claims = (await finish(await browser.submit(shown, '/confirm'))).claims()
    assert.equal(claims?.['acr'], acr)
    assert.deepEqual(claims?.['organisation'], { authority: 'iso6523-actorid-upis', ID: '0192:315000017' })
  }
  assert.equal((await fetchOf(world, '/sandbox/cards/organisation/other.pem')).status, 404)
})
