/** Row E10: eIDs from outside, as the operator's file names them: what stops the start, and what none of them can do to the rest. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { after } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { newPersonId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import type { Door, Method, MethodProof } from '#login/method.ts'
import { EidFaults } from '#methods/federated/settings.ts'
import type { KnownPerson } from '#persons/persons.ts'
import { pluginIdsOf, pluginsOf } from '#plugins.ts'
import { population } from '#sandbox/population/population.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-plugins-'))
after(() => rmSync(folder, { recursive: true }))

const logged: unknown[] = []
const person: KnownPerson = { id: newPersonId(), numberHash: 'hash' }
const around = {
  config: { issuer: 'https://login.example.no', outboundAllow: [] },
  clock: fixedClock(2_000_000),
  persons: { ensure: async () => person },
  log: (level: string, message: string, about: object) => void logged.push({ level, message, ...about }),
  metrics: { count: () => undefined },
  wait: async () => undefined,
} as unknown as Parameters<typeof pluginsOf>[0]

const file = (name: string, content: string): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
const words = "{ nb: 'x', nn: 'x', se: 'x', en: 'x' }"
/** A plug-in that gives this eID; `more` over its members, as source. */
const source = (more = '', before = ''): string =>
  `export const eid = { contract: 1, open: (house) => { ${before}; const n = ${words}; return { highest: 'high', name: n, needs: n, mark: 'X', mount() {}, ${more} } } }`

const declared = (...plugins: readonly object[]): string => file('plugins.json', JSON.stringify({ plugins }))
const one = { id: 'plugged', from: './ok.mjs', highest: 'substantial' }
file('ok.mjs', source())

const open = (...plugins: readonly object[]): Promise<readonly Method[]> =>
  pluginsOf(around, declared(...plugins), ['bankid'])
async function faultsOf(...plugins: readonly object[]): Promise<string> {
  try {
    await open(...plugins)
  } catch (error) {
    assert.ok(error instanceof EidFaults)
    return error.faults.join('\n')
  }
  return assert.fail('nothing was wrong')
}

test('E10 a plug-in is loaded by its name, as TypeScript or JavaScript, and stands for no more than the operator allows', async () => {
  file(
    'typed.ts',
    source('callback: async (c: unknown) => c, troubled: () => true, says: () => undefined,').replace(
      '(house)',
      '(house: unknown)',
    ),
  )
  file('node_modules/packed/package.json', '{ "name": "packed", "type": "module", "exports": "./own.js" }')
  file('node_modules/packed/own.js', source("highest: 'low'"))
  const [plain, typed, packed] = await open(
    one,
    { ...one, id: 'typed', from: './typed.ts', highest: 'high' },
    { ...one, id: 'packed', from: 'packed', highest: 'high' },
  )
  assert.deepEqual([plain?.id, plain?.highest, plain?.group], ['plugged', 'substantial', 'idporten'])
  assert.deepEqual([typed?.highest, typed?.troubled?.(), typeof typed?.callback], ['high', true, 'function'])
  assert.equal(packed?.highest, 'low')
  assert.deepEqual(pluginIdsOf(declared(one)), ['plugged'])
  assert.deepEqual(pluginIdsOf(undefined), [])
  // Whoever checks the settings hears of it before the start does.
  assert.throws(() => pluginIdsOf(declared({ ...one, from: './absent.mjs' })), EidFaults)
})

const faulty: readonly (readonly [what: string, entry: object, says: RegExp])[] = [
  ['nothing there', { from: './absent.mjs' }, /plugged\) is not at \.\/absent\.mjs \(MODULE_NOT_FOUND\)/],
  ['another module', { from: file('other.mjs', 'export const a = 1') }, /has no eid with an open/],
  [
    'a module that breaks',
    { from: file('broken.mjs', "throw new Error('no such issuer')") },
    /cannot be loaded: no such issuer/,
  ],
  ['a module that is no code', { from: file('no-code.mjs', 'export {') }, /cannot be loaded/],
  [
    'another contract',
    { from: file('old.mjs', source().replace('contract: 1', 'contract: 2')) },
    /another contract than 1/,
  ],
  [
    'one that does not open',
    { from: file('shut.mjs', source('', "throw new Error('settings need cards')")) },
    /could not be opened: settings need cards/,
  ],
  ['no name', { from: file('nameless.mjs', source('name: undefined')) }, /gave an eID whose name is wrong/],
  [
    'a name in one language',
    { from: file('one.mjs', source("name: { nb: 'x' }")) },
    /gave an eID whose name\.nn is wrong/,
  ],
  ['an unknown level', { from: file('level.mjs', source("highest: 'highest'")) }, /whose highest is wrong/],
  ['no pages', { from: file('bare.mjs', source('mount: undefined')) }, /whose mount is wrong: must be a function/],
  [
    'a trust group that the file has not',
    { from: file('group.mjs', source("group: 'visitors'")) },
    /trust group visitors, where the file has idporten/,
  ],
  [
    'TypeScript below node_modules',
    { from: file('node_modules/raw/index.ts', source()) },
    /TypeScript below node_modules/,
  ],
  ['the id of the house’s own', { id: 'minid' }, /something of the house is called so/],
  ['the id of a step of the login', { id: 'cancel' }, /something of the house is called so/],
  ['an id with capitals', { id: 'Mine' }, /small letters/],
  ['the id of an eID that is declared', { id: 'bankid' }, /has the id of another eID/],
  ['a level that is none', { highest: 'top' }, /plugins\.0\.highest/],
  ['no level', { highest: undefined }, /plugins\.0\.highest/],
  ['a word that is not known', { colour: 'red' }, /colour/],
]
for (const [what, entry, says] of faulty) {
  test(`E10 refused at the start: a plug-in with ${what}`, async () => {
    assert.match(await faultsOf({ ...one, ...entry }), says)
  })
}

