/** Letters, opened from the settings; the twin brings its own printer. */
import { readFileSync } from 'node:fs'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName } from '#config/table.ts'
import { folderPlace } from '#letters/folder.ts'
import { type Letters, type LettersDeps, openLetters, type PrintShop } from '#letters/letters.ts'
import { type Place, placePrinter } from '#letters/place.ts'
import { type PrinterKey, printerKey, PrinterKeyFault } from '#letters/seal.ts'
import { sftpPlace } from '#letters/sftp.ts'
import { type HashCost, openPasswords } from '#methods/minid/password.ts'
import type { Persons } from '#persons/persons.ts'
import type { PopulationRegister } from '#registers/population/population.ts'
import type { Stores } from '#stores.ts'

/** What the twin brings. */
export type PrinterAt = Pick<PrintShop, 'printer' | 'key' | 'atOnce'>

export interface LettersAround {
  readonly stores: Stores
  readonly persons: Persons
  readonly population: PopulationRegister | undefined
  readonly printer: PrinterAt | undefined
  /** What the hash of a code costs. Undefined: the house's. */
  readonly hashCost?: HashCost | undefined
}

/** Where a new user types a letter's id; the QR code has it filled in. */
export const registrationPath = '/minid/register'
/** Altinn's letters say so in their own book: the number is theirs, no setting. */
const altinnCodes = 30

/** @throws ConfigFaults for a key that is none */
export function lettersOf({ stores, persons, population, printer, hashCost }: LettersAround): Letters {
  const { config, database, vault, clock, audit, log } = stores
  const at = printer ?? printerFrom(config)
  const shop =
    at === undefined || population === undefined ? undefined : { ...at, ...sheetOf(config), register: population }
  const letters = openLetters({
    database,
    vault,
    clock,
    audit,
    log: log.log,
    persons,
    // A queue of its own: a batch's thousands of hashes must not turn away those who log in.
    hashes: openPasswords({ pepper: vault.macKey('letter-code'), cost: hashCost }),
    rule: ruleOf(config),
    url: (letter) => `${config.issuer}${registrationPath}?letter=${letter}`,
    ...(shop === undefined ? {} : { shop }),
  })
  const { runs } = letters
  const waits = 'How long the oldest batch of letters has waited for the receipt of the printer.'
  if (runs !== undefined) stores.metrics.watch('inngang_letters_unreceipted_seconds', waits, runs.waitingSeconds)
  return letters
}

const ruleOf = (config: Config): LettersDeps['rule'] => ({
  daysBetween: config.letterDaysBetween,
  perYear: config.lettersPerYear,
  codes: { minid: config.minidLetterCodes, altinn: altinnCodes },
  minimumAge: config.letterMinimumAge,
  activationDays: config.letterActivationDays,
  returnedDays: config.letterReturnedDays,
  codesDays: config.letterCodesDays,
  hour: config.letterHour,
})

function sheetOf(config: Config): Pick<PrintShop, 'head' | 'envelopeBack'> {
  const back = config.letterSender === '' ? [] : config.letterSender.split('|').map((one) => one.trim())
  const onSheet = config.letterSenderOn === 'sheet'
  const head = {
    gateway: config.gatewayName,
    help: { phone: config.helpPhone, url: config.helpUrl },
    back: onSheet ? back : [],
  }
  return { head, envelopeBack: onSheet ? [] : back }
}

function printerFrom(config: Config): PrinterAt | undefined {
  const place = placeFrom(config)
  if (place === undefined || config.letterPrinterKey === undefined) return undefined
  return { printer: placePrinter(place), key: readPrinterKey(config.letterPrinterKey) }
}

function placeFrom(config: Config): (() => Promise<Place>) | undefined {
  const { letterFolder, letterSftp, letterSftpKey, letterSftpHostKey } = config
  if (letterFolder !== undefined) return folderPlace(letterFolder)
  if (letterSftp === undefined || letterSftpKey === undefined || letterSftpHostKey === undefined) return undefined
  const { hostname, port, username, pathname } = new URL(letterSftp)
  return sftpPlace({
    host: hostname,
    port: Number(port === '' ? 22 : port),
    user: decodeURIComponent(username),
    folder: decodeURIComponent(pathname),
    privateKey: readKeyFile('letterSftpKey', letterSftpKey),
    hostKey: letterSftpHostKey,
  })
}

/** Read at the start, so that a wrong file is heard of there and not at the first letter. */
function readKeyFile(setting: 'letterSftpKey' | 'letterPrinterKey', file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    throw new ConfigFaults([`${environmentName(setting)} must name a file that can be read`])
  }
}

function readPrinterKey(file: string): PrinterKey {
  try {
    return printerKey(readKeyFile('letterPrinterKey', file))
  } catch (error) {
    if (!(error instanceof PrinterKeyFault)) throw error
    throw new ConfigFaults([`${environmentName('letterPrinterKey')}: ${error.message}`])
  }
}
