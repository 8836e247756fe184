/** The doors that logins come through: each request goes back to the door it came from, and to no other. */
import type { AnswerDoor, Answers } from '#login/login.ts'
import type { DoorRequest } from '#login/attempt.ts'

export function openDoors(
  doors: Readonly<Record<string, AnswerDoor>>,
  shared: Pick<Answers, 'respond' | 'sub'>,
): Answers {
  const doorOf = ({ door }: DoorRequest): AnswerDoor => {
    const found = Object.hasOwn(doors, door) ? doors[door] : undefined
    if (found === undefined) throw new Error('a request of a door that is not here')
    return found
  }
  return {
    ...shared,
    answer: (c, request, reached, ask, record) => doorOf(request).answer(c, request.asked, reached, ask, record),
    refuse: (request, error, description) => doorOf(request).refuse(request.asked, error, description),
    wanted: (request) => doorOf(request).wanted?.(request.asked),
    agreed: (request, ids) => ({ ...request, asked: doorOf(request).agreed?.(request.asked, ids) ?? request.asked }),
    parties: async (request, who) => (await doorOf(request).parties?.(request.asked, who)) ?? [],
    actingFor: (request, party) => ({
      ...request,
      asked: doorOf(request).actingFor?.(request.asked, party) ?? request.asked,
    }),
    returnAddress: (request) => doorOf(request).returnAddress(request.asked),
  }
}
