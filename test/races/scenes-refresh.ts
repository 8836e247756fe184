/** Refresh tokens twice, in the wrong hands, and after the end of what they hang on. */
import { codeOf, expectRefusal, redeem, type Redeemed, refresh, userinfo } from './relying-party.ts'
import type { Jar, Run } from './run.ts'
import { logIn, type Scene } from './scenes.ts'
import { type RaceService, shared } from './services.ts'

const [first, second] = shared as [RaceService, RaceService]
const tokenOf = ({ body }: Redeemed): string => String(body['refresh_token'])
const accessOf = ({ body }: Redeemed): string => String(body['access_token'])

async function begun(run: Run, jar: Jar): Promise<Redeemed> {
  const { asked, landed } = await logIn(run, jar, first)
  const tokens = await redeem(run, asked, { code: codeOf(run, asked, landed) })
  if (tokens.status !== 200) throw new Error(`redeeming was refused: ${tokens.status}`)
  return tokens
}

export const refreshScenes: readonly Scene[] = [
  {
    name: 'a refresh token used several times at once',
    async play(run) {
      const { body } = await begun(run, run.jar())
      const token = String(body['refresh_token'])
      const answers = await Promise.all([1, 2, 3].map(() => refresh(run, first, token)))
      const good = answers.filter(({ status }) => status === 200)
      if (good.length > 1) run.fault('a refresh token was taken twice', `${good.length} of three at once`)
      const [won] = good
      if (won === undefined) return run.fault('a refresh token', 'gave nothing to any of three')
      const next = await refresh(run, first, tokenOf(won))
      if (good.length === 1 && next.status !== 200) run.fault('a refresh token', 'the family did not live')
    },
  },
  {
    name: 'a refresh token of two uses ago takes back what came after it',
    async play(run) {
      const stolen = await begun(run, run.jar())
      const last = await refresh(run, first, tokenOf(await refresh(run, first, tokenOf(stolen))))
      if ((await userinfo(run, accessOf(last))) !== 200) run.fault('a good token', 'does not count')
      expectRefusal(
        run,
        'a replaced refresh token was taken',
        await refresh(run, first, tokenOf(stolen)),
        'invalid_grant',
      )
      const after = await refresh(run, first, tokenOf(last))
      expectRefusal(run, 'after a replaced refresh token the family lived', after, 'invalid_grant')
      if ((await userinfo(run, accessOf(last))) === 200)
        run.fault('after a replaced refresh token the family lived', 'and its tokens count')
    },
  },
  {
    name: 'a refresh token with another client',
    async play(run) {
      const tokens = await begun(run, run.jar())
      const theirs = await refresh(run, second, tokenOf(tokens))
      expectRefusal(run, 'a refresh token of another client was taken', theirs, 'invalid_grant')
    },
  },
  {
    name: 'a refresh token after the logout',
    async play(run) {
      const jar = run.jar()
      const tokens = await begun(run, jar)
      await jar.tab().get(`/logout?client_id=${first.id}`)
      expectRefusal(run, 'a grant outlived its session', await refresh(run, first, tokenOf(tokens)), 'invalid_grant')
    },
  },
  {
    name: 'two halves of refresh tokens',
    async play(run) {
      const [one, two] = [await begun(run, run.jar()), await begun(run, run.jar())]
      const mixed = `${tokenOf(one).slice(0, 22)}.${tokenOf(two).slice(23)}`
      expectRefusal(run, 'two halves of refresh tokens were taken', await refresh(run, first, mixed), 'invalid_grant')
      for (const tokens of [one, two])
        if ((await refresh(run, first, tokenOf(tokens))).status !== 200)
          run.fault('a refresh token', 'was harmed by a guess')
    },
  },
]
