/** The service that uses the REST door: its token, its sessions. */
import { type Redeemed, basic, send } from './relying-party.ts'
import type { Run } from './run.ts'
import { issuer, restCallback, server } from './services.ts'

export interface RestSession {
  readonly id: string
  readonly authenticationUrl: string
}

async function bearer(run: Run): Promise<Readonly<Record<string, string>>> {
  const fields = new URLSearchParams({ grant_type: 'client_credentials', scope: 'signicat-api' })
  const { status, body } = await send(run, '/auth/open/connect/token', fields, basic(server.id, server.secret))
  if (status !== 200) throw new Error(`no token for the server: ${status} ${String(body['error'])}`)
  return { authorization: `Bearer ${String(body['access_token'])}` }
}

export async function makeSession(run: Run): Promise<RestSession> {
  const [success, abort, error] = ['success', 'abort', 'error'].map(restCallback)
  const asks = JSON.stringify({
    flow: 'redirect',
    requestedAttributes: ['nin'],
    callbackUrls: { success, abort, error },
  })
  const { status, body } = await send(run, '/auth/rest/sessions', asks, await bearer(run))
  if (status !== 200) throw new Error(`no session: ${status}`)
  return { id: String(body['id']), authenticationUrl: String(body['authenticationUrl']) }
}

/** Ready to be sent many times: tokens of machines may be used again. */
export async function canceller(run: Run, { id }: RestSession): Promise<(at?: number) => Promise<Redeemed>> {
  const headers = await bearer(run)
  return (at) => send(run, `/auth/rest/sessions/${id}/cancel`, '', headers, at)
}

export interface RestOutcome {
  readonly status: string
  readonly nin: string | undefined
}

export async function readSession(run: Run, { id }: RestSession): Promise<RestOutcome> {
  const headers = await bearer(run)
  const response = await run.gateways.send(new Request(`${issuer}/auth/rest/sessions/${id}`, { headers }))
  const body = (await response.json()) as { status: string; subject?: { nin?: { value?: string } } }
  return { status: body.status, nin: body.subject?.nin?.value }
}
