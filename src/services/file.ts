/** Reads the file of service owners and services, and tells every fault at once with its place and a sentence. */
import { readFileSync } from 'node:fs'
import { readOrgNumber } from '#base/org-number.ts'
import { holdsSyntheticNumber } from '#config/rules.ts'
import { type Fault, ownerFaults, serviceFaults, type Surroundings } from '#services/rules.ts'
import { type DeclaredName, detailFieldFaults, detailTypeFaults, unknownTypeFaults } from '#services/detail-rules.ts'
import { type DetailTypeEntry, detailTypeShape } from '#services/detail-shape.ts'
import { faultsOfIssue, type Issue, valueAt, writtenPath } from '#services/form.ts'
import { type DeclaredScope, prefixFaults, scopeFaults, unknownScopeFaults } from '#services/scope-rules.ts'
import { fileShape, type OwnerEntry } from '#services/shape.ts'

export class ServiceFaults extends Error {
  override readonly name = 'ServiceFaults'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`${faults.length === 1 ? 'one thing is' : `${faults.length} things are`} wrong with the services`)
    this.faults = faults
  }
}

/** @throws ServiceFaults */
export function readServicesFile(path: string, around: Surroundings): readonly OwnerEntry[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ServiceFaults([
      `${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'}).`,
    ])
  }
  return readServices(text, around)
}

/** @throws ServiceFaults */
export function readServices(text: string, around: Surroundings): readonly OwnerEntry[] {
  const content = parse(text)
  const read = fileShape.safeParse(content)
  const faults = read.success ? [] : read.error.issues.flatMap((issue) => formFaults(issue, content))
  faults.push(...meaningFaults(content, around))
  if (around.world === 'production' && holdsSyntheticNumber(text))
    faults.push('The file holds the identity number of a synthetic person: that belongs in the twin.')
  if (!read.success || faults.length > 0) throw new ServiceFaults(faults)
  return read.data.owners.map((owner) => ({
    ...owner,
    org_number: readOrgNumber(owner.org_number) ?? owner.org_number,
    suppliers: owner.suppliers.map((one) => readOrgNumber(one) ?? one),
    delegations: owner.delegations.map((one) => ({ ...one, supplier: readOrgNumber(one.supplier) ?? one.supplier })),
  }))
}

/** The same checks for declarations that come from the program itself (the twin's example services). @throws ServiceFaults */
export const checkServices = (owners: unknown, around: Surroundings): readonly OwnerEntry[] =>
  readServices(JSON.stringify({ owners }), around)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const at = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined
    throw new ServiceFaults([`The file is not JSON${at === undefined ? '' : ` (${at})`}.`])
  }
}

/** Also when the form is wrong somewhere: what is well-formed is judged all the same, so that one run tells everything. */
function* meaningFaults(content: unknown, around: Surroundings): Generator<string> {
  const owners = listOf(content, 'owners')
  const numbers = owners.map((owner) => textIn(owner, 'org_number'))
  const scopes = owners.map(declaredScopes)
  const types = owners.map(declaredTypes)
  const prefixes = owners.map((owner) => listOf(owner, 'scope_prefixes').map(String))
  const clientIds = owners.flatMap((owner) =>
    listOf(owner, 'services').flatMap((one) => textIn(one, 'client_id') ?? []),
  )
  const seen = new Map<string, string>()
  for (const [i, owner] of owners.entries()) {
    yield* faultsOfOwner(numbers, i, around)
    const ofOwner = [
      ...supplierFaults(listOf(owner, 'suppliers')),
      ...delegationFaults(numbers[i], owner, scopes.flat()),
      ...prefixFaults(i, prefixes, scopes.flat()),
      ...scopeFaults(scopes[i] ?? [], scopes.flat(), clientIds),
      ...detailTypeFaults(types[i] ?? [], [...scopes.flat(), ...types.flat()]),
      ...detailFieldFaults(readableTypes(owner)),
    ]
    for (const fault of ofOwner) yield `owners[${i}].${fault.at} ${fault.says}.`
    for (const [j, one] of listOf(owner, 'services').entries()) {
      const at = `owners[${i}].services[${j}]`
      const service = fileShape.shape.owners.element.shape.services.element.safeParse(one)
      const clientId = service.data?.client_id ?? textIn(one, 'client_id')
      const named = placeOf(['owners', i, 'services', j], content)
      if (service.success) {
        const faults = [
          ...serviceFaults(service.data, around),
          ...unknownScopeFaults(service.data.scopes, scopes.flat()),
          ...unknownTypeFaults(service.data.authorization_details_types, types.flat()),
        ]
        for (const fault of faults) yield `${named}: ${fault.at} ${fault.says}.`
      }
      if (clientId === undefined) continue
      const first = seen.get(clientId)
      if (first !== undefined) yield `${named}: client_id is used by ${first} already.`
      seen.set(clientId, first ?? at)
    }
  }
}

