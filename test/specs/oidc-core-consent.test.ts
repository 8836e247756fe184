/** OpenID Connect Core 1.0 §3.1.2.4, §3.1.2.1 `prompt=consent`: what the user is asked, and what a no leaves. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAudit } from '#audit/read.ts'
import { applyServices } from '#services/apply.ts'
import { checkServices } from '#services/file.ts'
import { type Browser, formIn, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import { authorize, claimsOf, exchange, type Fields, good, hint, query, refusedHere, refusedTo } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const service = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: { nb: 'Lånekontoret', nn: 'Lånekontoret', se: 'Luoikkahat', en: 'The Loan Office' },
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  scopes: ['openid', 'profile', 'loan:income', 'loan:debt', 'loan:open', 'loan:hidden'],
  authorization_details_types: ['loan:pay', 'loan:free'],
  ...over,
})
const texts = (nb: string, en: string): object => ({ nb, nn: `${nb} (nn)`, se: `${nb} (se)`, en })
const owner = {
  org_number: '974761076',
  name: 'Lånekassen',
  scopes: [
    { name: 'loan:income', description: texts('Se inntekten din', 'See your income'), requires_user_consent: true },
    { name: 'loan:debt', description: texts('Se gjelden din', 'See your debt'), requires_user_consent: true },
    { name: 'loan:open', description: texts('Se søknaden din', 'See your application') },
    { name: 'loan:hidden', description: texts('Se uten navn', 'See unnamed'), requires_pseudonymous_tokens: true },
  ],
  authorization_details_types: [
    {
      type: 'loan:pay',
      description: texts('Betale tilbake', 'Pay back'),
      fields: { amount: { label: texts('Beløp', 'Amount'), kind: 'number', required: true } },
    },
    { type: 'loan:free', description: texts('Sende brev', 'Send letters'), requires_user_consent: false },
  ],
  services: [
    service('loan'),
    service('only', { profile: 'plain' }),
    service('app', {
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      client_secret: undefined,
      redirect_uris: ['no.example.loan:/callback'],
    }),
  ],
}

let world: World
worldForAll(import.meta.filename, [...owners, owner], (opened) => (world = opened))

const begin = async (browser: Browser, over: Fields, index = 0): Promise<Visit> =>
  byTestEid(
    browser,
    await browser.get(`/authorize?${query(good('loan', over))}`),
    world.people.at(index).number,
    'high',
  )
const answer = (browser: Browser, page: Visit, consent: 'yes' | 'no', ticked: string[] = []): Promise<Visit> =>
  browser.submit(page, '/consent', { consent, ...Object.fromEntries(ticked.map((id) => [id, 'yes'])) })
const tokens = async (visit: Visit): Promise<Readonly<Record<string, unknown>>> =>
  (await exchange(world, 'loan', landed(visit).searchParams.get('code') ?? '')).json
const income = { scope: 'openid profile loan:income loan:open' }
const both = { scope: 'openid profile loan:income loan:debt' }

test('OIDC Core §3.1.2.4 the user is asked after the login, in the owner’s words, and a yes gives the scope', async () => {
  const browser = world.browser()
  const page = await begin(browser, income)
  assert.match(textOf(page), /Vil du gi tilgang\?.*Lånekontoret ber om tilgang til dette: Se inntekten din/)
  assert.doesNotMatch(textOf(page), /søknaden/, 'what needs no consent is not asked for')
  const { json, status } = await exchange(
    world,
    'loan',
    landed(await answer(browser, page, 'yes')).searchParams.get('code') ?? '',
  )
  assert.equal(status, 200)
  assert.equal(json['scope'], 'openid profile loan:income loan:open')
  assert.equal(claimsOf(String(json['access_token']))['scope'], 'openid profile loan:income loan:open')
})

test('OIDC Core §3.1.2.4 a no drops the scope, and the login goes on', async () => {
  const browser = world.browser()
  const given = await tokens(await answer(browser, await begin(browser, income), 'no'))
  assert.equal(given['scope'], 'openid profile loan:open')
  assert.equal(claimsOf(String(given['access_token']))['scope'], 'openid profile loan:open')
})

test('OIDC Core §3.1.2.4 of several each is ticked by itself; nothing is ticked beforehand', async () => {
  const browser = world.browser()
  const page = await begin(browser, both)
  assert.equal([...page.body.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].length, 2)
  assert.doesNotMatch(page.body, /\schecked/)
  const again = await answer(browser, page, 'yes')
  assert.match(textOf(again), /Kryss av for minst én ting/)
  assert.match(again.body, /<title>[^<]*(?:Feil|Rett)/i)
  const given = await tokens(await answer(browser, again, 'yes', ['item-2']))
  assert.equal(given['scope'], 'openid profile loan:debt')
})

test('OIDC Core §3.1.2.4 who refuses a scope that takes no number has not given the number with that', async () => {
  const hidden = { scope: 'openid profile loan:hidden', prompt: 'consent' }
  for (const [consent, scope] of [
    ['yes', hidden.scope],
    ['no', 'openid profile'],
  ] as const) {
    const browser = world.browser()
    const page = await begin(browser, hidden)
    assert.match(textOf(page), /får ikke vite fødselsnummeret/, 'it is promised')
    const given = await tokens(await answer(browser, page, consent))
    assert.equal(given['scope'], scope)
    for (const token of ['access_token', 'id_token']) assert.ok(!('pid' in claimsOf(String(given[token]))), consent)
  }
})

test('OIDC Core §3.1.2.4 a yes is for the words that were read: what the owner changed meanwhile is asked for anew', async () => {
  const registered = async (scopes: readonly object[]): Promise<void> => {
    const declared = checkServices([...owners, { ...owner, scopes }], { world: 'twin', eids: ['minid', 'test'] })
    await applyServices(world.parts.stores, declared, 'sandbox')
    await world.parts.services.refresh()
  }
  const browser = world.browser()
  const page = await begin(browser, income)
  const swapped = owner.scopes.map((scope) => ({ ...scope, requires_user_consent: scope.name === 'loan:open' }))
  await registered(swapped)
  try {
    const again = await answer(browser, page, 'yes')
    assert.match(textOf(again), /Se søknaden din/)
    assert.equal((await tokens(await answer(browser, again, 'no')))['scope'], 'openid profile loan:income')
  } finally {
    await registered(owner.scopes)
  }
})

test('RFC 6749 §4.1.2.1 who asked for nothing but what the user refused is denied', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('only', { scope: 'loan:income loan:debt' }))}`)
  const page = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  refusedTo(await answer(browser, page, 'no'), 'only', 'access_denied')
})

test('OIDC Core §3.1.2.4 cancel on the page is access_denied', async () => {
  const browser = world.browser()
  refusedTo(await browser.submit(await begin(browser, income), '/cancel'), 'loan', 'access_denied')
})

test('OIDC Core §3.1.2.4 it is asked with single sign-on too, each time', async () => {
  const browser = world.browser()
  await answer(browser, await begin(browser, income), 'yes')
  const page = await browser.get(`/authorize?${query(good('loan', income))}`)
  assert.match(textOf(page), /Se inntekten din/)
  assert.equal((await tokens(await answer(browser, page, 'yes')))['scope'], 'openid profile loan:income loan:open')
  assert.ok(
    landed(await browser.get(`/authorize?${query(good('loan', { scope: 'openid loan:open' }))}`)).searchParams.get(
      'code',
    ),
  )
})

test('OIDC Core §3.1.2.6 prompt=none is consent_required where a consent is needed', async () => {
  const browser = world.browser()
  await answer(browser, await begin(browser, income), 'yes')
  refusedTo(
    await authorize(world, good('loan', { ...income, prompt: 'none' }), { browser }),
    'loan',
    'consent_required',
  )
  const { searchParams } = landed(await authorize(world, good('loan', { prompt: 'none' }), { browser }))
  assert.ok(searchParams.get('code'))
})

for (const [what, over, says, never] of [
  [
    'number and name',
    {},
    /får Lånekontoret vite hvem du er: fødselsnummeret eller D-nummeret ditt, og navnet ditt/,
    /uten å gi/,
  ],
  ['number alone', { scope: 'openid' }, /vite hvem du er: fødselsnummeret eller D-nummeret ditt\./, /navnet ditt/],
  [
    'no number',
    { scope: 'openid loan:hidden' },
    /kjenner Lånekontoret deg igjen, men får ikke vite fødselsnummeret ditt/,
    /D-nummeret/,
  ],
  ['scopes that need no consent too', { scope: 'openid loan:open' }, /Se søknaden din/, /navnet ditt/],
] as [string, Fields, RegExp, RegExp][]) {
  test(`OIDC Core §3.1.2.1 prompt=consent says what the service is told: ${what}`, async () => {
    const browser = world.browser()
    const page = await begin(browser, { ...over, prompt: 'consent' })
    assert.match(textOf(page), says)
    assert.doesNotMatch(textOf(page), never)
    assert.ok((await tokens(await answer(browser, page, 'yes')))['id_token'])
  })
}

test('OIDC Core §3.1.2.1 prompt=login consent asks for both', async () => {
  const browser = world.browser()
  await answer(browser, await begin(browser, income), 'yes')
  world.clock.advance(1000)
  const chooser = await browser.get(`/authorize?${query(good('loan', { prompt: 'login consent' }))}`)
  assert.doesNotMatch(textOf(chooser), /Vil du logge inn\?/)
  const page = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  assert.match(textOf(page), /Vil du logge inn\?/)
})

/** Somebody else logs in in another tab, whoever was logged in before. */
async function takeOver(browser: Browser, index: number): Promise<void> {
  const chooser = await browser.get(`/authorize?${query(good('tax', { prompt: 'login' }))}`)
  const next = await byTestEid(browser, chooser, world.people.at(index).number, 'high')
  if (next.headers.get('location') === null) await browser.submit(next, '/person', { 'go-on': 'yes' })
}

