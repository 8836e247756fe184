import { formTo } from '../agent.ts'
import type { Adapter } from '../adapter.ts'

/** targets/bare.mjs: as many hops as ours, and nothing in them but the work that cannot be left out. */
export const bare: Adapter = {
  name: 'bare',
  discoveryPath: '/.well-known/openid-configuration',
  clientId: 'bench',
  redirectUri: 'https://rp.example.com/cb',
  scope: 'openid profile',
  authMethod: 'private_key_jwt',
  par: true,
  pkce: true,
  async interact(agent, reply) {
    const chooser = await agent.follow(reply)
    const page = await agent.get(formTo(chooser.body, '/test').action)
    const form = formTo(page.body, '/test')
    const answer = await agent.follow(await agent.post(form.action, new URLSearchParams(form.fields).toString()))
    if (!agent.isCallback(answer.location)) throw new Error(`not at the callback: ${answer.status}`)
    return answer.location
  },
}