const declaredScopes = (owner: unknown, i: number): readonly DeclaredScope[] =>
  listOf(owner, 'scopes').map((scope) => ({
    name: textIn(scope, 'name') ?? '',
    introspectedBy: textIn(scope, 'enforced_aud_for_introspection'),
    delegable: textIn(scope, 'delegation_source') !== undefined,
    owner: i,
  }))

const declaredTypes = (owner: unknown, i: number): readonly DeclaredName[] =>
  listOf(owner, 'authorization_details_types').map((type) => ({ name: textIn(type, 'type') ?? '', owner: i }))

const readableTypes = (owner: unknown): readonly DetailTypeEntry[] =>
  listOf(owner, 'authorization_details_types').flatMap((type) => detailTypeShape.safeParse(type).data ?? [])

function* faultsOfOwner(numbers: readonly (string | undefined)[], i: number, around: Surroundings): Generator<string> {
  const written = numbers[i]
  if (written === undefined) return
  for (const fault of ownerFaults({ org_number: written }, around)) yield `owners[${i}].${fault.at} ${fault.says}.`
  const number = readOrgNumber(written)
  const first = numbers.findIndex((other) => other !== undefined && readOrgNumber(other) === number)
  if (number !== undefined && first < i)
    yield `owners[${i}].org_number stands twice: put the services under owners[${first}].`
}

function* supplierFaults(suppliers: readonly unknown[]): Generator<Fault> {
  for (const [i, one] of suppliers.entries())
    if (typeof one === 'string' && readOrgNumber(one) === undefined)
      yield { at: `suppliers[${i}]`, says: 'is no organisation number (nine digits, the last one a check digit)' }
}

/** What an organisation hands on, and to whom. A scope that nobody declared may be one that its owner registered. */
function* delegationFaults(
  number: string | undefined,
  owner: unknown,
  declared: readonly DeclaredScope[],
): Generator<Fault> {
  for (const [i, one] of listOf(owner, 'delegations').entries()) {
    const supplier = readOrgNumber(textIn(one, 'supplier') ?? '')
    const at = `delegations[${i}]`
    if (supplier === undefined)
      yield { at: `${at}.supplier`, says: 'is no organisation number (nine digits, the last one a check digit)' }
    else if (supplier === readOrgNumber(number ?? ''))
      yield { at: `${at}.supplier`, says: 'is the organisation itself, which needs none' }
    for (const [j, scope] of listOf(one, 'scopes').entries())
      if (declared.some(({ name, delegable }) => name === scope && !delegable))
        yield { at: `${at}.scopes[${j}]`, says: 'has no delegation_source: its owner lets nobody hand it on' }
  }
}

const textIn = (value: unknown, member: string): string | undefined => {
  const found = valueAt(value, [member])
  return typeof found === 'string' ? found : undefined
}

const listOf = (value: unknown, member: string): readonly unknown[] => {
  const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined
  return Array.isArray(list) ? list : []
}

/** Zod's findings in our words; values are never repeated, because some of them are secrets. */
const formFaults = (issue: Issue, content: unknown): readonly string[] =>
  faultsOfIssue(issue, content).map(({ path, unknown, says }) => {
    const at = placeOf(path, content)
    if (unknown !== undefined) return `${at === '' ? '' : `${at}: `}${unknown} ${says}.`
    return `${at === '' ? 'The file' : at} ${says}.`
  })

/** `owners[0].services[1] (skatt): redirect_uris[0]`: with the client's id when it has one. */
function placeOf(path: readonly PropertyKey[], content: unknown): string {
  if (path[0] !== 'owners' || path[2] !== 'services' || path.length < 4) return writtenPath(path)
  const id = valueAt(content, [...path.slice(0, 4), 'client_id'])
  const service =
    writtenPath(path.slice(0, 4)) + (typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id) ? ` (${id})` : '')
  return path.length === 4 ? service : `${service}: ${writtenPath(path.slice(4))}`
}