test('I1 the yes of one person counts for nobody else: after a proof, the other is asked about first', async () => {
  const browser = world.browser()
  const page = await begin(browser, income)
  await takeOver(browser, 3)
  const late = await answer(browser, page, 'yes')
  assert.equal(late.headers.get('location'), null)
  const again = await browser.submit(late, '/person', { 'go-on': 'yes' })
  const given = await tokens(await answer(browser, again, 'no'))
  assert.equal(claimsOf(String(given['id_token']))['pid'], world.people.at(0).number)
  assert.equal(given['scope'], 'openid profile loan:open')
})

test('I1 the yes of one person counts for nobody else: with single sign-on the other is asked anew', async () => {
  const browser = world.browser()
  await answer(browser, await begin(browser, income), 'no')
  const page = await browser.get(`/authorize?${query(good('loan', income))}`)
  await takeOver(browser, 3)
  const late = await answer(browser, page, 'yes')
  assert.equal(late.headers.get('location'), null)
  const given = await tokens(await answer(browser, late, 'no'))
  assert.equal(claimsOf(String(given['id_token']))['pid'], world.people.at(3).number)
  assert.equal(given['scope'], 'openid profile loan:open')
})

test('OIDC Core §3.1.2.4 the form counts from our own page, from this state and once', async () => {
  const browser = world.browser()
  const page = await begin(browser, income)
  const { action, fields } = formIn(page, '/consent')
  const post = (over: Record<string, string>, headers: Record<string, string> = {}): Promise<Visit> =>
    browser.once(
      'POST',
      new URL(action, issuer).href,
      new URLSearchParams({ ...Object.fromEntries(fields), consent: 'yes', ...over }).toString(),
      headers,
    )
  refusedHere(await post({}, { origin: 'https://evil.example' }), 'IN-05')
  assert.equal(
    (await post({ stamp: 'x' })).headers.get('location'),
    new URL(action, issuer).pathname.replace('/consent', ''),
  )
  const first = await post({})
  const second = await post({ consent: 'no' })
  assert.ok(landed(first).searchParams.get('code'))
  // security.md 8: whatever is clicked now, the answer has been given.
  assert.equal(landed(second).href, landed(first).href)
})

