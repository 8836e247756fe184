// Express with express-openid-connect: code flow with PKCE, its own cookie session, logout at the provider.
import express from 'express'
import openid from 'express-openid-connect'

const { issuer, home, secret, loginHint, options = {} } = JSON.parse(process.env.APP)
const { auth, requiresAuth } = openid

const app = express()
app.get('/health', (_request, response) => response.send('ok'))
app.use(
  auth({
    issuerBaseURL: issuer,
    baseURL: home,
    clientID: 'outside',
    clientSecret: secret,
    clientAuthMethod: 'client_secret_basic',
    secret: 'a secret of the test that signs its own cookie',
    authRequired: false,
    idpLogout: true,
    authorizationParams: { response_type: 'code', scope: 'openid profile', login_hint: loginHint },
    ...options,
  }),
)
app.get('/', (request, response) => response.json({ user: request.oidc.idTokenClaims ?? null }))
app.get('/userinfo', requiresAuth(), async (request, response) => response.json(await request.oidc.fetchUserInfo()))
app.get('/refresh', requiresAuth(), async (request, response) => {
  const old = request.oidc.accessToken
  const fresh = await old.refresh()
  response.json({ changed: fresh.access_token !== old.access_token, type: fresh.token_type })
})
app.use((error, _request, response, _next) => response.status(400).json({ error: error.message }))
app.listen(new URL(home).port, '127.0.0.1')
