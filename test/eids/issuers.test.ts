/** Rows X1–X4: BankID, Buypass and Commfides as they are on the wire, spoken by a program that nobody here wrote, on a host of its own. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { otherHost } from '../fakes/issuer-server.ts'
import { type Program, program } from '../process/program.ts'
import { answering, endAll, type Folder, folder, freePorts, start } from '../process/started.ts'
import { claimsOf, exchange, good, query } from '../wire.ts'

type Brand = 'bankid' | 'buypass' | 'commfides'
interface Heard {
  readonly id: Brand
  readonly what: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly basic: boolean
  readonly address?: string
}

let [twin, beside, origin]: [Program | undefined, Folder | undefined, string] = [undefined, undefined, '']
const secret = 'a-secret-between-gateway-and-issuer'

before(async () => {
  twin = await program()
  beside = folder()
  const [port = 0] = await freePorts(1)
  origin = `http://${otherHost}:${port}`
  const keys = { buypass: newKey('buypass'), commfides: newKey('commfides') }
  const told = {
    host: otherHost,
    port,
    gateway: twin.issuer,
    secret,
    keys: { buypass: keys.buypass.open, commfides: keys.commfides.open },
  }
  const issuers = start('../test/eids/apps/issuers.mjs', { EIDS: JSON.stringify(told), NODE_ENV: 'test' })
  const files = {
    buypass: written('buypass.jwk', keys.buypass.own),
    commfides: written('commfides.jwk', keys.commfides.own),
  }
  const eids = [
    {
      id: 'bankid',
      kind: 'bankid',
      issuer: `${origin}/auth/realms/current`,
      client_id: 'inngang-bankid',
      secret_file: written('secret', secret),
      par: 'required',
    },
    {
      id: 'buypass',
      kind: 'buypass',
      issuer: `${origin}/auth/realms/SECURITYDOMAIN/`,
      client_id: 'inngang-buypass',
      key_file: files.buypass,
      response_mode: 'form_post',
    },
    {
      id: 'commfides',
      kind: 'commfides',
      issuer: `${origin}/commfides`,
      client_id: 'inngang-commfides',
      key_file: files.commfides,
      response_mode: 'jwt',
      scopes: ['openid', 'profile', 'nnin'],
      number_claims: ['nnin'],
      par: 'required',
    },
  ]
  await Promise.all([
    answering(`${origin}/health`, issuers),
    twin.start({ INNGANG_EIDS: written('eids.json', { eids }) }),
  ])
})
after(() => {
  endAll()
  twin?.remove()
  beside?.remove()
})

function written(name: string, content: unknown): string {
  const path = join(beside?.path ?? '', name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function newKey(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const about = { kid, alg: 'ES256', use: 'sig' }
  return {
    own: { ...privateKey.export({ format: 'jwk' }), ...about },
    open: { ...publicKey.export({ format: 'jwk' }), ...about },
  }
}

const gateway = (): Program => twin ?? assert.fail('not started')
const asked = async (): Promise<readonly Heard[]> =>
  (await fetch(`${origin}/asked`)).json() as Promise<readonly Heard[]>

/** On the way to a service; `out` is where the eID's button leads. */
async function begun(id: Brand, clientId: string, over: Readonly<Record<string, string>> = {}) {
  const browser = gateway().wire.browser()
  const chooser = await browser.get(`/authorize?${query(good(clientId, over))}`)
  return { browser, out: landed(await browser.click(chooser, `/${id}`)).href }
}

/** What the issuer hands the browser, after its page was answered so. */
async function atIssuer(out: string, answer: Record<string, string>): Promise<Visit> {
  const there = new Browser((request) => fetch(request), origin)
  return there.submit(await there.get(out), /interaction/, answer)
}

/** Back at the gateway, by redirect or by the form that the issuer's page would send. */
async function back(browser: Browser, visit: Visit): Promise<Visit> {
  if (visit.headers.get('location') !== null) return browser.get(landed(visit).href)
  const [form] = formsIn(visit)
  assert.ok(form !== undefined, textOf(visit))
  // Another site's post: our cookies do not come with it.
  const stranger = gateway().wire.browser()
  const parked = await stranger.once('POST', form.action, new URLSearchParams([...form.fields]).toString(), {
    origin,
    'sec-fetch-site': 'cross-site',
  })
  assert.equal(parked.status, 303)
  return browser.get(parked.headers.get('location') ?? '')
}

