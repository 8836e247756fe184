/** What is registered and does not stand in the file, and which source made it; and what stands in the file and was not applied. */
import { plan, planLines } from '#services/plan.ts'
import type { OwnerEntry } from '#services/shape.ts'
import { inForce, isServed } from '#services/standing.ts'
import type { Registered, Registration } from '#services/store.ts'

/** Lines ready to print; none: the database is what the file says. */
export function driftLines(registered: Registered, declared: readonly OwnerEntry[]): readonly string[] {
  const planned = plan(registered, declared, 'file')
  return [
    ...planLines(planned).map((line) => `file: not applied: ${line}`),
    ...planned.taken.map((id) => `file: ${id} is another source’s`),
    ...[...registered.services.values()]
      .filter(({ source, active }) => active && source !== 'file')
      .map((one) => serviceLine(registered, one)),
    ...[...registered.ownScopes.values()]
      .filter(({ active }) => active)
      .map((own) => {
        const off = inForce(registered, own) ? '' : ': off, its owner does not have the prefix'
        return `api: scope ${own.scope.name} (${ownerName(registered, own.owner)})${off}`
      }),
    ...[...registered.access.values()]
      .filter(({ state }) => state === 'APPROVED')
      .map(({ scope, consumer }) => `api: ${consumer} may use ${scope}`),
  ]
}

const ownerName = ({ owners }: Registered, number: string): string => owners.get(number)?.name.nb ?? number

function serviceLine(registered: Registered, registration: Registration): string {
  const { source, owner, service } = registration
  const record = registered.records.get(service.client_id)
  const made = record === undefined ? '' : `, registered ${new Date(record.created).toISOString().slice(0, 10)}`
  const by = record?.supplier === undefined ? '' : ` by ${ownerName(registered, record.supplier)}`
  const off = isServed(registered, registration) ? '' : ': off, its owner does not stand in the file'
  return `${source}: ${service.client_id} "${service.client_name.nb}" (${ownerName(registered, owner)})${made}${by}${off}`
}
