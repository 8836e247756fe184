/** MinID: identity number and password, then a code by SMS. Level substantial (row M1). */
import type { Method } from '#login/method.ts'
import { openAccounts } from '#methods/minid/account.ts'
import { mountBlock } from '#methods/minid/block/block-pages.ts'
import { closeAccount } from '#methods/minid/block/close.ts'
import { mountClose, mountClosed } from '#methods/minid/block/own-page.ts'
import { postAgain, postCode, postNewCode, showCode } from '#methods/minid/code-step.ts'
import type { Minid, MinidDeps } from '#methods/minid/deps.ts'
import { openMinidGuesses } from '#methods/minid/guesses.ts'
import { openMarks } from '#methods/minid/marks/marks.ts'
import { mountBrowsers } from '#methods/minid/marks/mine.ts'
import { markStore } from '#methods/minid/marks/store.ts'
import { mountOrder } from '#methods/minid/order/order.ts'
import { housePace } from '#methods/minid/pace.ts'
import { openPasswords } from '#methods/minid/password.ts'
import { postPassword, showPassword } from '#methods/minid/password-step.ts'
import { mountCancel } from '#methods/minid/pending/cancel.ts'
import { openPending } from '#methods/minid/pending/pending.ts'
import { mountChanged, mountProfile, ownMinid } from '#methods/minid/profile/profile.ts'
import { mountRecover } from '#methods/minid/recover/recover.ts'
import { mountRegister } from '#methods/minid/register/register.ts'
import { postLetter, showLetter } from '#methods/minid/second/letter-step.ts'
import { mountPasskeys } from '#methods/minid/second/passkeys-mine.ts'
import { openRefusals } from '#methods/minid/refusals.ts'
import { postPasskey, showPasskey } from '#methods/minid/second/passkey-step.ts'
import { deviceStore } from '#methods/minid/second/store.ts'
import { mountTotp } from '#methods/minid/second/totp-mine.ts'
import { postTotp, showTotp } from '#methods/minid/second/totp-step.ts'
import { postWays, showWays } from '#methods/minid/second/ways-step.ts'
import { minidStore } from '#methods/minid/store.ts'
import { methodTexts } from '#methods/minid/texts.ts'

export function minid(deps: MinidDeps): Method {
  const passwords =
    deps.passwords ?? openPasswords({ pepper: deps.vault.macKey('minid-password'), cost: deps.hashCost })
  const store = deps.store ?? minidStore(deps.db, deps.vault)
  const guesses = openMinidGuesses(deps.db, deps.human?.from)
  const marks = openMarks({ store: markStore(deps.db), clock: deps.clock, cookies: deps.cookies })
  const m: Minid = {
    ...deps,
    store,
    passwords,
    accounts: openAccounts({
      ...deps,
      store,
      guesses,
      marks,
      batch: deps.db.batch,
      passwords,
      humanFrom: deps.human?.from,
    }),
    pace: { ...housePace, ...deps.pace },
    guesses,
    marks,
    refusals: openRefusals(deps.clock),
    book: deps.letters?.book('minid'),
    devices: deviceStore(deps.db, deps.vault),
    pending: openPending({
      ...deps,
      store,
      days: deps.waitDays ?? 3,
      close: ({ person, language }, done, house) => closeAccount(m, house, person, language, done),
    }),
    codeKey: deps.vault.macKey('minid-code'),
  }
  return {
    id: 'minid',
    highest: 'substantial',
    name: methodTexts.name,
    needs: methodTexts.needs,
    mark: 'MI',
    outside: (routes, house) => {
      mountOrder(routes, m, house)
      mountRecover(routes, m, house)
      mountBlock(routes, m, house)
      mountClosed(routes)
      mountRegister(routes, m, house)
      mountCancel(m.pending, routes, house)
      mountChanged(routes)
    },
    due: (house) => m.pending.due(house),
    own: (person, language) => ownMinid(m, person, language),
    mine: (routes, pages) => {
      mountProfile(routes, m, pages)
      mountClose(routes, m, pages)
      mountTotp(routes, m, pages)
      mountPasskeys(routes, m, pages)
      mountBrowsers(routes, m, pages)
    },
    mount: (routes, door) => {
      routes.get('/', (c) => showPassword(m, door, c))
      routes.post('/', (c) => postPassword(m, door, c))
      routes.get('/code', (c) => showCode(m, door, c))
      routes.post('/code', (c) => postCode(m, door, c))
      routes.post('/code/new', (c) => postNewCode(m, door, c))
      routes.get('/letter', (c) => showLetter(m, door, c))
      routes.post('/letter', (c) => postLetter(m, door, c))
      routes.get('/totp', (c) => showTotp(m, door, c))
      routes.post('/totp', (c) => postTotp(m, door, c))
      routes.get('/passkey', (c) => showPasskey(m, door, c))
      routes.post('/passkey', (c) => postPasskey(m, door, c))
      routes.get('/ways', (c) => showWays(m, door, c))
      routes.post('/ways', (c) => postWays(m, door, c))
      routes.post('/again', (c) => postAgain(door, c))
    },
  }
}
