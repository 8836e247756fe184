/** RFC 9396 with ID-porten's type `idporten:fullmakt`: a service lets people log in for others who gave them a power of attorney. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreUnavailable } from '#base/store-unavailable.ts'
import type { Mandates } from '#oidc/mandates.ts'
import { type Browser, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  authorize,
  basic,
  claimsOf,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  push,
  query,
  refused,
  refusedTo,
  type Reply,
  send,
} from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

const helper = {
  client_id: 'helper',
  client_name: 'Skatteprøven',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('helper')],
  grant_types: ['authorization_code', 'refresh_token'],
  scopes: ['openid', 'profile', 'quiet:read'],
}
const agency = {
  org_number: '974761076',
  name: 'Fullmaktsetaten',
  scopes: [{ name: 'quiet:read', description: 'Uten nummer', requires_pseudonymous_tokens: true }],
  services: [helper],
}
let world: World
worldForAll(import.meta.filename, [...owners, agency], (opened) => (world = opened))

/** Index 0 has a power from 3 (work, health) and from 4 (health); 1 has none. */
const [ylva, nobody] = [0, 1]
const asking = (...roles: string[]): Fields => ({
  authorization_details: JSON.stringify([{ type: 'idporten:fullmakt', permission_roles: roles }]),
})
const named = (index: number) => {
  const { given, family, number } = world.people.at(index)
  return { name: `${given} ${family}`, pid: number }
}
const power = (from: number, ...roles: string[]) => ({
  type: 'idporten:fullmakt',
  authorizer: named(from),
  authorized_representative: named(ylva),
  permissions: roles.map((role) => ({ owner: '310000027', role })),
})

async function loggedIn(
  over: Fields,
  { who = ylva, browser = world.browser() as Browser, clientId = 'tax' } = {},
): Promise<{ browser: Browser; page: Visit }> {
  const chooser = await browser.get(`/authorize?${query(good(clientId, over))}`)
  return { browser, page: await byTestEid(browser, chooser, world.people.at(who).number, 'high') }
}
const choose = (browser: Browser, page: Visit, party: string): Promise<Visit> =>
  browser.submit(page, '/party', { party })
const tokens = async (end: Visit, clientId = 'tax'): Promise<Readonly<Record<string, unknown>>> => {
  const { status, json, text } = await exchange(world, clientId, landed(end).searchParams.get('code') ?? '')
  assert.equal(status, 200, text)
  return json
}
const saidIn = (json: Readonly<Record<string, unknown>>): readonly unknown[] => [
  json['authorization_details'],
  ...['access_token', 'id_token'].map((name) => claimsOf(String(json[name]))['authorization_details']),
]

test('RFC 9396 §7 idporten:fullmakt: for another: the power stands in the answer, the ID token and the access token; pid and sub stay the user’s', async () => {
  const { browser, page } = await loggedIn(asking('arbeid'))
  assert.match(textOf(page), /Hvem logger du inn for\?/)
  assert.match(textOf(page), new RegExp(`For ${named(3).name}`))
  assert.ok(!textOf(page).includes(named(4).name), 'a power for another role is none here')
  const json = await tokens(await choose(browser, page, 'power-1'))
  for (const said of saidIn(json)) assert.deepEqual(said, [power(3, 'arbeid')])
  const id = claimsOf(String(json['id_token']))
  assert.equal(id['pid'], named(ylva).pid)
  const alone = await loggedIn({})
  assert.equal(id['sub'], claimsOf(String((await tokens(alone.page))['id_token']))['sub'])
})

test('RFC 9396 §7 idporten:fullmakt: roles are alternatives, and a power is told as far as it was asked for', async () => {
  const { browser, page } = await loggedIn(asking('arbeid', 'helse'))
  assert.match(textOf(page), new RegExp(`For ${named(3).name}.*For ${named(4).name}`))
  assert.deepEqual((await tokens(await choose(browser, page, 'power-1')))['authorization_details'], [
    power(3, 'arbeid', 'helse'),
  ])
  const health = await loggedIn(asking('helse'))
  assert.deepEqual((await tokens(await choose(health.browser, health.page, 'power-2')))['authorization_details'], [
    power(4, 'helse'),
  ])
})

