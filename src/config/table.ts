/**
 * Every setting, once: name, kind, default, sentence. The environment's name is `INNGANG_` + the name in capitals
 * (`tlsCert` → `INNGANG_TLS_CERT`), the file's is the same in small letters (`tls_cert`). They stand in settings/, a file for each
 * subject; `docs/configuration.md` is made from this, in this order.
 */
import type { Entry, Setting } from '#config/setting.ts'
import { addresses } from '#config/settings/addresses.ts'
import { cards } from '#config/settings/cards.ts'
import { connections } from '#config/settings/connections.ts'
import { crowd } from '#config/settings/crowd.ts'
import { keys } from '#config/settings/keys.ts'
import { letters } from '#config/settings/letters.ts'
import { messages } from '#config/settings/messages.ts'
import { minid, minidLetters } from '#config/settings/minid.ts'
import { pages } from '#config/settings/pages.ts'
import { population } from '#config/settings/population.ts'
import { running } from '#config/settings/running.ts'
import { declared, services } from '#config/settings/services.ts'
import { staff } from '#config/settings/staff.ts'
import { stores } from '#config/settings/stores.ts'
import { twin } from '#config/settings/twin.ts'

export { type Defaults, type Entry, entries, type Setting } from '#config/setting.ts'

export const settings = {
  ...addresses,
  ...stores,
  ...declared,
  ...keys,
  ...connections,
  ...cards,
  ...messages,
  ...population,
  ...minid,
  ...letters,
  ...minidLetters,
  ...crowd,
  ...pages,
  ...staff,
  ...running,
  ...services,
  ...twin,
} as const

export type SettingName = keyof typeof settings
type Value<S> = S extends Setting<infer T> ? T : never

/** What the whole program is told: one frozen object, checked. */
export type Config = { readonly [Name in SettingName]: Value<(typeof settings)[Name]> } & { readonly entry: Entry }

export const prefix = 'INNGANG_'
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`)
export const environmentName = (name: SettingName): string => prefix + words(name).toUpperCase()
export const fileName = (name: SettingName): string => words(name).toLowerCase()
export const settingNames = Object.keys(settings) as SettingName[]
export const settingOf = (name: SettingName): Setting<unknown> => settings[name] as Setting<unknown>
