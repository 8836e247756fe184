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
import { serviceNames } from '#sandbox/services/registrations.ts'
import { page } from '#ui/page.ts'
import { refusalPage } from '#ui/refusal-page.ts'
import { Browser, type Visit } from './browser.ts'
import { cardPages } from './card-pages.ts'
import { byTestEid, service } from './client.ts'
import { deskPages } from './helpdesk.ts'
import { recoveryPages } from './recovery-pages.ts'
import { letterPages } from './letter-pages.ts'
import { ownPages } from './own-pages.ts'
import { secondPages } from './second-pages.ts'
import { owners } from './services.ts'
import { issuer, openWorld } from './world.ts'
import { another, choosers, codes, consent, password, testEid } from './login-pages.ts'
import { type Add, asking, begin, person, type Shown, type Walk } from './walk.ts'

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