test('RFC 9396 §7 idporten:fullmakt: for oneself: an empty list', async () => {
  const { browser, page } = await loggedIn(asking('arbeid'))
  for (const said of saidIn(await tokens(await choose(browser, page, 'self')))) assert.deepEqual(said, [])
})

test('RFC 9396 §7 idporten:fullmakt: who has no such power is told so, and goes back to the service as one who did not log in', async () => {
  for (const [who, role] of [
    [nobody, 'arbeid'],
    [ylva, 'bank'],
  ] as const) {
    const { browser, page } = await loggedIn(asking(role), { who })
    assert.match(textOf(page), /Du har ingen slik fullmakt/)
    assert.ok(formsIn(page).every(({ action }) => !action.endsWith('/party')))
    refusedTo(await browser.submit(page, '/cancel'), 'tax', 'access_denied')
  }
})

test('RFC 9396 §7 idporten:fullmakt: a choice that was not offered, or of another page, chooses nothing', async () => {
  const { browser, page } = await loggedIn(asking('arbeid'))
  for (const party of ['power-2', 'power-0', '', 'self '])
    assert.equal((await choose(browser, page, party)).status, 200, party)
  const other = await loggedIn(asking('helse'))
  const forged = formsIn(other.page).find(({ action }) => action.endsWith('/party'))
  assert.ok(forged)
  const form = formsIn(page).find(({ action }) => action.endsWith('/party'))
  const crossed = await browser.post(form?.action ?? '', { ...Object.fromEntries(forged.fields), party: 'power-1' })
  assert.equal(crossed.headers.get('location'), null)
  assert.match(textOf(crossed), /Hvem logger du inn for\?/, 'the stamp of another login counts for nothing')
})

test('RFC 9396 §7 idporten:fullmakt: it is asked for in each login, also with single sign-on, and never without a page', async () => {
  const browser = world.browser()
  const { page } = await loggedIn(asking('arbeid'), { browser })
  await choose(browser, page, 'power-1')
  const sso = await browser.get(`/authorize?${query(good('health', asking('arbeid')))}`)
  assert.match(textOf(sso), /Hvem logger du inn for\?/)
  refusedTo(
    await authorize(world, good('health', { ...asking('arbeid'), prompt: 'none' }), { browser }),
    'health',
    'interaction_required',
  )
  assert.ok(landed(await authorize(world, good('health', { prompt: 'none' }), { browser })).searchParams.get('code'))
})

test('RFC 9396 §7 idporten:fullmakt: pushed, without pages, and kept by a refresh', async () => {
  assert.equal((await push(world, 'tax', asking('arbeid'))).status, 201)
  const { searchParams } = landed(
    await authorize(world, good('helper', { ...asking('arbeid'), login_hint: hint(world) })),
  )
  const first = await exchange(world, 'helper', searchParams.get('code') ?? '')
  assert.deepEqual(first.json['authorization_details'], [power(3, 'arbeid')])
  const grant = { grant_type: 'refresh_token', refresh_token: String(first.json['refresh_token']) }
  const next = await send(world, '/token', grant, basic('helper', secret))
  assert.deepEqual(next.json['authorization_details'], [power(3, 'arbeid')])
  const none = await authorize(world, good('helper', { ...asking('bank'), login_hint: hint(world) }))
  refusedTo(none, 'helper', 'access_denied')
})

/** The register says something else for a while. */
async function meanwhile(of: Mandates['of'], then: () => Promise<void>): Promise<void> {
  const { mandates } = world.parts
  assert.ok(mandates)
  const before = mandates.of
  Object.assign(mandates, { of })
  try {
    await then()
  } finally {
    Object.assign(mandates, { of: before })
  }
}

