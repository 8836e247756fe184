/** One run of the race: who takes part, what was seen, and what was wrong. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { Person } from '#sandbox/population/person.ts'
import { type Population, population } from '#sandbox/population/population.ts'
import type { Draw } from '#sandbox/population/random.ts'
import { Browser, textOf, type Visit } from '../browser.ts'
import { Cut, type Gateways } from './gateways.ts'
import { issuer } from './services.ts'

export interface Fault {
  /** What must never be, in a few words: the mutation script asks for them. */
  readonly kind: string
  readonly detail: string
}

/** One browser. */
export interface Jar {
  readonly id: number
  readonly cookies: Map<string, string>
  /** The tabs that said yes to going on as somebody else, in their order: a session ended each time, with its codes. */
  readonly replaced: Browser[]
  /** A tab of it: shares the cookies. Its requests go to any process, or all to one. */
  tab(at?: number): Browser
}

export interface Run {
  readonly gateways: Gateways
  readonly draw: Draw
  readonly people: Population
  readonly faults: Fault[]
  /** How often each thing was done. */
  readonly done: Map<string, number>
  /** Whose session a `sid` is, as tokens told it first. */
  readonly sids: Map<string, { readonly jar: number; readonly pid: string }>
  readonly subs: Map<string, string>
  /** Seconds to wait for an SMS: longer than a dead courier's lease. */
  readonly patience: number
  /** Somebody with MinID who has taken no part yet. */
  person(): Person
  jar(): Jar
  count(what: string, by?: number): void
  fault(kind: string, detail: string): void
  verify(jwt: string): Promise<Readonly<Record<string, unknown>>>
}

export async function openRun(gateways: Gateways, draw: Draw, people: number): Promise<Run> {
  const everybody = population(people)
  const faults: Fault[] = []
  const done = new Map<string, number>()
  const keys = await gateways.send(new Request(`${issuer}/jwks.json`))
  const jwks = createLocalJWKSet((await keys.json()) as JSONWebKeySet)
  let [next, jars] = [0, 0]
  return {
    gateways,
    draw,
    people: everybody,
    faults,
    done,
    sids: new Map(),
    subs: new Map(),
    patience: gateways.processes > 1 ? 45 : 5,
    person() {
      for (; ; next++) {
        const person = everybody.at(next)
        if (person.minid === undefined) continue
        next += 1
        return person
      }
    },
    jar() {
      const cookies = new Map<string, string>()
      return {
        id: jars++,
        cookies,
        replaced: [],
        tab: (at) => new Browser((request) => gateways.send(request, at), issuer, { cookies }),
      }
    },
    count: (what, by = 1) => void done.set(what, (done.get(what) ?? 0) + by),
    fault: (kind, detail) => void faults.push({ kind, detail }),
    verify: async (jwt) => (await jwtVerify(jwt, jwks, { issuer })).payload,
  }
}

/** A crossing: counted by its name. What it throws is a fault, unless the process it was in was killed. */
export async function crossing(run: Run, name: string, cross: () => Promise<void>): Promise<void> {
  try {
    await cross()
    run.count(name)
  } catch (error) {
    if (error instanceof Cut) return run.count('crossings cut by a kill')
    run.fault(name, `did not come to its end: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** The browser of this visit was sent on to a service, with or without a code. */
export const sentOn = (visit: Visit): URL | undefined => {
  const location = visit.headers.get('location')
  const url = location === null ? undefined : new URL(location, visit.url)
  return url?.origin === issuer ? undefined : url
}

/** What a page is, for the fault's words. Never its fields. */
export const seen = (visit: Visit): string =>
  `${visit.status} ${new URL(visit.url).pathname.replace(/att_[\w-]+/, 'att_…')} ${sentOn(visit)?.host ?? ''} ${textOf(visit).slice(0, 120)}`

/** It must have ended on the page of this dead end. */
export function refusedAs(run: Run, kind: string, visit: Visit, id: string): void {
  if (!textOf(visit).includes(id)) run.fault(kind, `expected ${id}: ${seen(visit)}`)
}

/** It must have ended on a page of ours that has a form for this path, and must not have been answered. */
export function stillAt(run: Run, kind: string, visit: Visit, form: RegExp): void {
  const shown = [...visit.body.matchAll(/<form\b[^>]*\saction="([^"]*)"/g)].some(([, action = '']) => form.test(action))
  if (sentOn(visit) !== undefined || !shown) run.fault(kind, `went on: ${seen(visit)}`)
}

/** The chooser of a login, and nothing that an eID showed. */
export function atChooser(run: Run, kind: string, visit: Visit): void {
  if (sentOn(visit) !== undefined || !isChooser(visit)) run.fault(kind, `not the chooser: ${seen(visit)}`)
}

export const isChooser = (visit: Visit): boolean =>
  visit.status === 200 &&
  /\/login\/att_[\w-]{22}$/.test(visit.url) &&
  /href="\/login\/att_[\w-]{22}\/[a-z]+"/.test(visit.body)
