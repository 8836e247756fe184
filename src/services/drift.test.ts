import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { applyServices } from '#services/apply.ts'
import { driftLines } from '#services/drift.ts'
import { checkServices } from '#services/file.ts'
import { putAccess, putOwnScope, putRecord } from '#services/self-service.ts'
import { keptOwner, keptService, migrations, serviceStore } from '#services/store.ts'

const service = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id.toUpperCase(),
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu',
  redirect_uris: ['https://a.example.no/cb'],
  ...over,
})
const owner = (org_number: string, name: string, ...services: object[]): object => ({
  org_number,
  name,
  services,
  scopes: [{ name: `${name}:declared`, description: name }],
  scope_prefixes: [name],
})
const declared = (...owners: object[]) => checkServices(owners, { world: 'twin', eids: ['minid'] })

test('drift tells what the file does not have and which source made it, and what of the file was not applied', async () => {
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  const now = Date.UTC(2026, 10, 24)
  const deps = { database, clock: fixedClock(now), audit: { write: database.batch } }
  const file = declared(owner('999999999', 'etat', service('a')), owner('974760673', 'hus', service('b')))
  await applyServices(deps, file, 'file')
  const store = serviceStore(database)
  assert.deepEqual(driftLines(await store.read(), file), [])

  const [first] = file
  const [entry] = first?.services ?? []
  assert.ok(first && entry)
  const [scope] = keptOwner(first).scopes
  assert.ok(scope)
  const own = { ...keptService(entry), client_id: 'own' }
  const record = {
    clientId: 'own',
    integrationType: 'idporten',
    name: undefined,
    description: undefined,
    supplier: '974760673',
    created: now,
    updated: now,
    keysCreated: undefined,
    keysUpdated: undefined,
    revision: 1,
    tokenHash: undefined,
  }
  const written = await database.batch([
    store.nextVersion(1),
    store.put({ owner: '999999999', source: 'api', active: true, service: own }, now),
    putRecord(record),
    putOwnScope({
      owner: '999999999',
      active: true,
      scope: { ...scope, name: 'etat:own' },
      longDescription: undefined,
      created: now,
      updated: now,
    }),
    putAccess({ scope: 'etat:own', consumer: '974760673', state: 'APPROVED', created: now, updated: now }),
  ])
  assert.deepEqual(written, { ok: true })
  assert.deepEqual(driftLines(await store.read(), file), [
    'api: own "A" (etat), registered 2026-11-24 by hus',
    'api: scope etat:own (etat)',
    'api: 974760673 may use etat:own',
  ])

  const taken = declared(
    { ...owner('999999999', 'etat', service('a')), scope_prefixes: [] },
    owner('974760673', 'hus', service('b')),
  )
  await applyServices(deps, taken, 'file')
  assert.equal(
    driftLines(await store.read(), taken)[1],
    'api: scope etat:own (etat): off, its owner does not have the prefix',
  )
  await applyServices(deps, file, 'file')

  const changed = declared(owner('974760673', 'hus', service('b', { minimum_level: 'high' }), service('own')))
  assert.deepEqual(driftLines(await store.read(), changed).slice(0, 5), [
    'file: not applied: ~ changed b: minimum_level substantial → high',
    'file: not applied: ~ changed own: owner 999999999 → 974760673; client_name "A" → "OWN"',
    'file: not applied: - removed a',
    'file: not applied: - removed owner 999999999: what it registered itself is off, too',
    'file: own is another source’s',
  ])
  await applyServices(deps, declared(owner('974760673', 'hus', service('b'))), 'file')
  assert.equal(
    driftLines(await store.read(), declared(owner('974760673', 'hus', service('b'))))[0],
    'api: own "A" (999999999), registered 2026-11-24 by hus: off, its owner does not stand in the file',
  )
  await database.close()
})
