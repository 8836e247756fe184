/** The fields a log line may have, each with the shape its value must have. A field that is not here, or has another shape, is not written. */
import { patternOf, scrub, scrubError } from '#observe/scrub.ts'

/** The value as it may be written, or undefined when it may not. */
type Shape = (value: unknown) => unknown

const matching =
  (shape: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && shape.test(value) ? value : undefined

/** Our own words and the protocol's: `invalid_grant`, `minid`, `wrong-code`. Digits only a few, so that no number fits. */
const word = matching(/^(?!.*\d{5})[\w.:-]{1,60}$/)
const number: Shape = (value) =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9
    ? Math.round(value * 100) / 100
    : undefined
const flag: Shape = (value) => (typeof value === 'boolean' ? value : undefined)
const sentence: Shape = (value) => (typeof value === 'string' ? scrub(value) : undefined)
/** Only the origin: no path, no query, no user name. */
const origin: Shape = (value) => (typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : undefined)
const path: Shape = (value) => (typeof value === 'string' ? patternOf(value) : undefined)
/** A client id is the operator's choice of letters; eleven digits in a row are refused where services are read, and here. */
const clientId = matching(/^(?!.*\d{11})[\w.:-]{1,100}$/)
const shortList: Shape = (value) =>
  Array.isArray(value) && value.length <= 20 && value.every((one) => word(one) !== undefined) ? value : undefined

const shapes: Readonly<Record<string, Shape>> = {
  // which trouble, which part
  incident: matching(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/),
  refusal: matching(/^IN-\d\d$/),
  code: word,
  error: word,
  why: word,
  what: word,
  about: word,
  reason: word,
  part: word,
  parts: shortList,
  detail: sentence,
  developers: sentence,
  cause: (value) => scrubError(value),
  // which login, which service
  attempt: matching(/^att_[\w-]{22}$/),
  client: clientId,
  eid: word,
  // which batch of letters, which order of one
  run: matching(/^(?!.*\d{11})run_[\w-]{16}$/),
  order: matching(/^(?!.*\d{11})ord_[\w-]{22}$/),
  state: word,
  letters: number,
  method: word,
  level: word,
  grant: word,
  event: word,
  // which request
  route: matching(/^(?!.*\d{5})[\w/:*.{}[\]|+-]{1,120}$/),
  path,
  verb: matching(/^[A-Z]{3,8}$/),
  status: number,
  // how much, how long
  ms: number,
  seconds: number,
  count: number,
  tries: number,
  left: number,
  waiting: number,
  added: number,
  changed: number,
  removed: number,
  // the process and its surroundings
  entry: word,
  world: word,
  engine: word,
  store: word,
  gateway: word,
  migration: word,
  version: word,
  node: word,
  kid: matching(/^(?!.*\d{11})[\w.-]{1,64}$/),
  algorithm: word,
  issuer: origin,
  port: number,
  signal: word,
  ready: flag,
}

export const fieldNames: readonly string[] = Object.keys(shapes)

export type Fields = Readonly<Record<string, unknown>>

/** What of `fields` may be written; the names of the others are listed, so that a mistake is seen and nothing is told. */
export function allowed(fields: Fields): Record<string, unknown> {
  const written: Record<string, unknown> = {}
  const withheld: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    const safe = shape?.(value)
    if (safe !== undefined) written[name] = safe
    else withheld.push(/^[a-zA-Z]{1,30}$/.test(name) ? name : '?')
  }
  if (withheld.length > 0) written['withheld'] = withheld
  return written
}
