/** Apps with time-based codes on My page: which there are, adding one, removing one. */
import type { Request, Routes } from '#http/routes.ts'
import { randomToken } from '#base/secrets.ts'
import type { OwnPages } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
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
import { qrPicture } from '#methods/minid/second/qr.ts'
import { matchingSteps, newTotpSecret, readTotp, totpAddress, totpInGroups } from '#methods/minid/second/totp.ts'
import { addTotpPage } from '#methods/minid/second/totp-mine-page.ts'
import type { TotpNotice } from '#methods/minid/state.ts'

interface AddingTotp extends Adding {
  readonly device: string
  /** Encrypted: what lies in the store opens nothing. */
  readonly secret: string
  readonly notice?: TotpNotice
}

interface Apps extends DeviceList {
  readonly additions: Additions<AddingTotp>
}

export function mountTotp(routes: Routes, m: Minid, pages: OwnPages): void {
  const apps: Apps = { m, pages, kind: 'totp', additions: openAdditions<AddingTotp>(m, 'totp') }
  routes.get('/totp', (c) => showList(apps, c))
  routes.post('/totp/new', (c) => postNew(apps, c))
  routes.get('/totp/new/:adding', (c) => showNew(apps, c))
  routes.post('/totp/new/:adding', (c) => postProof(apps, c))
  routes.post('/totp/new/:adding/code', (c) => postCode(apps, c))
  routes.post('/totp/remove', (c) => postRemove(apps, c))
  routes.post('/totp/first', (c) => postFirst(m, pages, c, 'totp'))
}

async function postNew(apps: Apps, c: Request): Promise<Response> {
  const named = await postName(apps, c)
  if (named instanceof Response) return named
  const device = `totp_${randomToken(16)}`
  const secret = apps.m.vault.encrypt(place(device), Buffer.from(newTotpSecret()).toString('base64url'))
  return beginAdding(apps, c, apps.additions, 'totp', { ...named, device, secret })
}

const pathOf = (id: string): string => `/my/minid/totp/new/${id}`

async function postCode({ m, pages, additions }: Apps, c: Request): Promise<Response> {
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const open = await additions.open(c, at.home.owner.person)
  return postDeviceCode(m, c, at, additions, open, pathOf(open.id))
}

const place = (device: string): string => `minid_adding:${device}`
const secretOf = (m: Minid, { device, secret }: AddingTotp): Uint8Array =>
  Buffer.from(m.vault.decrypt(place(device), secret), 'base64url')

async function showNew({ m, pages, additions }: Apps, c: Request): Promise<Response> {
  const at = await atDevices(m, pages, c)
  if (at instanceof Response) return at
  const { id, adding } = await additions.open(c, at.home.owner.person)
  if (adding.proof !== undefined) {
    const { proof, name } = adding
    return showProof(m, pages, c, at, { kind: 'totp', action: `${pathOf(id)}/code`, proof, name })
  }
  const secret = secretOf(m, adding)
  const address = totpAddress(secret, new URL(m.issuer).host)
  const page = addTotpPage({
    language: c.get('language'),
    stamp: at.home.stamp,
    action: pathOf(id),
    name: adding.name,
    address,
    picture: await qrPicture(address),
    groups: totpInGroups(secret),
    notice: adding.notice,
  })
  return pages.show(c, at.home, page)
}

/** It counts from the first code on, which is used up by that: nobody can log in with the one that was typed here. */
async function postProof({ m, pages, additions }: Apps, c: Request): Promise<Response> {
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const open = await additions.open(c, person)
  const { adding } = open
  if (adding.proof !== undefined) return c.redirect(pathOf(open.id), 303)
  const again = async (notice: TotpNotice): Promise<Response> => {
    await additions.change(open, { ...adding, notice })
    return c.redirect(`/my/minid/totp/new/${open.id}`, 303)
  }
  const read = readTotp(at.form.get('code') ?? '')
  if ('fault' in read) return again({ kind: 'unreadable', why: read.fault })
  const secret = secretOf(m, adding)
  const now = m.clock.now()
  const [step] = matchingSteps(secret, read.code, now)
  if (step === undefined) return again({ kind: 'wrong' })
  const failed = await changeDevices(m, c, at, {
    step: m.devices.addTotp(person, { id: adding.device, name: adding.name, step }, secret, now),
    first: at.account.asksFirst === undefined ? m.store.setFirst(person, 'totp', now) : undefined,
    told: 'totp-added',
    event: { type: 'minid.device.added', person, kind: 'totp' },
  })
  // The second of two clicks finds the device there, under the same id.
  await additions.end(open)
  if (failed === undefined) return toList(c, 'totp', 'added')
  const there = (await m.devices.totps(person)).some(({ id }) => id === adding.device)
  return toList(c, 'totp', there ? 'added' : 'full')
}
