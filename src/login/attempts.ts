/** Where attempts are kept: sealed in hot state, the key in a cookie of the attempt's own. */
import type { KeyObject } from 'node:crypto'
import { type AttemptId, isAttemptId } from '#base/ids.ts'
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { constantTimeEqual, deriveTwoKeys, hmac, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Attempt } from '#login/attempt.ts'

/** Attempts side by side in one browser; the oldest goes when one more begins (security.md 11). */
const sideBySide = 20

/** An attempt in the hands of the browser that began it. Only `open` and `create` make one. */
export interface Opened {
  readonly attempt: Attempt
  readonly stamp: Stamp
  readonly keys: AttemptKeys
}

interface AttemptKeys {
  readonly seal: KeyObject
  readonly forms: KeyObject
}

/** Outside the seal stands only what "your cookie is gone, back to the service" needs. */
interface Kept {
  readonly client: string
  readonly sealed: string
}

export interface Attempts {
  /** Keeps a new attempt and hands its cookie to the browser with the answer. */
  create(c: Request, attempt: Attempt): Promise<Opened>
  /** @throws Refusal IN-01 (over), IN-02 (another browser), IN-11 (cookie twice) */
  open(c: Request, id: string): Promise<Opened>
  /** Writes the next state unless somebody else was first: then undefined. */
  swap(opened: Opened, next: Omit<Attempt, 'revision'>): Promise<Opened | undefined>
  /** After a logout: what was proved in this browser's other tabs and not answered yet counts no more. */
  dropProofs(c: Request): Promise<void>
}

export interface AttemptDeps {
  readonly hot: Hot
  readonly clock: Clock
  readonly cookies: CookieRules
  /** The working way on for somebody whose login cannot go on: back to the service. */
  readonly wayBack: (clientId: string) => Refusal['way']
}

export function openAttempts(deps: AttemptDeps): Attempts {
  const { hot, clock, cookies } = deps
  const known = knownAttempts()
  const attempts: Attempts = {
    async create(c, attempt) {
      const secret = randomToken(32)
      const keys = keysOf(secret, attempt.id)
      const stamp = await hot.put(place(attempt.id), kept(keys, attempt), lifetimes.attemptIdle)
      for (const old of surplus(c, cookies)) c.header('Set-Cookie', cookie(cookies, old, '', 0), { append: true })
      const minute = Math.floor(clock.now() / 60_000)
      c.header('Set-Cookie', cookie(cookies, cookieOf(attempt.id), `${minute}.${secret}`, lifetimes.attemptAbsolute), {
        append: true,
      })
      return known.add(sha256(secret), { attempt, stamp, keys })
    },

    async open(c, id) {
      if (!isAttemptId(id)) throw new Refusal('IN-01')
      const secret = secretFrom(c, cookies, id)
      const found = await hot.get<Kept>(place(id))
      if (found === undefined) throw new Refusal('IN-01')
      const way = deps.wayBack(found.value.client)
      const refuse = (): Refusal => new Refusal('IN-02', way === undefined ? {} : { way })
      if (secret === undefined) throw refuse()
      const secretHash = sha256(secret)
      const opened = known.find(id, found.stamp, secretHash) ?? openWith(secret, id, found)
      if (opened === undefined) throw refuse()
      const { attempt } = opened
      if (attempt.id !== id) throw new Error('an attempt was found in the place of another')
      if (clock.now() > attempt.began + lifetimes.attemptAbsolute * 1000) {
        throw new Refusal('IN-01', way === undefined ? {} : { way })
      }
      return known.add(secretHash, opened)
    },

    async swap(opened, changed) {
      const next: Attempt = { ...changed, revision: opened.attempt.revision + 1 }
      const left = Math.ceil((next.began - clock.now()) / 1000) + lifetimes.attemptAbsolute
      const seconds = Math.max(1, Math.min(lifetimes.attemptIdle, left))
      const stamp = await hot.swap(place(next.id), opened.stamp, kept(opened.keys, next), seconds)
      return stamp === undefined ? undefined : known.change(opened, { attempt: next, stamp, keys: opened.keys })
    },

    async dropProofs(c) {
      await Promise.all(idsIn(c, cookies).map((id) => dropProof(attempts, c, id)))
    },
  }
  return attempts
}

function openWith(secret: string, id: AttemptId, found: { value: Kept; stamp: Stamp }): Opened | undefined {
  const keys = keysOf(secret, id)
  const attempt = unseal<Attempt>(keys.seal, place(id), found.value.sealed)
  return attempt && { attempt, stamp: found.stamp, keys }
}

/** Attempts that this process keeps open: most come back within a minute. */
const mostKnown = 1000

