/** What tests of refresh tokens share. */
import assert from 'node:assert/strict'
import type { Browser } from './browser.ts'
import { codeFor, credentials, exchange, type Fields, type Reply, send, type Wired } from './wire.ts'

export interface Held {
  readonly access: string
  readonly id: string
  readonly refresh: string
  readonly code: string
  readonly json: Readonly<Record<string, unknown>>
}

const held = (code: string, { status, json, text }: Reply): Held => {
  assert.equal(status, 200, text)
  return {
    access: String(json['access_token']),
    id: String(json['id_token']),
    refresh: String(json['refresh_token']),
    code,
    json,
  }
}

/** A login, and what it gives a service. */
export async function begun(world: Wired, clientId: string, over: Fields = {}, browser?: Browser): Promise<Held> {
  const code = await codeFor(world, clientId, over, browser)
  return held(code, await exchange(world, clientId, code))
}

export function refresh(world: Wired, clientId: string, token: string, over: Fields = {}): Promise<Reply> {
  const { fields, headers } = credentials(world, clientId)
  return send(world, '/token', { grant_type: 'refresh_token', refresh_token: token, ...fields, ...over }, headers)
}

export const refreshed = async (world: Wired, clientId: string, last: Held, over: Fields = {}): Promise<Held> =>
  held(last.code, await refresh(world, clientId, last.refresh, over))

export function revoke(world: Wired, clientId: string, token: string, over: Fields = {}): Promise<Reply> {
  const { fields, headers } = credentials(world, clientId)
  return send(world, '/token/revoke', { token, ...fields, ...over }, headers)
}
