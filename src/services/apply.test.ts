import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import type { AuditEvent } from '#audit/events.ts'
import { fixedClock } from '#base/clock.ts'
import { sha256 } from '#base/secrets.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { silent } from '#observe/log.ts'
import { applyServices, planServices } from '#services/apply.ts'
import { openServices } from '#services/clients.ts'
import { checkServices, ServiceFaults } from '#services/file.ts'
import { planLines } from '#services/plan.ts'
import { migrations } from '#services/store.ts'

const secret = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'
const tax = {
  client_id: 'tax',
  client_name: 'Tax',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: ['https://tax.example.no/cb'],
}
const app = {
  client_id: 'app',
  client_name: 'App',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['no.example.app:/cb'],
}
const declared = (...services: object[]) =>
  checkServices([{ org_number: '999999999', name: 'Etaten', services }], { world: 'twin', eids: ['minid'] })

async function opened() {
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  const events: AuditEvent[] = []
  const audit = {
    write: async (steps: Parameters<typeof database.batch>[0], more: readonly AuditEvent[]) => {
      const result = await database.batch(steps)
      if (result.ok) events.push(...more)
      return result
    },
  }
  return { database, events, deps: { database, clock: fixedClock(1000), audit } }
}

test('PKCE is required unless it was registered without, or the profile is plain and nothing was said', async () => {
  const { database, deps } = await opened()
  const named = (client_id: string, over: object): object => ({ ...tax, client_id, ...over })
  const of = { profile: 'plain' }
  await applyServices(
    deps,
    declared(
      tax,
      named('without', { code_challenge_method: 'none' }),
      named('plain', of),
      named('plain-with', { ...of, code_challenge_method: 'S256' }),
    ),
    'file',
  )
  const services = await openServices({ database, log: silent, every: 0 })
  const required = ['tax', 'without', 'plain', 'plain-with'].map((id) => services.find(id)?.pkceRequired)
  assert.deepEqual(required, [true, false, false, true])
  await database.close()
})

test('what is declared is added, told in lines, and found by its client id', async () => {
  const { database, deps, events } = await opened()
  const services = await openServices({ database, log: silent, every: 0 })
  const done = await applyServices(deps, declared(tax, app), 'file')
  assert.deepEqual(planLines(done), ['+ added tax: Tax (Etaten)', '+ added app: App (Etaten)'])
  assert.deepEqual(events, [{ type: 'services.applied', added: 2, changed: 0, removed: 0, owners: 1 }])
  assert.equal(services.find('tax'), undefined)
  await services.refresh()
  const client = services.find('tax')
  assert.equal(client?.secretHash, sha256(secret))
  assert.equal(client?.ownerOrgNumber, '999999999')
  assert.equal(services.service('tax')?.ownerName.nb, 'Etaten')
  assert.equal(services.find('nobody'), undefined)
  await database.close()
})

test('the same declaration again changes nothing and writes nothing', async () => {
  const { database, deps, events } = await opened()
  await applyServices(deps, declared(tax), 'file')
  const again = await applyServices(deps, declared(tax), 'file')
  assert.deepEqual(planLines(again), [])
  assert.equal(events.length, 1)
  await database.close()
})

test('a change is told field by field, without secrets', async () => {
  const { database, deps } = await opened()
  await applyServices(deps, declared(tax), 'file')
  const changed = {
    ...tax,
    client_secret: 'another-secret-that-nobody-may-see',
    minimum_level: 'high',
    redirect_uris: ['https://tax.example.no/cb2'],
    client_name: { nb: 'Skatt', nn: 'Skatt', se: 'Vearru', en: 'Tax' },
  }
  const lines = planLines(await applyServices(deps, declared(changed), 'file'))
  assert.equal(lines.length, 1)
  for (const part of [
    'client_secret changed',
    'minimum_level substantial → high',
    'redirect_uris -https://tax.example.no/cb +https://tax.example.no/cb2',
    '"Tax" → nb "Skatt"',
  ]) {
    assert.ok(lines[0]?.includes(part), `${part} in ${lines[0]}`)
  }
  assert.ok(!/another-secret/.test(lines.join('')) && !lines.join('').includes(sha256(changed.client_secret)))
  await database.close()
})

test('keys are told by their ids', async () => {
  const { database, deps } = await opened()
  const keyed = (kid: string) => ({
    ...tax,
    client_secret: undefined,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: {
      keys: [{ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid }],
    },
  })
  await applyServices(deps, declared(keyed('old')), 'file')
  assert.deepEqual(planLines(await applyServices(deps, declared(keyed('new')), 'file')), [
    '~ changed tax: jwks old → new',
  ])
  await database.close()
})

test('a key that is another one under the same id is a change that is told', async () => {
  const { database, deps } = await opened()
  const keyed = () => ({
    ...tax,
    client_secret: undefined,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: {
      keys: [{ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'k' }],
    },
  })
  await applyServices(deps, declared(keyed()), 'file')
  const again = planLines(await applyServices(deps, declared(keyed()), 'file'))
  assert.deepEqual(again, ['~ changed tax: jwks changed (k)'])
  await database.close()
})

