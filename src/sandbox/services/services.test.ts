import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { offsetClock } from '#base/clock.ts'
import { readCookies } from '#http/cookies.ts'
import { languages } from '#i18n/text.ts'
import { checkServices } from '#services/file.ts'
import { exampleKeys, newKeys } from '#sandbox/services/keys.ts'
import { safePath } from '#sandbox/services/login.ts'
import { type FakeProvider, fakeProvider } from '#sandbox/services/provider.fake.ts'
import { exampleRegistrations } from '#sandbox/services/registrations.ts'
import { exampleService } from '#sandbox/services/start.ts'

const origins = { tax: 'http://127.0.0.1:8701', health: 'http://127.0.0.1:8702' }
let provider: FakeProvider
before(async () => {
  provider = await fakeProvider()
})
after(() => provider.close())

/** A browser with one service's cookies; it follows redirects, also through the provider. */
async function visitor(id: 'tax' | 'health') {
  const failures: string[] = []
  const clock = offsetClock()
  const deps = { issuer: provider.issuer, gatewayUrl: provider.issuer, origins, keys: newKeys(), clock }
  const app = await exampleService(id, { ...deps, log: (_level, message) => void failures.push(message) })
  const jar = new Map<string, string>()
  const origin = origins[id]
  Object.assign(provider.say, { subject: 'somebody', claims: {} })
  delete provider.say.error
  const once = async (url: string, init: RequestInit = {}): Promise<Response> => {
    if (!url.startsWith(origin)) return fetch(url, { ...init, redirect: 'manual' })
    const headers = new Headers(init.headers)
    headers.set('host', new URL(origin).host)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.request(url, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      for (const [name, [value = '']] of [...readCookies(line)].slice(0, 1)) jar.set(name, value)
    }
    return response
  }
  const go = async (path: string, init: RequestInit = {}): Promise<{ url: string; status: number; text: string }> => {
    let url = new URL(path, origin).href
    let response = await once(url, init)
    for (let hops = 0; response.status === 303 && hops < 10; hops++) {
      url = new URL(response.headers.get('location') ?? '', url).href
      if (url.startsWith(`${provider.issuer}/logout`)) break
      response = await once(url)
    }
    return { url, status: response.status, text: await response.text() }
  }
  const post = (path: string, form: Record<string, string>, from = origin) =>
    go(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: from } })
  return { go, post, once, jar, failures, clock }
}

test('S1 the tax page pushes its request, signs its assertion, and shows what it was told', async () => {
  const { go } = await visitor('tax')
  provider.say.claims = { pid: '13858426051', amr: ['Minid-OTC'], given_name: 'Ylva' }
  const page = await go('/login')
  assert.equal(page.url, `${origins.tax}/`)
  assert.match(page.text, /Velkommen, Ylva/)
  assert.match(page.text, /data-claim="pid">13858426051</)
  assert.match(page.text, /data-claim="acr">idporten-loa-substantial</)
  const assertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  assert.deepEqual(provider.authenticated.splice(0), [assertion, assertion])
  assert.equal(provider.asked.at(-1)?.get('code_challenge_method'), 'S256')
})

test('S1 the health portal has a secret, asks for high, and brings the user back to that very booking', async () => {
  const { go, post } = await visitor('health')
  const page = await go('/appointments/3')
  assert.equal(page.url, `${origins.health}/appointments/3`)
  assert.deepEqual(provider.authenticated.splice(0), ['Basic'])
  assert.equal(provider.asked.at(-1)?.get('acr_values'), 'idporten-loa-high')
  const receipt = await post('/appointments/3', { reason: '<b>knee</b>' })
  assert.match(receipt.text, /&lt;b&gt;knee&lt;\/b&gt;/)
  assert.match(receipt.url, /\/receipts\/\w{8}$/)
})

