/**
 * Things that one browser holds for a while and nobody else: sealed in hot state under a key that lies in a cookie of the
 * thing's own, and changed by compare-and-set alone (security.md 11, 12, 24).
 */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { constantTimeEqual, deriveTwoKeys, hmac, randomToken } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'

/** What every held thing is. Plain JSON. */
export interface Held {
  readonly id: string
  /** Grows with every change: forms carry a MAC of it. */
  readonly revision: number
  /** Milliseconds. */
  readonly began: number
}

/** A thing in the hands of the browser that began it. Only `open` and `begin` make one. */
export interface InHand<T extends Held> {
  readonly held: T
  readonly stamp: Stamp
  readonly keys: HeldKeys
}

interface HeldKeys {
  readonly seal: KeyObject
  readonly forms: KeyObject
}

export interface HeldKind {
  /** Two letters, for cookies and places in the store. */
  readonly prefix: string
  readonly id: RegExp
  /** Seconds: without a change, and in all. */
  readonly idle: number
  readonly absolute: number
  /** So many side by side in one browser; the oldest goes when one more begins. */
  readonly sideBySide: number
}

/** `over`: nobody holds it any more. `elsewhere`: not this browser. `twice`: the cookie came twice, and was cleared. */
export type NotInHand = 'over' | 'elsewhere' | 'twice'

export interface Holding<T extends Held> {
  /** Keeps a new thing and hands its cookie to the browser with the answer. */
  begin(c: Request, thing: T): Promise<InHand<T>>
  open(c: Request, id: string): Promise<InHand<T> | NotInHand>
  /** Writes the next state unless somebody else was first: then undefined. */
  swap(inHand: InHand<T>, next: Omit<T, 'revision'>): Promise<InHand<T> | undefined>
  /** Nobody holds it from now on. False: somebody else was first. */
  end(c: Request, inHand: InHand<T>): Promise<boolean>
}

export interface HoldingDeps {
  readonly hot: Hot
  readonly clock: Clock
  readonly cookies: CookieRules
}

export function openHolding<T extends Held>({ hot, clock, cookies }: HoldingDeps, kind: HeldKind): Holding<T> {
  const place = (id: string): string => `${kind.prefix}:{${id}}`
  const cookieOf = (id: string): string => `${kind.prefix}-${id}`
  const forget = (c: Request, id: string): void =>
    c.header('Set-Cookie', cookie(cookies, cookieOf(id), '', 0), { append: true })

  return {
    async begin(c, thing) {
      const secret = randomToken(32)
      const keys = keysOf(secret, thing.id, kind.prefix)
      const stamp = await hot.put(place(thing.id), seal(keys.seal, place(thing.id), thing), kind.idle)
      for (const old of surplus(c, cookies, kind)) forget(c, old)
      const value = `${Math.floor(clock.now() / 60_000)}.${secret}`
      c.header('Set-Cookie', cookie(cookies, cookieOf(thing.id), value, kind.absolute), { append: true })
      return { held: thing, stamp, keys }
    },

    async open(c, id) {
      if (!kind.id.test(id)) return 'over'
      const value = onlyCookie(cookiesOf(c), cookieName(cookies, cookieOf(id)))
      if (value !== undefined && typeof value !== 'string') {
        forget(c, id)
        return 'twice'
      }
      const secret = /^\d+\.([\w-]{43})$/.exec(value ?? '')?.[1]
      const found = await hot.get<string>(place(id))
      if (found === undefined) return 'over'
      if (secret === undefined) return 'elsewhere'
      const keys = keysOf(secret, id, kind.prefix)
      const held = unseal<T>(keys.seal, place(id), found.value)
      if (held === undefined) return 'elsewhere'
      if (held.id !== id) throw new Error('a held thing was found in the place of another')
      return clock.now() > held.began + kind.absolute * 1000 ? 'over' : { held, stamp: found.stamp, keys }
    },

    async swap({ held, stamp, keys }, changed) {
      const next = { ...changed, revision: held.revision + 1 } as T
      const left = Math.ceil((next.began - clock.now()) / 1000) + kind.absolute
      const seconds = Math.max(1, Math.min(kind.idle, left))
      const written = await hot.swap(place(next.id), stamp, seal(keys.seal, place(next.id), next), seconds)
      return written === undefined ? undefined : { held: next, stamp: written, keys }
    },

    async end(c, { held, stamp, keys }) {
      // Swapped before it is taken: of two that end it one does.
      const last = await hot.swap(place(held.id), stamp, seal(keys.seal, place(held.id), held), 1)
      if (last === undefined) return false
      await hot.take(place(held.id))
      forget(c, held.id)
      return true
    },
  }
}

/** The stage stamp of every form: says which state of which thing the page was made from (security.md 15). */
export const heldStamp = ({ held, keys }: InHand<Held>): string => hmac(keys.forms, `${held.revision}`).slice(0, 22)

export const heldStampHolds = (inHand: InHand<Held>, stamp: string): boolean =>
  constantTimeEqual(heldStamp(inHand), stamp)

function keysOf(secret: string, id: string, prefix: string): HeldKeys {
  const [sealing, forms] = deriveTwoKeys(Buffer.from(secret, 'base64url'), id, `inngang held ${prefix}`)
  return { seal: sealing, forms }
}

/** Ids of the oldest whose cookies must go for one more to come. */
function surplus(c: Request, rules: CookieRules, { prefix, id, sideBySide }: HeldKind): string[] {
  const [before, after] = cookieName(rules, `${prefix}-|`).split('|') as [string, string]
  const here: { readonly id: string; readonly minute: number }[] = []
  for (const [name, values] of cookiesOf(c)) {
    if (!name.startsWith(before) || !name.endsWith(after)) continue
    const own = name.slice(before.length, name.length - after.length)
    if (id.test(own)) here.push({ id: own, minute: Number.parseInt(values[0] ?? '0', 10) || 0 })
  }
  const over = here.length - sideBySide + 1
  if (over < 1) return []
  return here
    .toSorted((a, b) => a.minute - b.minute)
    .slice(0, over)
    .map((one) => one.id)
}
