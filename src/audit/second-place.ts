/** The second place: a file on other storage that every new seal is appended to, so that cutting off the newest ones shows. */
import { open } from 'node:fs/promises'
import { readSeal, type Seal } from '#audit/seal.ts'

/** On disk when it resolves. The line break before it ends a line that a crash left half written. */
export async function appendSeal(file: string, seal: Seal): Promise<void> {
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.appendFile(`\n${JSON.stringify(seal)}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

export interface SecondPlace {
  /** The one with the highest number; each seal holds the hash of the one before, so it stands for all. */
  readonly newest: Seal | undefined
  /** Lines that are no seal: half written ones, or worse. */
  readonly unreadable: number
}

/** A file that is not there holds no seal: that is right before the first one, and a fault of the trail after it. */
export async function readSecondPlace(file: string): Promise<SecondPlace> {
  let newest: Seal | undefined
  let unreadable = 0
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return { newest, unreadable }
  for await (const line of handle.readLines()) {
    if (line === '') continue
    const seal = readSeal(line)
    if (seal === undefined) unreadable += 1
    else if (newest === undefined || seal.no > newest.no) newest = seal
  }
  return { newest, unreadable }
}
