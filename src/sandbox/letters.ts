/**
 * The twin's print shop and postman: every letter is printed at once, and lies here to be looked at (`/sandbox/letters`). In
 * memory alone, and bounded; its key is made when the twin starts.
 */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { openJwe } from '#keys/jwe.ts'
import type { Batch, Printer } from '#letters/printer.ts'
import { type PrinterKey, printerKey } from '#letters/seal.ts'

/** This, without the PDF, is the JSON of `/sandbox/letters.json`. */
export interface PrintedLetter {
  /** As it stands on the letter. */
  readonly letter: string
  readonly book: string
  readonly language: string
  /** Name and address, as they stand in the window. */
  readonly to: readonly string[]
  /** Number n at n − 1. */
  readonly codes: readonly string[]
  /** What its QR code opens. */
  readonly url: string
  /** Milliseconds. */
  readonly at: number
}

export interface PrintHouse {
  readonly printer: Printer
  readonly key: PrinterKey
  /** Newest first. */
  letters(since?: number): readonly PrintedLetter[]
  pdf(letter: string): Uint8Array | undefined
}

interface Kept {
  readonly printed: PrintedLetter
  readonly pdf: Uint8Array
}

/** Letters kept; the oldest go first. */
const most = 500

export function printHouse(clock: Clock): PrintHouse {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const kept = new Map<string, Kept>()
  const receipts = new Map<string, { manifest: string; sent: number }>()
  const keep = async (sealed: string): Promise<void> => {
    const { pdf, ...said } = JSON.parse(await opened(privateKey, sealed)) as Sealed
    kept.set(said.letter, { printed: { ...said, at: clock.now() }, pdf: Buffer.from(pdf, 'base64') })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }
  const hand = async ({ run, files, read, manifest }: Batch): Promise<void> => {
    if (receipts.has(run)) return
    for (const file of files) await keep(await read(file))
    receipts.set(run, { manifest: createHash('sha256').update(manifest).digest('hex'), sent: clock.now() })
  }
  const receipt: Printer['receipt'] = async (run) => {
    const given = receipts.get(run)
    return given === undefined ? undefined : { run, ...given }
  }
  return {
    printer: { hand, receipt },
    key: withContent(publicKey),
    letters: (since = Number.NEGATIVE_INFINITY) =>
      [...kept.values()]
        .map(({ printed }) => printed)
        .filter(({ at }) => at > since)
        .toReversed(),
    pdf: (letter) => kept.get(letter)?.pdf,
  }
}

interface Sealed extends Omit<PrintedLetter, 'at'> {
  /** base64. */
  readonly pdf: string
}

/** What the letter says goes with its picture, so that a test needs no reader of PDFs. */
function withContent(publicKey: KeyObject): PrinterKey {
  const { seal, sealed } = printerKey(publicKey)
  return {
    sealed,
    seal: (pdf, content) => {
      const { id: letter, book, language, address: to, codes, url } = content
      const said: Sealed = { letter, book, language, to, codes, url, pdf: Buffer.from(pdf).toString('base64') }
      return seal(Buffer.from(JSON.stringify(said)), content)
    },
  }
}

const opened = async (key: KeyObject, sealed: string): Promise<string> =>
  Buffer.from(await openJwe(key, sealed)).toString('utf8')
