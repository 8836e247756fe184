/** The human check in tests: does the work as the page's script would, and answers the questions as a reader would. */
import { asks, type Family } from '#human/texts.ts'
import { kinds, words } from '#human/words.ts'
import { counts, type Work, workRules } from '#human/work.ts'
import { languages } from '#i18n/text.ts'
import { textOf, type Visit } from './browser.ts'

async function workFor(work: Work): Promise<string> {
  const parts: number[] = []
  for (let part = 0; part < workRules.parts; part++) {
    let count = 0
    while (!(await counts(work, part, count))) count += 1
    parts.push(count)
  }
  return parts.join('.')
}

const data = ({ body }: Pick<Visit, 'body'>, name: string): string => {
  const found = new RegExp(` data-${name}="([^"]*)"`).exec(body)?.[1]
  if (found === undefined) throw new Error('no human check on the page')
  return found
}

export const checkOn = (page: Pick<Visit, 'body'>): Work => ({
  token: data(page, 'token'),
  bits: Number(data(page, 'bits')),
  iterations: Number(data(page, 'iterations')),
})

export const asksForHuman = (page: Pick<Visit, 'body'>): boolean => page.body.includes('data-human ')

/** What the script would add to the form; nothing where there is no check. */
export async function worked(page: Pick<Visit, 'body'>): Promise<Record<string, string>> {
  if (!asksForHuman(page)) return {}
  return { 'human-work': await workFor(checkOn(page)) }
}

/** What somebody who reads the page would type. */
export function answered(page: Visit): Record<string, string> {
  const found = page.body.matchAll(/<label[^>]* for="(human-\d)">([^<]*)<\/label>/g)
  return Object.fromEntries(
    [...found].map(([, id = '', label = '']) => [id, answerTo(textOf({ ...page, body: label }))]),
  )
}

const places: Partial<Record<Family, number>> = { first: 0, second: 1, last: -1 }

function answerTo(question: string): string {
  for (const language of languages)
    for (const [family, ask] of Object.entries(asks)) {
      const [before = '', after = ''] = ask[language]('\0').split('\0')
      if (!question.startsWith(before) || !question.endsWith(after)) continue
      const shown = question.slice(before.length, question.length - after.length).split(', ')
      const kind = kinds.find((one) => one === family)
      const of = kind === undefined ? [] : words[kind].map((word) => word[language])
      return (
        (kind === undefined ? shown.at(places[family as Family] ?? 0) : shown.find((one) => of.includes(one))) ?? ''
      )
    }
  throw new Error(`nobody can answer: ${question}`)
}
