/** Invariant I1 from the outside: whatever is planted, stolen, left behind or done at once, nobody becomes somebody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type * as oidc from 'openid-client'
import { NationalId } from '#base/national-id.ts'
import { type Browser, formsIn, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { type Asked, byTestEid, service } from '../client.ts'
import { owners, secret } from '../services.ts'
import { issuer, openWorld, type World, worldForEach } from '../world.ts'

const app = {
  client_id: 'app',
  client_name: 'Appen',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['no.example.app:/callback', 'http://127.0.0.1:0/callback', 'https://app.example.no/callback'],
  minimum_level: 'substantial',
}
/** Hears of logouts, as `told` does. */
const toldToo = {
  client_id: 'told-too',
  client_name: 'Den andre',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: ['https://told-too.example.no/callback'],
  frontchannel_logout_uri: 'https://told-too.example.no/frontchannel',
}
const extra = { org_number: '974760673', name: 'Enda en etat', services: [app, toldToo] }

let world: World
worldForEach(import.meta.filename, [...owners, extra], (opened) => (world = opened))

const number = (index: number): string => world.people.at(index).number
const [kari, ola, per] = [0, 3, 4]

interface Begun {
  readonly asked: Asked
  readonly chooser: Visit
}
const begin = async (browser: Browser, clientId = 'tax', parameters: Record<string, string> = {}): Promise<Begun> => {
  world.clock.advance(1000)
  const asked = await (await service(world, clientId)).ask(parameters)
  return { asked, chooser: await browser.get(asked.url) }
}
const prove = (browser: Browser, { chooser }: Begun, index: number): Promise<Visit> =>
  byTestEid(browser, chooser, number(index), 'high')
const claims = async ({ asked }: Begun, visit: Visit): Promise<oidc.IDToken> => {
  const read = (await asked.finish(visit)).claims()
  assert.ok(read)
  return read
}
const logIn = async (browser: Browser, clientId: string, index: number): Promise<oidc.IDToken> => {
  const begun = await begin(browser, clientId)
  return claims(begun, await prove(browser, begun, index))
}
const sidOf = ({ sid }: oidc.IDToken): string => {
  assert.ok(typeof sid === 'string')
  return sid
}
const yes = { 'go-on': 'yes' }
const isConfirm = (visit: Visit): boolean => formsIn(visit).some((form) => form.action.endsWith('/person'))
const pending = async (browser: Browser, index: number): Promise<Begun & { readonly page: Visit }> => {
  const begun = await begin(browser, 'tax', { prompt: 'login' })
  const page = await prove(browser, begun, index)
  assert.ok(isConfirm(page))
  return { ...begun, page }
}
const again = (browser: Browser, { chooser }: Begun): Promise<Visit> => browser.get(chooser.url)

test('I1 nothing on the way through a login may be kept by a cache, redirects with their cookies least of all', async () => {
  const browser = world.browser()
  const { url } = await (await service(world, 'tax')).ask()
  const first = await browser.once('GET', url)
  const path = new URL(first.headers.get('location') ?? '', url).pathname
  const steps = [first, await browser.once('GET', path), await browser.once('GET', `${path}/test`)]
  const old = await browser.once('POST', `${path}/test`, 'stamp=old')
  const hinted = { login_hint: `testid:${world.people.at(0).number}_idporten-loa-high` }
  steps.push(await browser.once('GET', (await (await service(world, 'tax')).ask(hinted)).url))
  const out = await browser.once(
    'GET',
    '/logout?client_id=tax&post_logout_redirect_uri=https%3A%2F%2Ftax.example.no%2Flogged-out',
  )
  assert.deepEqual([first.status, old.status, out.status], [303, 303, 303])
  for (const step of [...steps, old, out]) assert.equal(step.headers.get('cache-control'), 'no-store', step.url)
})

