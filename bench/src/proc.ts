/** CPU time and memory of processes, from /proc. Linux only. */
import { readFileSync, readdirSync } from 'node:fs'

const TICKS_PER_SECOND = 100 // USER_HZ, fixed by the Linux ABI on the platforms Node supports

export interface CpuSample {
  cpuSeconds: number
  minorFaults: number
}

function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** All live descendants of `pid`, itself first. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const parent = Number(statFields(Number(entry))[1])
      const list = children.get(parent)
      if (list) list.push(Number(entry))
      else children.set(parent, [Number(entry)])
    } catch {
      // it ended while we looked
    }
  }
  const tree = [pid]
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i]!) ?? []))
  return tree
}

/** User + system time of the processes and of their reaped children. */
export function cpuOf(pids: number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const f = statFields(pid)
    ticks += Number(f[11]) + Number(f[12]) + Number(f[13]) + Number(f[14])
  }
  return ticks / TICKS_PER_SECOND
}

export interface Memory {
  rssMiB: number
  peakRssMiB: number
  pssMiB: number
}

export function memoryOf(pids: number[]): Memory {
  let rss = 0
  let peak = 0
  let pss = 0
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    rss += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
    peak += Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
      pss += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    } catch {
      // needs privileges for other users' processes
    }
  }
  return { rssMiB: rss / 1024, peakRssMiB: peak / 1024, pssMiB: pss / 1024 }
}

/** Seconds stolen by the hypervisor from the given cores so far: how disturbed a run was. */
export function stolen(): number {
  const line = readFileSync('/proc/stat', 'latin1').split('\n')[0]!.trim().split(/\s+/)
  return Number(line[8] ?? 0) / TICKS_PER_SECOND
}

/** Busy core-seconds of the whole machine so far (user, nice, system, irq, softirq). */
export function machineBusy(): number {
  const f = readFileSync('/proc/stat', 'latin1').split('\n')[0]!.trim().split(/\s+/)
  return (Number(f[1]) + Number(f[2]) + Number(f[3]) + Number(f[6]) + Number(f[7])) / TICKS_PER_SECOND
}

/** CPU time of one process in milliseconds, to the nanosecond: all its threads, and the main one alone. For short bursts, where ticks are too coarse. */
export function threadsOf(pid: number): { readonly all: number; readonly main: number } {
  let all = 0
  let main = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const ran = Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]) / 1e6
    all += ran
    if (thread === String(pid)) main = ran
  }
  return { all, main }
}
