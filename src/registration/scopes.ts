/** Scopes of an organisation's own APIs, and which other organisations may use them. */
import { readOrgNumber } from '#base/org-number.ts'
import { nearest } from '#base/near.ts'
import type { Request } from '#http/routes.ts'
import { bodyOf, noStore, told } from '#registration/body.ts'
import { shortText, timeOf } from '#registration/client-object.ts'
import type { ApiDeps } from '#registration/clients.ts'
import { ApiProblem, invalid } from '#registration/problem.ts'
import type { Change } from '#registration/registry.ts'
import { type AccessAnswer, type Scope, type ScopeRequest, scopeRequest } from '#registration/shape.ts'
import { memberFaults } from '#services/form.ts'
import { prefixOf, registrarScopes } from '#services/scope-rules.ts'
import { type Access, accessKey, type OwnScope, putAccess, putOwnScope } from '#services/self-service.ts'
import { scopeShape } from '#services/shape.ts'
import { same } from '#services/difference.ts'
import { inForce } from '#services/standing.ts'
import { textOf } from '#services/texts-shape.ts'
import type { KeptScope, Registered, Source } from '#services/store.ts'

interface Owner {
  readonly clientId: string
  readonly org: string
}

/** @throws OAuthError */
async function ownerOf({ caller }: ApiDeps, c: Request): Promise<Owner> {
  const { client } = await caller(c, [registrarScopes.scopes])
  return { clientId: client.id, org: client.ownerOrgNumber }
}

/** An organisation's scopes: those that the operator declared, and its own. */
interface Held {
  readonly scope: KeptScope
  readonly owner: string
  readonly source: Source
  readonly own: OwnScope | undefined
  /** Neither deactivated nor without its prefix. */
  readonly active: boolean
}

function heldBy(registered: Registered, org: string | undefined): readonly Held[] {
  const declared = [...registered.owners.values()].flatMap((owner) =>
    owner.scopes.map((scope): Held => ({
      scope,
      owner: owner.org_number,
      source: registered.ownerSources.get(owner.org_number) ?? 'file',
      own: undefined,
      active: true,
    })),
  )
  const names = new Set(declared.map(({ scope }) => scope.name))
  const own = [...registered.ownScopes.values()]
    .filter(({ scope, owner }) => !names.has(scope.name) && registered.owners.has(owner))
    .map((one) => heldOf(one, inForce(registered, one)))
  return [...declared, ...own]
    .filter(({ owner }) => org === undefined || owner === org)
    .toSorted((a, b) => (a.scope.name < b.scope.name ? -1 : 1))
}

const heldOf = (own: OwnScope, active: boolean): Held => ({
  scope: own.scope,
  owner: own.owner,
  source: 'api',
  own,
  active,
})

const shown = ({ scope, owner, source, own, active }: Held): Scope => ({
  ...scope,
  description: shortText(scope.description),
  prefix: prefixOf(scope.name),
  subscope: scope.name.slice(prefixOf(scope.name).length + 1),
  ...(own?.longDescription === undefined ? {} : { long_description: own.longDescription }),
  owner_orgno: owner,
  source: source === 'file' || source === 'sandbox' ? source : 'api',
  active,
  ...(own === undefined ? {} : { created: timeOf(own.created), last_updated: timeOf(own.updated) }),
})

/** One by its name, or all. @throws OAuthError, ApiProblem */
export async function listScopes(deps: ApiDeps, c: Request): Promise<Response> {
  const { org } = await ownerOf(deps, c)
  const { scope: name, inactive } = c.req.query()
  const mine = heldBy(await deps.registry.read(), org).filter(({ active }) => active || inactive === 'true')
  if (name === undefined) return told(200, mine.map(shown))
  return told(200, [shown(found(mine, name))])
}

function found(mine: readonly Held[], name: string): Held {
  const one = mine.find(({ scope }) => scope.name === name)
  if (one === undefined) throw new ApiProblem('scope_not_found', 'the organisation has no such scope')
  return one
}

