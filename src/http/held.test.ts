/** What one browser holds is nobody else's: another browser, an old page, a second click, the end of its time. */
import assert from 'node:assert/strict'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { openHotSql } from '#hot/sql.ts'
import type { Database } from '#db/db.ts'
import { type Held, type HeldKind, heldStamp, heldStampHolds, type InHand, openHolding } from '#http/held.ts'
import type { HouseEnv, Request } from '#http/routes.ts'

const kind: HeldKind = { prefix: 'e', id: /^err_\d+$/, idle: 60, absolute: 100, sideBySide: 2 }
const start = 1_800_000_000_000

interface Thing extends Held {
  readonly said: string
}

async function world(db: Database) {
  const clock = fixedClock(start)
  const hot = await openHotSql(db, clock)
  const holding = openHolding<Thing>({ hot, clock, cookies: { secure: true, port: 443 } }, kind)
  /** One request of a browser with this jar, which keeps what it is told. */
  const within = async <T>(jar: Map<string, string>, work: (c: Request) => Promise<T>): Promise<T> => {
    let outcome: T | undefined
    const app = new Hono<HouseEnv>().get('/', async (c) => {
      outcome = await work(c)
      return c.body(null)
    })
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.request('/', { headers: { cookie } })
    assert.equal(answer.status, 200)
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return outcome as T
  }
  const begin = (jar: Map<string, string>, id: string): Promise<InHand<Thing>> =>
    within(jar, (c) => holding.begin(c, { id, revision: 0, began: clock.now(), said: 'first' }))
  return { clock, hot, holding, within, begin }
}

const inHand = (found: InHand<Thing> | string): InHand<Thing> => {
  assert.ok(typeof found !== 'string', 'in hand')
  return found
}

const onEach = onEachDatabase([])

onEach('the browser that began it opens it, and nobody else; nothing of it lies open in the store', async (db) => {
  const { holding, within, begin, hot } = await world(db)
  const [mine, theirs] = [new Map<string, string>(), new Map<string, string>()]
  await begin(mine, 'err_1')
  await begin(theirs, 'err_2')
  assert.equal(inHand(await within(mine, (c) => holding.open(c, 'err_1'))).held.said, 'first')
  assert.equal(await within(theirs, (c) => holding.open(c, 'err_1')), 'elsewhere')
  // The other thing's key under the name of this one.
  const planted = new Map([['__Host-e-err_1', theirs.get('__Host-e-err_2') ?? '']])
  assert.equal(await within(planted, (c) => holding.open(c, 'err_1')), 'elsewhere')
  assert.equal(await within(mine, (c) => holding.open(c, 'err_3')), 'over')
  assert.equal(await within(mine, (c) => holding.open(c, '../err_1')), 'over')
  assert.doesNotMatch(JSON.stringify(await hot.get('e:{err_1}')), /first/)
})

onEach('of two changes to the same state one counts, and a page made before it is old', async (db) => {
  const { holding, within, begin } = await world(db)
  const jar = new Map<string, string>()
  const opened = await begin(jar, 'err_1')
  const stamp = heldStamp(opened)
  assert.ok(heldStampHolds(opened, stamp))
  const results = await Promise.all(['a', 'b', 'c'].map((said) => holding.swap(opened, { ...opened.held, said })))
  assert.equal(results.filter((one) => one !== undefined).length, 1)
  const now = inHand(await within(jar, (c) => holding.open(c, 'err_1')))
  assert.equal(now.held.revision, 1)
  assert.equal(heldStampHolds(now, stamp), false)
  assert.equal(await within(jar, (c) => holding.end(c, opened)), false)
  assert.equal(await within(jar, (c) => holding.end(c, now)), true)
  assert.equal(jar.size, 0)
  assert.equal(await within(jar, (c) => holding.end(c, now)), false)
})

onEach('it is over after its time without a change, and after its time in all', async (db) => {
  const { clock, holding, within, begin } = await world(db)
  const jar = new Map<string, string>()
  let now = await begin(jar, 'err_1')
  clock.advance(50_000)
  now = inHand((await holding.swap(now, { ...now.held, said: 'second' })) ?? 'over')
  clock.advance(49_000)
  assert.equal(inHand(await within(jar, (c) => holding.open(c, 'err_1'))).held.said, 'second')
  clock.advance(2_000)
  assert.equal(await within(jar, (c) => holding.open(c, 'err_1')), 'over')
  await begin(jar, 'err_2')
  clock.advance(61_000)
  assert.equal(await within(jar, (c) => holding.open(c, 'err_2')), 'over')
})

onEach('a third beside two puts the oldest away, and a cookie that came twice opens nothing', async (db) => {
  const { clock, holding, within, begin } = await world(db)
  const jar = new Map<string, string>()
  for (const id of ['err_1', 'err_2', 'err_3']) {
    await begin(jar, id)
    clock.advance(20_000)
  }
  assert.deepEqual([...jar.keys()], ['__Host-e-err_2', '__Host-e-err_3'])
  const twice = new Map([['x', `1; __Host-e-err_3=1.a; __Host-e-err_3=${jar.get('__Host-e-err_3') ?? ''}`]])
  assert.equal(await within(twice, (c) => holding.open(c, 'err_3')), 'twice')
})