test('E10 all faults are told at once; a file that is not there, or none, is told too', async () => {
  const told = await faultsOf({ ...one, from: './absent.mjs' }, { ...one, id: 'two', from: './absent.mjs' }, one)
  assert.match(told, /plugins\[0\][^]*plugins\[1\][^]*plugins\[2\] \(plugged\) has the id of another/)
  await assert.rejects(pluginsOf(around, join(folder, 'none.json'), []), EidFaults)
  await assert.rejects(pluginsOf(around, file('half.json', '{'), []), EidFaults)
})

test('E10 I2 what it vouches with goes through the house’s door only when it is a proof', async () => {
  const accepted: MethodProof[] = []
  const door = {
    proved: async (_c: unknown, _leg: unknown, proof: MethodProof) => void accepted.push(proof),
  } as unknown as Door
  file('proves.mjs', source('callback: (c, door, proof) => door.proved(c, {}, proof),'))
  const [eid] = await open({ ...one, from: './proves.mjs' })
  const prove = (proof: object): Promise<unknown> =>
    Promise.resolve(eid?.callback?.({} as Request, door, proof as unknown as URLSearchParams))
  const good = {
    person: person.id,
    numberHash: 'hash',
    level: 'high',
    amr: ['Mine'],
    at: 9_000_000,
    more: 'of its own',
  }
  await prove(good)
  // In the future by its own clock; and what the house does not know of is left behind.
  assert.deepEqual(accepted, [{ person: person.id, numberHash: 'hash', level: 'high', amr: ['Mine'], at: 2_000_000 }])
  const bad: readonly object[] = [
    { ...good, person: '15819010029' },
    { ...good, numberHash: undefined },
    { ...good, level: 'highest' },
    { ...good, amr: [] },
    { ...good, amr: 'Mine' },
    { ...good, amr: ['<b>'] },
    { ...good, at: Number.NaN },
    { ...good, name: { given: 'Kari' } },
  ]
  for (const proof of bad) {
    await assert.rejects(prove(proof), (error) => {
      assert.match(String(error), /the eID plugged gave a proof that is none: \w+/)
      assert.doesNotMatch(String(error), /15819010029/)
      return true
    })
  }
  assert.equal(accepted.length, 1)
})

test('E10 one that fails where the chooser asks it fails alone, and says nothing that is no text', async () => {
  file('fails.mjs', source("troubled() { throw new Error('lost') }, says: () => 'no text',"))
  const [eid] = await open({ ...one, from: './fails.mjs' })
  logged.length = 0
  assert.equal(eid?.troubled?.(), false)
  assert.equal(eid?.says?.('word'), undefined)
  assert.equal(logged.length, 2)
})

test('E10 what is lent: people by their numbers, words for the log, and no way into the operator’s network', async () => {
  const number = population(1).at(0).number
  file('asks.mjs', source('', 'globalThis.lent = house'))
  await open({ ...one, from: './asks.mjs', settings: { a: 1 } })
  const house = (globalThis as unknown as { lent: import('#plugin.ts').PluginHouse }).lent
  assert.deepEqual([house.id, house.highest, house.settings], ['plugged', 'substantial', { a: 1 }])
  assert.equal(house.callback, 'https://login.example.no/callback/plugged')
  assert.equal(house.folder, folder)
  assert.deepEqual(await house.person(number), { person: person.id, numberHash: 'hash' })
  assert.equal(await house.person('12345678901'), undefined)
  await assert.rejects(house.fetch('http://169.254.169.254/latest'), /inside|address/)
  logged.length = 0
  house.log('warn', 'issuer-slow')
  house.log('warn', `${number} is slow`)
  assert.deepEqual(
    logged.map((one) => (one as { why: string }).why),
    ['issuer-slow', 'not-a-word'],
  )
})
