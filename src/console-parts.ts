/** The operator's pages, put together. */
import { mountConsole } from '#console/console.ts'
import type { HouseDoor } from '#house-door/house-door.ts'
import type { Routes } from '#http/routes.ts'
import { standingOf } from '#keys/standing.ts'
import type { Parts } from '#parts.ts'

export function mountConsoleOf(routes: Routes, parts: Parts, door: HouseDoor): void {
  const { audit, database, clock, keys, services, staff } = parts
  if (staff === undefined) return
  mountConsole(routes, {
    door,
    audit,
    isOperator: (numberHash) => staff.has('operator', numberHash),
    standing: async () => {
      await keys.refresh()
      return standingOf({ database, clock, keys })
    },
    services: () =>
      services.ids().flatMap((id) => {
        const service = services.service(id)
        return service === undefined ? [] : [{ id, name: service.name }]
      }),
  })
}
