/**
 * Every page of the gateway in every state it can be brought into, in one language: walked to through the whole app, without a
 * socket. What no walk reaches (a part that is down, an eID that times out) is drawn by the same templates beside the walk.
 */
import { Hono } from 'hono'
import { answerThrown } from '#http/answer.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv } from '#http/routes.ts'
import { Refusal, refusalIds } from '#http/trouble.ts'
import type { Language } from '#i18n/text.ts'
import { choosePage } from '#login/pages/choose.ts'
import { notices } from '#login/pages/choose-texts.ts'
import type { ChooseProps } from '#login/pages/props.ts'
import { switchStore } from '#login/switches/store.ts'
import { wayBackTo } from '#login/way.ts'
import { methodTexts } from '#methods/minid/texts.ts'
import { makePerson, type Person } from '#sandbox/population/person.ts'
import { serviceNames } from '#sandbox/services/registrations.ts'
import { page } from '#ui/page.ts'
import { refusalPage } from '#ui/refusal-page.ts'
import { Browser, type Visit } from './browser.ts'
import { cardPages } from './card-pages.ts'
import { byMinid, byTestEid, codeIn, service } from './client.ts'
import { deskPages } from './helpdesk.ts'
import { worked } from './human.ts'
import { recoveryPages } from './recovery-pages.ts'
import { letterPages } from './letter-pages.ts'
import { ownPages } from './own-pages.ts'
import { secondPages } from './second-pages.ts'
import { callback, owners, secret } from './services.ts'
import { issuer, openWorld, type World } from './world.ts'

export interface Shown {
  readonly name: string
  /** `login`: names the service and can be cancelled. `reading`: texts. `end`: a dead end or the end. `twin`: the sandbox's own. */
  readonly kind: 'login' | 'reading' | 'end' | 'twin'
  readonly visit: Visit
}

type Add = (kind: Shown['kind'], name: string, visit: Visit) => Visit

/** A world of its own for each language: locks and limits of one do not meet those of another. */
export async function everyPage(language: Language): Promise<readonly Shown[]> {
  const world = await openWorld([...owners, asking], { INNGANG_ISSUER_PORT: '8711' })
  const shown: Shown[] = []
  const add: Add = (kind, name, visit) => {
    shown.push({ name, kind, visit })
    return visit
  }
  const walk: Walk = { world, language, add, people: world.people.withMinid(8) }
  try {
    for (const part of [
      choosers,
      password,
      codes,
      testEid,
      another,
      consent,
      loggedOut,
      texts,
      sandbox,
      deadEnds,
      staff,
      letters,
      recovery,
      second,
      own,
      cards,
      eids,
      drawn,
    ])
      await part(walk)
  } finally {
    await world.close()
  }
  return shown
}

const words = (nb: string, nn: string, se: string, en: string): object => ({ nb, nn, se, en })
/** A service that asks for more than a login. */
const asking = {
  org_number: '974761076',
  name: 'Prøvekontoret',
  scopes: [
    {
      name: 'page:one',
      description: words('Se inntekten din', 'Sjå inntekta di', 'Oaidnit du sisaboađu', 'See your income'),
      requires_user_consent: true,
    },
    {
      name: 'page:two',
      description: words('Se gjelden din', 'Sjå gjelda di', 'Oaidnit du vealggi', 'See your debt'),
      requires_user_consent: true,
    },
  ],
  authorization_details_types: [
    {
      type: 'page:detail',
      description: words('Betale på dine vegne', 'Betale på dine vegner', 'Máksit du ovddas', 'Pay on your behalf'),
      fields: {
        amount: { label: words('Beløp', 'Sum', 'Submi', 'Amount'), kind: 'number' },
        actions: { label: words('Handlinger', 'Handlingar', 'Dagut', 'Actions'), kind: 'strings' },
      },
    },
  ],
  services: [
    {
      client_id: 'asking',
      client_name: words('Lånekontoret', 'Lånekontoret', 'Luoikkahat', 'The Loan Office'),
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      redirect_uris: [callback('asking')],
      scopes: ['openid', 'profile', 'page:one', 'page:two'],
      authorization_details_types: ['page:detail'],
    },
    // Its user is asked about a logout, and it is called when one comes; nobody is there.
    {
      client_id: 'standard',
      client_name: words('Standardkontoret', 'Standardkontoret', 'Standárdakantuvra', 'The Standard Office'),
      client_uri: 'https://standard.example.no/',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      profile: 'plain',
      redirect_uris: [callback('standard'), 'http://127.0.0.1:9/callback'],
      post_logout_redirect_uris: ['https://standard.example.no/bye'],
      backchannel_logout_uri: 'http://127.0.0.1:9/told',
    },
  ],
}