interface KnownAttempts {
  /** As it was written under this stamp, for who holds the cookie that it was opened with. */
  find(id: AttemptId, stamp: Stamp, secretHash: string): Opened | undefined
  add(secretHash: string, opened: Opened): Opened
  /** The same attempt, further on. */
  change(was: Opened, now: Opened): Opened
}

/**
 * What this process opened or wrote last, so that a login's next request need not derive and decrypt it anew. The store has the
 * last word: what does not bear the stamp that lies there counts for nothing.
 */
function knownAttempts(): KnownAttempts {
  const known = new Map<AttemptId, { readonly secretHash: string; readonly opened: Opened }>()
  const add = (secretHash: string, opened: Opened): Opened => {
    const { id } = opened.attempt
    // The newest stand last.
    if (!known.delete(id) && known.size >= mostKnown) known.delete(known.keys().next().value as AttemptId)
    known.set(id, { secretHash, opened })
    return opened
  }
  return {
    add,
    find(id, stamp, secretHash) {
      const one = known.get(id)
      return one?.opened.stamp === stamp && constantTimeEqual(one.secretHash, secretHash) ? one.opened : undefined
    },
    change(was, now) {
      const one = known.get(was.attempt.id)
      return one === undefined || one.opened.keys !== was.keys ? now : add(one.secretHash, now)
    },
  }
}

/** Tried again when a step of that login comes between. */
async function dropProof(attempts: Attempts, c: Request, id: AttemptId): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    const opened = await attempts.open(c, id).catch(unlessOver)
    if (opened?.attempt.proved === undefined || opened.attempt.answer !== undefined) return
    if ((await attempts.swap(opened, { ...opened.attempt, proved: undefined })) !== undefined) return
  }
  throw new Error('a login in another tab could not be told of the logout')
}

/** A cookie outlives its attempt: nothing to drop. */
const unlessOver = (error: unknown): undefined => {
  if (!(error instanceof Refusal)) throw error
}

/**
 * The stage stamp of every form: says which state of which attempt the page was made from (security.md 15), and what else the
 * page was `about` that may have changed since.
 */
export const stageStamp = (opened: Opened, about = ''): string =>
  hmac(opened.keys.forms, `${opened.attempt.revision}${about}`).slice(0, 22)

export const stampHolds = (opened: Opened, stamp: string, about = ''): boolean =>
  constantTimeEqual(stageStamp(opened, about), stamp)

export const loginPath = (id: AttemptId): string => `/login/${id}`

const place = (id: AttemptId): string => `a:{${id}}`
const cookieOf = (id: AttemptId): string => `a-${id}`
const kept = (keys: AttemptKeys, attempt: Attempt): Kept => ({
  client: attempt.ask.clientId,
  sealed: seal(keys.seal, place(attempt.id), attempt),
})

function keysOf(secret: string, id: AttemptId): AttemptKeys {
  const [sealing, forms] = deriveTwoKeys(Buffer.from(secret, 'base64url'), id, 'inngang attempt')
  return { seal: sealing, forms }
}

function secretFrom(c: Request, rules: CookieRules, id: AttemptId): string | undefined {
  const value = onlyCookie(cookiesOf(c), cookieName(rules, cookieOf(id)))
  if (value === undefined) return undefined
  if (typeof value !== 'string') {
    c.header('Set-Cookie', cookie(rules, cookieOf(id), '', 0), { append: true })
    throw new Refusal('IN-11')
  }
  return /^\d+\.([\w-]{43})$/.exec(value)?.[1]
}

/** The attempts that this browser has cookies of. */
const idsIn = (c: Request, rules: CookieRules): AttemptId[] =>
  attemptCookies(c, rules).flatMap(({ name }) => (isAttemptId(name.slice(2)) ? [name.slice(2) as AttemptId] : []))

/** Names of the oldest attempts' cookies that must go for one more to come. */
function surplus(c: Request, rules: CookieRules): string[] {
  const attempts = attemptCookies(c, rules)
  if (attempts.length < sideBySide) return []
  return attempts
    .toSorted((a, b) => a.minute - b.minute)
    .slice(0, attempts.length - sideBySide + 1)
    .map(({ name }) => name)
}

function attemptCookies(c: Request, rules: CookieRules): { readonly name: string; readonly minute: number }[] {
  const prefix = rules.secure ? '__Host-' : ''
  const suffix = rules.secure ? '' : `-${rules.port}`
  const attempts: { name: string; minute: number }[] = []
  for (const [name, values] of cookiesOf(c)) {
    if (!name.startsWith(`${prefix}a-att_`) || !name.endsWith(suffix)) continue
    attempts.push({
      name: name.slice(prefix.length, name.length - suffix.length),
      minute: Number.parseInt(values[0] ?? '0', 10) || 0,
    })
  }
  return attempts
}
