/** Every page of a login: choosing, MinID, the test eID, another person, consent. */
import { makePerson } from '#sandbox/population/person.ts'
import { Browser, type Visit } from './browser.ts'
import { byMinid, byTestEid, codeIn, service } from './client.ts'
import { worked } from './human.ts'
import { begin, person, type Walk } from './walk.ts'

export async function choosers(w: Walk): Promise<void> {
  w.add('login', 'chooser', (await begin(w)).chooser)
  w.add('login', 'chooser without MinID', (await begin(w, 'health')).chooser)
  const { browser, url } = await begin(w)
  await byMinid(w.world, browser, url, person(w, 0))
  w.add('login', 'step-up', (await begin(w, 'health', browser)).chooser)
  w.world.clock.advance(60_000)
  const again = await (await service(w.world, 'tax')).ask({ prompt: 'login' })
  w.add('login', 'chooser, MinID used last', await browser.get(again.url))
  const none = await (await service(w.world, 'only-minid')).ask({ acr_values: 'idporten-loa-high' })
  w.add('login', 'chooser with nothing to offer', await w.world.browser({ language: w.language }).get(none.url))
}

const wrongNumbers = (w: Walk): readonly (readonly [string, string])[] => {
  const { number } = person(w, 0)
  return [
    ['length', '123'],
    ['date', '99999999999'],
    ['check digits', number.slice(0, 10) + String((Number(number.slice(10)) + 1) % 10)],
    // Shaped like a real number, but no series before 2032 has individual numbers from 500 for the years 1940 to 1953.
    ['real', '01014560013'],
  ]
}

export async function password(w: Walk): Promise<void> {
  const { browser, chooser } = await begin(w)
  let at = w.add('login', 'MinID', await browser.click(chooser, '/minid'))
  const send = async (number: string, word: string): Promise<Visit> => {
    at = await browser.submit(at, '/minid', { number, password: word })
    return at
  }
  w.add('login', 'MinID, nothing typed', await send('', ''))
  for (const [what, number] of wrongNumbers(w))
    w.add('login', `MinID, number: ${what}`, await send(number, 'some password'))
  const { number } = person(w, 1)
  w.add('login', 'MinID, password missing', await send(number, ''))
  w.add('login', 'MinID, refused', await send(number, 'wrong'))
  for (let i = 0; i < 2; i++) await send(number, 'wrong')
  w.add('login', 'MinID, human check', at)
  w.add('login', 'MinID, human check, questions', at)
  w.add('login', 'MinID, human check missing, questions', await send(number, 'wrong'))
  at = await browser.submit(at, '/minid', { number, password: 'wrong', 'human-1': 'x' })
  w.add('login', 'MinID, human check failed, questions', at)
  for (let i = 0; i < 3; i++)
    at = await browser.submit(at, '/minid', { number, password: 'wrong', ...(await worked(at)) })
  w.add('login', 'MinID, locked', at)
}

/** As far as the page that asks for the code. */
async function toCode(w: Walk, index: number): Promise<{ readonly browser: Browser; at: Visit }> {
  const { browser, chooser } = await begin(w)
  const { number, minid } = person(w, index)
  const form = await browser.click(chooser, '/minid')
  return { browser, at: await browser.submit(form, '/minid', { number, password: minid?.password ?? '' }) }
}

export async function codes(w: Walk): Promise<void> {
  const way = await toCode(w, 2)
  const send = async (code: string): Promise<Visit> => {
    way.at = await way.browser.submit(way.at, '/code', { code })
    return way.at
  }
  w.add('login', 'code', way.at)
  w.add('login', 'code, nothing typed', await send(''))
  w.add('login', 'code, length', await send('ABC'))
  w.add('login', 'code, look-alike', await send('ABC10'))
  w.add('login', 'code, characters', await send('ÆØÅ?!'))
  const right = codeIn(await w.world.sms(person(w, 2).mobile ?? ''))
  const wrong = right === 'ABCDE' ? 'ABCDF' : 'ABCDE'
  w.add('login', 'code, wrong', await send(wrong))
  w.add('login', 'code, last guess', await send(wrong))
  w.add('login', 'code, spent', await send(wrong))
  await newCodes(w)
}

async function newCodes(w: Walk): Promise<void> {
  const { browser, at } = await toCode(w, 3)
  let now = w.add('login', 'code, new one too soon', await browser.submit(at, '/code/new'))
  w.world.clock.advance(31_000)
  now = w.add('login', 'code, renewed', await browser.submit(now, '/code/new'))
  w.world.clock.advance(6 * 60_000)
  now = w.add('login', 'code, expired', await browser.get(now.url))
  for (let i = 0; i < 2; i++) {
    w.world.clock.advance(31_000)
    now = await browser.submit(now, '/code/new')
  }
  w.add('login', 'code, none left', now)
  for (let i = 0; i < 7; i++) await toCode(w, 3)
  w.add('login', 'MinID, too many codes', (await toCode(w, 3)).at)
}

export async function testEid(w: Walk): Promise<void> {
  const { browser, chooser } = await begin(w)
  let at = w.add('login', 'test eID', await browser.click(chooser, '/test'))
  for (const [what, number] of [...wrongNumbers(w), ['unknown', nobody(w)] as const]) {
    at = await browser.submit(at, '/test', { number, level: 'high' })
    w.add('login', `test eID, number: ${what}`, at)
  }
  w.add('login', 'test eID, no level', await browser.submit(at, '/test', { number: '', level: 'none' }))
}

/** A number of the right kind that nobody here has: a person of a larger population. */
const nobody = ({ world }: Walk): string => makePerson(world.people.size + 1).number

export async function another(w: Walk): Promise<void> {
  const first = await begin(w)
  await byTestEid(first.browser, first.chooser, person(w, 0).number, 'substantial')
  const { browser, chooser } = await begin(w, 'health', first.browser)
  const page = w.add('login', 'another person', await byTestEid(browser, chooser, person(w, 1).number, 'high'))
  if (!page.body.includes('go-on')) throw new Error('the page that asks whether to go on as another was not shown')
}

/** One thing, several, none ticked, and what is told with the login. */
export async function consent(w: Walk): Promise<void> {
  const { world, language, add } = w
  const ask = async (scope: string, more: Record<string, string> = {}): Promise<{ browser: Browser; page: Visit }> => {
    const browser = world.browser({ language })
    const { url } = await (await service(world, 'asking')).ask({ scope, ...more })
    return { browser, page: await byTestEid(browser, await browser.get(url), person(w, 0).number, 'high') }
  }
  add('login', 'consent', (await ask('openid profile page:one')).page)
  const details = [{ type: 'page:detail', amount: 5000, actions: ['read', 'write'] }]
  const several = await ask('openid page:one page:two', { authorization_details: JSON.stringify(details) })
  add('login', 'consent, several', several.page)
  add('login', 'consent, nothing ticked', await several.browser.submit(several.page, '/consent', { consent: 'yes' }))
  add('login', 'consent, the login alone', (await ask('openid profile', { prompt: 'consent' })).page)
  add('login', 'consent, all', (await ask('openid profile page:one', { prompt: 'consent' })).page)
}
