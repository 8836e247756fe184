/** Row M9 in the whole gateway: programs are kept out of the log-in after repeated failures, people are not. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { codeIn, service } from '../client.ts'
import { answered, asksForHuman, worked } from '../human.ts'
import { owners } from '../services.ts'
import { openWorld, type World } from '../world.ts'

interface Setting {
  readonly world: World
  readonly browser: Browser
  readonly person: Person
  readonly form: Visit
  send(at: Visit, password: string, more?: Record<string, string>): Promise<Visit>
}

async function setting(t: TestContext, settings: Readonly<Record<string, string>> = {}): Promise<Setting> {
  const world = await openWorld(owners, settings)
  t.after(() => world.close())
  const browser = world.browser({ language: 'nb' })
  const [person = assert.fail('nobody with MinID')] = world.people.withMinid(1)
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  return {
    world,
    browser,
    person,
    form: await browser.click(chooser, '/minid'),
    send: (at, password, more = {}) => browser.submit(at, '/minid', { number: person.number, password, ...more }),
  }
}

async function wrong(s: Setting, times: number): Promise<Visit> {
  let at = s.form
  for (let i = 0; i < times; i++) at = await s.send(at, 'wrong')
  return at
}

for (const [how, done] of [
  ['work of the browser', worked],
  ['answers to questions', (page: Visit) => Promise.resolve(answered(page))],
] as const)
  test(`M9 M1 after three failures a person gets in by ${how}, as far as the service`, async (t) => {
    const s = await setting(t)
    assert.equal(asksForHuman(await wrong(s, 2)), false)
    const asked = await s.send(await s.browser.get(s.form.url), 'wrong')
    const code = await s.send(asked, s.person.minid?.password ?? '', await done(asked))
    const last = await s.browser.submit(code, '/minid/code', { code: codeIn(await s.world.sms(s.person.mobile ?? '')) })
    assert.ok(landed(last).searchParams.has('code'))
  })

test('M9 a program with the right password and no check gets nowhere, and no message is sent', async (t) => {
  const s = await setting(t)
  const asked = await wrong(s, 3)
  for (const more of [
    {},
    { 'human-1': 'ja', 'human-2': 'ja' },
    { 'human-work': '1.2.3.4' },
    { human: 'x', 'human-work': '0' },
  ]) {
    const refused = await s.send(await s.browser.get(asked.url), s.person.minid?.password ?? '', more)
    assert.match(textOf(refused), /automatisk forsøk|Kontrollen gikk ikke gjennom/)
    assert.ok(asksForHuman(refused), 'with another way to do it')
  }
  await assert.rejects(s.world.sms(s.person.mobile ?? ''), /no message/)
})

test('M9 from which failure is a setting: the first, or always', async (t) => {
  const first = await setting(t, { INNGANG_MINID_HUMAN_FROM: '1' })
  assert.equal(asksForHuman(first.form), false)
  assert.equal(asksForHuman(await wrong(first, 1)), true)
  assert.equal(asksForHuman((await setting(t, { INNGANG_MINID_HUMAN_FROM: '0' })).form), true)
})

test('M9 no third party: the script is ours, and the page may load nothing else', async (t) => {
  const s = await setting(t)
  const asked = await wrong(s, 3)
  const [, path = ''] = /<script src="(\/assets\/human\.[^"]+)" defer>/.exec(asked.body) ?? []
  const script = await s.browser.get(path)
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8')
  assert.doesNotMatch(script.body, /fetch\(|XMLHttpRequest|https?:|eval|innerHTML|localStorage|cookie/)
  assert.match(asked.headers.get('content-security-policy') ?? '', /default-src 'none';.*script-src 'self';/)
  assert.equal((await s.browser.get(s.form.url)).body.match(/<script /g)?.length, 2)
})
