/** Trust groups: a proof of one never counts in another. The login alone, with an eID of each of two groups and a door of its own. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import { newGrantId, type PersonId, type Sid } from '#base/ids.ts'
import { secretKey } from '#base/secrets.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotSql } from '#hot/sql.ts'
import { answerThrown } from '#http/answer.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv } from '#http/routes.ts'
import type { Ask } from '#login/attempt.ts'
import { openAttempts } from '#login/attempts.ts'
import { openDoors } from '#login/doors.ts'
import type { Level } from '#login/levels.ts'
import type { Login } from '#login/login.ts'
import { groupOf, type Method, nationalGroup, organisationGroup } from '#login/method.ts'
import { offer } from '#login/offer.ts'
import { mountLogin } from '#login/routes.ts'
import { openSessions } from '#login/session.ts'
import { startLogin } from '#login/start.ts'
import { migrations, openLoginStore } from '#login/store.ts'
import { refusalPage } from '#ui/refusal-page.ts'
import { Browser, landed, linksIn, type Visit } from '../browser.ts'

const issuer = 'http://localhost:8700'
const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
const cookies = { secure: false, port: 8700 }
const name = { nb: 'x', nn: 'x', se: 'x', en: 'x' }

/** Opening its page proves: `?person=kari`. */
const eid = (id: string, group?: string, highest: Level = 'high'): Method => ({
  id,
  highest,
  name,
  needs: name,
  mark: 'X',
  ...(group === undefined ? {} : { group }),
  mount(routes, door) {
    routes.get('/', async (c) =>
      door.proved(c, await door.current(c), {
        person: `${c.req.query('as') ?? 'per'}_${c.req.query('person') ?? ''}` as PersonId,
        numberHash: 'h',
        level: 'high',
        amr: [id],
        at: clock.now(),
      }),
    )
  },
  headless: (hint) =>
    Promise.resolve(
      hint.startsWith(`${id}:`)
        ? {
            proof: {
              person: `per_${hint.slice(id.length + 1)}` as PersonId,
              numberHash: 'h',
              level: 'high',
              amr: [id],
              at: clock.now(),
            },
          }
        : undefined,
    ),
})
const methods = [eid('national'), eid('mail', 'self-registered'), eid('seal', organisationGroup)]

const ask = (groups: readonly string[], over: Partial<Ask> = {}): Ask => ({
  clientId: groups.join('-'),
  atLeast: 'substantial',
  vocabulary: 'idporten',
  eids: undefined,
  freshAfter: undefined,
  silent: false,
  expectedSub: undefined,
  uiLocales: [],
  loginHint: undefined,
  eid: undefined,
  session: 'shared',
  groups,
  ...over,
})

let database: Database
let hot: Hot
const routes = new Hono<HouseEnv>()
const events: AuditEvent[] = []
const told: Sid[] = []

before(async () => {
  database = openSqlite(':memory:')
  await migrate(database, migrations)
  hot = await openHotSql(database, clock)
  routes.use(house({ hosts: ['localhost:8700'], cookies }))
  routes.onError((error, c) => answerThrown(error, c, { log: () => undefined, refusalPage }))
  const login: Login = makeLogin()
  routes.get('/start', (c) => {
    const query = c.req.query()
    const over = { silent: query['silent'] === 'yes', loginHint: query['hint'] }
    return startLogin(login, c, ask((query['groups'] ?? '').split(' '), over), { door: 'test', asked: undefined })
  })
  mountLogin(routes, login)
})
after(async () => {
  await hot.close()
  await database.close()
})

const makeLogin = (): Login => ({
  readSwitches: () => Promise.resolve(),
  tally: { saw: () => undefined },
  clock,
  hot,
  cookies,
  issuer,
  stateKey: secretKey(Buffer.alloc(32)),
  addressOf: () => 'unknown',
  methods,
  audit: {
    note: (event) => void events.push(event),
    write: async (steps, written) => {
      const outcome = await database.batch(steps)
      if (outcome.ok) events.push(...written)
      return outcome
    },
  } as Login['audit'],
  attempts: openAttempts({ hot, clock, cookies, wayBack: () => undefined }),
  sessions: openSessions({ hot, clock, cookies }),
  store: openLoginStore(database),
  proofs: {
    endProofs: () => assert.fail(),
    proofEnded: () => Promise.resolve(false),
    settleNumber: () => Promise.resolve('theirs'),
  },
  answers: openDoors(
    {
      test: {
        answer: async (_c, _asked, { person, sid, method }, _ask, record) => {
          const recorded = await record(newGrantId())
          if (!recorded.ok) return recorded
          const location = `https://service.example/cb?person=${person}&sid=${sid}&method=${method}`
          return { ok: true, record: { kind: 'redirect', location } }
        },
        refuse: (_asked, error) => ({ kind: 'redirect', location: `https://service.example/cb?error=${error}` }),
        returnAddress: () => 'https://service.example/cb',
      },
    },
    {
      respond: (c, record) => (record.kind === 'redirect' ? c.redirect(record.location, 303) : c.text(record.kind)),
      sub: (clientId, person) => clientId + person,
    },
  ),
  service: () => ({
    name,
    home: undefined,
    frontchannelLogoutUri: framed ? 'https://service.example/out' : undefined,
    frontchannelLogoutSessionRequired: true,
  }),
  guards: () => [],
  backChannel: {
    tells: () => true,
    steps: (sid) => {
      told.push(sid)
      return []
    },
    courier: { nudge: () => undefined },
  },
  trouble: (_message, cause) => {
    throw cause
  },
  count: () => undefined,
  wait: () => Promise.resolve(),
})
let framed = false

