import { formTo, linkTo } from '../agent.ts'
import type { Adapter } from '../adapter.ts'

/** Inngang behind targets/inngang.ts: chooser, test eID, code. The person is a synthetic one of the box's population. */
const through =
  (person: string): Adapter['interact'] =>
  async (agent, reply) => {
    const chooser = await agent.follow(reply)
    const page = await agent.get(linkTo(chooser.body, '/test'))
    const form = formTo(page.body, '/test')
    const body = new URLSearchParams([...form.fields, ['number', person], ['level', 'high']]).toString()
    const answer = await agent.follow(await agent.post(form.action, body))
    if (!agent.isCallback(answer.location))
      throw new Error(`not at the callback: ${answer.status} ${answer.body.slice(0, 300)}`)
    return answer.location
  }

export const inngang: Adapter = {
  name: 'inngang',
  discoveryPath: '/.well-known/openid-configuration',
  clientId: 'bench',
  redirectUri: 'https://rp.example.com/cb',
  scope: 'openid profile',
  machineScope: 'bench:things',
  authMethod: 'private_key_jwt',
  par: true,
  pkce: true,
  async setup(origin) {
    const people = (await (await fetch(`${origin}/bench/person`)).json()) as { number: string }
    return { interact: through(people.number) }
  },
  interact: () => Promise.reject(new Error('set up first')),
}