/** What services may look for: no token is needed. */
export async function listAllScopes({ registry }: ApiDeps, c: Request): Promise<Response> {
  const open = c.req.query('accessible_for_all')
  const all = heldBy(await registry.read(), undefined).filter(({ active }) => active)
  return told(
    200,
    all
      .filter(({ scope }) => (scope.visibility ?? 'PUBLIC') === 'PUBLIC')
      .filter(({ scope }) => open === undefined || scope.accessible_for_all === (open === 'true'))
      .map(({ scope, owner }) => ({
        name: scope.name,
        description: shortText(scope.description),
        owner_orgno: owner,
        accessible_for_all: scope.accessible_for_all,
      })),
    { ...noStore, 'access-control-allow-origin': '*' },
  )
}

/** @throws OAuthError, ApiProblem */
export async function createScope(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await ownerOf(deps, c)
  const wanted = wantedScope(await bodyOf(c, scopeRequest))
  const held = await deps.registry.change((registered, now) => {
    requirePrefix(registered, who, wanted.scope.name)
    requireAsker(registered, wanted.scope)
    const { name } = wanted.scope
    const own = registered.ownScopes.get(name)
    if (own?.owner === who.org && !own.active)
      throw new ApiProblem('inactive', 'the scope was deactivated: its name is not given again')
    // Also one whose owner has the prefix no more: whom it let in would have the new one, too.
    if (own !== undefined || heldBy(registered, undefined).some(({ scope }) => scope.name === name))
      throw new ApiProblem('already_exists', 'there is a scope of this name, or was: PUT changes what is yours')
    return putting({ ...wanted, owner: who.org, active: true, created: now, updated: now }, who, 'created')
  })
  return told(201, shown(held))
}

/** @throws OAuthError, ApiProblem */
export async function replaceScope(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await ownerOf(deps, c)
  const named = c.req.query('scope')
  const sent = await bodyOf(c, scopeRequest)
  const inBody = sent.name !== undefined || sent.prefix !== undefined
  const wanted = wantedScope(inBody ? sent : { ...sent, name: named })
  const { name } = wanted.scope
  if (named !== undefined && named !== name) throw invalid([{ at: 'name', says: 'is not the one of the address' }])
  const held = await deps.registry.change((registered, now) => {
    const before = changeable(registered, who, name)
    requirePrefix(registered, who, name)
    requireAsker(registered, wanted.scope)
    if (same(before.scope, wanted.scope) && before.longDescription === wanted.longDescription) return unchanged(before)
    return putting({ ...before, ...wanted, updated: now }, who, 'changed')
  })
  return told(200, shown(held))
}

/** @throws OAuthError, ApiProblem */
export async function deleteScope(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await ownerOf(deps, c)
  const name = c.req.query('scope') ?? ''
  await deps.registry.change((registered, now) => {
    const known = registered.ownScopes.get(name)
    // Asked twice: it is deactivated, as was asked.
    if (known?.owner === who.org && !known.active) return unchanged(known)
    return putting({ ...changeable(registered, who, name), active: false, updated: now }, who, 'deactivated')
  })
  return new Response(null, { status: 204, headers: noStore })
}

const unchanged = (own: OwnScope): Change<Held> => ({ steps: [], events: [], answer: heldOf(own, own.active) })

const putting = (own: OwnScope, who: Owner, what: 'created' | 'changed' | 'deactivated'): Change<Held> => ({
  steps: [putOwnScope(own)],
  events: [{ type: 'registration.scope', by: who.clientId, scope: own.scope.name, what }],
  answer: heldOf(own, own.active),
})

function changeable(registered: Registered, who: Owner, name: string): OwnScope {
  const held = found(heldBy(registered, who.org), name)
  if (held.own === undefined)
    throw new ApiProblem('declared_elsewhere', 'the operator declared this scope: ask the operator to change it')
  if (!held.own.active) throw new ApiProblem('inactive', 'the scope was deactivated: its name is not given again')
  return held.own
}

