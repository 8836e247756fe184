/** The whole gateway as something to shoot at: all its routes, and what no answer may be. */
import assert from 'node:assert/strict'
import { type World } from '../world.ts'
import { issuer } from '../world.ts'
import { marker, type Route, type Shot } from './garbage.ts'

/** What is mounted, from the app itself: an endpoint that is added is shot at too. */
export const routesOf = (world: World): readonly Route[] =>
  world.app.routes.filter(({ path }) => path !== '/*' && path !== '*').map(({ method, path }) => ({ method, path }))

export async function shoot(world: World, { method, path, headers, body }: Shot): Promise<Response> {
  const request = new Request(new URL(path, issuer), { method, headers, ...(body === undefined ? {} : { body }) })
  request.headers.set('host', new URL(issuer).host)
  return world.app.fetch(request)
}

const ofOurInside =
  /\.ts:\d+|node_modules|\b(?:Type|Range|Syntax|Reference)Error\b|SQLITE|sqlite_|pg_catalog|at Object\./

/** What holds for every answer to every request. */
export async function assertSound(shot: Shot, answer: Response): Promise<void> {
  assert.ok(answer.status < 500, `status ${answer.status}`)
  const text = await answer.text()
  assert.doesNotMatch(text, ofOurInside)
  assert.ok(!text.includes(`${marker}<b>`), 'markup that was sent came back as markup')
  // A page's language switch leads back to the page's own path; all else that was sent stays out of what is refused.
  const here = encodeURIComponent(new URL(shot.path, issuer).pathname)
  if (answer.status >= 400)
    assert.ok(!text.replaceAll(here, '').includes(marker), `what was sent came back in an error: ${text.slice(0, 400)}`)
  for (const [name, value] of answer.headers)
    if (name !== 'location') assert.ok(!value.includes(marker), `what was sent came back in ${name}`)
  const location = answer.headers.get('location')
  if (location !== null) assertLeadsHome(location)
}

/** Nobody is sent to an address that was made up. */
function assertLeadsHome(location: string): void {
  const { origin } = new URL(location, issuer)
  const known =
    origin === issuer || /^https:\/\/[\w-]+\.example\.no$/.test(origin) || /^http:\/\/127\.0\.0\.1(:\d+)?$/.test(origin)
  assert.ok(known, `sent to ${location}`)
}
