/** What the driver has to know about one kind of OP. Everything else comes from discovery. */
import type { Agent } from './agent.ts'
import type { Reply } from './http1.ts'

export type AuthMethod = 'private_key_jwt' | 'client_secret_basic' | 'client_secret_post' | 'none'

export interface Adapter {
  readonly name: string
  /** Path of the discovery document, from the origin. */
  readonly discoveryPath: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly redirectUri: string
  readonly scope: string
  readonly authMethod: AuthMethod
  readonly par: boolean
  readonly pkce: boolean
  /** `aud` of client assertions; default: the issuer. */
  readonly assertionAudience?: 'issuer' | 'token_endpoint'
  /** For a client's own token. */
  readonly machineScope?: string
  /** Extra authorization request parameters. */
  readonly extraParams?: Readonly<Record<string, string>>
  /** The OP has no userinfo endpoint worth calling, or no id_token. */
  readonly skipUserinfo?: boolean
  readonly nonceOptional?: boolean
  /** Once per run, after the server answers discovery: create users or clients over HTTP. May return overrides. */
  setup?(origin: string): Promise<Partial<Adapter> | undefined>
  /**
   * Carries the user agent from the reply of the authorization endpoint to the redirect to the client,
   * and returns that redirect's URL.
   */
  interact(agent: Agent, reply: Reply): Promise<string>
}

export interface User {
  username: string
  password: string
}

export const defaultUser: User = { username: 'alice@example.com', password: 'correct horse battery staple' }