test('OIDC Core §3.1.2.4 between the proof and the answer no eID can be gone to', async () => {
  const browser = world.browser()
  const page = await begin(browser, income)
  const back = await browser.get(`${page.url.replace(/\/login\/(att_[\w-]{22}).*/, '/login/$1')}/test`)
  assert.match(textOf(back), /Se inntekten din/)
})

test('OIDC Core §3.1.2.4 nothing that was not asked for can be ticked in', async () => {
  const browser = world.browser()
  const page = await begin(browser, both)
  const given = await tokens(
    await browser.submit(page, '/consent', { consent: 'yes', 'item-1': 'yes', 'item-3': 'yes', scope: 'loan:hidden' }),
  )
  assert.equal(given['scope'], 'openid profile loan:income')
})

test('RFC 9396 §7 a detail is asked for with what stands in it, and granted or not', async () => {
  const details = [{ type: 'loan:pay', amount: 5000 }, { type: 'loan:free' }]
  const over = { authorization_details: JSON.stringify(details) }
  const browser = world.browser({ language: 'en' })
  const page = await begin(browser, over)
  assert.match(textOf(page), /The Loan Office asks for access to this: Pay back Amount 5000/)
  assert.doesNotMatch(textOf(page), /Send letters/)
  assert.deepEqual((await tokens(await answer(browser, page, 'yes')))['authorization_details'], details)
  const none = await tokens(await answer(browser, await browser.get(`/authorize?${query(good('loan', over))}`), 'no'))
  assert.deepEqual(none['authorization_details'], [{ type: 'loan:free' }])
})

test('OIDC Core §3.1.2.4 the headless login of a twin gives what is asked for', async () => {
  const visit = await authorize(world, good('loan', { ...both, login_hint: hint(world), prompt: 'consent' }))
  assert.equal((await tokens(visit))['scope'], both.scope)
})

test('OIDC Core §3.1.2.4 the page is in the user’s language, without scripts of its own, and its form may lead to the service', async () => {
  for (const [language, words] of [
    ['nn', /Vil du gi tilgang\? .*bed om tilgang til dette: Se inntekten din \(nn\)/],
    ['se', /Se inntekten din \(se\)/],
    ['en', /Do you want to give access\? .*The Loan Office asks for access to this: See your income/],
  ] as const) {
    const page = await begin(world.browser({ language }), income)
    assert.match(textOf(page), words)
    assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self' https:/)
    assert.equal(page.headers.get('cache-control'), 'no-store')
  }
})

test('OIDC Core §3.1.2.4 the trail tells who agreed to what, with the answer it was given for', async () => {
  const browser = world.browser()
  await answer(browser, await begin(browser, both), 'yes', ['item-1'])
  const [record, more] = (await readAudit(world.parts, { type: 'consent.answered' })).slice(-1)
  assert.equal(more, undefined)
  const { agreed, refused, client } = record?.fields ?? {}
  assert.deepEqual([client, agreed, refused], ['loan', ['scope:loan:income'], ['scope:loan:debt']])
  assert.ok(record?.person)
})
