/** A service in the tests: an outside OpenID Connect client (`openid-client`) that speaks to the gateway in this process. */
import * as oidc from 'openid-client'
import { type Browser, landed, type Visit } from './browser.ts'
import type { Person } from '#sandbox/population/person.ts'
import { callback, secret, taxKey } from './services.ts'
import { issuer, type World } from './world.ts'

export interface Asked {
  /** Where the browser is sent. */
  readonly url: string
  /** Turns the browser's return into checked tokens. */
  finish(visit: Visit): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers>
}

export interface Service {
  readonly config: oidc.Configuration
  ask(parameters?: Record<string, string>, options?: { par?: boolean; maxAge?: number }): Promise<Asked>
}

const authentication: Readonly<Record<string, () => oidc.ClientAuth>> = {
  spa: () => oidc.None(),
  'again-app': () => oidc.None(),
  library: () => oidc.ClientSecretPost(secret),
}

export async function service(world: World, clientId: string): Promise<Service> {
  const auth =
    clientId === 'tax'
      ? oidc.PrivateKeyJwt(await importTaxKey())
      : (authentication[clientId]?.() ?? oidc.ClientSecretBasic(secret))
  const metadata: Partial<oidc.ClientMetadata> = {
    client_secret: secret,
    // The tests' clock stands still at a time of its own: the client is told how far it is off.
    [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
    ...(clientId === 'told' ? { id_token_signed_response_alg: 'ES256' } : {}),
  }
  const config = await oidc.discovery(new URL(issuer), clientId, metadata, auth, {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
  })
  return {
    config,
    async ask(parameters = {}, options = {}) {
      const verifier = oidc.randomPKCECodeVerifier()
      const state = oidc.randomState()
      const nonce = oidc.randomNonce()
      const all = {
        redirect_uri: callback(clientId),
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...parameters,
      }
      const url =
        options.par === true
          ? await oidc.buildAuthorizationUrlWithPAR(config, all)
          : oidc.buildAuthorizationUrl(config, all)
      return {
        url: url.href,
        finish: (visit) =>
          oidc.authorizationCodeGrant(config, landed(visit), {
            pkceCodeVerifier: verifier,
            expectedState: state,
            expectedNonce: nonce,
            idTokenExpected: true,
            ...(options.maxAge === undefined ? {} : { maxAge: options.maxAge }),
          }),
      }
    },
  }
}

const importTaxKey = async (): Promise<oidc.PrivateKey> => ({
  kid: 'tax-1',
  key: await crypto.subtle.importKey(
    'jwk',
    taxKey.privateKey.export({ format: 'jwk' }) as JsonWebKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  ),
})

/** Through the test eID's page as this person. */
export async function byTestEid(browser: Browser, chooser: Visit, number: string, level: string): Promise<Visit> {
  const page = await browser.click(chooser, '/test')
  return browser.submit(page, '/test', { number, level })
}

/** The code in an SMS: the first word that could be one. */
export const codeIn = (sms: string): string => {
  const code = /\b[2-9A-HJ-NP-Z]{5}\b/.exec(sms)?.[0]
  if (code === undefined) throw new Error('no code in the message')
  return code
}

/** Through MinID's pages as this person, from the service's address to the service's callback. */
export async function byMinid(world: World, browser: Browser, url: string, person: Person): Promise<Visit> {
  const chooser = await browser.get(url)
  const password = await browser.click(chooser, '/minid')
  const code = await browser.submit(password, '/minid', {
    number: person.number,
    password: person.minid?.password ?? '',
  })
  return browser.submit(code, '/minid/code', { code: codeIn(await world.sms(person.mobile ?? '')) })
}

/** Somebody who has MinID: the first of them, or one further on. */
export function minidOwner({ people }: Pick<World, 'people'>, at: number): Person {
  const person = people.withMinid(at + 1)[at]
  if (person === undefined) throw new Error(`fewer than ${at + 1} people have MinID`)
  return person
}
