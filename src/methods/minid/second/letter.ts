/** Which code of which letter is asked for. */
import type { LetterId } from '#letters/books.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { Aside, LetterStage } from '#methods/minid/state.ts'

/**
 * The letter in use, else the newest; or the one that the user names. The number stands until it is answered, in every tab and
 * login (`letters/codes.ts`), so asking again fishes nothing. Undefined: no letter has codes that count.
 */
export async function letterStage(m: Minid, known: Aside, wanted?: LetterId): Promise<LetterStage | undefined> {
  if (m.book === undefined) return undefined
  const sheets = (await m.book.states(known.person)).filter(({ left }) => left > 0)
  if (sheets.length === 0) return undefined
  const named = sheets.some(({ letter }) => letter === wanted) ? wanted : undefined
  const question = await m.book.ask(known.person, named)
  const sheet = sheets.find(({ letter }) => letter === question?.letter)
  if (question === undefined || sheet === undefined) return undefined
  const others = sheets.filter((one) => one !== sheet).map(({ letter }) => letter)
  return { ...known, stage: 'letter', question, left: sheet.left, low: sheet.low, others }
}
