/**
 * The race of invariant I1: distinct people log in, fifty at a time, several to a browser, and everything that can be crossed
 * is crossed between them. Every token that comes back belongs to whoever proved themself in that login and browser.
 */
import { stopwatch } from '#base/clock.ts'
import { seeded } from '#sandbox/population/random.ts'
import { type Gateways, oneGateway, type Peers, severalGateways } from './gateways.ts'
import { openRun, type Run } from './run.ts'
import { codeScenes, isCut } from './scenes-codes.ts'
import { levelScenes } from './scenes-levels.ts'
import { refreshScenes } from './scenes-refresh.ts'
import type { Scene } from './scenes.ts'
import { sessionScenes } from './scenes-sessions.ts'
import { storeScenes } from './scenes-stores.ts'
import { singles } from './singles.ts'
import { type Open, severalTabs } from './tabs.ts'

export interface RaceOptions {
  /** Through MinID's pages, by people who take no part in anything else. */
  readonly logins: number
  readonly seed: number
  /** Undefined: one gateway in this process, on SQLite. */
  readonly peers?: Peers | undefined
  /** A gateway that fails this often need not be raced further. */
  readonly enough?: number
}

export interface Outcome {
  readonly run: Pick<Run, 'faults' | 'done' | 'draw'>
  readonly logins: number
  readonly kills: readonly { readonly process: number; readonly inside: number }[]
  readonly seconds: number
}

/** Browsers at the same time; each has three or four logins on their way. */
const browsers = 14
/** Of so many jobs one is a scene; the others are browsers with several tabs. */
const sceneEvery = 4
/** Callers at once, where a scene is about that. */
const few = 4
const scenes: readonly Scene[] = [
  ...codeScenes,
  ...refreshScenes,
  ...sessionScenes,
  ...levelScenes,
  ...storeScenes,
  ...singles.map(({ name, play }) => ({ name, play: (run: Run) => play(run, few) })),
]

export async function race({ logins, seed, peers, enough = 20 }: RaceOptions): Promise<Outcome> {
  const elapsed = stopwatch()
  const draw = seeded(seed)
  const people = Math.ceil(logins * 1.6) + 500
  const gateways = peers === undefined ? await oneGateway(people) : await severalGateways(peers, 2, people, draw)
  try {
    const run = await openRun(gateways, draw, people)
    const state: State = { wanted: logins, enough, begun: 0, finished: 0, jobs: 0, scenes: 0, open: new Set() }
    const kills: { process: number; inside: number }[] = []
    const killing = peers === undefined ? Promise.resolve() : killOneByOne(gateways, state, kills)
    await Promise.all(Array.from({ length: browsers }, () => work(run, state)))
    state.over = true
    await killing
    return { run, logins: state.finished, kills, seconds: elapsed() / 1000 }
  } finally {
    await gateways.close()
  }
}

interface State {
  readonly wanted: number
  readonly enough: number
  readonly open: Open
  begun: number
  finished: number
  jobs: number
  scenes: number
  over?: boolean
}

/** Until everybody has logged in and every scene was played. */
async function work(run: Run, state: State): Promise<void> {
  while (run.faults.length < state.enough) {
    const scene = state.jobs++ % sceneEvery === 0 || state.begun >= state.wanted
    if (!scene) {
      const count = Math.min(3 + run.draw.below(2), Math.max(2, state.wanted - state.begun))
      state.begun += count
      await tabs(run, state, count)
    } else if (state.begun < state.wanted || state.scenes < scenes.length) {
      await play(run, scenes[state.scenes++ % scenes.length] as Scene)
    } else return
  }
}

async function tabs(run: Run, state: State, count: number): Promise<void> {
  try {
    await severalTabs(run, state.open, count)
    state.finished += count
  } catch (error) {
    run.fault('a login failed', error instanceof Error ? error.message : 'unknown')
  }
}

/** With new browsers and people, as often as a process is killed under it. */
async function play(run: Run, scene: Scene): Promise<void> {
  try {
    await scene.play(run)
    run.count(scene.name)
  } catch (error) {
    if (isCut(error)) {
      run.count('scenes begun anew after a kill')
      // A scene that goes to the killed process by name would begin anew without ever letting that one start.
      await new Promise((resolve) => setTimeout(resolve, 100))
      return play(run, scene)
    }
    run.fault(scene.name, `did not come to its end: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** Each process once, with a third and two thirds of the logins done. */
async function killOneByOne(
  gateways: Gateways,
  state: State,
  kills: { process: number; inside: number }[],
): Promise<void> {
  for (let at = 0; at < gateways.processes; at++) {
    const when = (state.wanted * (at + 1)) / (gateways.processes + 1)
    while (state.finished < when && state.over !== true) await new Promise((resolve) => setTimeout(resolve, 20))
    if (state.over === true) return
    kills.push({ process: at, inside: await gateways.kill(at) })
  }
}

/** What was done, for people. */
export function told({ run, logins, kills, seconds }: Outcome, seed: number): string {
  const lines = [...run.done]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([what, n]) => `${String(n).padStart(7)}  ${what}`)
  const killed = kills.map(({ process, inside }) => `process ${process} with ${inside} requests inside`).join(', ')
  return [
    `${logins} logins of distinct people in ${seconds.toFixed(1)} s (seed ${seed})`,
    kills.length === 0 ? 'no process was killed' : `killed: ${killed}`,
    ...lines,
    ...run.faults.slice(0, 20).map(({ kind, detail }) => `  FAULT  ${kind}: ${detail}`),
  ].join('\n')
}

/** `node race.ts '{ "logins": 150, "seed": 1 }'`: the last line is the faults as JSON. For the mutation script. */
async function main(words: string): Promise<void> {
  const options = JSON.parse(words) as RaceOptions
  const outcome = await race(options)
  process.stdout.write(`${told(outcome, options.seed)}\n${JSON.stringify(outcome.run.faults)}\n`)
}

if (import.meta.main) await main(process.argv[2] ?? '{"logins":150,"seed":1}')
