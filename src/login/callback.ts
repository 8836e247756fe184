/**
 * Where an issuer elsewhere sends the user back to. A form post from another site comes without our cookies, so it only parks
 * what it brought for a minute, and the browser comes again by GET, with them (security.md 13).
 */
import { networkOf } from '#base/networks.ts'
import { deriveTwoKeys, randomToken, sha256 } from '#base/secrets.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { seal, unseal } from '#hot/seal.ts'
import { readBody } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Login } from '#login/login.ts'
import type { Door, Method } from '#login/method.ts'
import { readState, stateIn } from '#login/state.ts'

export const callbackPath = (method: string): string => `/callback/${method}`

/** Bytes: a code, a state, a signed response. */
const mostBytes = 16 * 1024
const parked = 'parked'

/**
 * Returns that are parked in a minute: of one leg (a user who reloads), from one network (an office behind one address), of everybody.
 * Only what we sent out is parked at all, so the last two are for whoever begins logins by the thousand.
 */
const mostOfLeg = 5
const mostOfNetwork = 600
const mostInAll = 30_000

export function mountCallback(routes: Routes, login: Login, method: Method, door: Door): void {
  const path = callbackPath(method.id)
  routes.post(path, async (c) => {
    const body = await readBody(c)
    if (body === undefined || body.length > mostBytes) throw new Refusal('IN-10')
    await mayPark(login, c, method, stateIn(new URLSearchParams(body)))
    const handle = randomToken(32)
    await login.hot.put(place(handle), seal(keyOf(handle), place(handle), body), lifetimes.parkedReturn)
    return c.redirect(`${path}?${parked}=${handle}`, 303)
  })
  routes.get(path, async (c) => {
    const returned = new URL(c.req.url).searchParams
    const handle = returned.get(parked)
    const brought = handle === null ? returned : await takeParked(login, handle)
    return method.callback?.(c, door, brought) ?? Promise.reject(new Refusal('IN-07'))
  })
}

/** Anybody can post here, without a login: what nobody was sent out with takes no room. @throws Refusal IN-01, IN-06 */
async function mayPark({ hot, stateKey, addressOf }: Login, c: Request, method: Method, state: string): Promise<void> {
  if (readState(stateKey, method.id, state) === undefined) throw new Refusal('IN-01')
  const counts: readonly (readonly [key: string, most: number])[] = [
    [`leg:${sha256(state)}`, mostOfLeg],
    [`network:${sha256(networkOf(addressOf(c)))}`, mostOfNetwork],
    ['all', mostInAll],
  ]
  for (const [key, most] of counts)
    if ((await hot.count(`cb:n:${key}`, lifetimes.parkedReturn)) > most) throw new Refusal('IN-06')
}

/** Once. @throws Refusal IN-01 when it was taken, or a minute has passed */
async function takeParked({ hot }: Login, handle: string): Promise<URLSearchParams> {
  const kept = /^[\w-]{43}$/.test(handle) ? await hot.take<string>(place(handle)) : undefined
  const body = kept === undefined ? undefined : unseal<string>(keyOf(handle), place(handle), kept)
  if (body === undefined) throw new Refusal('IN-01')
  return new URLSearchParams(body)
}

const place = (handle: string): string => `cb:${sha256(handle)}`
const keyOf = (handle: string) => deriveTwoKeys(Buffer.from(handle, 'base64url'), 'parked', 'inngang callback')[0]
