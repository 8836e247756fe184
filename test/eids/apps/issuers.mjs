/**
 * Three issuers in one program, on npm's `oidc-provider`: the addresses, scopes, claims and levels of BankID, Buypass and Commfides.
 * Everything it must know comes in one variable (EIDS: host, port, gateway, secret, keys). `/asked` tells what clients sent.
 */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const told = JSON.parse(process.env.EIDS)
const origin = `http://${told.host}:${told.port}`
const asked = []

/** Keycloak's addresses, and BankID's own in front of its login. */
const keycloak = {
  token: '/protocol/openid-connect/token',
  jwks: '/protocol/openid-connect/certs',
  userinfo: '/protocol/openid-connect/userinfo',
  pushed_authorization_request: '/protocol/openid-connect/ext/par/request',
}

const brands = {
  bankid: {
    path: '/auth/realms/current',
    issuer: `${origin}/auth/realms/current`,
    routes: { ...keycloak, authorization: '/precheck/auth' },
    claims: {
      nnin_altsub: ['nnin_altsub'],
      openid: ['sub', 'acr', 'amr', 'bankid_altsub', 'originator', 'tid', 'typ'],
    },
    account: (number) => ({
      nnin_altsub: number,
      bankid_altsub: '9578-5999-4-000001',
      typ: 'ID',
      originator: 'CN=BankID',
    }),
    acrs: ['urn:bankid:bid', 'urn:bankid:bis'],
    par: true,
    client: { token_endpoint_auth_method: 'client_secret_basic', client_secret: told.secret },
    more: {
      jwks_uri_enc: `${origin}/enc`,
      'fraud-data-baseurl': `${origin}/fraud`,
      'signdoc-baseurl': `${origin}/sign`,
    },
  },
  buypass: {
    path: '/auth/realms/SECURITYDOMAIN',
    // With a slash at the end, as its documentation writes it.
    issuer: `${origin}/auth/realms/SECURITYDOMAIN/`,
    routes: { ...keycloak, authorization: '/protocol/openid-connect/auth' },
    claims: { bpid: ['bp_id_sub'], bpnnin: ['bp_nnin_sub'], openid: ['sub', 'amr', 'bp_sub'] },
    account: (number) => ({ bp_nnin_sub: number, bp_id_sub: '9578-4050-100000001', bp_sub: 'bp' }),
    acrs: [],
    par: false,
    client: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [told.keys.buypass] } },
    authMethods: ['private_key_jwt'],
  },
  commfides: {
    path: '/commfides',
    issuer: `${origin}/commfides`,
    claims: { nnin: ['nnin'], openid: ['sub', 'amr'] },
    account: (number) => ({ nnin: number }),
    acrs: [],
    par: true,
    // Scopes' claims are at the userinfo endpoint alone.
    conform: true,
    client: {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [told.keys.commfides] },
      require_pushed_authorization_requests: true,
      authorization_signed_response_alg: 'RS256',
    },
  },
}

const names = { name: 'Kari Nordmann', given_name: 'Kari', family_name: 'Nordmann' }

function open(id, brand) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const scopes = [...Object.keys(brand.claims), 'profile'].join(' ')
  const provider = new Provider(brand.issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' }] },
    clients: [
      {
        client_id: `inngang-${id}`,
        redirect_uris: [`${told.gateway}/callback/${id}`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        ...brand.client,
      },
    ],
    ...(brand.routes === undefined ? {} : { routes: brand.routes }),
    claims: { ...brand.claims, profile: Object.keys(names) },
    conformIdTokenClaims: brand.conform ?? false,
    acrValues: brand.acrs,
    clientAuthMethods: brand.authMethods ?? ['client_secret_basic', 'private_key_jwt'],
    cookies: { keys: ['a-key-of-the-trial'] },
    discovery: brand.more ?? {},
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: brand.par },
      jwtResponseModes: { enabled: true },
    },
    interactions: { url: (_ctx, { uid }) => `${brand.path}/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...names, ...brand.account(sub.replace('subject-', '')) }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      })
      grant.addOIDCScope(scopes)
      await grant.save()
      return grant
    },
  })
  const heard = (what) => (ctx) =>
    asked.push({
      id,
      what,
      path: ctx.path,
      params: { ...ctx.oidc.params },
      basic: /^basic /i.test(ctx.headers.authorization ?? ''),
      address: ctx.method === 'GET' ? ctx.querystring : '',
    })
  provider.on('pushed_authorization_request.success', heard('pushed'))
  provider.on('interaction.started', heard('authorize'))
  provider.on('grant.success', heard('token'))
  provider.on('grant.error', (ctx, error) => asked.push({ id, what: 'token-error', params: { error: error.error } }))
  provider.on('server_error', (_ctx, error) => console.error(error))
  return provider
}

/** How a person proves themself, in the issuer's own words. */
const ways = {
  bid: { acr: 'urn:bankid:bid;LOA=4', amr: ['bid'] },
  bis: { acr: 'urn:bankid:bis;LOA=3', amr: ['bis'] },
  bim: { acr: 'urn:bankid:bim;LOA=4', amr: ['bim'] },
  card: { amr: ['sc', 'pin'] },
}

/** A person at its page: fields `number`, `way`, or `error` and `description`. */
async function interaction(provider, request, response) {
  if (request.method === 'GET') {
    const { prompt } = await provider.interactionDetails(request, response)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<title>${prompt.name}</title><form method="post" action="${request.originalUrl}"><button>Log in</button></form>`,
    )
    return
  }
  const parts = []
  for await (const part of request) parts.push(part)
  const form = new URLSearchParams(Buffer.concat(parts).toString())
  const [number, way, error] = ['number', 'way', 'error'].map((name) => form.get(name) ?? '')
  await provider.interactionFinished(
    request,
    response,
    error === ''
      ? { login: { accountId: `subject-${number}`, remember: false, ...ways[way] } }
      : { error, error_description: form.get('description') ?? '' },
  )
}

const mounted = Object.entries(brands).map(([id, brand]) => ({ ...brand, id, provider: open(id, brand) }))

createServer((request, response) => {
  if (request.url === '/health') return response.end('up')
  if (request.url === '/asked') return response.end(JSON.stringify(asked))
  const brand = mounted.find(({ path }) => request.url.startsWith(`${path}/`))
  if (brand === undefined) return response.writeHead(404).end()
  if (request.url === '/commfides/me') asked.push({ id: brand.id, what: 'userinfo', path: request.url })
  request.originalUrl = request.url
  request.baseUrl = brand.path
  request.url = request.url.slice(brand.path.length)
  if (!request.url.startsWith('/interaction/')) return brand.provider.callback()(request, response)
  interaction(brand.provider, request, response).catch((error) => {
    console.error(error)
    response.writeHead(500).end()
  })
}).listen(told.port, told.host)
process.once('SIGTERM', () => process.exit(0))
