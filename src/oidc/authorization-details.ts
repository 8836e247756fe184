/**
 * Rich authorization requests (RFC 9396): what a service asks to be allowed, detail by detail. Each type is judged by whoever
 * declared it; a right that is not understood is refused, never dropped (§5).
 */
import { isDeepStrictEqual } from 'node:util'
import type { Client } from '#oidc/client.ts'
import { type Fault, fault, OAuthError } from '#oidc/errors.ts'
import type { AuthorizationDetail } from '#oidc/ports.ts'

export type ByLanguage = Readonly<Record<string, string>>

/** What the user reads of a detail when asked for it. */
export interface DescribedDetail {
  readonly text: ByLanguage
  readonly lines: readonly { readonly label: ByLanguage; readonly value: string }[]
}

export interface DetailType {
  /** What is wrong with a detail of this type, as the rest of a sentence: no word of what was sent. */
  fault(detail: AuthorizationDetail): string | undefined
  /** Any client may ask for it, registered or not. */
  readonly open?: boolean
  /** It says for whom the user acts: no right that could be given up, since the tokens would be those of somebody who acts for themself. */
  readonly stays?: boolean
  /** The user is asked before it is granted. */
  readonly consent: boolean
  describe(detail: AuthorizationDetail): DescribedDetail
}

export interface DetailTypes {
  /** From memory; undefined: nobody has declared it. */
  find(type: string): DetailType | undefined
  /** For discovery. */
  readonly names: () => readonly string[]
}

/** Characters and details: a request is read, sealed and carried as a whole. */
const longest = 16_384
const most = 20

/** Undefined: not sent. */
export function readDetails(
  types: DetailTypes,
  text: string | undefined,
  client: Pick<Client, 'authorizationDetailsTypes'>,
): readonly AuthorizationDetail[] | Fault | undefined {
  if (text === undefined) return undefined
  const list = listIn(text)
  if (list === undefined) return invalid('authorization_details must be a JSON list of objects, each with a type')
  for (const [i, detail] of list.entries()) {
    const type = types.find(detail.type)
    const may = type?.open === true || client.authorizationDetailsTypes.includes(detail.type)
    if (type === undefined || !may)
      return invalid(`authorization_details[${i}] is of a type that is not registered here`)
    const found = type.fault(detail)
    if (found !== undefined) return invalid(`authorization_details[${i}] ${found}`)
  }
  return list
}

const invalid = (description: string): Fault => fault('invalid_authorization_details', description)

function listIn(text: string): readonly AuthorizationDetail[] | undefined {
  const read = text.length > longest ? undefined : parsed(text)
  return Array.isArray(read) && read.length > 0 && read.length <= most && read.every(isDetail) ? read : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: no list.
    return undefined
  }
}

const isDetail = (value: unknown): value is AuthorizationDetail =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.hasOwn(value, 'type') &&
  typeof (value as { type: unknown }).type === 'string'

/**
 * RFC 9396 §6.1: at the token endpoint a client may ask for less than was granted. What it may no longer have is gone.
 * @throws OAuthError when it asks for more
 */
export function narrowedDetails(
  types: DetailTypes,
  text: string | undefined,
  granted: readonly AuthorizationDetail[] | undefined,
  client: Pick<Client, 'authorizationDetailsTypes'>,
): readonly AuthorizationDetail[] | undefined {
  const left = granted?.filter(
    ({ type }) => client.authorizationDetailsTypes.includes(type) || types.find(type)?.open === true,
  )
  if (text === undefined) return left
  const asked = listIn(text)
  if (asked === undefined || !eachHasItsOwn(left ?? [], asked))
    throw new OAuthError('invalid_authorization_details', 'authorization_details must be part of what was granted')
  const leftOut = left?.find(({ type }) => types.find(type)?.stays === true && asked.every((one) => one.type !== type))
  if (leftOut !== undefined)
    throw new OAuthError('invalid_authorization_details', 'authorization_details leave out for whom the user acts')
  return asked
}

/** Each is part of a granted one of its own: who may pay once does not pay twice by saying so twice. */
function eachHasItsOwn(granted: readonly AuthorizationDetail[], asked: readonly AuthorizationDetail[]): boolean {
  const fitting = asked.map((one) => [...granted.keys()].filter((at) => covers(granted[at] ?? none, one)))
  const holders = new Map<number, number>()
  // Whoever holds the place may have another: the usual way to match two lists.
  const place = (i: number, tried: Set<number>): boolean =>
    (fitting[i] ?? []).some((at) => {
      if (tried.has(at)) return false
      tried.add(at)
      const holder = holders.get(at)
      if (holder !== undefined && !place(holder, tried)) return false
      holders.set(at, i)
      return true
    })
  return asked.every((_one, i) => place(i, new Set()))
}

const none: AuthorizationDetail = { type: '' }

/** The same detail, with shorter lists if it has lists: nothing else is known to be less. */
function covers(whole: AuthorizationDetail, part: AuthorizationDetail): boolean {
  const names = Object.keys(whole)
  if (names.length !== Object.keys(part).length) return false
  return names.every((name) => Object.hasOwn(part, name) && isWithin(whole[name], part[name]))
}

const isWithin = (whole: unknown, part: unknown): boolean =>
  Array.isArray(whole) && Array.isArray(part) && part.length > 0
    ? part.every((one) => whole.some((other) => isDeepStrictEqual(one, other)))
    : isDeepStrictEqual(whole, part)
