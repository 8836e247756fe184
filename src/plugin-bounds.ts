/** An eID from outside as the login sees it: it can vouch for no more than the operator allows, and what it gets wrong is its own trouble. */
import { z } from 'zod'
import type { Clock } from '#base/clock.ts'
import type { Log } from '#http/answer.ts'
import type { Text } from '#i18n/text.ts'
import { type Level, levels, lower } from '#login/levels.ts'
import { type Door, groupOf, type Method, type MethodProof } from '#login/method.ts'
import type { PluginMethod } from '#plugin.ts'

export interface Bounds {
  readonly id: string
  /** The most that the operator allows. */
  readonly highest: Level
  /** The trust group that the operator lets it into. */
  readonly group: string
  readonly clock: Clock
  readonly log: Log
}

const line = z.string().min(1).max(200)
const text = z.strictObject({ nb: line, nn: line, se: line, en: line })
const work = z.custom((value) => typeof value === 'function', 'must be a function')
const shape = z.looseObject({
  highest: z.enum(levels),
  group: z.string().optional(),
  name: text,
  needs: text,
  mark: z.string().min(1).max(3),
  mount: work,
  callback: work.optional(),
  troubled: work.optional(),
  says: work.optional(),
})

/** What is wrong with what a plug-in opened, as ends of sentences. */
export function shapeFaults(given: unknown, { group }: Pick<Bounds, 'group'>): readonly string[] {
  const read = shape.safeParse(given)
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `gave an eID whose ${path.join('.')} is wrong: ${message}`)
  const own = groupOf(read.data.group === undefined ? {} : { group: read.data.group })
  return own === group ? [] : [`says that it belongs to the trust group ${own}, where the file has ${group}`]
}

export function bounded(given: PluginMethod, bounds: Bounds): Method {
  const { id, group, log } = bounds
  /** What the chooser asks is asked for everybody's page: a plug-in that fails there fails alone. */
  const alone = <T>(ask: () => T, otherwise: T): T => {
    try {
      return ask()
    } catch (cause) {
      log('error', 'an eID from outside failed', { method: id, cause })
      return otherwise
    }
  }
  const { callback } = given
  return {
    id,
    group,
    highest: lower(given.highest, bounds.highest),
    name: given.name,
    needs: given.needs,
    mark: given.mark,
    mount: (routes, door) => given.mount(routes, boundedDoor(door, bounds)),
    ...(callback === undefined
      ? {}
      : { callback: (c, door, returned) => callback.call(given, c, boundedDoor(door, bounds), returned) }),
    troubled: () => alone(() => given.troubled?.() === true, false),
    says: (said) => alone(() => textOf(given.says?.(said)), undefined),
  }
}

function textOf(said: unknown): Text | undefined {
  return said === undefined ? undefined : (text.parse(said) as Text)
}

const proofShape = z.object({
  person: z.string().startsWith('per_'),
  numberHash: z.string().min(1),
  level: z.enum(levels),
  amr: z
    .array(z.string().regex(/^[\w .-]{1,40}$/))
    .min(1)
    .max(5),
  at: z.number().positive(),
  name: z.object({ given: line, family: line }).optional(),
})

/** The house's door, through which only what is a proof goes. */
const boundedDoor = (door: Door, { id, clock }: Bounds): Door => ({
  ...door,
  proved: async (c, leg, proof) => {
    const read = proofShape.safeParse(proof)
    // Where it is wrong and not what stands there: that is somebody's.
    if (!read.success)
      throw new Error(
        `the eID ${id} gave a proof that is none: ${read.error.issues.map(({ path }) => path.join('.')).join(' ')}`,
      )
    const { person, numberHash, level, amr, name }: MethodProof = proof
    // Nobody proved themself in the future.
    const at = Math.min(proof.at, clock.now())
    return door.proved(c, leg, { person, numberHash, level, amr, at, ...(name === undefined ? {} : { name }) })
  },
})
