/**
 * What each request of a login costs our server: sixteen users at a time take the same step, and CPU time is read in between.
 *   bench/run.sh steps [rounds]
 */
import { Agent, formTo, linkTo } from './agent.ts'
import { freshSecrets, type Secrets } from './client.ts'
import { VirtualUser } from './flow.ts'
import { threadsOf } from './proc.ts'
import type { Reply } from './http1.ts'
import { median } from './stats.ts'
import { startTargets } from './targets.ts'

const [rounds = '40'] = process.argv.slice(2)
const warmUp = 4500
const people = 64
const atOnce = 16

interface Login {
  readonly agent: Agent
  readonly secrets: Secrets
  reply?: Reply
  requestUri?: string
  accessToken?: string
}

const [server] = await startTargets(['inngang postgres + redis ES256'])
if (server === undefined) throw new Error('nothing was started')
const { origin, pid, env } = server
const { adapter, discovery, assertions } = env
const enc = encodeURIComponent
const { number } = (await (await fetch(`${origin}/bench/person`)).json()) as { number: string }
const assertionType = enc('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
const client = (): string =>
  `&client_id=${adapter.clientId}&client_assertion_type=${assertionType}&client_assertion=${assertions.next()}`

const steps: Record<string, (login: Login) => Promise<void>> = {
  async PAR(login) {
    const { state, nonce, challenge } = login.secrets
    const request = `response_type=code&redirect_uri=${enc(adapter.redirectUri)}&scope=${enc(adapter.scope)}&state=${state}&nonce=${nonce}&code_challenge=${challenge}&code_challenge_method=S256`
    const { body } = await login.agent.api('POST', discovery.pushed_authorization_request_endpoint!, '', request + client())
    login.requestUri = (JSON.parse(body) as { request_uri: string }).request_uri
  },
  async authorize(login) {
    const query = `client_id=${adapter.clientId}&request_uri=${enc(login.requestUri!)}`
    login.reply = await login.agent.get(`${discovery.authorization_endpoint}?${query}`)
  },
  async chooser(login) {
    login.reply = await login.agent.get(login.reply!.location!)
  },
  async 'the eID\u2019s page'(login) {
    login.reply = await login.agent.get(linkTo(login.reply!.body, '/test'))
  },
  async 'the eID\u2019s form'(login) {
    const form = formTo(login.reply!.body, '/test')
    const fields = new URLSearchParams([...form.fields, ['number', number], ['level', 'high']])
    login.reply = await login.agent.post(form.action, fields.toString())
  },
  async token(login) {
    const code = new URL(login.reply!.location!).searchParams.get('code')!
    const grant = `grant_type=authorization_code&code=${code}&redirect_uri=${enc(adapter.redirectUri)}&code_verifier=${login.secrets.verifier}`
    const { body } = await login.agent.api('POST', discovery.token_endpoint, '', grant + client())
    login.accessToken = (JSON.parse(body) as { access_token: string }).access_token
  },
  async userinfo(login) {
    const bearer = `Authorization: Bearer ${login.accessToken}\r\n`
    const { status, body } = await login.agent.api('GET', discovery.userinfo_endpoint!, bearer)
    if (status !== 200) throw new Error(`userinfo ${status}: ${body}`)
  },
}

const spent = new Map(Object.keys(steps).map((name) => [name, [] as number[]]))
try {
  await warm()
  const agents = Array.from({ length: people }, () => new Agent(origin, adapter.redirectUri))
  for (let round = 0; round < Number(rounds); round++) await measure(agents)
  for (const [name, times] of spent)
    console.log(`${name.padEnd(16)} µs ${median(times).toFixed(0).padStart(5)} (least ${Math.min(...times).toFixed(0)})`)
} finally {
  await server.stop()
}
process.exit(0)

async function warm(): Promise<void> {
  let left = warmUp
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const user = new VirtualUser(origin, env)
      while (left-- > 0) await user.run('login')
    }),
  )
}

async function measure(agents: readonly Agent[]): Promise<void> {
  const logins: Login[] = agents.map((agent) => {
    agent.jar.clear()
    return { agent, secrets: freshSecrets() }
  })
  assertions.stock(people * 2)
  for (const [name, step] of Object.entries(steps)) {
    const before = threadsOf(pid).all
    let next = 0
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let login = logins[next++]; login !== undefined; login = logins[next++]) await step(login)
      }),
    )
    spent.get(name)!.push(((threadsOf(pid).all - before) * 1000) / people)
  }
}