test('E4 one action of the tax page asks for more, and comes back to it', async () => {
  const { go, post } = await visitor('tax')
  await go('/login')
  assert.equal((await post('/account', { account: '12345678901' })).status, 403)
  assert.equal((await go('/account')).url, `${origins.tax}/account`)
  assert.equal(provider.asked.at(-1)?.get('acr_values'), 'idporten-loa-high')
  assert.match((await post('/account', { account: '12345678901' })).text, /12345678901/)
})

test('I2 an answer at a lower level than asked for opens nothing', async () => {
  const { go, jar, failures } = await visitor('health')
  provider.say.claims = { acr: 'idporten-loa-substantial' }
  const page = await go('/login?to=/appointments')
  assert.equal(page.status, 400)
  assert.ok(!jar.has('session-8702'))
  assert.deepEqual(failures, ['example service: a login was not accepted'])
})

test('what the gateway refuses is said kindly, with a way to try again to the same place', async () => {
  for (const [error, status, words] of [
    ['access_denied', 200, /Du ble ikke logget inn/],
    ['login_required', 200, /Du må logge inn/],
    ['interaction_required', 200, /Du må logge inn/],
    ['temporarily_unavailable', 503, /svarer ikke/],
    ['invalid_scope', 400, /Noe gikk galt/],
  ] as const) {
    const { go } = await visitor('tax')
    provider.say.error = error
    const page = await go('/tax-card')
    assert.equal(page.status, status, error)
    assert.match(page.text, words)
    assert.match(page.text, /id="try-again" href="\/login\?to=%2Ftax-card"/)
    assert.ok(page.text.includes(`${error}: as told`))
  }
})

test('an answer counts in the browser that asked, and there a double click gives one session', async () => {
  const mine = await visitor('tax')
  const other = await visitor('tax')
  const toProvider = (await mine.once(`${origins.tax}/login`)).headers.get('location') ?? ''
  const back = (await fetch(toProvider, { redirect: 'manual' })).headers.get('location') ?? ''
  assert.equal((await other.go(back)).status, 400)
  const both = await Promise.all([mine.once(back), mine.once(back)])
  assert.deepEqual(
    both.map((response) => response.status),
    [303, 303],
  )
  assert.equal(new Set(both.flatMap((response) => response.headers.getSetCookie())).size, 1)
  const { status } = await mine.go('/login?to=/tax-card')
  assert.equal(status, 200)
})

test('E9 log out everywhere goes by the gateway with the ID token; log out here does not', async () => {
  const { go, post, jar } = await visitor('tax')
  await go('/login')
  const gone = new URL((await post('/logout', { where: 'everywhere' })).url)
  assert.equal(gone.origin + gone.pathname, `${provider.issuer}/logout`)
  assert.equal(gone.searchParams.get('post_logout_redirect_uri'), `${origins.tax}/logged-out`)
  assert.equal(gone.searchParams.get('id_token_hint')?.split('.').length, 3)
  assert.equal(jar.get('session-8701'), '')
  await go('/login')
  assert.equal((await post('/logout', { where: 'here' })).url, `${origins.tax}/logged-out?here=1`)
  assert.match((await go('/')).text, /id="log-in"/)
})

test('E9 a logout elsewhere ends the session by iss and sid; another iss or sid does not', async () => {
  const { go, once } = await visitor('tax')
  await go('/login')
  const told = (iss: string, sid: string) =>
    once(`${origins.tax}/frontchannel-logout?${new URLSearchParams({ iss, sid })}`)
  assert.equal((await told('https://elsewhere.example', 'the-session')).status, 400)
  assert.equal((await told(provider.issuer, 'another')).status, 200)
  assert.match((await go('/')).text, /id="claims"/)
  const frame = await told(provider.issuer, 'the-session')
  assert.match(frame.headers.get('content-security-policy') ?? '', new RegExp(`frame-ancestors ${provider.issuer}$`))
  assert.match((await go('/')).text, /id="log-in"/)
})