test('I1 E4 a yes to ending one session ends no other that has come since', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const olas = await pending(browser, ola)
  const pers = await pending(browser, per)
  await claims(pers, await browser.submit(pers.page, '/person', yes))
  const asks = await browser.submit(olas.page, '/person', yes)
  assert.ok(isConfirm(asks), 'asked again, for it is another session now')
  const still = await begin(browser, 'library')
  assert.equal((await claims(still, still.chooser))['pid'], number(per))
})

test('I1 E4 a yes does not last: who logged in after it is asked about again', async () => {
  const browser = world.browser()
  await logIn(browser, 'told', kari)
  const olas = await pending(browser, ola)
  const told = await browser.submit(olas.page, '/person', yes)
  assert.match(told.body, /<iframe/)
  await logIn(browser, 'tax', per)
  assert.ok(isConfirm(await browser.click(told, /\/login\/att_/)))
})

test('I1 E9 what was proved before a logout logs nobody in after it', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const olas = await pending(browser, ola)
  const other = await pending(browser, ola)
  await claims(other, await browser.submit(other.page, '/person', yes))
  await browser.get('/logout')
  const visit = await again(browser, olas)
  assert.equal(visit.headers.get('location'), null)
  assert.ok(
    linksIn(visit).some((href) => href.endsWith('/test')),
    'asks for an eID',
  )
})

test('I1 E9 a session that was ended from elsewhere after the proof takes the proof with it', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const olas = await pending(browser, ola)
  const other = await pending(browser, ola)
  const sid = sidOf(await claims(other, await browser.submit(other.page, '/person', yes)))
  world.clock.advance(1000)
  await endElsewhere(sid)
  assert.ok(linksIn(await again(browser, olas)).some((href) => href.endsWith('/test')))
})

test('E9 a session that was ended from elsewhere before the proof does not cost the user a second one', async () => {
  const browser = world.browser()
  const sid = sidOf(await logIn(browser, 'tax', kari))
  await endElsewhere(sid)
  world.clock.advance(1000)
  const begun = await begin(browser, 'tax', { prompt: 'login' })
  const after = await claims(begun, await prove(browser, begun, kari))
  assert.notEqual(after['sid'], sid)
})

/** As another process would write it: this browser's hot state knows nothing of it. */
const endElsewhere = (sid: string): Promise<unknown> =>
  world.database.raw('insert into session_end (sid, at, why) values ($1, $2, $3)', [sid, world.clock.now(), 'logout'])

test('E9 a proof that waited joins the session that the same person has begun meanwhile', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const waiting = await begin(browser, 'told', { prompt: 'login' })
  assert.ok(isConfirm(await prove(browser, waiting, ola)))
  const other = await begin(browser, 'told-too', { prompt: 'login' })
  const page = await prove(browser, other, ola)
  const first = await claims(other, await browser.submit(page, '/person', yes))
  const second = await claims(waiting, await again(browser, waiting))
  assert.equal(second['sid'], first['sid'], 'one logout ends both')
})

test('I3 E9 a proof that is too old for the request, by the clock of another process, can be made anew', async () => {
  const browser = world.browser()
  const begun = await begin(browser, 'tax', { prompt: 'login' })
  world.clock.advance(-500)
  const behind = await prove(browser, begun, kari)
  assert.equal(behind.headers.get('location'), null)
  world.clock.advance(1000)
  assert.equal((await claims(begun, await byTestEid(browser, behind, number(kari), 'high')))['pid'], number(kari))
})

test('E9 a person who was blocked keeps no session, and the browser is free for the next', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const found = NationalId.read(number(kari))
  assert.ok(found instanceof NationalId)
  const person = await world.parts.persons.find(found)
  await world.database.raw('update person set blocked = $1 where id = $2', [world.clock.now(), person?.id ?? ''])
  const silent = await begin(browser, 'library', { prompt: 'none' })
  assert.equal(landed(silent.chooser).searchParams.get('error'), 'login_required')
  const begun = await begin(browser, 'library')
  const refused = await prove(browser, begun, kari)
  assert.match(textOf(refused), /IN-12/, 'told after the proof')
  assert.equal((await logIn(browser, 'library', ola))['pid'], number(ola))
})

