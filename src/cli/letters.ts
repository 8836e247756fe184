/** `inngang letters run`, `list`, `lost` and `returned`: the print run by hand, and what came of the batches. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { lettersOf } from '#letters-parts.ts'
import type { Letters } from '#letters/letters.ts'
import type { PrintRuns, RunReport } from '#letters/print.ts'
import { readReturned } from '#letters/returned.ts'
import { openPersons } from '#persons/store.ts'
import { openPopulation } from '#population-register.ts'
import type { Stores } from '#stores.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'

const withLetters = (asked: Asked, work: (letters: Letters) => Promise<number>): Promise<number> =>
  withStores(asked, (stores) => work(open(stores)))

function open(stores: Stores): Letters {
  const { config, database, vault, clock, metrics, log } = stores
  const persons = openPersons({ database, vault, world: config.entry, clock })
  const wait = (milliseconds: number): Promise<void> => sleep(milliseconds)
  const population = openPopulation({ config, clock, metrics, wait, log: log.log }, undefined)
  return lettersOf({ stores, persons, population, printer: undefined })
}

/** The work, where letters are printed. */
const withRuns = (asked: Asked, work: (runs: PrintRuns) => Promise<number>): Promise<number> =>
  withLetters(asked, async ({ runs }) => {
    if (runs !== undefined) return work(runs)
    asked.say(
      'No letters are printed here: INNGANG_LETTER_FOLDER or INNGANG_LETTER_SFTP says where, and the register is needed.',
    )
    return 1
  })

const run: Verb = {
  words: ['letters', 'run'],
  usage: 'letters run',
  sentence: 'prints what is ordered now, whatever the day, and looks for receipts',
  run: (asked) =>
    withRuns(asked, async (runs) => {
      const report = await runs.run()
      asked.say(said(report))
      const receipts = await runs.receipts()
      if (receipts > 0) asked.say(`Receipts for ${receipts} batches were read: their letters have left.`)
      return report === 'busy' ? 1 : 0
    }),
}

function said(report: RunReport | 'busy' | 'nothing'): string {
  if (report === 'busy') return 'Another process is printing. If it died, its run is taken over within five minutes.'
  if (report === 'nothing') return 'Nothing is ordered.'
  const { letters, refused, waiting } = report
  const away = waiting > 0 ? ` ${waiting} wait for the next run: the log says why.` : ''
  return `${report.run}: ${letters} letters handed over, ${refused} not made (why is in the audit log).${away}`
}

const list: Verb = {
  words: ['letters', 'list'],
  usage: 'letters list',
  sentence: 'shows the latest batches and how far they have come',
  run: (asked) =>
    withRuns(asked, async (runs) => {
      const batches = await runs.list()
      if (batches.length === 0) asked.say('No batch was made yet.')
      for (const { id, day, state, letters } of batches)
        asked.say(`${day}  ${id}  ${state.padEnd(8)}${String(letters).padStart(7)} letters`)
      return 0
    }),
}

const lost: Verb = {
  words: ['letters', 'lost'],
  usage: 'letters lost <batch>',
  sentence: 'the batch was lost before it was posted: its codes die, its letters are made anew',
  run: (asked) =>
    withRuns(asked, async (runs) => {
      const done = await runs.lost(asked.rest[0] ?? '')
      asked.say(
        done
          ? 'Its codes are dead; the next run makes the letters anew.'
          : 'No batch of that name waits for a receipt.',
      )
      return done ? 0 : 1
    }),
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

const returned: Verb = {
  words: ['letters', 'returned'],
  usage: 'letters returned <file>',
  sentence: "registers letters that came back: a number a line, or the printer's JSON",
  run: (asked) =>
    withLetters(asked, async (letters) => {
      const [file] = asked.rest
      if (file === undefined) {
        asked.say('Say which file: inngang letters returned <file>.')
        return 2
      }
      const text = textOf(file)
      if (text === undefined) {
        asked.say(`${file} cannot be read. Nothing was registered.`)
        return 1
      }
      const read = readReturned(text)
      if ('unreadable' in read) {
        if (read.unreadable === 'list') asked.say("The file is JSON, and no list of letters' numbers.")
        else for (const entry of read.unreadable) asked.say(`Entry ${entry} is no letter's number.`)
        asked.say('Nothing was registered.')
        return 1
      }
      const { registered, known, unknown } = await letters.returned(read.letters, 'printer')
      asked.say(`${registered} registered, ${known} registered before, ${unknown.length} unknown.`)
      for (const letter of unknown) asked.say(`unknown: ${letter}`)
      return unknown.length === 0 ? 0 : 1
    }),
}

export const letterVerbs: readonly Verb[] = [run, list, lost, returned]
