/** A twin of its own with one outside client registered, and that client's program. */
import assert from 'node:assert/strict'
import { type Program, program } from '../process/program.ts'
import { answering, freePorts, start, type Started } from '../process/started.ts'
import { secret } from '../services.ts'

export interface Setting {
  readonly issuer: string
  /** The client's own address, without a slash at the end. */
  readonly home: string
  readonly twin: Program
  /** Who logs in, and the hint that does it without a page. */
  readonly number: string
  readonly loginHint: string
  close(): Promise<void>
}

/** What is registered of a client; `home` is its address. */
type Registered = (home: string) => Readonly<Record<string, unknown>>

export async function outside(registered: Registered, more: readonly unknown[] = []): Promise<Setting> {
  const [port = 0] = await freePorts(1)
  const home = `http://127.0.0.1:${port}`
  const twin = await program()
  const service = {
    client_id: 'outside',
    client_name: 'En klient utenfra',
    client_uri: `${home}/`,
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: secret,
    minimum_level: 'substantial',
    ...registered(home),
  }
  twin.declare([{ org_number: '991825827', name: 'Prøveetaten', services: [service, ...more] }])
  const running = await twin.start()
  const number = twin.wire.people.at(0).number
  return {
    issuer: twin.issuer,
    home,
    twin,
    number,
    loginHint: `testid:${number}_idporten-loa-high`,
    async close() {
      await running.stop()
      twin.remove()
    },
  }
}

/** Starts a client's program of `apps/`. It is told everything in one variable, and answers 200 on `/health` when it is ready. */
export async function app(name: string, setting: Setting, more: object = {}): Promise<Started> {
  const told = { issuer: setting.issuer, home: setting.home, secret, loginHint: setting.loginHint, ...more }
  const started = start(`../test/clients/apps/${name}`, { APP: JSON.stringify(told), NODE_ENV: 'test' })
  await answering(`${setting.home}/health`, started)
  return started
}

/** What every client must have learnt of the person. */
export function assertClaims(claims: unknown, setting: Setting): void {
  const { pid, acr, iss, sub } = claims as Record<string, unknown>
  assert.equal(pid, setting.number)
  assert.equal(acr, 'idporten-loa-high')
  assert.equal(iss, setting.issuer)
  assert.equal(typeof sub, 'string')
}
