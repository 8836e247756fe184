/** The log: a line of JSON for each event, with a message of ours and fields from a closed list (`fields.ts`). */
import { mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '#base/clock.ts'
import { allowed, type Fields } from '#observe/fields.ts'
import { scrub } from '#observe/scrub.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
/** `message` is a constant of the code, plain words; everything that varies is a field. */
export type Log = (level: LogLevel, message: string, fields?: Fields) => void

export interface OpenLog {
  readonly log: Log
  /** One answered request: the busiest line, so it has a way of its own. `route` is a pattern, never a path with ids. */
  request(route: string, verb: string, status: number, ms: number): void
  /** Writes out what is still in memory. */
  flush(): void
}

export interface LogOptions {
  readonly level: LogLevel
  readonly clock: Clock
  /** A file's path, or somewhere that takes lines (tests). Undefined: standard output. */
  readonly to?: string | { write(line: string): void } | undefined
}

/** Lines are gathered up to this many characters or for a second: one write for many requests. Errors are written at once. */
const gather = 8192
const patience = 1000

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

export function openLog({ level: least, clock, to }: LogOptions): OpenLog {
  const sink =
    typeof to === 'object' ? { write: (line: string) => to.write(line), flush: () => undefined } : gathered(to)
  const from = ranks[least]
  const head = (level: LogLevel): string => `{"level":"${level}","time":${clock.now()}`
  return {
    log(level, message, fields) {
      if (ranks[level] < from) return
      const rest = JSON.stringify({ ...(fields === undefined ? {} : allowed(fields)), message: scrub(message) })
      sink.write(`${head(level)},${rest.slice(1)}\n`)
      if (level === 'error') sink.flush()
    },
    request(route, verb, status, ms) {
      if (ranks.info < from) return
      const which = `"route":${JSON.stringify(route)},"verb":"${verb}","status":${status},"ms":${ms}`
      sink.write(`${head('info')},${which},"message":"request"}\n`)
    },
    flush: sink.flush,
  }
}

interface Sink {
  write(line: string): void
  flush(): void
}

/** Written out also when the process ends in disorder. */
const open = new Set<Sink>()
let watching = false

function gathered(file: string | undefined): Sink {
  const put = file === undefined ? (text: string) => void process.stdout.write(text) : appender(file)
  let text = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (text === '') return
    const lines = text
    text = ''
    put(lines)
  }
  const sink: Sink = {
    write(line) {
      text += line
      if (text.length >= gather) flush()
      else timer ??= setTimeout(flush, patience).unref()
    },
    flush,
  }
  open.add(sink)
  if (!watching) process.on('exit', () => open.forEach((one) => one.flush()))
  watching = true
  return sink
}

/** Opened at once, so that a path that cannot be written to is seen at the start. */
function appender(file: string): (text: string) => void {
  mkdirSync(dirname(file), { recursive: true })
  const descriptor = openSync(file, 'a')
  return (text) => {
    let bytes = Buffer.from(text)
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes))
  }
}

/** For places that must have a log and tests that don't look. */
export const silent: Log = () => undefined
