/** A process that prints, for the test that kills it: `node printing-process.ts <folder> <milliseconds ahead> <where to stop>`. */
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDigits } from '#base/national-id.ts'
import { offsetClock } from '#base/clock.ts'
import { sha256 } from '#base/secrets.ts'
import { openAudit, type OpenAudit } from '#audit/trail.ts'
import type { Database } from '#db/db.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openVault } from '#keys/vault.ts'
import { folderPlace } from '#letters/folder.ts'
import { type Letters, openLetters, type PrintShop } from '#letters/letters.ts'
import { placePrinter } from '#letters/place.ts'
import type { Printer } from '#letters/printer.ts'
import { printerKey } from '#letters/seal.ts'
import { numberOf, registered, testRegister } from '#letters/test-register.ts'
import { printRule } from '#letters/testbed.ts'
import { openPersons } from '#persons/store.ts'
import type { PopulationRegister } from '#registers/population/population.ts'

export const stops = ['nowhere', 'making', 'handing', 'handed'] as const
export type Stop = (typeof stops)[number]

/** Synthetic, and enough for a batch. */
export const numbers = Array.from({ length: 100 }, (_, n) => `158190${100 + n}`)
  .flatMap((nine) => {
    const digits = checkDigits(nine)
    return digits === undefined ? [] : [nine + digits]
  })
  .slice(0, 5)

export interface Opened {
  readonly letters: Letters
  readonly database: Database
  readonly audit: OpenAudit
}

/** Everything lies in the folder: database, keys, the printer's public key, the printer's own folder. */
export async function open(folder: string, ahead: number, stop: Stop): Promise<Opened> {
  const clock = offsetClock()
  clock.advance(ahead)
  const database = openSqlite(join(folder, 'database'))
  const vault = openVault({ file: join(folder, 'keys.json'), world: 'twin' })
  const audit = await openAudit({ database, vault, clock })
  const persons = openPersons({ database, vault, world: 'twin', clock })
  const shop: PrintShop = {
    printer: printing(placePrinter(folderPlace(join(folder, 'out'))), stop),
    key: printerKey(createPublicKey(readFileSync(join(folder, 'printer.pem')))),
    register: register(stop),
    head: { gateway: 'Inngang', help: {}, back: [] },
    envelopeBack: [],
  }
  const hashes = {
    hash: async (text: string) => sha256(text),
    verify: async (hash: string | undefined, text: string) => hash === sha256(text),
  }
  const rule = { ...printRule, daysBetween: 7, perYear: 6, codesDays: 1825 }
  const url = (letter: string): string => `https://login.example/minid/register?letter=${letter}`
  const letters = openLetters({ database, vault, clock, audit, log: () => undefined, persons, hashes, rule, url, shop })
  return { letters, database, audit }
}

const here = (): Promise<never> => {
  process.stdout.write('here\n')
  return new Promise(() => setInterval(() => undefined, 1000))
}

function register(stop: Stop): PopulationRegister {
  const place = { form: 'street', street: 'Solbakken', house: '1', postcode: '0150', town: 'OSLO' } as const
  const all = testRegister(numbers.map((digits) => registered(digits, {}, { residential: { grading: 'open', place } })))
  const waiting = numberOf(numbers[3] ?? '')
  return {
    person: async (number) =>
      stop === 'making' && number.reveal('look-up') === waiting.reveal('look-up') ? here() : all.person(number),
  }
}

function printing(printer: Printer, stop: Stop): Printer {
  let read = 0
  return {
    ...printer,
    hand: async (batch) => {
      await printer.hand({
        ...batch,
        read: (file) => {
          read += 1
          return stop === 'handing' && read === 3 ? here() : batch.read(file)
        },
      })
      if (stop === 'handed') await here()
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = '', ahead = '0', stop = 'nowhere'] = process.argv.slice(2)
  const { letters, audit, database } = await open(folder, Number(ahead), stops.find((one) => one === stop) ?? 'nowhere')
  await letters.runs?.run()
  await audit.close()
  await database.close()
}
