import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { languages } from '#i18n/text.ts'
import { explainDeps } from '#sandbox/explain/test-deps.ts'
import { printHouse } from '#sandbox/letters.ts'
import { mountSandbox } from '#sandbox/mount.ts'
import { phone } from '#sandbox/phone.ts'
import { population } from '#sandbox/population/population.ts'
import type { Received } from '#sandbox/phone.ts'
import type { Person } from '#sandbox/population/person.ts'

const people = population(120)
const phones = phone(fixedClock(Date.UTC(2027, 0, 5, 12)))
const app = new Hono<HouseEnv>()
app.use(house({ hosts: ['localhost:8700'], cookies: { secure: false, port: 8700 } }))
app.onError((error, c) => c.text(error instanceof Refusal ? error.id : 'unexpected', 500))
mountSandbox(
  app,
  {
    population: people,
    phone: phones,
    letters: printHouse(fixedClock(0)),
    staff: people.at(1),
    services: [{ name: { nb: 'Skatt', nn: 'Skatt (nn)', se: 'Vearru', en: 'Tax' }, url: 'http://127.0.0.1:8701/' }],
  },
  explainDeps,
)

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(app.request(`http://localhost:8700${path}`, { headers }))
const text = async (path: string, language = 'en'): Promise<string> => {
  const response = await get(path, { 'accept-language': language })
  assert.equal(response.status, 200, path)
  return response.text()
}

test('S1 the start page leads to services, people, phones and discovery, and names somebody to log in as', async () => {
  const [person] = people.withMinid(1)
  for (const language of languages) {
    const page = await text('/', language)
    for (const href of [
      'http://127.0.0.1:8701/',
      '/sandbox/people',
      '/sandbox/phone',
      '/helpdesk',
      '/returned-letters',
      '/console/keys',
      '/my',
      '/docs/registration',
      '/.well-known/openid-configuration',
    ]) {
      assert.ok(page.includes(`href="${href}"`), href)
    }
    assert.ok(page.includes(person?.number ?? '-') && page.includes(person?.minid?.password ?? '-'))
    assert.ok(page.includes(people.at(1).number), 'who works at the help desk')
  }
})

test('the people: pages of fifty, filters as links, search by name, the same as JSON', async () => {
  const first = await text('/sandbox/people')
  assert.equal(first.match(/<th scope="row">/g)?.length, 50)
  assert.equal((await text('/sandbox/people?page=3')).match(/<th scope="row">/g)?.length, 20)
  assert.ok((await text('/sandbox/people?page=99')).includes('Nobody fits'))
  const sami = people.search({ kind: 'sami' })
  const filtered = await text('/sandbox/people?kind=sami')
  assert.equal(filtered.match(/<th scope="row">/g)?.length, sami.length)
  const json = (await (await get('/sandbox/people.json?kind=sami')).json()) as Person[]
  assert.deepEqual(
    json.map((person) => person.number),
    sami.map((person) => person.number),
  )
  const accepted = await get('/sandbox/people?kind=sami', { accept: 'application/json' })
  assert.deepEqual(await accepted.json(), json)
  assert.ok(!JSON.stringify(json).includes('adresse'))
})

test('a search finds and shows back what was written, escaped', async () => {
  const page = await text('/sandbox/people?name=%3Cscript%3E')
  assert.ok(page.includes('value="&lt;script&gt;"') && !page.includes('<script>'))
})

test('I6 no link of the people leads to an address with an identity number', async () => {
  const page = (await text('/sandbox/people')) + (await text('/sandbox/people/3'))
  assert.ok(page.includes(people.at(3).number))
  for (const [, href = ''] of page.matchAll(/(?:href|action)="([^"]*)"/g))
    assert.doesNotMatch(href, /(?<!%2B\d*)\d{11}/)
})

test('nobody beyond the last one', async () => {
  assert.equal(await (await get('/sandbox/people/120')).text(), 'IN-07')
  assert.equal((await get('/sandbox/people/x')).status, 404)
})

test('T2 the outbox gives messages as JSON, the phone shows them in every language', async () => {
  const send = async (to: string, words: string): Promise<void> => {
    await phones.gateway.send({ kind: 'sms', to, text: words, about: 'minid-code', useless: 0 }, words)
  }
  await send('+4749000001', 'Kode: A<B>2')
  await send('+4749000002', 'Kode: C3')
  const messages = (await (await get('/sandbox/outbox?to=+4749000001')).json()) as Received[]
  assert.deepEqual(messages, [
    { kind: 'sms', to: '+4749000001', text: 'Kode: A<B>2', at: Date.UTC(2027, 0, 5, 12), about: 'minid-code' },
  ])
  assert.deepEqual(await (await get(`/sandbox/outbox?since=${Date.UTC(2027, 0, 5, 12)}`)).json(), [])
  for (const language of languages) {
    const page = await text('/sandbox/phone', language)
    assert.ok(page.includes('A&lt;B&gt;2') && page.includes('Kode: C3') && page.includes('13:00:00'))
    assert.ok(!(await text('/sandbox/phone?to=%2B4749000002', language)).includes('A&lt;B&gt;2'))
  }
})
