// oidc-provider with one login form, consent given by itself for the bench clients.
// PORT, ALG (RS256|ES256|EdDSA), STORE (memory|redis), REDIS_URL, HASH (none|argon2), BENCH_CLIENT_KEY
process.env.NODE_ENV = 'production'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { signingJwk } from './signing-key.mjs'
const { default: Provider } = await import('oidc-provider')

const PORT = Number(process.env.PORT ?? 4100)
const ALG = process.env.ALG ?? 'RS256'
const STORE = process.env.STORE ?? 'memory'
const HASH = process.env.HASH ?? 'none'
const issuer = `http://127.0.0.1:${PORT}`

const { d: _private, ...clientPublic } = JSON.parse(readFileSync(process.env.BENCH_CLIENT_KEY, 'utf8'))
const jwtClient = {
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  jwks: { keys: [clientPublic] },
  redirect_uris: ['https://rp.example.com/cb'],
  response_types: ['code'],
  id_token_signed_response_alg: ALG,
}

let adapter
if (STORE === 'redis') {
  const { createRedisAdapter } = await import('./oidc-provider-redis.mjs')
  adapter = createRedisAdapter(process.env.REDIS_URL ?? 'redis://127.0.0.1:6399/0')
}

let checkPassword = async () => true
if (HASH === 'argon2') {
  const { hash, verify } = await import('@node-rs/argon2')
  const stored = await hash('correct horse battery staple', { memoryCost: 19456, timeCost: 2, parallelism: 1 })
  checkPassword = (password) => verify(stored, password)
}

const provider = new Provider(issuer, {
  ...(adapter ? { adapter } : {}),
  jwks: { keys: [signingJwk(ALG, Number(process.env.RSA_BITS ?? 2048))] },
  clients: [
    { ...jwtClient, client_id: 'bench', grant_types: ['authorization_code'] },
    { ...jwtClient, client_id: 'bench-more', grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] },
  ],
  cookies: { keys: ['bench-cookie-key-one'] },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
    revocation: { enabled: true },
    introspection: { enabled: true },
    clientCredentials: { enabled: true },
  },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
  ttl: {
    Interaction: 3600,
    Session: 86400,
    Grant: 86400,
    AccessToken: 3600,
    AuthorizationCode: 60,
    IdToken: 3600,
    RefreshToken: 86400,
  },
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: async (_ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      email: 'alice@example.com',
      email_verified: true,
      name: 'Alice Example',
      given_name: 'Alice',
      family_name: 'Example',
    }),
  }),
  loadExistingGrant: async (ctx) => {
    const known = ctx.oidc.result?.consent?.grantId ?? ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId)
    if (known) return ctx.oidc.provider.Grant.find(known)
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    })
    grant.addOIDCScope('openid profile email')
    await grant.save()
    return grant
  },
})
provider.on('server_error', (_ctx, error) => console.error(error))

const callback = provider.callback()
const page = (uid) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head><body><main><h1>Sign in</h1>` +
  `<form method="post" action="/interaction/${uid}"><label>E-mail <input name="login" autocomplete="username"></label>` +
  `<label>Password <input type="password" name="password"></label><button>Sign in</button></form></main></body></html>`

async function interaction(req, res) {
  if (req.method === 'GET') {
    const { uid } = await provider.interactionDetails(req, res)
    const html = page(uid)
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(html),
      'cache-control': 'no-store',
    })
    res.end(html)
    return
  }
  let body = ''
  for await (const chunk of req.setEncoding('utf8')) body += chunk
  const form = new URLSearchParams(body)
  if (!(await checkPassword(form.get('password')))) {
    res.writeHead(401).end()
    return
  }
  await provider.interactionFinished(req, res, { login: { accountId: form.get('login') } })
}

createServer((req, res) => {
  if (req.url.startsWith('/interaction/')) {
    interaction(req, res).catch((error) => {
      console.error(error)
      res.writeHead(500).end()
    })
  } else callback(req, res)
}).listen(PORT, '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
