/** How the trials of Inngang go through the library card: `npm run conformance -- examples/library-card/trial.ts`. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trial } from 'inngang/trial'

/** A card for a person of the trial: 26 letters that follow from the number. */
const codeOf = (number: string): string =>
  createHash('sha256')
    .update(`card of ${number}`)
    .digest('hex')
    .replaceAll(/\d/g, (digit) => String.fromCharCode(71 + Number(digit)))
    .slice(0, 26)
    .toUpperCase()

const digestOf = (code: string): string => createHash('sha256').update(code).digest('base64url')

export const trial: Trial = ({ people, folder }) => {
  const cards = people.map(({ number }) => [digestOf(codeOf(number)), number])
  writeFileSync(join(folder, 'cards.json'), JSON.stringify(Object.fromEntries(cards)))
  return {
    plugins: [
      {
        id: 'library-card',
        from: import.meta.dirname,
        highest: 'low',
        settings: { cards: join(folder, 'cards.json') },
      },
    ],
    walk: {
      id: 'library-card',
      enough: 'library',
      tooMuch: 'health',
      async ready(_world, browser, chooser, { number }) {
        const page = await browser.click(chooser, '/library-card')
        return (sender) => sender.submit(page, '/library-card', { code: codeOf(number) })
      },
    },
  }
}
