/** The stores do what they must not: hand one record out in the place of another, or one person's row as another's. */
import { sha256 } from '#base/secrets.ts'
import { ask, codeOf, expectPerson, expectRefusal, redeem, userinfo } from './relying-party.ts'
import { atChooser, refusedAs, type Run, sentOn } from './run.ts'
import { begin, logIn, prove, type Scene, sessionCookie } from './scenes.ts'
import { isolated, issuer, quietScope, type RaceService, shared } from './services.ts'

const [alone, alone2] = isolated as [RaceService, RaceService]
const [first, second] = shared as [RaceService, RaceService]

/** As when a store answers with another key's value. */
async function copy(run: Run, from: string, to: string): Promise<void> {
  const record = await run.gateways.hot.get(from)
  if (record === undefined) throw new Error('nothing lies there')
  await run.gateways.hot.put(to, record.value, 60)
}

const attemptAt = (path: string): string => `a:{${path.slice('/login/'.length)}}`
const sessionAt = (secret: string): string => `s:{${sha256(secret)}}`
const tokenAt = (token: string): string => `token:${sha256(token)}`
const codeAt = (code: string): string => `code:${code.split('.')[0] ?? ''}`

export const storeScenes: readonly Scene[] = [
  {
    name: 'an answered login’s record in the place of another’s',
    async play(run) {
      const [victim, other] = [run.jar(), run.jar()]
      const one = await logIn(run, victim, alone)
      const { path } = await begin(run, other, alone)
      await copy(run, attemptAt(one.path), attemptAt(path))
      refusedAs(run, 'a login’s record in another’s place was opened', await other.tab().get(path), 'IN-02')
      await expectPerson(run, one.asked, victim, one.landed, one.number)
    },
  },
  {
    name: 'a session’s record in the place of another’s',
    async play(run) {
      const [victim, other] = [run.jar(), run.jar()]
      const one = await logIn(run, victim, first)
      await expectPerson(run, one.asked, victim, one.landed, one.number)
      await logIn(run, other, first)
      const places = [victim, other].map(({ cookies }) => sessionAt(cookies.get(sessionCookie) ?? ''))
      await copy(run, places[0] ?? '', places[1] ?? '')
      const asked = await ask(run, second)
      atChooser(run, 'a session’s record in another’s place was opened', await other.tab().get(asked.url))
    },
  },
  {
    name: 'a code’s record in the place of another’s',
    async play(run) {
      const jar = run.jar()
      const [one, two] = [await logIn(run, jar, alone), await logIn(run, run.jar(), alone)]
      const [victim, own] = [codeOf(run, one.asked, one.landed), codeOf(run, two.asked, two.landed)]
      await copy(run, codeAt(victim), codeAt(own))
      const crossed = await redeem(run, { ...two.asked, verifier: one.asked.verifier }, { code: own })
      expectRefusal(run, 'a code’s record in another’s place was opened', crossed, 'invalid_grant')
      await expectPerson(run, one.asked, jar, one.landed, one.number)
    },
  },
  {
    name: 'a pushed request’s record in the place of another’s',
    async play(run) {
      const [one, two] = [await ask(run, alone, {}, true), await ask(run, alone, {}, true)]
      const [from, to] = [one, two].map(({ url }) => {
        const handle = new URL(url).searchParams.get('request_uri') ?? ''
        return `par:${sha256(handle.slice('urn:idporten:'.length))}`
      })
      await copy(run, from ?? '', to ?? '')
      const visit = await run.jar().tab().get(two.url)
      refusedAs(run, 'a pushed request’s record in another’s place was opened', visit, 'IN-01')
    },
  },
  {
    name: 'an access token’s record in the place of another’s',
    async play(run) {
      const parameters = { scope: `openid ${quietScope}` }
      const tokens = await Promise.all(
        [run.jar(), run.jar()].map(async (jar) => {
          const { asked, landed } = await logIn(run, jar, alone, { parameters })
          return String((await redeem(run, asked, { code: codeOf(run, asked, landed) })).body['access_token'])
        }),
      )
      const [victim, own] = tokens as [string, string]
      for (const token of tokens)
        if ((await userinfo(run, token)) !== 200) run.fault('a good token', 'by reference, does not count')
      await copy(run, tokenAt(victim), tokenAt(own))
      if ((await userinfo(run, own)) === 200)
        run.fault('an access token’s record in another’s place was opened', 'by another token')
    },
  },
  {
    name: 'two people’s look-up rows exchanged',
    play: (run) =>
      exchanged(
        run,
        'a look-up that leads to another person',
        'select hash as id, person_id as value from person_number where person_id = $1 or person_id = $2',
        'update person_number set person_id = $2 where hash = $1',
      ),
  },
  {
    name: 'two people’s stored numbers exchanged',
    play: (run) =>
      exchanged(
        run,
        'a stored number in another person’s row',
        'select id, number_cipher as value from person where id = $1 or id = $2',
        'update person set number_cipher = $2 where id = $1',
      ),
  },
]

interface Row {
  readonly id: string
  readonly value: string
}

/** Two people log in, their rows are exchanged, they log in again: nothing may be told of anybody. */
async function exchanged(run: Run, kind: string, select: string, update: string): Promise<void> {
  const numbers = [run.person().number, run.person().number]
  const people: string[] = []
  for (const number of numbers) {
    const jar = run.jar()
    const one = await logIn(run, jar, alone2, { number })
    const { sid } = await expectPerson(run, one.asked, jar, one.landed, number)
    const [row] = await run.gateways.database.raw<Row>(
      'select sid as id, person_id as value from login where sid = $1',
      [sid],
    )
    people.push(row?.value ?? '')
  }
  const [one, two] = await run.gateways.database.raw<Row>(select, people)
  if (one === undefined || two === undefined) throw new Error('no rows to exchange')
  await run.gateways.database.raw(update, [one.id, two.value])
  await run.gateways.database.raw(update, [two.id, one.value])
  for (const number of numbers) {
    const jar = run.jar()
    const { asked, path } = await begin(run, jar, alone)
    const landed = sentOn(await prove(jar, path, number)) ?? new URL(issuer)
    const told = await redeem(run, asked, { code: codeOf(run, asked, landed) })
    expectRefusal(run, kind, told, 'server_error')
  }
}
