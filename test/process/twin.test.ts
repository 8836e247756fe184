/** The twin as a newcomer starts it: what it prints, what it keeps. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { Browser, landed, textOf, type Visit } from '../browser.ts'
import { codeIn } from '../client.ts'
import { answering, endAll, type Folder, folder, freePorts, start, type Started } from './started.ts'

let data: Folder
let settings: Record<string, string>
let issuer: string
let tax: string
beforeEach(async () => {
  data = folder()
  const [port = 0, taxPort = 0] = await freePorts(3)
  settings = {
    INNGANG_DATA: data.path,
    INNGANG_PORT: String(port),
    INNGANG_EXAMPLE_PORT: String(taxPort),
    INNGANG_ISSUER_PORT: '0',
  }
  issuer = `http://localhost:${port}`
  tax = `http://127.0.0.1:${taxPort}`
})
afterEach(() => {
  endAll()
  data.remove()
})

const begun = async (): Promise<Started> => {
  const twin = start('twin.ts', settings)
  await answering(`${issuer}/health/ready`, twin)
  return twin
}

const browserOf = (origin: string): Browser => new Browser((request) => fetch(request), origin, { language: 'en' })

const sms = async (to: string): Promise<string> => {
  for (;;) {
    const inbox = (await (await fetch(`${issuer}/sandbox/outbox?to=${encodeURIComponent(to)}`)).json()) as {
      text: string
    }[]
    if (inbox[0] !== undefined) return codeIn(inbox[0].text)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** From the tax page's own login to its greeting. */
async function logIn(
  person: Person,
): Promise<{ readonly greeted: Visit; readonly code: string; readonly browser: Browser; readonly gateway: Browser }> {
  const [browser, gateway] = [browserOf(tax), browserOf(issuer)]
  const chooser = await gateway.get(landed(await browser.once('GET', `${tax}/login`)).href)
  const page = await gateway.click(chooser, '/minid')
  const wrong = await gateway.submit(page, '/minid', { number: person.number, password: 'Helt-feil-passord' })
  const asked = await gateway.submit(wrong, '/minid', { number: person.number, password: person.minid?.password ?? '' })
  const code = await sms(person.mobile ?? '')
  const done = await gateway.submit(asked, '/minid/code', { code })
  return { greeted: await browser.get(landed(done).href), code, browser, gateway }
}

test('the twin prints where to go, a person to log in as, and how to stop; its services answer', async () => {
  const twin = await begun()
  const [person] = population().withMinid(1)
  assert.ok(person?.minid !== undefined)
  await answering(`${tax}/`, twin)
  while (!twin.printed().includes('Ctrl-C')) await new Promise((resolve) => setTimeout(resolve, 10))
  for (const said of [
    `${issuer}/`,
    `${tax}/`,
    `${issuer}/sandbox/phone`,
    `${issuer}/sandbox/people`,
    person.number,
    person.minid.password,
    'Ctrl-C',
  ]) {
    assert.ok(twin.printed().includes(said), said)
  }
  assert.equal(await twin.stop('SIGINT'), 0)
})

test('P1 what was registered is there after a restart: the same keys, the same services', async () => {
  const first = await begun()
  const keys = await (await fetch(`${issuer}/jwks.json`)).text()
  await first.stop()
  const second = await begun()
  assert.equal(await (await fetch(`${issuer}/jwks.json`)).text(), keys)
  const [, person] = population().withMinid(2)
  assert.ok(person !== undefined)
  assert.match(textOf((await logIn(person)).greeted), /You are logged in|Welcome/)
  assert.equal(await second.stop(), 0)
})