/** @throws ApiProblem */
function wantedScope(sent: ScopeRequest): Pick<OwnScope, 'scope' | 'longDescription'> {
  const {
    prefix,
    subscope,
    long_description: longDescription,
    owner_orgno: _owner,
    active: _active,
    created: _created,
    last_updated: _updated,
    source: _source,
    ...rest
  } = sent
  const name = rest.name ?? (prefix === undefined || subscope === undefined ? undefined : `${prefix}:${subscope}`)
  if (name === undefined) throw invalid([{ at: 'name', says: 'is missing: name, or prefix and subscope' }])
  const read = scopeShape.safeParse({ ...rest, name })
  if (!read.success) throw invalid(memberFaults(read.error.issues, { ...rest, name }))
  const both = [...givenTwice(name, prefix, subscope)]
  if (both.length > 0) throw invalid(both)
  return { scope: { ...read.data, description: textOf(read.data.description) }, longDescription }
}

function* givenTwice(name: string, prefix: string | undefined, subscope: string | undefined) {
  if (prefix !== undefined && prefix !== prefixOf(name)) yield { at: 'prefix', says: 'is not the one of name' }
  if (subscope !== undefined && subscope !== name.slice(prefixOf(name).length + 1))
    yield { at: 'subscope', says: 'is not the one of name' }
}

/** The operator gives prefixes out, so that nobody takes another's name. */
function requirePrefix({ owners }: Registered, { org }: Owner, name: string): void {
  if (owners.get(org)?.scope_prefixes.includes(prefixOf(name)) === true) return
  throw new ApiProblem('prefix_not_yours', 'the operator has not given this prefix to the organisation: ask for it')
}

function requireAsker({ services }: Registered, { enforced_aud_for_introspection: asker }: KeptScope): void {
  if (asker === undefined || services.get(asker)?.active === true) return
  const near = nearest(asker, [...services.keys()])
  const hint = near === undefined ? '' : `: did you mean ${near}?`
  throw invalid([{ at: 'enforced_aud_for_introspection', says: `names no client${hint}` }])
}

const accessOf = (access: Access, owner: string): AccessAnswer => ({
  scope: access.scope,
  prefix: prefixOf(access.scope),
  state: access.state,
  consumer_orgno: access.consumer,
  owner_orgno: owner,
  created: timeOf(access.created),
  last_updated: timeOf(access.updated),
})

/** Who may use one scope, or any of the organisation's. @throws OAuthError, ApiProblem */
export async function listAccess(deps: ApiDeps, c: Request, all: boolean): Promise<Response> {
  const { org } = await ownerOf(deps, c)
  const registered = await deps.registry.read()
  const mine = heldBy(registered, org)
  const names = all ? mine.map(({ scope }) => scope.name) : [found(mine, c.req.query('scope') ?? '').scope.name]
  const listed = [...registered.access.values()].filter(({ scope }) => names.includes(scope))
  return told(
    200,
    listed.map((one) => accessOf(one, org)),
  )
}

/** Takes effect at once, for services that have registered it already, too. @throws OAuthError, ApiProblem */
export async function decideAccess(deps: ApiDeps, c: Request, granted: boolean): Promise<Response> {
  const who = await ownerOf(deps, c)
  const consumer = readOrgNumber(c.req.param('orgno') ?? '')
  if (consumer === undefined)
    throw invalid([{ at: 'orgno', says: 'is no organisation number (nine digits, the last one a check digit)' }])
  const state = granted ? 'APPROVED' : 'DENIED'
  const decided = await deps.registry.change<Access>((registered, now) => {
    const { scope } = found(
      heldBy(registered, who.org).filter(({ active }) => active),
      c.req.query('scope') ?? '',
    )
    const before = registered.access.get(accessKey(scope.name, consumer))
    if (before?.state === state) return { steps: [], events: [], answer: before }
    const access: Access = { scope: scope.name, consumer, state, created: before?.created ?? now, updated: now }
    const { clientId: by } = who
    return {
      steps: [putAccess(access)],
      events: [{ type: 'registration.access', by, scope: scope.name, organisation: consumer, granted }],
      answer: access,
    }
  })
  return told(200, accessOf(decided, who.org))
}