async function claimsAfter(visit: Visit, clientId: string): Promise<Record<string, unknown>> {
  const code = landed(visit).searchParams.get('code') ?? assert.fail('no code')
  const { status, json, text } = await exchange(gateway().wire, clientId, code)
  assert.equal(status, 200, text)
  return claimsOf(String(json['id_token']))
}

const number = (index = 2): string => gateway().wire.people.at(index).number

for (const [id, way, level, amr] of [
  ['bankid', 'bid', 'high', 'BankID'],
  ['bankid', 'bim', 'high', 'BankID Mobil'],
  ['bankid', 'bis', 'substantial', 'BankID'],
  ['buypass', 'card', 'high', 'Buypass'],
  ['commfides', 'card', 'high', 'Commfides'],
] as const) {
  test(`X1 X2 X3 X4 ${id} (${way}): number, name and level come through, at ${level} as ${amr}`, async () => {
    const clientId = level === 'high' ? 'health' : 'told'
    const { browser, out } = await begun(id, clientId)
    const claims = await claimsAfter(await back(browser, await atIssuer(out, { number: number(), way })), clientId)
    assert.equal(claims['pid'], number())
    assert.equal(claims['acr'], `idporten-loa-${level}`)
    assert.deepEqual(claims['amr'], [amr])
    assert.deepEqual([claims['given_name'], claims['family_name']], ['Kari', 'Nordmann'])
    // The issuer's own subject and its other numbers are nobody's business.
    assert.doesNotMatch(JSON.stringify(claims), /subject-|9578-/)
  })
}

test('X2 X3 a D number does, with each of them', async () => {
  const person = [...Array(200).keys()]
    .map((i) => gateway().wire.people.at(i))
    .find((one) => Number(one.number[0]) >= 4)
  assert.ok(person !== undefined)
  for (const [id, way] of [
    ['bankid', 'bid'],
    ['buypass', 'card'],
    ['commfides', 'card'],
  ] as const) {
    const { browser, out } = await begun(id, 'health')
    const claims = await claimsAfter(await back(browser, await atIssuer(out, { number: person.number, way })), 'health')
    assert.equal(claims['pid'], person.number)
  }
})

/** What the last login sent, by kind of request. */
async function heardOf(id: Brand): Promise<(what: string) => Heard> {
  const all = await asked()
  return (what) => all.filter((one) => one.id === id && one.what === what).at(-1) ?? assert.fail(`no ${what}`)
}

test('X1 BankID on the wire: pushed, by its own names, in a language it has, with nothing of the person in an address', async () => {
  const hint = `BID:${number()}`
  const { browser, out } = await begun('bankid', 'health', { login_hint: hint, ui_locales: 'nn' })
  assert.match(out, /^http:\/\/[\d.:]+\/auth\/realms\/current\/precheck\/auth\?/)
  assert.deepEqual([...new URL(out).searchParams.keys()].toSorted(), ['client_id', 'request_uri'])
  await claimsAfter(await back(browser, await atIssuer(out, { number: number(), way: 'bid' })), 'health')
  const heard = await heardOf('bankid')
  const { path, params, basic } = heard('pushed')
  assert.equal(path, '/protocol/openid-connect/ext/par/request')
  assert.equal(basic, true)
  assert.equal(params['scope'], 'openid profile nnin_altsub')
  assert.equal(params['acr_values'], 'urn:bankid:bid')
  assert.equal(params['ui_locales'], 'nb')
  assert.equal(params['prompt'], 'login')
  assert.equal(params['login_hint'], hint)
  assert.equal(params['code_challenge_method'], 'S256')
  assert.equal(params['response_type'], 'code')
  assert.equal(params['redirect_uri'], `${gateway().issuer}/callback/bankid`)
  assert.equal(heard('token').basic, true)
  for (const { address = '' } of await asked()) assert.doesNotMatch(address, new RegExp(number()))
  // Where substantial is enough, both of its levels are asked for; English is one of its languages.
  const { out: second } = await begun('bankid', 'told', { ui_locales: 'en' })
  await atIssuer(second, { number: number(), way: 'bis' })
  const { params: wider } = (await heardOf('bankid'))('pushed')
  assert.deepEqual([wider['acr_values'], wider['ui_locales']], ['urn:bankid:bis urn:bankid:bid', 'en'])
})

