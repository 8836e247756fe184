/**
 * An eID that sends the user away and gets them back with a `state`, as BankID and its like do. Whoever comes back says in the
 * address who they are: the race plays the eID's part. It claims more than it may, and one of its pages has the worst bug an
 * eID can have: it mixes up two users who come back at the same moment.
 */
import type { Clock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import type { Text } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import type { Leg, Method, MethodProof } from '#login/method.ts'
import type { Persons } from '#persons/persons.ts'

const same = (words: string): Text => ({ nb: words, nn: words, se: words, en: words })

export const returningId = 'abroad'

/** `visitors`: the same eID in a trust group of its own, which no service of the race asks for. */
export function returningEid(
  { persons, clock }: { readonly persons: Persons; readonly clock: Clock },
  visitors = false,
): Method {
  const meet = meetingPoint<Leg>()
  const proofOf = async (c: Request): Promise<MethodProof> => {
    const number = NationalId.read(c.req.query('number') ?? '')
    if (typeof number === 'string') throw new Error('the race sent no number')
    const { id, numberHash } = await persons.ensure(number)
    return { person: id, numberHash, level: 'high', amr: ['Abroad'], at: clock.now() }
  }
  return {
    id: visitors ? 'visitor' : returningId,
    ...(visitors ? { group: 'visitors' } : {}),
    highest: 'substantial',
    name: same('Abroad'),
    needs: same('For the race'),
    mark: 'AB',
    mount(routes, door) {
      routes.get('/', async (c) => {
        const { state } = await door.begin(c)
        return c.redirect(`https://eid.example.no/authorize?state=${encodeURIComponent(state)}`, 303)
      })
      routes.get('/back', async (c) => {
        const leg = await door.resume(c, c.req.query('state') ?? '')
        return door.proved(c, leg, await proofOf(c))
      })
      routes.get('/mixed-up', async (c) => {
        const mine = await door.resume(c, c.req.query('state') ?? '')
        const proof = await proofOf(c)
        return door.proved(c, await meet(mine), proof)
      })
    },
  }
}

/** Two who come get what the other brought. */
function meetingPoint<T>(): (mine: T) => Promise<T> {
  let waiting: { readonly brought: T; readonly take: (theirs: T) => void } | undefined
  return (mine) => {
    const other = waiting
    if (other !== undefined) {
      waiting = undefined
      other.take(mine)
      return Promise.resolve(other.brought)
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const self = { brought: mine, take: resolve }
    waiting = self
    setTimeout(() => {
      if (waiting === self) waiting = undefined
      reject(new Error('nobody else came'))
    }, 3000).unref()
    return promise
  }
}
