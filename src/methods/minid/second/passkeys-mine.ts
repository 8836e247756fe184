/** Passkeys on My page: which there are, adding one, removing one. */
import type { Request, Routes } from '#http/routes.ts'
import type { OwnPages } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { newChallenge, takeChallenge } from '#methods/minid/second/challenge.ts'
import { type DeviceList, postName, postRemove, showList } from '#methods/minid/second/list.ts'
import {
  type Adding,
  type Additions,
  atDevices,
  changeDevices,
  openAdditions,
  postedDevices,
  postFirst,
  toList,
} from '#methods/minid/second/mine.ts'
import { beginAdding, postDeviceCode } from '#methods/minid/second/mine-proof.ts'
import { showProof } from '#methods/minid/second/show-proof.ts'
import { addPasskeyPage } from '#methods/minid/second/passkeys-mine-page.ts'
import { creationOptions, relyingParty, verifyCreated } from '#methods/minid/second/webauthn.ts'
import type { PasskeyNotice } from '#methods/minid/state.ts'

interface AddingPasskey extends Adding {
  readonly challenge: string
  readonly until: number
  readonly notice?: PasskeyNotice
}

interface Passkeys extends DeviceList {
  readonly additions: Additions<AddingPasskey>
}

/** What a challenge is for that no login may answer. */
const within = 'adding'

export function mountPasskeys(routes: Routes, m: Minid, pages: OwnPages): void {
  const passkeys: Passkeys = { m, pages, kind: 'passkey', additions: openAdditions<AddingPasskey>(m, 'passkey') }
  routes.get('/passkeys', (c) => showList(passkeys, c))
  routes.post('/passkeys/new', (c) => postNew(passkeys, c))
  routes.get('/passkeys/new/:adding', (c) => showNew(passkeys, c))
  routes.post('/passkeys/new/:adding', (c) => postCreated(passkeys, c))
  routes.post('/passkeys/new/:adding/code', (c) => postCode(passkeys, c))
  routes.post('/passkeys/remove', (c) => postRemove(passkeys, c))
  routes.post('/passkeys/first', (c) => postFirst(m, pages, c, 'passkey'))
}

async function postNew(passkeys: Passkeys, c: Request): Promise<Response> {
  const named = await postName(passkeys, c)
  if (named instanceof Response) return named
  const asked = await newChallenge(passkeys.m, { person: named.person, within })
  return beginAdding(passkeys, c, passkeys.additions, 'passkey', { ...named, ...asked })
}

const pathOf = (id: string): string => `/my/minid/passkeys/new/${id}`

async function postCode({ m, pages, additions }: Passkeys, c: Request): Promise<Response> {
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const open = await additions.open(c, at.home.owner.person)
  return postDeviceCode(m, c, at, additions, open, pathOf(open.id))
}

async function showNew({ m, pages, additions }: Passkeys, c: Request): Promise<Response> {
  const at = await atDevices(m, pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const found = await additions.open(c, person)
  if (found.adding.proof !== undefined) {
    const { proof, name } = found.adding
    return showProof(m, pages, c, at, { kind: 'passkey', action: `${pathOf(found.id)}/code`, proof, name })
  }
  const { id, adding } = await fresh(m, additions, found)
  const options = creationOptions(relyingParty(m.issuer), {
    challenge: adding.challenge,
    handle: await m.devices.handleOf(person),
    label: adding.name,
    has: await m.devices.passkeys(person),
  })
  const page = addPasskeyPage({
    language: c.get('language'),
    stamp: at.home.stamp,
    action: pathOf(id),
    name: adding.name,
    options,
    notice: adding.notice,
  })
  return pages.show(c, at.home, page)
}

type Open = Awaited<ReturnType<Passkeys['additions']['open']>>

/** A page that is loaded again late asks something that can still be answered. */
async function fresh(m: Minid, additions: Passkeys['additions'], open: Open): Promise<Open> {
  if (m.clock.now() < open.adding.until) return open
  const adding = { ...open.adding, ...(await newChallenge(m, { person: open.adding.person, within })) }
  await additions.change(open, adding)
  return { ...open, adding }
}

async function postCreated({ m, pages, additions }: Passkeys, c: Request): Promise<Response> {
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const open = await additions.open(c, person)
  const { adding } = open
  if (adding.proof !== undefined) return c.redirect(pathOf(open.id), 303)
  const again = async (kind: PasskeyNotice['kind']): Promise<Response> => {
    await additions.change(open, { ...adding, ...(await newChallenge(m, { person, within })), notice: { kind } })
    return c.redirect(`/my/minid/passkeys/new/${open.id}`, 303)
  }
  // The second of two clicks finds the challenge answered: what came of the first is on the list.
  if (!(await takeChallenge(m, adding.challenge, { person, within })))
    return m.clock.now() < adding.until ? toList(c, 'passkey') : again('late')
  const typed = at.form.get('response')
  if (typed === undefined) return again('nothing')
  const made = await verifyCreated(relyingParty(m.issuer), adding.challenge, typed)
  if (made === undefined) return again('refused')
  const now = m.clock.now()
  const failed = await changeDevices(m, c, at, {
    step: m.devices.addPasskey(person, { ...made, name: adding.name }, now),
    // What cannot be copied by a false page comes before what can.
    first: m.store.setFirst(person, 'passkey', now),
    told: 'passkey-added',
    event: { type: 'minid.device.added', person, kind: 'passkey' },
  })
  // Somebody has this credential already, or there are as many as there may be.
  if (failed !== undefined) return again('refused')
  await additions.end(open)
  return toList(c, 'passkey', 'added')
}
