import { defaultUser, type Adapter } from '../adapter.ts'
import { submitForms } from '../agent.ts'

/** panva/node-oidc-provider behind targets/oidc-provider.mjs: one login form, consent skipped. */
export const oidcProvider: Adapter = {
  name: 'oidc-provider',
  discoveryPath: '/.well-known/openid-configuration',
  clientId: 'bench',
  redirectUri: 'https://rp.example.com/cb',
  scope: 'openid profile',
  authMethod: 'private_key_jwt',
  par: true,
  pkce: true,
  interact: (agent, reply) =>
    submitForms(agent, reply, { login: defaultUser.username, password: defaultUser.password }),
}
