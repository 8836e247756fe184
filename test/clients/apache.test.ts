/** Apache with mod_auth_openidc (Debian's packages): login, refresh, logout from here, and logout heard from elsewhere in both ways. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, test } from 'node:test'
import { secret } from '../services.ts'
import { endAll, type Folder, folder } from '../process/started.ts'
import { assertClaims, outside, type Setting } from './setting.ts'
import { type Walker, walker } from './walker.ts'

const binary = '/usr/sbin/apache2'
const missing = [binary, '/usr/lib/apache2/modules/mod_auth_openidc.so'].find((file) => !existsSync(file))
const skip = missing === undefined ? false : `${missing} is not here (INNGANG_TEST_PEERS)`

const running = new Map<ChildProcess, Folder>()
afterEach(async () => {
  endAll()
  for (const [child, place] of running) {
    // In good order, or its workers stay behind.
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    place.remove()
  }
  running.clear()
})

async function apache(setting: Setting): Promise<void> {
  const place = folder()
  chmodSync(place.path, 0o777)
  mkdirSync(path.join(place.path, 'site/protected'), { recursive: true })
  writeFileSync(path.join(place.path, 'site/health'), 'ok')
  writeFileSync(path.join(place.path, 'site/bye.html'), '<title>bye</title>')
  writeFileSync(path.join(place.path, 'site/protected/index.html'), '<title>inside</title>')
  const filled = Object.entries({
    PORT: new URL(setting.home).port,
    FOLDER: place.path,
    ISSUER: setting.issuer,
    HOME: setting.home,
    SECRET: secret,
    HINT: encodeURIComponent(setting.loginHint),
  }).reduce(
    (text, [name, value]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), value),
    readFileSync(path.join(import.meta.dirname, 'apps/apache.conf'), 'utf8'),
  )
  const config = path.join(place.path, 'apache.conf')
  writeFileSync(config, filled)
  const child = spawn(binary, ['-f', config, '-DFOREGROUND'], { stdio: ['ignore', 'inherit', 'inherit'] })
  running.set(child, place)
  for (;;) {
    if (child.exitCode !== null) throw new Error(`apache2 ended: ${readFileSync(`${place.path}/error.log`, 'utf8')}`)
    const answer = await fetch(`${setting.home}/health`).catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const own = (home: string): string => `${home}/protected/redirect_uri`

interface Info {
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token: Readonly<Record<string, unknown>>
  readonly userinfo: Readonly<Record<string, unknown>>
}

const info = async (person: Walker, setting: Setting, more = ''): Promise<Info> =>
  (await person.read(`${own(setting.home)}?info=json${more}`)) as unknown as Info

async function loggedIn(setting: Setting): Promise<Walker> {
  const person = walker()
  const inside = await person.go(`${setting.home}/protected/index.html`)
  assert.match(inside.body, /inside/, inside.trail.join(' → '))
  return person
}

const knows = async (person: Walker, setting: Setting): Promise<boolean> =>
  (await person.go(`${own(setting.home)}?info=json`)).status === 200

const web =
  (more: object = {}) =>
  (home: string) => ({
    redirect_uris: [own(home)],
    post_logout_redirect_uris: [`${home}/bye.html`],
    ...more,
  })

test(
  'E1 E9 Apache with mod_auth_openidc lets in who has logged in, and logs out at the provider',
  { skip },
  async () => {
    const setting = await outside(web())
    await apache(setting)
    const person = await loggedIn(setting)
    const { id_token, userinfo } = await info(person, setting)
    assertClaims(id_token, setting)
    assert.equal(userinfo['pid'], setting.number)
    const out = await person.go(`${own(setting.home)}?logout=${encodeURIComponent(`${setting.home}/bye.html`)}`)
    assert.match(out.body, /bye/, out.trail.join(' → '))
    assert.ok(!(await knows(person, setting)))
    await setting.close()
  },
)

test('E1 Apache refreshes its access token, and its old refresh token is of no more use', { skip }, async () => {
  const setting = await outside(
    web({ grant_types: ['authorization_code', 'refresh_token'], refresh_token_lifetime: 1800 }),
  )
  await apache(setting)
  const person = await loggedIn(setting)
  const before = await info(person, setting)
  const after = await info(person, setting, '&access_token_refresh_interval=0')
  assert.notEqual(after.access_token, before.access_token)
  assert.notEqual(after.refresh_token, before.refresh_token)
  assert.equal((await info(person, setting)).userinfo['pid'], setting.number)
  await setting.close()
})

for (const [way, registered] of [
  ['front', (home: string) => ({ frontchannel_logout_uri: `${own(home)}?logout=get` })],
  ['back', (home: string) => ({ backchannel_logout_uri: `${own(home)}?logout=backchannel` })],
] as const) {
  test(`E9 Apache hears by the ${way} channel that the person has logged out elsewhere`, { skip }, async () => {
    const setting = await outside((home) => ({ ...web()(home), ...registered(home) }))
    await apache(setting)
    const person = await loggedIn(setting)
    assert.ok(await knows(person, setting))
    // The browser itself asks to be logged out, as another service's link would have it do.
    const out = await person.go(`${setting.issuer}/logout`)
    for (const [, address = ''] of out.body.matchAll(/<iframe[^>]*src="([^"]+)"/g))
      await person.go(address.replaceAll('&amp;', '&'))
    const until = Date.now() + 10_000
    while ((await knows(person, setting)) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))
    assert.ok(!(await knows(person, setting)), 'Apache has forgotten the person')
    await setting.close()
  })
}
