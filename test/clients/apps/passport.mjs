// Express with passport-openidconnect: no PKCE, a secret, a session of its own.
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import OpenIDConnectStrategy from 'passport-openidconnect'

const { issuer, home, secret, loginHint } = JSON.parse(process.env.APP)
const found = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()

passport.serializeUser((user, done) => done(null, user))
passport.deserializeUser((user, done) => done(null, user))
passport.use(
  new OpenIDConnectStrategy(
    {
      issuer,
      authorizationURL: found.authorization_endpoint,
      tokenURL: found.token_endpoint,
      userInfoURL: found.userinfo_endpoint,
      clientID: 'outside',
      clientSecret: secret,
      callbackURL: `${home}/callback`,
      scope: ['profile'],
      loginHint,
    },
    (iss, uiProfile, idProfile, context, idToken, accessToken, refreshToken, params, done) =>
      done(null, { iss, profile: uiProfile, claims: JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url')) }),
  ),
)

const app = express()
app.get('/health', (_request, response) => response.send('ok'))
app.use(session({ secret: 'of the test', resave: false, saveUninitialized: false }))
app.use(passport.initialize())
app.use(passport.session())
app.get('/login', passport.authenticate('openidconnect'))
app.get('/callback', passport.authenticate('openidconnect', { successRedirect: '/', failureRedirect: '/refused' }))
app.get('/refused', (request, response) => response.status(200).json({ refused: request.session.messages ?? true }))
app.get('/', (request, response) => response.json({ user: request.user ?? null }))
app.use((error, _request, response, _next) => response.status(400).json({ error: error.message, code: error.code }))
app.listen(new URL(home).port, '127.0.0.1')