interface Walk {
  readonly world: World
  readonly language: Language
  readonly add: Add
  readonly people: readonly Person[]
}

const person = ({ people }: Walk, index: number): Person => {
  const found = people[index]
  if (found === undefined) throw new Error('too few people with MinID')
  return found
}

interface Begun {
  readonly browser: Browser
  readonly chooser: Visit
  readonly url: string
}

async function begin({ world, language }: Walk, clientId = 'tax', browser?: Browser): Promise<Begun> {
  const used = browser ?? world.browser({ language })
  const { url } = await (await service(world, clientId)).ask()
  return { browser: used, chooser: await used.get(url), url }
}

async function choosers(w: Walk): Promise<void> {
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

async function password(w: Walk): Promise<void> {
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

async function codes(w: Walk): Promise<void> {
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

async function testEid(w: Walk): Promise<void> {
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

async function another(w: Walk): Promise<void> {
  const first = await begin(w)
  await byTestEid(first.browser, first.chooser, person(w, 0).number, 'substantial')
  const { browser, chooser } = await begin(w, 'health', first.browser)
  const page = w.add('login', 'another person', await byTestEid(browser, chooser, person(w, 1).number, 'high'))
  if (!page.body.includes('go-on')) throw new Error('the page that asks whether to go on as another was not shown')
}

/** One thing, several, none ticked, and what is told with the login. */
async function consent(w: Walk): Promise<void> {
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

async function loggedOut(w: Walk): Promise<void> {
  const { world, add, language } = w
  add('end', 'logged out, nothing to end', await world.browser({ language }).get('/logout'))
  const { browser, chooser } = await begin(w, 'told')
  await byTestEid(browser, chooser, person(w, 0).number, 'high')
  for (const clientId of ['library', 'tax']) await begin(w, clientId, browser)
  add('end', 'logged out', await browser.get('/logout?client_id=tax'))
  const other = await begin(w, 'told')
  await byTestEid(other.browser, other.chooser, person(w, 0).number, 'high')
  const back = 'https%3A%2F%2Ftold.example.no%2Flogged-out'
  add(
    'end',
    'logged out, everybody told',
    await other.browser.get(`/logout?client_id=told&post_logout_redirect_uri=${back}`),
  )
  const asked = await begin(w, 'standard')
  await byTestEid(asked.browser, asked.chooser, person(w, 0).number, 'high')
  await begin(w, 'library', asked.browser)
  const away = `client_id=standard&post_logout_redirect_uri=${encodeURIComponent('https://standard.example.no/bye')}`
  const question = add('end', 'logout, asked', await asked.browser.get(`/logout?${away}`))
  const say = (answer: string): Promise<Visit> =>
    asked.browser.submit(question, /^\/logout\?continue=/, { 'log-out': answer })
  add('end', 'logout, no', await say('no'))
  add('end', 'logged out, told directly', await say('yes'))
  const posts = await (await service(world, 'tax')).ask({ response_mode: 'form_post' })
  const fresh = world.browser({ language })
  add('end', 'form post', await byTestEid(fresh, await fresh.get(posts.url), person(w, 0).number, 'high'))
}

async function texts(w: Walk): Promise<void> {
  const { browser, chooser } = await begin(w)
  w.add('reading', 'registration', await browser.get('/docs/registration'))
  for (const path of ['/help', '/privacy', '/safe-use', '/no-eid']) {
    w.add('reading', path, await browser.get(path))
    w.add('reading', `${path} from a login`, await browser.click(chooser, new RegExp(`^${path}\\?back=`)))
  }
}

async function sandbox({ world, language, add, people }: Walk): Promise<void> {
  const browser = world.browser({ language })
  add('twin', 'start page', await browser.get('/'))
  add('twin', 'people', await browser.get('/sandbox/people'))
  add('twin', 'people, long names', await browser.get('/sandbox/people?kind=long-name'))
  add('twin', 'people, nobody', await browser.get('/sandbox/people?name=xyzzy'))
  add('twin', 'person', await browser.get('/sandbox/people/2'))
  add('twin', 'phones', await browser.get('/sandbox/phone'))
  add('twin', 'phone', await browser.get(`/sandbox/phone?to=${encodeURIComponent(people[2]?.mobile ?? '')}`))
  add('twin', 'phone, empty', await browser.get('/sandbox/phone?to=%2B4700000000'))
  add('twin', 'letters, none', await browser.get('/sandbox/letters'))
  const explain = add('twin', 'explain', await browser.get('/sandbox/explain'))
  add('twin', 'explain, a code', await browser.get('/sandbox/explain?code=IN-02'))
  const pasted = `${issuer}/authorize?${new URLSearchParams({ client_id: 'taks', response_type: 'code', scope: 'openid' })}`
  add('twin', 'explain, a request', await browser.submit(explain, '/sandbox/explain', { pasted }))
  add('twin', 'explain, unknown', await browser.submit(explain, '/sandbox/explain', { pasted: 'no such thing' }))
}

const staff = ({ world, language, add }: Walk): Promise<void> =>
  deskPages(world, language, (name, visit) => add('end', name, visit))

const recovery = ({ world, language, add }: Walk): Promise<void> =>
  recoveryPages(world, language, (name, visit) => add('end', name, visit))

async function letters({ world, language, add }: Walk): Promise<void> {
  await letterPages(world, language, (name, visit) => add('end', name, visit))
  add('twin', 'letters', await world.browser({ language }).get('/sandbox/letters'))
}

const second = ({ world, language, add }: Walk): Promise<void> => secondPages(world, language, add)

const own = ({ world, language, add }: Walk): Promise<void> =>
  ownPages(world, language, (name, visit) => add('end', name, visit))

/** In trouble after five failures, and off: the last walk, since others need them. */
const cards = ({ world, language, add }: Walk): Promise<void> => cardPages(world, language, add)

async function eids(w: Walk): Promise<void> {
  const { world } = w
  for (let i = 0; i < 5; i++) {
    const { browser, chooser } = await begin(w)
    world.issuers?.down('bankid', true)
    const back = await browser.click(chooser, '/bankid')
    if (i === 4) w.add('login', 'chooser, one in trouble', back)
  }
  const store = switchStore(world.database)
  const off = { method: 'buypass', clientId: undefined, since: world.clock.now() }
  await world.database.batch([store.turnOff({ ...off, message: serviced })])
  await world.parts.switches.refresh()
  w.add('login', 'chooser, one off', (await begin(w)).chooser)
}

const serviced = {
  nb: 'Buypass er til service til klokka 12.',
  nn: 'Buypass er på service til klokka 12.',
  se: 'Buypass divvojuvvo dii. 12 rádjai.',
  en: 'Buypass is being serviced until 12 noon.',
}

async function deadEnds(w: Walk): Promise<void> {
  const { browser, chooser } = await begin(w)
  const stranger = w.world.browser({ language: w.language })
  const path = new URL(chooser.url).pathname
  w.add('end', 'IN-01 reached', await stranger.get('/login/att_AAAAAAAAAAAAAAAAAAAAAA'))
  w.add('end', 'IN-02 reached', await stranger.get(path))
  const unknown = '/authorize?client_id=nobody&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fevil.example'
  w.add('end', 'IN-04 reached', await stranger.get(unknown))
  w.add('end', 'IN-05 reached', await browser.post(`${path}/cancel`, {}, { origin: 'https://evil.example' }))
  w.add('end', 'IN-07 reached', await stranger.get('/nothing-here'))
  const twice = new URLSearchParams('stamp=x&stamp=x')
  w.add('end', 'IN-10 reached', await browser.post(`${path}/cancel`, twice))
}

/** The same templates with what no walk reaches. */
async function drawn({ language, add }: Walk): Promise<void> {
  const app = new Hono<HouseEnv>()
  app.onError((error, c) => answerThrown(error, c, { log: () => {}, refusalPage }))
  const help = { phone: '+47 800 00 000', url: 'https://help.example.no/' }
  app.use(house({ hosts: [new URL(issuer).host], cookies: { secure: false, port: 8700 }, help }))
  app.get('/refusal/:id', (c) => {
    const id = refusalIds.find((one) => one === c.req.param('id'))
    if (id === undefined) throw new Error('no such refusal')
    throw new Refusal(id, { ...wayBackTo(taxPage), forDevelopers: 'redirect_uri is not registered' })
  })
  app.get('/notice/:notice', (c) => {
    const { title, body } = choosePage({ ...choice, notice: c.req.param('notice') as keyof typeof notices }, language)
    return page(c, { language, title, here: c.req.path, body, service: { name: taxPage.name[language] } })
  })
  const browser = new Browser((request) => app.fetch(request), issuer, { language })
  for (const id of refusalIds) add('end', id, await browser.get(`/refusal/${id}`))
  for (const notice of Object.keys(notices)) add('end', `chooser: ${notice}`, await browser.get(`/notice/${notice}`))
}

const taxPage = {
  name: serviceNames.tax,
  home: 'https://tax.example.no/',
  frontchannelLogoutUri: undefined,
  frontchannelLogoutSessionRequired: false,
}

const choice: ChooseProps = {
  asked: 'substantial',
  offered: [
    {
      id: 'minid',
      name: methodTexts.name,
      needs: methodTexts.needs,
      mark: 'M',
      href: '/x/minid',
      last: false,
      troubled: false,
    },
  ],
  off: [],
  missing: [],
  stepUpFrom: undefined,
  notice: undefined,
  said: undefined,
}
