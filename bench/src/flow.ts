/** The measured units of work. Each resolves when its protocol exchange is complete and checked. */
import { Agent } from './agent.ts'
import type { Adapter } from './adapter.ts'
import { Assertions, freshSecrets, type Discovery, type IdTokenVerifier, type Secrets } from './client.ts'
import type { Reply } from './http1.ts'
import { Samples } from './stats.ts'

export type Scenario =
  | 'login'
  | 'sso'
  | 'par'
  | 'refresh'
  | 'machine'
  | 'introspect'
  | 'userinfo'
  | 'discovery'
  | 'jwks'

export interface Env {
  adapter: Adapter
  discovery: Discovery
  assertions: Assertions
  verifier: IdTokenVerifier
  /** Verify the signature of every Nth id_token. */
  verifyEvery: number
  steps: Map<string, Samples>
}

interface Tokens {
  access_token: string
  id_token?: string
  refresh_token?: string
}

const ASSERTION_TYPE = encodeURIComponent('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
const enc = encodeURIComponent

export class VirtualUser {
  readonly agent: Agent
  #env: Env
  #count = 0
  #accessToken: string | undefined
  #refreshToken: string | undefined

  constructor(origin: string, env: Env) {
    this.agent = new Agent(origin, env.adapter.redirectUri)
    this.#env = env
  }

  async #timed<T>(step: string, work: Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await work
    let samples = this.#env.steps.get(step)
    if (samples === undefined) this.#env.steps.set(step, (samples = new Samples()))
    samples.add(performance.now() - start)
    return result
  }

  /** Header line and body parameters that authenticate the client. */
  #auth(clientId: string, assertions: Assertions): { head: string; params: string } {
    const { authMethod, clientSecret } = this.#env.adapter
    switch (authMethod) {
      case 'private_key_jwt':
        return {
          head: '',
          params: `&client_id=${enc(clientId)}&client_assertion_type=${ASSERTION_TYPE}&client_assertion=${assertions.next()}`,
        }
      case 'client_secret_basic': {
        const pair = Buffer.from(`${enc(clientId)}:${enc(clientSecret ?? '')}`).toString('base64')
        return { head: `Authorization: Basic ${pair}\r\n`, params: '' }
      }
      case 'client_secret_post':
        return { head: '', params: `&client_id=${enc(clientId)}&client_secret=${enc(clientSecret ?? '')}` }
      case 'none':
        return { head: '', params: `&client_id=${enc(clientId)}` }
      default:
        throw new Error(`unknown method ${String(authMethod)}`)
    }
  }

  async #authorize(clientId: string, assertions: Assertions, scope: string, secrets: Secrets): Promise<string> {
    const { adapter, discovery } = this.#env
    let params =
      `response_type=code&redirect_uri=${enc(adapter.redirectUri)}&scope=${enc(scope)}` +
      `&state=${secrets.state}&nonce=${secrets.nonce}`
    if (adapter.pkce) params += `&code_challenge=${secrets.challenge}&code_challenge_method=S256`
    for (const [name, value] of Object.entries(adapter.extraParams ?? {})) params += `&${name}=${enc(value)}`

    let url: string
    if (adapter.par) {
      const auth = this.#auth(clientId, assertions)
      const pushed = await this.#timed(
        'par',
        this.agent.api('POST', discovery.pushed_authorization_request_endpoint!, auth.head, params + auth.params),
      )
      if (pushed.status !== 201) throw new Error(`PAR ${pushed.status}: ${pushed.body.slice(0, 300)}`)
      const { request_uri: requestUri } = JSON.parse(pushed.body) as { request_uri: string }
      url = `${discovery.authorization_endpoint}?client_id=${enc(clientId)}&request_uri=${enc(requestUri)}`
    } else {
      url = `${discovery.authorization_endpoint}?client_id=${enc(clientId)}&${params}`
    }
    const reply: Reply = await this.#timed('authorize', this.agent.get(url))
    const callback = this.agent.isCallback(reply.location)
      ? reply.location
      : await this.#timed('interact', adapter.interact(this.agent, reply))
    return codeFrom(callback, secrets.state)
  }

  async #token(body: string, clientId: string, assertions: Assertions): Promise<Tokens> {
    const auth = this.#auth(clientId, assertions)
    const reply = await this.#timed(
      'token',
      this.agent.api('POST', this.#env.discovery.token_endpoint, auth.head, body + auth.params),
    )
    if (reply.status !== 200) throw new Error(`token ${reply.status}: ${reply.body.slice(0, 300)}`)
    return JSON.parse(reply.body) as Tokens
  }

  /** Authorization code login, through to userinfo. Without a session unless `keepSession`. */
  async login(keepSession: boolean): Promise<void> {
    const { adapter } = this.#env
    if (!keepSession) this.agent.jar.clear()
    const { clientId, scope } = adapter
    const { assertions } = this.#env
    const secrets = freshSecrets()
    const code = await this.#authorize(clientId, assertions, scope, secrets)
    let body = `grant_type=authorization_code&code=${enc(code)}&redirect_uri=${enc(adapter.redirectUri)}`
    if (adapter.pkce) body += `&code_verifier=${secrets.verifier}`
    const tokens = await this.#token(body, clientId, assertions)
    this.#accessToken = tokens.access_token
    this.#refreshToken = tokens.refresh_token

    let subject: string | undefined
    if (tokens.id_token === undefined) throw new Error('no id_token')
    if (this.#count++ % this.#env.verifyEvery === 0) {
      subject = await this.#env.verifier.verify(
        tokens.id_token,
        clientId,
        adapter.nonceOptional ? undefined : secrets.nonce,
      )
    }
    if (!adapter.skipUserinfo) await this.userinfo(subject)
  }

  async userinfo(subject?: string): Promise<void> {
    const reply = await this.#timed(
      'userinfo',
      this.agent.api('GET', this.#env.discovery.userinfo_endpoint!, `Authorization: Bearer ${this.#accessToken}\r\n`),
    )
    if (reply.status !== 200) throw new Error(`userinfo ${reply.status}: ${reply.body.slice(0, 300)}`)
    const claims = JSON.parse(reply.body) as { sub?: string }
    if (claims.sub === undefined || (subject !== undefined && claims.sub !== subject))
      throw new Error('userinfo: wrong sub')
  }

  /** A request is pushed and not used. */
  async push(): Promise<void> {
    const { adapter, discovery, assertions } = this.#env
    const secrets = freshSecrets()
    const params =
      `response_type=code&redirect_uri=${enc(adapter.redirectUri)}&scope=${enc(adapter.scope)}&state=${secrets.state}` +
      `&nonce=${secrets.nonce}&code_challenge=${secrets.challenge}&code_challenge_method=S256`
    const { head, params: auth } = this.#auth(adapter.clientId, assertions)
    const reply = await this.agent.api('POST', discovery.pushed_authorization_request_endpoint!, head, params + auth)
    if (reply.status !== 201) throw new Error(`PAR ${reply.status}: ${reply.body.slice(0, 300)}`)
  }

  /** The token is another each time, and the ID token is checked. */
  async refresh(): Promise<void> {
    const { clientId } = this.#env.adapter
    const was = this.#refreshToken
    if (was === undefined) throw new Error('no refresh token')
    const tokens = await this.#token(`grant_type=refresh_token&refresh_token=${enc(was)}`, clientId, this.#env.assertions)
    if (tokens.refresh_token === undefined || tokens.refresh_token === was) throw new Error('refresh: not rotated')
    if (tokens.id_token === undefined) throw new Error('refresh: no id_token')
    await this.#env.verifier.verify(tokens.id_token, clientId, undefined)
    this.#refreshToken = tokens.refresh_token
    this.#accessToken = tokens.access_token
  }

  /** A client's own token. */
  async machine(): Promise<void> {
    const { adapter, assertions } = this.#env
    const tokens = await this.#token(`grant_type=client_credentials&scope=${enc(adapter.machineScope ?? '')}`, adapter.clientId, assertions)
    if (tokens.access_token === undefined) throw new Error('no access token')
  }

  async introspect(): Promise<void> {
    const { adapter, discovery, assertions } = this.#env
    const { head, params } = this.#auth(adapter.clientId, assertions)
    const body = `token=${enc(this.#accessToken ?? '')}${params}`
    const reply = await this.agent.api('POST', discovery.introspection_endpoint!, head, body)
    const { active } = JSON.parse(reply.body) as { active?: boolean }
    if (active !== true) throw new Error(`introspection ${reply.status}: ${reply.body.slice(0, 300)}`)
  }

  /** Brings the user into the state that the scenario starts from. */
  async prepare(scenario: Scenario): Promise<void> {
    if (['sso', 'userinfo', 'refresh', 'introspect'].includes(scenario)) await this.login(false)
  }

  async run(scenario: Scenario): Promise<void> {
    switch (scenario) {
      case 'login':
        return this.login(false)
      case 'sso':
        return this.login(true)
      case 'userinfo':
        return this.userinfo()
      case 'par':
        return this.push()
      case 'refresh':
        return this.refresh()
      case 'machine':
        return this.machine()
      case 'introspect':
        return this.introspect()
      case 'discovery':
      case 'jwks': {
        const url = scenario === 'jwks' ? this.#env.discovery.jwks_uri : this.#env.adapter.discoveryPath
        const reply = await this.agent.api('GET', url, '')
        if (reply.status !== 200) throw new Error(`${scenario} ${reply.status}`)
        return
      }
      default:
        throw new Error(`unknown scenario ${String(scenario)}`)
    }
  }
}

function codeFrom(callback: string, state: string): string {
  const query = new URLSearchParams(callback.slice(callback.indexOf('?') + 1))
  if (query.get('state') !== state) throw new Error(`wrong state in ${callback.slice(0, 200)}`)
  const code = query.get('code')
  if (code === null) throw new Error(`no code: ${callback.slice(0, 300)}`)
  return code
}
