/** Reads the settings from the environment and a JSON file, and tells every fault at once. */
import { readFileSync } from 'node:fs'
import { nearest } from '#base/near.ts'
import { houseRules } from '#config/rules.ts'
import {
  type Config,
  type Entry,
  environmentName,
  fileName,
  prefix,
  type Setting,
  type SettingName,
  settingNames,
  settingOf,
} from '#config/table.ts'

/** Everything that is wrong with the settings, a sentence each. */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`${faults.length === 1 ? 'one setting is' : `${faults.length} settings are`} wrong`)
    this.faults = faults
  }
}

export type Environment = Readonly<Record<string, string | undefined>>
/** The text of a file; throws when it cannot be read. */
export type ReadFile = (path: string) => string

/** A setting's text and where it came from, for the fault's sentence. */
interface Given {
  readonly text: string
  readonly from: string
}
type AllGiven = Map<SettingName, Given>

const readText: ReadFile = (path) => readFileSync(path, 'utf8')

/** @throws ConfigFaults with all of them */
export function readConfig(env: Environment, entry: Entry, readFile: ReadFile = readText): Config {
  const faults: string[] = []
  const given: AllGiven = new Map()
  const file = env[`${prefix}CONFIG`]
  if (file !== undefined && file !== '') fromFile(file, readFile, given, faults)
  fromEnvironment(env, readFile, given, faults)
  const values = valuesOf(given, entry, faults)
  // Every name of the table is in `values`, read by its own kind: this is the one place that says so to the compiler.
  const config = { ...values, entry } as unknown as Config
  if (faults.length === 0) faults.push(...houseRules(config))
  if (faults.length > 0) throw new ConfigFaults(faults)
  return Object.freeze(config)
}

function fromFile(path: string, readFile: ReadFile, given: AllGiven, faults: string[]): void {
  const text = tryRead(path, readFile)
  const content = text === undefined ? undefined : parseObject(text)
  if (content === undefined) {
    faults.push(
      `${prefix}CONFIG names ${path}, which ${text === undefined ? 'cannot be read' : 'is not a JSON object'}.`,
    )
    return
  }
  const names = new Map(settingNames.map((name) => [fileName(name), name]))
  for (const [key, value] of Object.entries(content)) {
    const name = names.get(key)
    if (name === undefined) faults.push(`${key} in ${path} is no setting.${didYouMean(key, [...names.keys()])}`)
    else if (typeof value === 'string' || typeof value === 'number')
      given.set(name, { text: String(value), from: `${key} in ${path}` })
    else faults.push(`${key} in ${path} must be a text or a number.`)
  }
}

function fromEnvironment(env: Environment, readFile: ReadFile, given: AllGiven, faults: string[]): void {
  const names = new Map(settingNames.map((name) => [environmentName(name), name]))
  const secretFiles = new Map(
    settingNames.filter((n) => settingOf(n).secret).map((n) => [`${environmentName(n)}_FILE`, n]),
  )
  for (const [key, value] of Object.entries(env)) {
    if (!key.startsWith(prefix) || key === `${prefix}CONFIG` || value === undefined || value === '') continue
    const name = names.get(key)
    const secret = secretFiles.get(key)
    if (name !== undefined) given.set(name, { text: value, from: key })
    else if (secret === undefined)
      faults.push(`${key} is no setting.${didYouMean(key, [...names.keys(), ...secretFiles.keys()])}`)
    else if (env[environmentName(secret)]) faults.push(`${key} and ${environmentName(secret)} are both set: keep one.`)
    else {
      const text = tryRead(value, readFile)?.trim()
      if (text === undefined) faults.push(`${key} names ${value}, which cannot be read.`)
      else given.set(secret, { text, from: key })
    }
  }
}

const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

function tryRead(path: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(path)
  } catch {
    // Missing, a folder, no right to read: the operator sees the same sentence with the path.
    return undefined
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function valuesOf(given: AllGiven, entry: Entry, faults: string[]): Partial<Record<SettingName, unknown>> {
  const values: Partial<Record<SettingName, unknown>> = {}
  for (const name of settingNames) {
    const setting = settingOf(name)
    const one = given.get(name)
    if (one === undefined && setting.neededBy.includes(entry))
      faults.push(`${environmentName(name)} is needed. ${setting.sentence}`)
    else if (one !== undefined && !setting.entries.includes(entry))
      faults.push(`${one.from} is a setting of the ${setting.entries.join(' and ')} program, not of this one.`)
    else values[name] = readOne(one ?? byDefault(setting, entry, values), setting, faults)
  }
  return values
}

function readOne(one: Given | undefined, setting: Setting<unknown>, faults: string[]): unknown {
  if (one === undefined) return undefined
  const read = setting.kind.read(one.text)
  if ('value' in read) return read.value
  faults.push(`${one.from} ${read.fault}${setting.secret ? '' : `; it is "${one.text}"`}.`)
  return undefined
}

/** `{port}` and `{data}` in a default are those settings, read before it. When one of them is faulty, that fault is enough. */
function byDefault(
  setting: Setting<unknown>,
  entry: Entry,
  { port, data }: Partial<Record<SettingName, unknown>>,
): Given | undefined {
  const text = setting.defaults[entry]
  if (text === undefined || (text.includes('{port}') && typeof port !== 'number')) return undefined
  const folder = typeof data === 'string' ? data : ''
  return {
    text: text.replace('{port}', () => `${port as number}`).replace('{data}', () => folder),
    from: 'the default',
  }
}
