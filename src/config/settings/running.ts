/** What an operator sees of a running process, and how it stops. */
import { choice, line, path, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const running = {
  logLevel: has(choice('error', 'warn', 'info', 'debug'), 'info', 'How much is logged.'),
  logFile: may(path, 'A file to log to. Empty: standard output.', { defaults: { twin: '{data}/log.jsonl' } }),
  metricsToken: may(
    line(500),
    'The bearer token that opens `/metrics`. Without it only a caller on this machine may read them.',
    { secret: true },
  ),
  auditSecondPlace: may(
    path,
    'A second place, on other storage, that the newest seal of the audit trail is appended to.',
  ),
  drainNoticeSeconds: has(
    wholeNumber(0, 60),
    { production: '5', twin: '0' },
    'At a stop: how long requests are still taken after `/health/ready` has said no, so that the load balancer sees it.',
  ),
  drainSeconds: has(
    wholeNumber(1, 600),
    { production: '20', twin: '2' },
    'At a stop: how long requests under way may take to finish.',
  ),
} as const