test('I1 T2 a login by hint ends the session of whoever was here before', async () => {
  const browser = world.browser()
  const before = await logIn(browser, 'told', kari)
  const hinted = await begin(browser, 'tax', { login_hint: `testid:${number(ola)}_idporten-loa-high` })
  assert.equal((await claims(hinted, hinted.chooser))['pid'], number(ola))
  const [ended] = await world.database.raw<{ why: string }>('select why from session_end where sid = $1', [
    sidOf(before),
  ])
  assert.equal(ended?.why, 'other-person')
})

test('E9 whoever holds an ID token learns nothing of the other services of its session', async () => {
  const browser = world.browser()
  const asked = await (await service(world, 'told')).ask()
  const tokens = await asked.finish(await byTestEid(browser, await browser.get(asked.url), number(kari), 'high'))
  await begin(browser, 'told-too')
  await begin(browser, 'library')
  const stranger = world.browser()
  const page = await stranger.get(`/logout?id_token_hint=${tokens.id_token ?? ''}`)
  assert.doesNotMatch(page.body, /told-too|Den andre|library/)
  const after = await begin(browser, 'library')
  assert.ok(
    linksIn(after.chooser).some((href) => href.endsWith('/test')),
    'the session has ended all the same',
  )
})

test('E9 the old cookie dies after its ten seconds also when a tab beside it was answered meanwhile', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const old = new Map(browser.cookies)
  const begun = await begin(browser, 'tax', { prompt: 'login' })
  const beside = (await service(world, 'library')).ask()
  const url = (await beside).url
  const page = await browser.click(begun.chooser, '/test')
  await Promise.all([
    browser.submit(page, '/test', { number: number(kari), level: 'high' }),
    ...Array.from({ length: 5 }, () => browser.once('GET', url)),
  ])
  world.clock.advance(11_000)
  const thief = world.browser()
  for (const [name, value] of old) thief.cookies.set(name, value)
  assert.equal((await begin(thief, 'library')).chooser.status, 200, 'asked for an eID')
})

for (const redirect_uri of ['no.example.app:/callback', 'http://127.0.0.1:51004/callback']) {
  test(`I1 E1 an app at ${redirect_uri.slice(0, 14)} is given nothing without a press of a button`, async () => {
    const browser = world.browser()
    await logIn(browser, 'tax', kari)
    for (const parameters of [{ redirect_uri }, { redirect_uri, prompt: 'none', max_age: '0' }]) {
      const { chooser } = await begin(browser, 'app', parameters)
      assert.equal(chooser.status, 200)
      assert.equal(chooser.headers.get('location'), null)
      assert.match(textOf(chooser), /Appen/)
      assert.equal(linksIn(chooser).filter((href) => href.startsWith(redirect_uri)).length, 1)
    }
    const posted = await begin(browser, 'app', { redirect_uri, response_mode: 'form_post' })
    assert.doesNotMatch(posted.chooser.body, /data-submit-at-once/)
  })
}

test('E1 an app with an https address of its own is sent on as a web service is', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', kari)
  const { chooser } = await begin(browser, 'app', { redirect_uri: 'https://app.example.no/callback' })
  assert.equal(landed(chooser).origin, 'https://app.example.no')
})

test('I1 E1 a request under a host that is not ours gets nothing; one that the operator named is served, and the links stay ours', async () => {
  const discovery = (from: World, host: string): Response | Promise<Response> =>
    from.app.request(`${issuer}/.well-known/openid-configuration`, { headers: { host } })
  assert.equal((await discovery(world, 'inside.example:8700')).status, 421)
  const named = await openWorld(owners, { INNGANG_HOSTS: 'inside.example:8700' })
  const answer = await discovery(named, 'inside.example:8700')
  assert.equal(answer.status, 200)
  assert.equal(((await answer.json()) as { issuer: string }).issuer, issuer)
  assert.equal((await discovery(named, 'evil.example')).status, 421)
  await named.close()
})