test('X2 Buypass on the wire: no secret, no level asked for, the answer by form post; a hint stays here where nothing is pushed', async () => {
  const { browser, out } = await begun('buypass', 'health', { login_hint: `x:${number()}` })
  const sent = new URL(out).searchParams
  assert.equal(sent.get('scope'), 'openid profile bpid bpnnin')
  assert.equal(sent.get('ui_locales'), 'nb-NO')
  assert.equal(sent.get('response_mode'), 'form_post')
  for (const absent of ['acr_values', 'login_hint']) assert.equal(sent.get(absent), null)
  assert.doesNotMatch(out, new RegExp(number()))
  await claimsAfter(await back(browser, await atIssuer(out, { number: number(), way: 'card' })), 'health')
  const { params, basic } = (await heardOf('buypass'))('token')
  assert.equal(basic, false)
  assert.equal(params['client_assertion_type'], 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  assert.equal(params['client_secret'], undefined)
})

test('X3 Commfides on the wire: pushed with private_key_jwt, a signed answer, the number from userinfo', async () => {
  const { browser, out } = await begun('commfides', 'health')
  const answer = await atIssuer(out, { number: number(), way: 'card' })
  assert.deepEqual([...landed(answer).searchParams.keys()], ['response'])
  await claimsAfter(await back(browser, answer), 'health')
  const heard = await heardOf('commfides')
  assert.equal(heard('pushed').params['response_mode'], 'jwt')
  assert.ok(heard('userinfo').path.length > 0)
})

const failures: readonly (readonly [id: Brand, answer: Record<string, string>, says: RegExp | undefined])[] = [
  ['bankid', { error: 'access_denied' }, undefined],
  ['bankid', { error: 'access_denied', description: 'bankid_error_codes:none' }, undefined],
  ...['C131', 'C293', 'C301', 'C302', '14ab', 'D100'].map(
    (code) =>
      [
        'bankid',
        { error: 'access_denied', description: `bankid_error_codes:${code}` },
        new RegExp(`Innloggingen hos BankID lyktes ikke\\..*Feilkoden derfra er ${code}\\.`),
      ] as const,
  ),
  [
    'bankid',
    { error: 'login_required' },
    /Innloggingen hos BankID lyktes ikke\. Prøv igjen, eller velg en annen måte\./,
  ],
  ['buypass', { error: 'access_denied' }, undefined],
  ['buypass', { error: 'temporarily_unavailable' }, /svarer ikke akkurat nå/],
  ['commfides', { error: 'access_denied' }, undefined],
  ['commfides', { error: 'server_error' }, /svarer ikke akkurat nå/],
]
for (const [id, answer, says] of failures) {
  test(`X4 I3 ${id} says ${Object.values(answer).join(' ')}: ${says === undefined ? 'the user turned back' : 'told in words'}, and the other ways stand there`, async () => {
    const { browser, out } = await begun(id, 'health')
    const page = await back(browser, await atIssuer(out, answer))
    assert.equal(page.status, 200)
    assert.equal(page.headers.get('location'), null)
    if (says === undefined) assert.doesNotMatch(page.body, /role="alert"/)
    else assert.match(textOf(page), says)
    // The way on: the same one again.
    const again = landed(await browser.click(page, `/${id}`)).href
    const way = id === 'bankid' ? 'bid' : 'card'
    assert.ok(landed(await back(browser, await atIssuer(again, { number: number(), way }))).searchParams.get('code'))
  })
}

test('I2 BankID Biometric where high is asked for: not let in, told why, and BankID itself does', async () => {
  const { browser, out } = await begun('bankid', 'health')
  const page = await back(browser, await atIssuer(out, { number: number(), way: 'bis' }))
  assert.equal(page.headers.get('location'), null)
  assert.match(textOf(page), /ikke sikker nok for dette/)
  const again = landed(await browser.click(page, '/bankid')).href
  const claims = await claimsAfter(
    await back(browser, await atIssuer(again, { number: number(), way: 'bid' })),
    'health',
  )
  assert.equal(claims['acr'], 'idporten-loa-high')
})

test('I1 I4 its answer in another browser proves nobody; in its own it counts once', async () => {
  const { browser, out } = await begun('bankid', 'health')
  const answer = await atIssuer(out, { number: number(), way: 'bid' })
  assert.match(textOf(await back(gateway().wire.browser(), answer)), /IN-02/)
  const done = await back(browser, answer)
  assert.equal((await claimsAfter(done, 'health'))['pid'], number())
  assert.equal(landed(await back(browser, answer)).href, landed(done).href)
  assert.deepEqual(
    (await asked()).filter(({ what }) => what === 'token-error'),
    [],
  )
})
