/** A provider of a few lines for the example services' own tests: says yes to everybody, or the error it is told to say. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { Hono } from 'hono'
import { randomToken } from '#base/secrets.ts'
import { serve } from '#http/serve.ts'

export interface FakeProvider {
  readonly issuer: string
  /** What the next answers are made of. */
  readonly say: { error?: string; subject: string; claims: Record<string, unknown> }
  /** Requests as they were understood, pushed ones included, newest last. */
  readonly asked: URLSearchParams[]
  /** How clients authenticated at the token endpoint and at PAR. */
  readonly authenticated: string[]
  close(): Promise<void>
}

/** `port` 0: any free one. */
export async function fakeProvider(port = 0): Promise<FakeProvider> {
  const asked: URLSearchParams[] = []
  const authenticated: string[] = []
  const say: FakeProvider['say'] = { subject: 'somebody', claims: {} }
  const app = new Hono()
  const listening = await serve(app, { host: '127.0.0.1', port })
  const issuer = `http://127.0.0.1:${listening.port}`
  mountEndpoints(app, { issuer, say, asked, authenticated, keys: await generateKeyPair('ES256') })
  return { issuer, say, asked, authenticated, close: () => listening.close(0) }
}

interface Inside extends Pick<FakeProvider, 'issuer' | 'say' | 'asked' | 'authenticated'> {
  readonly keys: Awaited<ReturnType<typeof generateKeyPair>>
}

function mountEndpoints(app: Hono, { issuer, say, asked, authenticated, keys }: Inside): void {
  const pushed = new Map<string, URLSearchParams>()
  const codes = new Map<string, URLSearchParams>()
  const note = (header: string | undefined, form: URLSearchParams): void =>
    void authenticated.push(
      header === undefined ? (form.get('client_assertion_type') ?? 'none') : (header.split(' ')[0] ?? ''),
    )

  app.get('/.well-known/openid-configuration', (c) => c.json(metadata(issuer)))
  app.get('/jwks', async (c) => c.json({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256', kid: 'one' }] }))
  app.post('/par', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    note(c.req.header('authorization'), form)
    const uri = `urn:fake:${randomToken()}`
    pushed.set(uri, form)
    return c.json({ request_uri: uri, expires_in: 60 }, 201)
  })
  app.get('/authorize', (c) => {
    const query = new URL(c.req.url).searchParams
    const request = pushed.get(query.get('request_uri') ?? '') ?? query
    asked.push(request)
    const code = randomToken()
    codes.set(code, request)
    const answer = say.error === undefined ? { code } : { error: say.error, error_description: 'as told' }
    const back = new URLSearchParams({ ...answer, state: request.get('state') ?? '', iss: issuer })
    return c.redirect(`${request.get('redirect_uri')}?${back}`, 303)
  })
  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    note(c.req.header('authorization'), form)
    const request = codes.get(form.get('code') ?? '')
    if (request === undefined) return c.json({ error: 'invalid_grant' }, 400)
    codes.delete(form.get('code') ?? '')
    const claims = { acr: request.get('acr_values'), nonce: request.get('nonce'), sid: 'the-session', ...say.claims }
    const id_token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(request.get('client_id') ?? '')
      .setSubject(say.subject)
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(keys.privateKey)
    return c.json({ access_token: 'unused', token_type: 'Bearer', id_token })
  })
}

const metadata = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  token_endpoint: `${issuer}/token`,
  end_session_endpoint: `${issuer}/logout`,
  jwks_uri: `${issuer}/jwks`,
  id_token_signing_alg_values_supported: ['ES256'],
  authorization_response_iss_parameter_supported: true,
})
