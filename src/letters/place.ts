/**
 * A printer behind a folder, here or by SFTP. A batch is written beside and then renamed, so that it is there whole or not at
 * all. The printer leaves a batch where it is until its receipt lies in `receipts/`: so a batch is never handed over twice.
 */
import { z } from 'zod'
import { parseJson } from '#base/json.ts'
import { type Batch, type Printer, type Receipt, ReceiptFault } from '#letters/printer.ts'

/** Paths with `/`, from the folder that was agreed on. */
export interface Place {
  exists(path: string): Promise<boolean>
  makeFolder(path: string): Promise<void>
  /** On the disk when it comes back, where the other side can promise that. */
  write(path: string, text: string): Promise<void>
  /** Undefined: no such file. */
  read(path: string): Promise<string | undefined>
  /** Bytes. Undefined: no such file. */
  size(path: string): Promise<number | undefined>
  rename(from: string, to: string): Promise<void>
  close(): Promise<void>
}

const receiptShape = z.object({
  run: z.string(),
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
  sent: z.iso.datetime({ offset: true }),
})
const receiptPath = (run: string): string => `receipts/${run}.json`

export const placePrinter = (open: () => Promise<Place>): Printer => ({
  hand: (batch) => within(open, (place) => hand(place, batch)),
  receipt: (run) => within(open, (place) => receiptOf(place, run)),
})

async function within<T>(open: () => Promise<Place>, work: (place: Place) => Promise<T>): Promise<T> {
  const place = await open()
  try {
    return await work(place)
  } finally {
    await place.close()
  }
}

async function hand(place: Place, { run, files, read, manifest }: Batch): Promise<void> {
  if ((await place.exists(run)) || (await place.exists(receiptPath(run)))) return
  // No dot in front: some servers hide such names from those who clean up. What a dead process began is written over.
  const beside = `${run}.part`
  if (!(await place.exists(beside))) await place.makeFolder(beside)
  if (!(await place.exists('receipts'))) await place.makeFolder('receipts')
  for (const file of files) await writeWhole(place, `${beside}/${file}`, await read(file))
  await writeWhole(place, `${beside}/manifest.json`, manifest)
  await place.rename(beside, run)
  // The printer may be so quick that its receipt is there already.
  if (!(await place.exists(run)) && !(await place.exists(receiptPath(run))))
    throw new BatchNotThere('renamed, and not there')
}

/** The place said that it took everything, and has not. */
export class BatchNotThere extends Error {
  override readonly name = 'BatchNotThere'
}

async function writeWhole(place: Place, path: string, text: string): Promise<void> {
  await place.write(path, text)
  if ((await place.size(path)) !== Buffer.byteLength(text))
    throw new BatchNotThere('a file is not as long as it was written')
}

/** @throws ReceiptFault, also while the printer is still writing it */
async function receiptOf(place: Place, run: string): Promise<Receipt | undefined> {
  const text = await place.read(receiptPath(run))
  if (text === undefined) return undefined
  const read = receiptShape.safeParse(parseJson(text))
  if (!read.success) throw new ReceiptFault('the receipt has not the form that was agreed on')
  const { sent, ...receipt } = read.data
  return { ...receipt, sent: Date.parse(sent) }
}
