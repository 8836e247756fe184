/**
 * eIDs from outside, named in the operator's file and loaded at the start (row E10). Whoever runs one lets its code into the process:
 * it is read beforehand as a change of ours would be. What is wrong with one stops the start, and all of it is told at once.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { NationalId } from '#base/national-id.ts'
import type { Clock } from '#base/clock.ts'
import type { Config } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import { levels } from '#login/levels.ts'
import { callbackPath } from '#login/callback.ts'
import { type Method, nationalGroup } from '#login/method.ts'
import { methodIdRule, methodIdSays, takenIds, takenSays } from '#login/method-ids.ts'
import { EidFaults } from '#methods/federated/settings.ts'
import type { Metrics } from '#observe/metrics.ts'
import { type Persons, WrongWorld } from '#persons/persons.ts'
import type { EidPlugin, PluginHouse, PluginMethod } from '#plugin.ts'
import { bounded, shapeFaults } from '#plugin-bounds.ts'
import { errorSummary, form, notice, passwordField, primaryButton, secondaryButton, textField } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { sendOutside } from '#upstream/send.ts'

export interface PluginsAround {
  readonly config: Pick<Config, 'issuer' | 'outboundAllow'>
  readonly clock: Clock
  readonly persons: Pick<Persons, 'ensure'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count'>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** The contract that this gateway keeps. */
const contract = 1
/** Seconds that an issuer of a plug-in's has for one answer. */
const patience = 10

const shape = z.strictObject({
  plugins: z.array(
    z.strictObject({
      id: z
        .string()
        .regex(methodIdRule, methodIdSays)
        .refine((id) => !takenIds.has(id), takenSays),
      /** A path from the file's folder, or a package's name. */
      from: z.string().min(1).max(500),
      highest: z.enum(levels),
      group: z.string().min(1).max(40).default(nationalGroup),
      settings: z.unknown().optional(),
    }),
  ),
})
type Entry = z.infer<typeof shape>['plugins'][number]

/** What services may name. Loads none of them. @throws EidFaults */
export function pluginIdsOf(file: string | undefined): readonly string[] {
  if (file === undefined) return []
  const entries = read(file)
  const faults = entries.flatMap(({ id, from }, i) => {
    const found = find(resolve(file), from)
    return 'fault' in found ? [`plugins[${i}] (${id}) ${found.fault}.`] : []
  })
  if (faults.length > 0) throw new EidFaults(faults)
  return entries.map(({ id }) => id)
}

/** `others`: ids that are given away. @throws EidFaults */
export async function pluginsOf(
  around: PluginsAround,
  file: string | undefined,
  others: readonly string[],
): Promise<readonly Method[]> {
  if (file === undefined) return []
  const faults: string[] = []
  const methods: Method[] = []
  const seen = new Set(others)
  for (const [i, entry] of read(file).entries()) {
    const opened = seen.has(entry.id) ? 'has the id of another eID' : await open(around, resolve(file), entry)
    seen.add(entry.id)
    if (typeof opened === 'object' && 'mount' in opened) methods.push(opened)
    else faults.push(...[opened].flat().map((fault) => `plugins[${i}] (${entry.id}) ${fault}.`))
  }
  if (faults.length > 0) throw new EidFaults(faults)
  return methods
}

function read(file: string): readonly Entry[] {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new EidFaults(['The file of plug-ins is not JSON.'])
    throw new EidFaults([`The file of plug-ins cannot be read (${codeOf(error)}).`])
  }
  const found = shape.safeParse(content)
  if (found.success) return found.data.plugins
  throw new EidFaults(
    found.error.issues.map(({ path, message }) => `${path.join('.') || 'the file of plug-ins'} ${message}.`),
  )
}

/** The eID, or what is wrong with it as the ends of sentences. */
async function open(around: PluginsAround, file: string, entry: Entry): Promise<Method | string | readonly string[]> {
  const loaded = await load(file, entry.from)
  if (typeof loaded === 'string') return loaded
  const { clock, log } = around
  let given: PluginMethod
  try {
    given = await loaded.open(houseFor(around, dirname(file), entry))
  } catch (error) {
    return `could not be opened: ${error instanceof Error ? error.message : 'it threw what is no error'}`
  }
  const { id, highest, group } = entry
  const faults = shapeFaults(given, entry)
  return faults.length > 0 ? faults : bounded(given, { id, highest, group, clock, log })
}

function find(file: string, from: string): { readonly path: string } | { readonly fault: string } {
  try {
    return { path: createRequire(file).resolve(from) }
  } catch (error) {
    return { fault: `is not at ${from} (${codeOf(error)})` }
  }
}

async function load(file: string, from: string): Promise<EidPlugin | string> {
  const found = find(file, from)
  if ('fault' in found) return found.fault
  try {
    const { eid } = (await import(pathToFileURL(found.path).href)) as { readonly eid?: Partial<EidPlugin> }
    if (eid === undefined || typeof eid.open !== 'function') return `has no eid with an open in ${from}`
    if (eid.contract !== contract) return `was written for another contract than ${contract}`
    return eid as EidPlugin
  } catch (error) {
    // Node runs TypeScript as it is, but not what was installed as a package.
    if (codeOf(error) === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING')
      return 'is TypeScript below node_modules, which Node does not run: it must come as JavaScript, or from a path outside'
    return `cannot be loaded: ${error instanceof Error ? error.message : codeOf(error)}`
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'no code')

function houseFor(around: PluginsAround, folder: string, { id, highest, settings }: Entry): PluginHouse {
  const { config, clock, log, metrics, wait, persons } = around
  const send = sendOutside(config.outboundAllow, patience)
  return {
    id,
    highest,
    settings,
    folder,
    issuer: config.issuer,
    callback: config.issuer + callbackPath(id),
    clock: { now: () => clock.now() },
    person: (number) => personWith(persons, number),
    fetch: (url, options = {}) => send(url, options),
    log: (level, why) => log(level, 'an eID from outside says', { method: id, why: wordOf(why) }),
    count: (outcome) => metrics.count('eid_plugin', { method: id, outcome: wordOf(outcome) }),
    wait,
    ui: { html, textField, passwordField, errorSummary, form, primaryButton, secondaryButton, notice },
  }
}

/** What is not a word could be anything, also somebody's number. */
const wordOf = (text: string): string => (/^[a-z][a-z-]{0,39}$/.test(text) ? text : 'not-a-word')

async function personWith(persons: Pick<Persons, 'ensure'>, text: string) {
  const number = NationalId.read(text)
  if (typeof number === 'string') return undefined
  try {
    const { id, numberHash } = await persons.ensure(number)
    return { person: id, numberHash }
  } catch (error) {
    if (error instanceof WrongWorld) return undefined
    throw error
  }
}
