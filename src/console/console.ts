/** The operator's pages: who may enter, and what there is. */
import type { Audit } from '#audit/audit.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { HouseDoor, Inside } from '#house-door/house-door.ts'
import type { HousePage } from '#house-door/page.ts'
import { keysPage, noRolePage, type ServiceNamed } from '#console/keys.ts'
import { texts } from '#console/texts.ts'
import type { Standing } from '#keys/standing.ts'

export interface ConsoleDeps {
  readonly door: Pick<HouseDoor, 'open'>
  readonly audit: Pick<Audit, 'note'>
  /** Whether whoever proved this number (by its look-up hash) operates the gateway, now. */
  readonly isOperator: (numberHash: string) => Promise<boolean>
  readonly standing: () => Promise<Standing>
  readonly services: () => readonly ServiceNamed[]
}

const home = '/console'

export const consolePage: HousePage = { id: 'console', name: texts.name, home, atLeast: 'high', freshLogin: true }

export function mountConsole(routes: Routes, deps: ConsoleDeps): void {
  const page = deps.door.open(routes, consolePage)
  const enter = async (c: Request, show: (inside: Inside) => Promise<Response>): Promise<Response> => {
    const inside = await page.require(c)
    if (inside instanceof Response) return inside
    if (await deps.isOperator(inside.me.numberHash)) return show(inside)
    deps.audit.note({ type: 'console.refused', person: inside.me.person })
    return noRolePage(c, inside)
  }
  const keys = (c: Request): Promise<Response> =>
    enter(c, async (inside) => keysPage(c, inside, { standing: await deps.standing(), services: deps.services() }))
  routes.get(home, keys)
  routes.get(`${home}/keys`, keys)
}
