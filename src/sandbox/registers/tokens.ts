/** Gives access tokens for signed assertions, with Maskinporten's rules for them. */
import type { Context } from 'hono'
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { verifyJws } from '#keys/jws.ts'

export interface TokenRules {
  readonly clock: Clock
  /** As it writes itself, with its slash. */
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  readonly kid: string
  readonly publicKey: () => KeyObject | Promise<KeyObject>
}

export interface Tokens {
  give(c: Context): Promise<Response>
  holds(token: string): boolean
  /** As if they had been taken back. */
  forget(): void
}

/** Seconds. */
const life = 120
const mostSkew = 10
const longestAssertion = 120

export function openTokens(rules: TokenRules): Tokens {
  const given = new Map<string, number>()
  /** Until when an assertion could come again. */
  const used = new Map<string, number>()
  return {
    async give(c) {
      c.header('cache-control', 'no-store')
      c.header('date', new Date(rules.clock.now()).toUTCString())
      const form = new URLSearchParams(await c.req.text())
      const fault = await faultOf(rules, form, used)
      if (fault !== undefined) return c.json({ error: fault[0], error_description: fault[1] }, 400)
      for (const remembered of [given, used]) drop(remembered, rules.clock.now())
      const token = randomToken(32)
      given.set(token, rules.clock.now() + life * 1000)
      return c.json({ access_token: token, token_type: 'Bearer', expires_in: life - 1, scope: rules.scope })
    },
    holds: (token) => rules.clock.now() < (given.get(token) ?? 0),
    forget: () => given.clear(),
  }
}

/** What is over is forgotten: a twin may run for weeks. */
function drop(remembered: Map<string, number>, now: number): void {
  for (const [name, until] of remembered) if (until <= now) remembered.delete(name)
}

type Fault = readonly [error: string, description: string] | undefined

async function faultOf(rules: TokenRules, form: URLSearchParams, used: Map<string, number>): Promise<Fault> {
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return ['unsupported_grant_type', 'only signed assertions']
  const key = await rules.publicKey()
  const read = verifyJws(form.get('assertion') ?? '', ({ kid, alg }) =>
    kid === rules.kid && alg === 'RS256' ? { key, algorithm: 'RS256' } : undefined,
  )
  if (read === undefined) return ['invalid_grant', 'MP-124 the signature does not hold']
  const { iss, aud, scope, iat, exp, jti } = read.payload
  const now = rules.clock.now() / 1000
  if (iss !== rules.clientId) return ['invalid_grant', 'MP-100 no such client']
  if (aud !== rules.issuer) return ['invalid_grant', 'MP-110 made for somebody else']
  if (typeof iat !== 'number' || Math.abs(iat - now) > mostSkew) return ['invalid_grant', 'MP-130 the clocks differ']
  if (typeof exp !== 'number' || exp - iat > longestAssertion || exp < now) return ['invalid_grant', 'MP-130 too long']
  if (scope !== rules.scope) return ['invalid_scope', 'MP-200 not a scope of this client']
  if (typeof jti !== 'string' || used.has(jti)) return ['invalid_grant', 'MP-012 used before']
  used.set(jti, (exp + mostSkew) * 1000)
  return undefined
}
