/**
 * Several targets that stand beside each other are asked for a few hundred logins in turns, so that a disturbance of the machine
 * hits all of them alike: medians of the ratios hold where those of whole runs do not.
 *   bench/run.sh pairs [bursts] [label...]   the first label is what the others are divided by
 */
import { VirtualUser } from './flow.ts'
import { memoryOf, threadsOf } from './proc.ts'
import { median } from './stats.ts'
import { type Running, startTargets } from './targets.ts'

const perBurst = 300
const warmUp = 4500
const users = 16

const [bursts = '10', ...named] = process.argv.slice(2)
const labels =
  named.length > 0 ? named : ['oidc-provider redis ES256', 'inngang postgres + redis ES256', 'bare postgres + redis ES256']

const running = await startTargets(labels)
const sides = labels.map((label) => side(running.find((one) => one.label === label)!))
try {
  for (let slice = 0; slice < 3; slice++) for (const one of sides) await one.run(warmUp / 3)
  for (let burst = 0; burst < Number(bursts); burst++)
    for (let i = 0; i < sides.length; i++) await sides[(i + burst) % sides.length]!.measure()
  for (const one of sides) one.report(sides[0]!.spent)
} finally {
  for (const one of running) await one.stop()
}

function side({ label, origin, pid, env }: Running) {
  const clients = Array.from({ length: users }, () => new VirtualUser(origin, env))
  const spent: number[] = []
  const run = async (count: number): Promise<void> => {
    let left = count
    await Promise.all(
      clients.map(async (client) => {
        while (left-- > 0) await client.run('login')
      }),
    )
  }
  return {
    spent,
    run,
    async measure() {
      env.assertions.stock(perBurst * 2)
      const before = threadsOf(pid).all
      await run(perBurst)
      spent.push((threadsOf(pid).all - before) / perBurst)
    },
    report(base: readonly number[]) {
      const ratios = spent.map((ms, burst) => ms / base[burst]!)
      const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
      const peak = memoryOf([pid]).peakRssMiB.toFixed(0)
      console.log(
        `${label.padEnd(34)} CPU ms ${median(spent).toFixed(2)} (least ${Math.min(...spent).toFixed(2)})  ratio ${median(ratios).toFixed(2)} [${range}]  peak ${peak} MiB`,
      )
    },
  }
}
