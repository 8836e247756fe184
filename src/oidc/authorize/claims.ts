/**
 * The `claims` parameter (OpenID Connect Core §5.5): what a service asks for one by one, beside its scopes. What is not
 * understood is ignored, as §5.5 and §5.5.1 ask; what is malformed is refused.
 */
import { z } from 'zod'
import type { Client } from '#oidc/client.ts'
import { type Fault, fault, isFault } from '#oidc/errors.ts'
import type { AcrNames, RequestedClaims } from '#oidc/ports.ts'

/** What is asked of the login and of its tokens. */
export interface AskedClaims extends RequestedClaims {
  /** Levels by name that would be welcome, like those of `acr_values`. */
  readonly wishes: readonly string[]
  /** The one person who may be answered for, in the client's own name for them. */
  readonly subject: string | undefined
}

/** Characters. The longest that a service can mean is some hundred. */
const longest = 8192

const wish = z
  .looseObject({
    essential: z.boolean().optional(),
    value: z.unknown().optional(),
    values: z.array(z.unknown()).max(20).optional(),
  })
  .nullable()
const wishes = z.record(z.string(), wish).refine((all) => Object.keys(all).length <= 100)
const shape = z.looseObject({ id_token: wishes.optional(), userinfo: wishes.optional() })

type Wishes = Readonly<Record<string, z.output<typeof wish> | undefined>>

export interface ClaimsDeps {
  readonly acr: AcrNames
}

/** Undefined: not sent. */
export function readClaims(
  deps: ClaimsDeps,
  text: string | undefined,
  client: Client,
): AskedClaims | Fault | undefined {
  if (text === undefined) return undefined
  const read = text.length > longest ? undefined : shape.safeParse(parsed(text))
  if (read?.success !== true)
    return fault('invalid_request', 'claims must be JSON as section 5.5 of OpenID Connect Core has it')
  const { id_token: idToken = {}, userinfo = {} } = read.data
  const subject = subjectIn(idToken, userinfo)
  if (typeof subject === 'object') return subject
  const levels = levelsIn(deps, idToken)
  if (isFault(levels)) return levels
  return { idToken: granted(idToken, client), userinfo: granted(userinfo, client), subject, ...levels }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: refused by its shape.
    return undefined
  }
}

/** What a service may be told of a person, if it is registered for the scope that tells it. `pid` stands in every ID token. */
const ofScope: ReadonlyMap<string, string> = new Map([
  ['pid', 'openid'],
  ['locale', 'profile'],
  ['name', 'profile'],
  ['given_name', 'profile'],
  ['family_name', 'profile'],
])

/** A service that may not be told is told nothing: a claim that is left out is no error, essential or not (§5.5.1). */
const granted = (asked: Wishes, { scopes }: Client): readonly string[] =>
  Object.keys(asked).filter((name) => scopes.includes(ofScope.get(name) ?? ''))

const valuesOf = (asked: Wishes, name: string): readonly unknown[] => {
  const found = Object.hasOwn(asked, name) ? asked[name] : undefined
  if (found === undefined || found === null) return []
  return found.values ?? (found.value === undefined ? [] : [found.value])
}

/** §5.5.1 by the example of `sub`: no answer but for that person. A restriction that is not understood is never dropped. */
function subjectIn(idToken: Wishes, userinfo: Wishes): string | Fault | undefined {
  const values = new Set([...valuesOf(idToken, 'sub'), ...valuesOf(userinfo, 'sub')])
  const [only] = values
  if (values.size === 0) return undefined
  if (values.size === 1 && typeof only === 'string') return only
  return fault('invalid_request', 'sub in claims must have one value')
}

/** §5.5.1.1. Essential: one of the values must be reached. Else they are a wish. */
function levelsIn({ acr }: ClaimsDeps, idToken: Wishes): Pick<AskedClaims, 'wishes' | 'levels'> | Fault {
  const values = valuesOf(idToken, 'acr')
  const known = values.filter((value) => typeof value === 'string' && acr.read(value) !== undefined) as string[]
  const isEssential = idToken['acr']?.essential === true
  if (!isEssential || values.length === 0) return { wishes: known, levels: [] }
  if (known.length === 0)
    return fault('unmet_authentication_requirements', 'no essential value of acr in claims is known here')
  return { wishes: [], levels: known }
}

/** The name of the level reached that one of the essential values is (§5.5.1.1); undefined: none was asked for. */
export function essentialName(acr: AcrNames, essential: readonly string[], reached: string): string | undefined {
  const rankOf = (name: string): number => acr.rank(acr.read(name)?.level ?? reached)
  return essential.filter((name) => rankOf(name) <= acr.rank(reached)).toSorted((a, b) => rankOf(b) - rankOf(a))[0]
}
