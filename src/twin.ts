/** The twin's process: the gateway with the sandbox as its outside world, on this machine alone. */
import { serveAuthorities } from '#sandbox/ca/serve.ts'
import { type TwinClock, twinClock } from '#sandbox/clock.ts'
import { startRegister } from '#sandbox/registers/start.ts'
import { startExampleServices } from '#sandbox/services/start.ts'
import type { OpenParts } from '#open.ts'
import { run } from '#process.ts'
import { cardPorts, type TwinWorld, twinWorld } from '#twin-world.ts'

let clock: TwinClock | undefined
let world: TwinWorld | undefined
let gateway: OpenParts | undefined
let register: Awaited<ReturnType<typeof startRegister>> | undefined

await run('twin', {
  clock: (config) => (clock = twinClock(config.data)),
  outside: async (config) => {
    if (clock === undefined) throw new Error('the clock was not made')
    // The issuers of the sandbox speak of their troubles in the gateway's log, once there is one.
    world = await twinWorld(config, { clock, settable: clock, log: (...line) => gateway?.log(...line) })
    // As in production: over HTTP, with a token that was given for a signed assertion.
    register = await startRegister(world.register)
    const { issuers, cards } = world
    // As in production: over the network.
    const eids = issuers === undefined ? undefined : { declared: issuers.declared }
    const trust = cards === undefined ? undefined : { list: cards.trust }
    return { ...world.outside, population: world.register.at(register.origin), eids, trust }
  },
  started: async (config, parts) => {
    if (world === undefined) throw new Error('the world was not made')
    const { ports, keys, issuers, cards } = world
    gateway = parts
    const { issuer } = config
    const examples = await startExampleServices({
      issuer,
      gatewayUrl: `${issuer}/`,
      ports,
      keys,
      log: parts.log,
      clock: parts.clock,
    })
    const [desks, authorities] = await Promise.all([
      issuers?.start(),
      cards && serveAuthorities(cards.authorities, { port: cardPorts(config).authorities }),
    ])
    return {
      lines: greeting(parts, world, examples.urls),
      close: async () =>
        void (await Promise.all([examples.close(), register?.close(), desks?.close(), authorities?.close()])),
    }
  },
})

/** What a newcomer needs to go on, on one screen. */
function greeting(
  { config }: OpenParts,
  { population, cards }: TwinWorld,
  urls: { readonly tax: string; readonly health: string },
): readonly string[] {
  const [person] = population.withMinid(1)
  const lines: readonly (readonly [string, string])[] = [
    ['Gateway', `${config.issuer}/`],
    ['Tax page', `${urls.tax}   (a service at level substantial: begin here)`],
    ['Health portal', `${urls.health}   (a service at level high)`],
    ['Phone', `${config.issuer}/sandbox/phone   (where codes by SMS arrive)`],
    ['Help desk', `${config.issuer}/helpdesk   (the gateway's first page says who works there)`],
    ['People', `${config.issuer}/sandbox/people   (all ${population.size} of them)`],
    ...(cards === undefined ? [] : [['Cards', `${config.issuer}/sandbox/cards   (to install in a browser)`] as const]),
  ]
  return [
    '',
    'Inngang is running: a twin of a national login gateway, for this machine alone.',
    '',
    ...lines.map(([name, what]) => `  ${name.padEnd(14)} ${what}`),
    '',
    ...(person === undefined
      ? []
      : [
          `  Log in with MinID as ${person.given} ${person.family}: number ${person.number}, password ${person.minid?.password ?? ''}`,
          '',
        ]),
    `  Data is kept in ${config.data}. Stop with Ctrl-C.`,
    '',
  ]
}