test('a session ends after half an hour of nothing, by the clock that is set', async () => {
  const { go, clock } = await visitor('tax')
  await go('/login')
  clock.advance(29 * 60_000)
  assert.match((await go('/')).text, /id="claims"/)
  clock.advance(31 * 60_000)
  assert.match((await go('/')).text, /id="log-in"/)
})

test('a form with faults says each of them; one from elsewhere or without a session sends nothing', async () => {
  const { go, post } = await visitor('tax')
  assert.equal((await post('/address', {})).status, 403)
  await go('/login')
  const page = await post('/address', { street: 'Testbakken 1', postcode: '12' })
  assert.match(page.text, /<title>Feil: /)
  assert.match(page.text, /href="#postcode".*href="#from"/s)
  assert.match(page.text, /id="postcode"[^>]*aria-invalid="true"/)
  assert.doesNotMatch(page.text, /id="street"[^>]*aria-invalid/)
  const full = { street: 'Testbakken 1', postcode: '0150', from: '2027-01-01' }
  assert.equal((await post('/address', full, 'http://127.0.0.1:8702')).status, 403)
  assert.match((await post('/address', full)).text, /Testbakken 1/)
})

test('what one person sent in is not there for the next in the same browser', async () => {
  const { go, post } = await visitor('tax')
  await go('/login')
  await post('/dialogue', { message: 'only mine' })
  await go('/login?prompt=login')
  assert.match((await go('/dialogue')).text, /only mine/)
  provider.say.subject = 'somebody else'
  await go('/login?prompt=login')
  assert.doesNotMatch((await go('/dialogue')).text, /only mine/)
})

test('E7 every page has four languages; the choice is kept and goes along to the gateway', async () => {
  const { go } = await visitor('tax')
  for (const language of languages) {
    const page = await go(`/?lang=${language}`)
    assert.ok(page.text.includes(`<html lang="${language}">`))
    assert.equal(page.url, `${origins.tax}/`)
  }
  assert.equal((await go(`${origins.tax}//elsewhere.example/?lang=nb`)).url, `${origins.tax}/`)
  await go('/login?lang=se')
  assert.equal(provider.asked.at(-1)?.get('ui_locales'), 'se')
})

test('a gateway that is not there yet is said, and found when it comes', async () => {
  const gone = await fakeProvider()
  const { issuer } = gone
  await gone.close()
  const app = await exampleService('tax', {
    issuer,
    gatewayUrl: issuer,
    origins,
    keys: newKeys(),
    log: () => undefined,
  })
  const page = await app.request(`${origins.tax}/login`)
  assert.equal(page.status, 503)
  assert.match(await page.text(), /Innloggingen svarer ikke/)
  const come = await fakeProvider(Number(new URL(issuer).port))
  assert.equal((await app.request(`${origins.tax}/login`)).status, 303)
  await come.close()
})

test('where a login leads to is a path of ours, whatever was asked', () => {
  for (const path of ['/', '/tax-card', '/appointments/3?lang=en']) assert.equal(safePath(path), path)
  for (const address of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\r\nb',
    '/a\\b',
    undefined,
  ]) {
    assert.equal(safePath(address), '/')
  }
})

test('the registrations are what the file of services takes', () => {
  const { owners } = exampleRegistrations(origins, newKeys())
  const read = checkServices(owners, { world: 'twin', eids: ['minid', 'test'] })
  assert.deepEqual(
    read.flatMap((owner) => owner.services.map((service) => service.minimum_level)),
    ['substantial', 'high'],
  )
  assert.doesNotMatch(JSON.stringify(owners), /"d":/)
})

test('keys are made once, for the owner alone, and kept; a damaged file is said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inngang-'))
  try {
    const [first, second] = await Promise.all([exampleKeys(folder), exampleKeys(folder)])
    assert.deepEqual(await exampleKeys(folder), first)
    assert.deepEqual(second, first)
    const path = join(folder, 'sandbox-clients.json')
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.ok((await readFile(path, 'utf8')).includes(first.health.secret))
    await writeFile(path, '{"tax":{}}')
    await assert.rejects(exampleKeys(folder), /damaged/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