test('RFC 6749 §6 idporten:fullmakt: a power that was taken back ends with the next refresh, and never turns into a login for oneself', async () => {
  const { browser, page } = await loggedIn(asking('arbeid', 'helse'), { clientId: 'helper' })
  const first = await tokens(await choose(browser, page, 'power-1'), 'helper')
  let token = String(first['refresh_token'])
  const refresh = async (more: Fields = {}): Promise<Reply> => {
    const fields = { grant_type: 'refresh_token', refresh_token: token, ...more }
    const reply = await send(world, '/token', fields, basic('helper', secret))
    if (reply.status === 200) token = String(reply.json['refresh_token'])
    return reply
  }
  const { type: _type, ...left } = power(3, 'helse')
  await meanwhile(
    () => Promise.resolve([left]),
    async () => {
      const { json } = await refresh()
      for (const said of saidIn(json)) assert.deepEqual(said, [power(3, 'helse')])
    },
  )
  await meanwhile(
    () => Promise.resolve([]),
    async () => {
      refused(await refresh(), 400, 'invalid_grant')
      refused(await refresh({ authorization_details: '[]' }), 400, 'invalid_grant')
    },
  )
  await meanwhile(
    () => Promise.reject(new StoreUnavailable('no answer')),
    async () => refused(await refresh(), 503, 'temporarily_unavailable'),
  )
  // Given again it counts again, and nothing was used up.
  assert.deepEqual((await refresh()).json['authorization_details'], [power(3, 'arbeid', 'helse')])
})

test('RFC 9396 §6.1 idporten:fullmakt: a power cannot be left out at the token endpoint: who logged in for another gets no tokens for themself', async () => {
  const { searchParams } = landed(
    await authorize(world, good('helper', { ...asking('arbeid'), login_hint: hint(world) })),
  )
  const without = { authorization_details: '[]' }
  const byCode = await exchange(world, 'helper', searchParams.get('code') ?? '', without)
  refused(byCode, 400, 'invalid_authorization_details')
  const again = landed(await authorize(world, good('helper', { ...asking('arbeid'), login_hint: hint(world) })))
  const whole = { authorization_details: JSON.stringify([power(3, 'arbeid')]) }
  const { status, json } = await exchange(world, 'helper', again.searchParams.get('code') ?? '', whole)
  assert.equal(status, 200)
  assert.deepEqual(json['authorization_details'], [power(3, 'arbeid')])
  const grant = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) }
  const refreshed = await send(world, '/token', { ...grant, ...without }, basic('helper', secret))
  refused(refreshed, 400, 'invalid_authorization_details')
})

test('RFC 6749 §6 idporten:fullmakt: who logged in for themself goes on, whatever the register says', async () => {
  const { browser, page } = await loggedIn(asking('arbeid'), { clientId: 'helper' })
  const first = await tokens(await choose(browser, page, 'self'), 'helper')
  const fields = { grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) }
  await meanwhile(
    () => Promise.reject(new StoreUnavailable('no answer')),
    async () => assert.equal((await send(world, '/token', fields, basic('helper', secret))).status, 200),
  )
})

for (const [what, detail] of [
  ['no roles', { type: 'idporten:fullmakt' }],
  ['an empty list', { type: 'idporten:fullmakt', permission_roles: [] }],
  ['a role that is none', { type: 'idporten:fullmakt', permission_roles: ['<b>'] }],
  ['a member that nobody knows', { type: 'idporten:fullmakt', permission_roles: ['arbeid'], authorizer: { pid: '1' } }],
] as const)
  test(`RFC 9396 §5 idporten:fullmakt: refused: ${what}`, async () => {
    const over = { authorization_details: JSON.stringify([detail]) }
    refusedTo(await authorize(world, good('tax', over)), 'tax', 'invalid_authorization_details')
    refused(await push(world, 'tax', over), 400, 'invalid_authorization_details')
  })

test('RFC 9396 §5 idporten:fullmakt: refused: beside a scope that takes no number, since the power has two', async () => {
  const over = { ...asking('arbeid'), scope: 'openid quiet:read' }
  refusedTo(await authorize(world, good('helper', over)), 'helper', 'invalid_authorization_details')
})

test('RFC 9396 §10 idporten:fullmakt: the type is listed where there is a register', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.ok((json['authorization_details_types_supported'] as string[]).includes('idporten:fullmakt'))
})
