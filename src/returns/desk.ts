/** The way through: who may enter, what was scanned, and how many of each kind came of it. */
import type { PersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Audit } from '#audit/audit.ts'
import { readFormWithFiles } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { HouseDoor, Inside, PageDoor } from '#house-door/house-door.ts'
import type { HousePage } from '#house-door/page.ts'
import { type ReadReturned, readReturned, type ReturnedReport } from '#letters/returned.ts'
import { fields, home, most, noRolePage, returnsPage, type Shown } from '#returns/page.ts'
import { texts } from '#returns/texts.ts'

type Letters = Extract<ReadReturned, { readonly letters: unknown }>['letters']

export interface ReturnsDeps {
  readonly door: Pick<HouseDoor, 'open'>
  readonly audit: Pick<Audit, 'note'>
  /** Whether whoever proved this number (by its look-up hash) has the role, now. */
  readonly isStaff: (numberHash: string) => Promise<boolean>
  readonly register: (letters: Letters, staff: PersonId) => Promise<ReturnedReport>
}

export const returnsHousePage: HousePage = {
  id: 'returned-letters',
  name: texts.name,
  home,
  atLeast: 'high',
  freshLogin: true,
}

/** Characters that come back to be mended. */
const longest = 20_000

export function mountReturns(routes: Routes, deps: ReturnsDeps): void {
  const page = deps.door.open(routes, returnsHousePage)
  const enter = async (c: Request, work: (inside: Inside) => Promise<Response>): Promise<Response> => {
    const inside = await page.require(c)
    if (inside instanceof Response) return inside
    if (await deps.isStaff(inside.me.numberHash)) return work(inside)
    deps.audit.note({ type: 'returns.refused', person: inside.me.person })
    return noRolePage(c, inside)
  }
  routes.get(home, (c) => enter(c, async (inside) => returnsPage(c, inside, await taken(inside))))
  routes.post(home, (c) => enter(c, (inside) => registered(deps, page, c, inside)))
}

async function registered(deps: ReturnsDeps, page: PageDoor, c: Request, inside: Inside): Promise<Response> {
  const form = await page.posted(c, inside, readFormWithFiles)
  const shown = await outcome(deps, inside, form.get(fields.typed) ?? '', form.get(fields.file) ?? '')
  await inside.keep('shown', shown, lifetimes.returnsShown)
  return c.redirect(home, 303)
}

/** All or nothing: a wrong line is mended, and nobody wonders which of the others were taken. */
async function outcome(deps: ReturnsDeps, { me }: Inside, typed: string, file: string): Promise<Shown> {
  const read = { typed: readReturned(typed), file: readReturned(file) }
  const kept = typed.slice(0, longest)
  for (const where of ['typed', 'file'] as const) {
    const one = read[where]
    if ('unreadable' in one) return { kind: 'unreadable', where, what: one.unreadable, kept }
  }
  const letters = [...new Set(Object.values(read).flatMap((one) => ('letters' in one ? one.letters : [])))]
  if (letters.length === 0) return { kind: 'missing' }
  if (letters.length > most) return { kind: 'many', kept }
  const { registered: now, known, unknown } = await deps.register(letters, me.person)
  return { kind: 'done', registered: now, known, unknown }
}

/** Shown once. */
async function taken(inside: Inside): Promise<Shown | undefined> {
  const shown = await inside.kept<Shown>('shown')
  if (shown !== undefined) await inside.drop('shown')
  return shown
}
