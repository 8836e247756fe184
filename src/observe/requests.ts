/** Sees every request: how long it took and how it ended, by the route's pattern. The address, its query and its ids are never told. */
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { stopwatch } from '#base/clock.ts'
import type { OpenLog } from '#observe/log.ts'
import type { Metrics } from '#observe/metrics.ts'

/** RFC 9110 §9 and RFC 5789; whatever else somebody sends is `other`, so that nobody can make new series. */
const verbs = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Asked every few seconds by machines: counted, not logged. */
const unlogged = /^\/(?:health\/|metrics$)/

export function observeRequests(deps: {
  readonly log: Pick<OpenLog, 'request'>
  readonly metrics: Metrics
}): MiddlewareHandler {
  return async (c, next) => {
    const elapsed = stopwatch()
    await next()
    const ms = elapsed()
    const pattern = routePath(c, -1)
    const route = pattern === '*' || pattern === '/*' ? 'none' : pattern
    const verb = verbs.has(c.req.method) ? c.req.method : 'other'
    const { status } = c.res
    deps.metrics.request(route, verb, status, ms)
    if (!unlogged.test(route)) deps.log.request(route, verb, status, Math.round(ms * 10) / 10)
  }
}