const browser = (): Browser => new Browser((request) => routes.fetch(request), issuer)
const start = (by: Browser, groups: string, more = ''): Promise<Visit> =>
  by.get(`/start?groups=${encodeURIComponent(groups)}${more}`)
const answer = (visit: Visit): Record<string, string> => Object.fromEntries(landed(visit).searchParams)
const offered = (visit: Visit): string[] =>
  linksIn(visit).flatMap((href) => /\/login\/att_[\w-]{22}\/(\w+)$/.exec(href)?.[1] ?? [])
const prove = (by: Browser, chooser: Visit, id: string, person: string): Promise<Visit> =>
  by.get(`${new URL(chooser.url).pathname}/${id}?person=${person}`)
const logIn = async (by: Browser, groups: string, id: string, person: string): Promise<Record<string, string>> =>
  answer(await prove(by, await start(by, groups), id, person))

test('E9 a method without a group is of the national one, and what is offered follows what was asked for', () => {
  assert.deepEqual(methods.map(groupOf), [nationalGroup, 'self-registered', organisationGroup])
  const ids = (groups: readonly string[]): string[] => offer(methods, ask(groups)).offered.map(({ id }) => id)
  assert.deepEqual(ids([nationalGroup]), ['national'])
  assert.deepEqual(ids(['self-registered']), ['mail'])
  assert.deepEqual(ids([nationalGroup, 'self-registered']), ['national', 'mail'])
})

test('E9 an eID of another group is neither shown nor reached by its address', async () => {
  const by = browser()
  const chooser = await start(by, nationalGroup)
  assert.deepEqual(offered(chooser), ['national'])
  const back = await prove(by, chooser, 'mail', 'kari')
  assert.equal(back.url, chooser.url, 'sent to the chooser')
  assert.equal(back.headers.get('location'), null)
})

test('E9 single sign-on inside a group; a session of one is none in the other, however strong', async () => {
  for (const [mine, id, other] of [
    [nationalGroup, 'national', 'self-registered'],
    ['self-registered', 'mail', nationalGroup],
  ] as const) {
    const by = browser()
    const first = await logIn(by, mine, id, 'kari')
    assert.equal(answer(await start(by, mine, '&silent=yes'))['sid'], first['sid'])
    assert.equal(answer(await start(by, other, '&silent=yes'))['error'], 'login_required')
    assert.notDeepEqual(offered(await start(by, other)), [])
    assert.equal(
      answer(await start(by, `${mine} ${other}`, '&silent=yes'))['sid'],
      first['sid'],
      'either was asked for',
    )
  }
})

test('E9 going over to another group ends the session: its services are told, and the new one has a name of its own', async () => {
  const by = browser()
  const first = await logIn(by, nationalGroup, 'national', 'kari')
  const second = await logIn(by, 'self-registered', 'mail', 'kari')
  assert.deepEqual([second['person'], second['method']], ['per_kari', 'mail'])
  assert.notEqual(second['sid'], first['sid'])
  assert.ok(told.includes(first['sid'] as Sid))
  assert.ok(
    events.some((event) => event.type === 'session.ended' && event.sid === first['sid'] && event.why === 'replaced'),
  )
  assert.equal(answer(await start(by, nationalGroup, '&silent=yes'))['error'], 'login_required')
  assert.equal(answer(await start(by, 'self-registered', '&silent=yes'))['sid'], second['sid'])
})

test('E9 services that hear it by a frame are told on a page, whose button goes on to the answer', async (t) => {
  framed = true
  t.after(() => (framed = false))
  const by = browser()
  await logIn(by, nationalGroup, 'national', 'kari')
  const page = await prove(by, await start(by, 'self-registered'), 'mail', 'ola')
  assert.match(page.body, /<iframe src="https:\/\/service\.example\/out\?/)
  assert.equal(answer(await by.click(page, /\/login\/att_[\w-]{22}$/))['person'], 'per_ola')
})

test('E9 nor does a proof of this very login count for a group that was not asked for, nor one by hint', async () => {
  const by = browser()
  const refused = answer(await start(by, nationalGroup, '&hint=mail:kari'))
  assert.equal(refused['error'], 'access_denied')
  await logIn(by, nationalGroup, 'national', 'kari')
  const hinted = answer(await start(by, 'self-registered', '&hint=mail:kari'))
  assert.equal(hinted['method'], 'mail')
  assert.equal(
    answer(await start(by, nationalGroup, '&silent=yes'))['error'],
    'login_required',
    'crossed without a page, too',
  )
})

test('O1 I1 an eID of people proves no organisation, and one of organisations no person, whatever it says', async () => {
  const proveAs = async (groups: string, id: string, as: string, person: string): Promise<Visit> => {
    const by = browser()
    const chooser = await start(by, groups)
    return by.get(`${new URL(chooser.url).pathname}/${id}?as=${as}&person=${person}`)
  }
  for (const [groups, id, as, person] of [
    [nationalGroup, 'national', 'org', '974761076'],
    ['self-registered', 'mail', 'org', '974761076'],
    [organisationGroup, 'seal', 'per', 'kari'],
  ] as const) {
    const visit = await proveAs(groups, id, as, person)
    assert.equal(visit.status, 500)
    assert.doesNotMatch(visit.body, /974761076|kari/)
  }
  assert.equal(answer(await proveAs(organisationGroup, 'seal', 'org', '974761076'))['person'], 'org_974761076')
})
