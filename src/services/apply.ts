/** Brings what is registered in line with a declaration, in one transaction with its audit event. */
import type { Clock } from '#base/clock.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database } from '#db/db.ts'
import { ServiceFaults } from '#services/file.ts'
import { type Plan, plan } from '#services/plan.ts'
import { serviceStore, type Source } from '#services/store.ts'
import type { OwnerEntry } from '#services/shape.ts'

export interface ApplyDeps {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
}

/** What would change. @throws ServiceFaults when a client id belongs to another source */
export async function planServices(database: Database, declared: readonly OwnerEntry[], source: Source): Promise<Plan> {
  const planned = plan(await serviceStore(database).read(), declared, source)
  if (planned.taken.length > 0)
    throw new ServiceFaults(planned.taken.map((id) => `${id} is declared elsewhere already: choose another client_id.`))
  return planned
}

/** Several processes start at once with the same file: whoever comes second finds nothing left to do. */
const mostTries = 10

/** What was changed. @throws ServiceFaults */
export async function applyServices(deps: ApplyDeps, declared: readonly OwnerEntry[], source: Source): Promise<Plan> {
  for (let tries = 0; tries < mostTries; tries++) {
    const planned = await planServices(deps.database, declared, source)
    if (planned.changes.length + planned.owners.length + planned.dropped.length === 0) return planned
    if (await write(deps, planned, source)) return planned
  }
  throw new Error('services could not be applied: others changed them all the time')
}

async function write({ database, clock, audit }: ApplyDeps, planned: Plan, source: Source): Promise<boolean> {
  const store = serviceStore(database)
  const now = clock.now()
  const count = (kind: Plan['changes'][number]['kind']): number =>
    planned.changes.filter((one) => one.kind === kind).length
  const result = await audit.write(
    [
      store.nextVersion(planned.version),
      ...planned.owners.map((owner) => store.putOwner(owner, source, now)),
      ...planned.dropped.map((number) => store.dropOwner(number, now)),
      ...planned.put.map((registration) => store.put(registration, now)),
      ...planned.remove.map((clientId) => store.switchOff(clientId, now)),
    ],
    [
      {
        type: 'services.applied',
        added: count('added'),
        changed: count('changed'),
        removed: count('removed'),
        owners: planned.owners.length + planned.dropped.length,
      },
    ],
  )
  return result.ok
}
