/** Sees every request: how long it took and how it ended, by the route's pattern. The address, its query and its ids are never told. */
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { stopwatch } from '#base/clock.ts'

/** `route` is a pattern such as `/login/:attempt/minid`, `none` where no route answered; `ms` has fractions. */
export type SeeRequest = (route: string, verb: string, status: number, ms: number) => void

/** RFC 9110 §9 and RFC 5789; whatever else somebody sends is `other`, so that nobody can make new series. */
const verbs = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export const observeRequests =
  (see: SeeRequest): MiddlewareHandler =>
  async (c, next) => {
    const elapsed = stopwatch()
    await next()
    const pattern = routePath(c, -1)
    const route = pattern === '*' || pattern === '/*' ? 'none' : pattern
    see(route, verbs.has(c.req.method) ? c.req.method : 'other', c.res.status, elapsed())
  }
