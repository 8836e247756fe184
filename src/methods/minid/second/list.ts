/** The list of somebody's apps or passkeys: shown, one removed, and the name of one to add. What a kind is kept as is all that differs. */
import type { PersonId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { OwnPages } from '#login/method.ts'
import type { FirstDevice } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { deviceListPage } from '#methods/minid/second/mine-pages.ts'
import { atDevices, changeDevices, postedDevices, readName, saidOn, toList } from '#methods/minid/second/mine.ts'
import { type Device, mostDevices } from '#methods/minid/second/store.ts'

export interface DeviceList {
  readonly m: Minid
  readonly pages: OwnPages
  readonly kind: FirstDevice
}

const devicesOf = ({ m, kind }: DeviceList, person: PersonId): Promise<readonly Device[]> =>
  kind === 'totp' ? m.devices.totps(person) : m.devices.passkeys(person)

const removed = ({ m, kind }: DeviceList, person: PersonId, id: string): Step =>
  kind === 'totp' ? m.devices.removeTotp(person, id) : m.devices.removePasskey(person, id)

export async function showList(list: DeviceList, c: Request): Promise<Response> {
  const { m, pages, kind } = list
  const at = await atDevices(m, pages, c)
  if (at instanceof Response) return at
  const { home, account } = at
  const devices = await devicesOf(list, home.owner.person)
  const around = { language: c.get('language'), stamp: home.stamp, said: saidOn(c) }
  return pages.show(c, home, deviceListPage({ ...around, kind, devices, first: account.asksFirst }))
}

/** Who adds one, and what they call it; else what they are answered. */
export async function postName(
  list: DeviceList,
  c: Request,
): Promise<Response | { readonly person: PersonId; readonly name: string }> {
  const at = await postedDevices(list.m, list.pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const name = readName(at.form.get('name'))
  if (name === undefined) return toList(c, list.kind, 'name')
  return (await devicesOf(list, person)).length >= mostDevices ? toList(c, list.kind, 'full') : { person, name }
}

/** With the last one goes what was asked for first: then it is a device of the other kind, if there is one. */
export async function postRemove(list: DeviceList, c: Request): Promise<Response> {
  const { m, pages, kind } = list
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const id = at.form.get('device') ?? ''
  const left = (await devicesOf(list, person)).filter((one) => one.id !== id)
  const other = kind === 'totp' ? 'passkey' : 'totp'
  const next = (await m.devices.kinds(person))[other] ? other : undefined
  const failed = await changeDevices(m, c, at, {
    step: removed(list, person, id),
    first:
      left.length === 0 && at.account.asksFirst === kind ? m.store.setFirst(person, next, m.clock.now()) : undefined,
    told: `${kind}-removed`,
    event: { type: 'minid.device.removed', person, kind },
  })
  return toList(c, kind, failed === undefined ? 'removed' : 'gone')
}
