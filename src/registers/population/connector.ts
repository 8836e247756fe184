/**
 * The connector to the real population register (the API of Folkeregisteret): asks with care for the register and for those
 * who wait, and believes no answer that is not about the one who was asked for.
 */
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Log } from '#http/answer.ts'
import { openAccessTokens, type TokenClient } from '#registers/population/access-token.ts'
import { openBreaker, type Pass } from '#base/breaker.ts'
import { type Fields, MalformedDocument } from '#registers/population/document.ts'
import { type Answer, askOnce, type Exchange } from '#registers/population/exchange.ts'
import { openKept } from '#registers/population/kept.ts'
import {
  type NumberHistory,
  type Numbers,
  type PersonDirectory,
  type PersonInBrief,
  type PopulationRegister,
  RegisterAway,
} from '#registers/population/population.ts'
import { addressParts, readAddresses } from '#registers/population/read-addresses.ts'
import { briefParts, has, numberParts, readNumbers, readPerson, same } from '#registers/population/read-person.ts'
import { type Send, sendOutside } from '#registers/population/send.ts'
import { openTurns } from '#registers/population/turns.ts'

export interface ConnectorDeps {
  readonly clock: Clock
  /** Up to `/personer`: `https://…/folkeregisteret/offentlig-med-hjemmel/api/v1`. */
  readonly address: string
  readonly client: TokenClient
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
  readonly wait: (milliseconds: number) => Promise<void>
  /** Absent: the network. */
  readonly send?: Send
}

export interface Connector extends PopulationRegister, PersonDirectory, NumberHistory {
  /** 1: asked when it is needed. 0: in trouble, left in peace. */
  up(): 0 | 1
  /** Sentences for the page of health. */
  warnings(): readonly string[]
}

/** At once and waiting: more would only wait longer than a person does. */
const turnRules = { atOnce: 10, waiting: 40 }
/** Five in a row, then ten seconds of peace, a minute at most. */
const breakerRules = { failures: 5, shortest: 10_000, longest: 60_000 }
/** Milliseconds before the one more try that a passing fault is given. */
const breath = 150

interface Asking {
  readonly deps: ConnectorDeps
  readonly exchange: Exchange
}

export function openConnector(deps: ConnectorDeps): Connector {
  const { clock, client, log, send = sendOutside } = deps
  const tokens = openAccessTokens({ clock, client, send, log })
  const asking: Asking = { deps, exchange: { send, tokens, address: deps.address } }
  const breaker = openBreaker({ clock, ...breakerRules })
  const turns = openTurns(turnRules)
  const kept = openKept<PersonInBrief | undefined>({ clock, seconds: lifetimes.registerAnswer })

  /** In turn and past the breaker; `read` judges what came. */
  const ask = <T>(parts: readonly string[], number: NationalId, read: (found: Found) => T): Promise<T | undefined> => {
    const answered = turns.take(async () => {
      const pass = breaker.enter()
      if (pass === undefined) throw away(deps, 'left-in-peace')
      const found = await lookUp(asking, pass, number, parts)
      return found && judged(deps, () => read(found))
    })
    return answered ?? Promise.reject(away(deps, 'no-turn'))
  }
  return {
    person: (number) =>
      ask([...briefParts, ...addressParts], number, ({ document, numbers }) => ({
        ...readPerson(document, numbers, number),
        addresses: readAddresses(document),
      })),
    who: (number, options) =>
      kept.get(number.reveal('look-up'), options?.fresh ?? false, () =>
        ask(briefParts, number, ({ document, numbers }) => readPerson(document, numbers, number)),
      ),
    numbers: (number) => ask(numberParts, number, ({ numbers }) => numbers),
    up: () => (breaker.state() === 'closed' ? 1 : 0),
    warnings: () => (breaker.state() === 'closed' ? [] : ['The population register does not answer.']),
  }
}

/** Says why in the log and the metrics alone: whoever asked learns that it is away. */
function away({ count, log }: ConnectorDeps, why: string, detail: object = {}): RegisterAway {
  count('population_asked', { outcome: why })
  log('warn', 'the population register was not to be had', { why, ...detail })
  return new RegisterAway('the population register is not to be had now')
}

interface Found {
  readonly document: Fields
  readonly numbers: Numbers
}

/** Ends the pass in every case. */
async function lookUp(asking: Asking, pass: Pass, number: NationalId, parts: readonly string[]) {
  const { deps } = asking
  let ended = false
  const end = (how: () => void): void => {
    ended = true
    how()
  }
  try {
    const answer = await tries(asking, number, parts)
    if (answer.kind === 'document') {
      end(pass.answered)
      return await aboutTheOne(asking, answer.document, number)
    }
    if (answer.kind === 'nobody') {
      end(pass.answered)
      deps.count('population_asked', { outcome: 'unknown' })
      return undefined
    }
    if (answer.kind === 'pause') {
      end(() => pass.pause(answer.ms))
      throw away(deps, 'too-often')
    }
    end(pass.failed)
    throw away(deps, answer.why, answer.detail)
  } finally {
    if (!ended) pass.nothing()
  }
}

/** Reading changes nothing there, so a passing fault is given one more try; one that was late already is not. */
async function tries({ deps, exchange }: Asking, number: NationalId, parts: readonly string[]): Promise<Answer> {
  const digits = number.reveal('look-up')
  const first = await askOnce(exchange, digits, parts)
  if (first.kind !== 'away' || (first.why !== 'unreachable' && first.why !== 'broken')) return first
  await deps.wait(breath)
  return askOnce(exchange, digits, parts)
}

/**
 * The document must be about the number that was asked for. Where it has another one, either the number was replaced, which the
 * history of the person's numbers shows, or the register mixed people up: then nothing of it is used.
 */
async function aboutTheOne(asking: Asking, document: Fields, number: NationalId): Promise<Found> {
  const { deps } = asking
  const numbers = judged(deps, () => readNumbers(document))
  if (has(numbers, number)) return found(deps, { document, numbers })
  const history = await tries(asking, number, numberParts)
  if (history.kind !== 'document') throw away(deps, 'no-history')
  const all = judged(deps, () => readNumbers(history.document))
  if (!has(all, number) || !sameInUse(all, numbers)) {
    deps.log('error', 'the population register answered about somebody else', {})
    throw away(deps, 'another-person')
  }
  return found(deps, { document, numbers: all })
}

const sameInUse = ({ inUse: one }: Numbers, { inUse: other }: Numbers): boolean =>
  one !== undefined && other !== undefined && same(one, other)

function found({ count }: ConnectorDeps, result: Found): Found {
  count('population_asked', { outcome: 'found' })
  return result
}

/** One person's odd document says nothing of the register, so the breaker does not hear of it. */
function judged<T>(deps: ConnectorDeps, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedDocument)) throw error
    deps.log('error', 'a document of the population register could not be read', { detail: error.message })
    throw away(deps, 'unreadable')
  }
}
