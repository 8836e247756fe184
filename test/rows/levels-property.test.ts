/**
 * I2 through the whole gateway, over (level asked × the service's floor × session × what the eID answers × tampering): the level in the
 * token is never below what was asked, never above what was proved, and belongs to whoever proved it.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { higher, type Level, lower, rank, reaches, readAcr } from '#login/levels.ts'
import { linksIn, type Visit } from '../browser.ts'
import type { Lies } from '../fakes/issuer.ts'
import { type Begun, lyingIssuer } from '../lying-issuer.ts'
import { answered, claimsOf, hint } from '../wire.ts'

const caps = { liar: 'high', capped: 'substantial' } as const satisfies Record<string, Level>
const issuers = await lyingIssuer(import.meta.filename, {}, [{ id: 'capped', highest: 'substantial' }])

const floors = { library: 'low', told: 'substantial', health: 'high' } as const satisfies Record<string, Level>
const asks = [
  '',
  'idporten-loa-low',
  'idporten-loa-substantial',
  'idporten-loa-high',
  'loa:low',
  'loa:high',
  'Level4',
  'idporten-loa-high idporten-loa-low',
  'unheard-of loa:substantial',
]
const answers: readonly (Level | 'top' | undefined)[] = ['low', 'substantial', 'high', 'top', undefined]

/** What somebody between may try, at the issuer or in the address; each would raise the level, or change the person. */
const tampering: Readonly<Record<string, { readonly lies?: Lies; readonly change?: (all: URLSearchParams) => void }>> =
  {
    none: {},
    'acr in the address': { change: (all) => (all.set('acr', 'high'), all.set('acr_values', 'high')) },
    'no signature': { lies: { none: true, claims: { acr: 'high' } } },
    'another key': { lies: { otherKey: true, claims: { acr: 'high' } } },
    'a bit of the signature': { lies: { badSignature: true } },
    'for somebody else': { lies: { claims: { aud: 'other', acr: 'high' } } },
    'of another login': { lies: { claims: { nonce: 'other', acr: 'high' } } },
    'in another name': { change: (all) => all.set('iss', 'https://evil.example') },
    'several levels': { lies: { claims: { acr: ['high', 'low'] } } },
  }

const cases = fc.record({
  client: fc.constantFrom(...(Object.keys(floors) as (keyof typeof floors)[])),
  asked: fc.constantFrom(...asks),
  session: fc.constantFrom<Level | undefined>(undefined, 'low', 'substantial', 'high'),
  eid: fc.constantFrom(...(Object.keys(caps) as (keyof typeof caps)[])),
  answer: fc.constantFrom(...answers),
  tamper: fc.constantFrom(...Object.keys(tampering)),
  other: fc.boolean(),
})
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

/** What must be reached: the lowest known of what was asked, and the floor. */
function needed({ client, asked }: Case): Level {
  const known = asked.split(' ').flatMap((one) => readAcr(one)?.level ?? [])
  const least = known.toSorted((a, b) => rank(a) - rank(b))[0]
  return least === undefined ? floors[client] : higher(least, floors[client])
}

/** What the eID proved, if its answer can be believed at all. */
function proved({ eid, answer, tamper }: Case): Level | undefined {
  const harmless = tamper === 'none' || tamper === 'acr in the address'
  return !harmless || answer === undefined || answer === 'top' ? undefined : lower(answer, caps[eid])
}

/** The service's tokens, or undefined where the user is still with us. */
async function result({ asked }: Begun, visit: Visit): Promise<Record<string, unknown> | undefined> {
  if (visit.headers.get('location') === null) return undefined
  const { id_token: token } = await asked.finish(visit)
  return claimsOf(token ?? '')
}

function holds(c: Case, claims: Record<string, unknown>, most: Level, number: string): void {
  const level = readAcr(String(claims['acr']))?.level
  assert.ok(level !== undefined, String(claims['acr']))
  assert.ok(reaches(level, needed(c)), `${level} for ${needed(c)}`)
  assert.ok(reaches(most, level), `${level} where ${most} was proved`)
  assert.equal(claims['pid'], number)
}

async function trial(c: Case): Promise<void> {
  const world = issuers.world()
  const [first, second] = [world.people.at(0).number, world.people.at(2).number]
  const browser = world.browser()
  if (c.session !== undefined) await answered(world, 'library', { login_hint: hint(world, 0, c.session) }, browser)
  const login = await issuers.begin(c.client, c.asked === '' ? {} : { acr_values: c.asked }, { id: c.eid, browser })
  const silent = await result(login, login.chooser)
  if (silent !== undefined) {
    assert.ok(c.session !== undefined)
    return holds(c, silent, c.session, first)
  }
  assert.ok(c.session === undefined || !reaches(c.session, needed(c)), 'a session that reaches it is enough')
  const offered = linksIn(login.chooser).some((href) => href.endsWith(`/${c.eid}`))
  assert.equal(offered, reaches(caps[c.eid], needed(c)))
  if (!offered) return
  const { lies = {}, change = () => undefined } = tampering[c.tamper] ?? {}
  issuers.server.issuer.lies = lies
  const number = c.other ? second : first
  let visit = await login.go({ acr: c.answer, number }, (all) => (change(all), all))
  const got = proved(c)
  const enough = got !== undefined && reaches(got, needed(c))
  // Somebody else is logged in here: asked, and they go on.
  if (enough && c.other && c.session !== undefined) visit = await browser.submit(visit, '/person', { 'go-on': 'yes' })
  const claims = await result(login, visit)
  assert.equal(claims !== undefined, enough, `answered: ${String(claims?.['acr'])}`)
  if (claims === undefined) return
  holds(c, claims, got ?? 'level0', number)
  // What stands in the session afterwards is what was proved, and opens no more than that.
  const after = await answered(world, 'health', { prompt: 'none', login_hint: undefined }, browser)
  assert.equal(after.get('code') !== null, got === 'high', `a session at ${String(got)}`)
}

test('I2 I1 never below what was asked, never above what was proved, whoever tampers with what', async () => {
  await fc.assert(fc.asyncProperty(cases, trial), { numRuns: 100, endOnFailure: true })
})