test('what is listed in words of its own is told by its name', async () => {
  const { database, deps } = await opened()
  const customer = { value: 'a', name: 'A', orgno: '999999999' }
  await applyServices(deps, declared({ ...tax, onbehalfof: [customer] }), 'file')
  const changed = {
    ...tax,
    onbehalfof: [
      { ...customer, name: 'B' },
      { ...customer, value: 'c' },
    ],
  }
  assert.deepEqual(planLines(await applyServices(deps, declared(changed), 'file')), ['~ changed tax: onbehalfof ~a +c'])
  await database.close()
})

test('what an owner may do is told before it may: scopes, prefixes, and who acts for it', async () => {
  const { database, deps, events } = await opened()
  const owner = (over: object) =>
    checkServices([{ org_number: '999999999', name: 'Etaten', services: [tax], ...over }], {
      world: 'twin',
      eids: ['minid'],
    })
  await applyServices(deps, owner({}), 'file')
  const scope = { name: 'tax:read', description: 'Read' }
  const more = owner({ suppliers: ['889640782'], scope_prefixes: ['tax'], scopes: [scope] })
  const lines = ['~ changed owner 999999999: suppliers +889640782; scope_prefixes +tax; scopes +tax:read']
  assert.deepEqual(planLines(await planServices(database, more, 'file')), lines)
  assert.deepEqual(planLines(await applyServices(deps, more, 'file')), lines)
  const wider = owner({
    suppliers: ['889640782'],
    scope_prefixes: ['tax'],
    scopes: [{ ...scope, accessible_for_all: true }],
  })
  assert.deepEqual(planLines(await applyServices(deps, wider, 'file')), ['~ changed owner 999999999: scopes ~tax:read'])
  assert.deepEqual(
    events.map((event) => event.type === 'services.applied' && [event.changed, event.owners]),
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
    'and the trail says that owners changed',
  )
  await database.close()
  const empty = await opened()
  const alone = owner({ services: [], suppliers: ['889640782'] })
  assert.deepEqual(planLines(await applyServices(empty.deps, alone, 'file')), [
    '+ added owner 999999999: "Etaten"; suppliers +889640782',
  ])
  await empty.database.close()
})

test('what is left out is switched off, found no more, and its guard fails; declared again it is back', async () => {
  const { database, deps } = await opened()
  await applyServices(deps, declared(tax, app), 'file')
  const services = await openServices({ database, log: silent, every: 0 })
  assert.deepEqual(await database.batch([services.active('tax')]), { ok: true })
  assert.deepEqual(planLines(await applyServices(deps, declared(app), 'file')), ['- removed tax'])
  // The guard asks the database, whatever this process still has in memory.
  assert.ok(services.find('tax') !== undefined)
  assert.deepEqual(await database.batch([services.active('tax')]), { ok: false, failed: 'client-inactive' })
  assert.deepEqual(await database.batch([services.active('nobody')]), { ok: false, failed: 'client-inactive' })
  await services.refresh()
  assert.equal(services.find('tax'), undefined)
  assert.deepEqual(planLines(await applyServices(deps, declared(tax, app), 'file')), ['+ added tax: Tax (Etaten)'])
  await services.refresh()
  assert.ok(services.find('tax') !== undefined)
  await database.close()
})

test('a look that began before a change and ends after it brings nothing old back', async () => {
  const { database, deps } = await opened()
  await applyServices(deps, declared(tax), 'file')
  const slow = Promise.withResolvers<undefined>()
  const began = Promise.withResolvers<undefined>()
  let holds = false
  const held: typeof database = {
    ...database,
    transaction: async (work) => {
      const result = await database.transaction(work)
      if (holds) {
        holds = false
        began.resolve(undefined)
        await slow.promise
      }
      return result
    },
  }
  const services = await openServices({ database: held, log: silent, every: 0 })
  await applyServices(deps, declared(tax, app), 'file')
  holds = true
  const look = services.refresh()
  await began.promise
  await applyServices(deps, declared(app), 'file')
  await services.refresh()
  slow.resolve(undefined)
  await look
  assert.equal(services.find('tax'), undefined)
  await database.close()
})

test("one source does not remove or take over another's services", async () => {
  const { database, deps } = await opened()
  await applyServices(deps, declared(app), 'sandbox')
  assert.deepEqual(planLines(await applyServices(deps, declared(tax), 'file')), ['+ added tax: Tax (Etaten)'])
  assert.deepEqual(planLines(await planServices(database, declared(app), 'sandbox')), [])
  await assert.rejects(
    applyServices(deps, declared(app), 'file'),
    (error) =>
      error instanceof ServiceFaults &&
      error.faults[0] === 'app is declared elsewhere already: choose another client_id.',
  )
  await database.close()
})

test('two processes that apply at once both end well, and the audit tells one change', async () => {
  const { database, deps, events } = await opened()
  await Promise.all([applyServices(deps, declared(tax), 'file'), applyServices(deps, declared(tax), 'file')])
  assert.equal(events.length, 1)
  assert.deepEqual(planLines(await planServices(database, declared(tax), 'file')), [])
  await database.close()
})

test('a new name of the owner alone is applied too', async () => {
  const { database, deps } = await opened()
  await applyServices(deps, declared(tax), 'file')
  await applyServices(
    deps,
    checkServices([{ org_number: '999999999', name: 'Direktoratet', services: [tax] }], { world: 'twin', eids: [] }),
    'file',
  )
  const services = await openServices({ database, log: silent, every: 0 })
  assert.equal(services.service('tax')?.ownerName.en, 'Direktoratet')
  await database.close()
})
