/** The log: a line of JSON for each event, with a message of ours and fields from a closed list (`fields.ts`). */
import pino from 'pino'
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

/** Lines are gathered up to this many bytes or for a second: one write for many requests. Errors are written at once. */
const gather = 8192

export function openLog(options: LogOptions): OpenLog {
  const destination = destinationOf(options.to)
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":${options.clock.now()}`,
      formatters: { level: (label) => ({ level: label }) },
      // Nothing but `allowed` decides what is written: pino's own ways of reading errors and requests are off.
      serializers: {},
    },
    destination,
  )
  const flush = (): void => {
    if ('flushSync' in destination) destination.flushSync()
  }
  return {
    log: (level, message, fields) => {
      logger[level](fields === undefined ? {} : allowed(fields), scrub(message))
      if (level === 'error') flush()
    },
    request: (route, verb, status, ms) => logger.info({ route, verb, status, ms }, 'request'),
    flush,
  }
}

type Destination = { write(line: string): void } | ReturnType<typeof pino.destination>

function destinationOf(to: LogOptions['to']): Destination {
  if (typeof to === 'object') return to
  // A file is opened at once, so that a line written in the first moment and an end right after it are safe.
  return pino.destination({
    dest: to ?? 1,
    sync: to !== undefined,
    minLength: gather,
    periodicFlush: 1000,
    mkdir: true,
    append: true,
  })
}

/** For places that must have a log and tests that don't look. */
export const silent: Log = () => undefined
