/** The printer's folder on this machine, or mounted here. */
import { access, mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Place } from '#letters/place.ts'

export const folderPlace = (folder: string) => async (): Promise<Place> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const at = (path: string): string => join(folder, path)
  return {
    exists: (path) =>
      missing(
        access(at(path)).then(() => true),
        false,
      ),
    makeFolder: (path) => mkdir(at(path), { mode: 0o700 }),
    write: async (path, text) => {
      const file = await open(at(path), 'w', 0o600)
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    read: (path) => missing(readFile(at(path), 'utf8'), undefined),
    size: (path) =>
      missing(
        stat(at(path)).then(({ size }) => size),
        undefined,
      ),
    rename: async (from, to) => {
      // The names of the files first, then the folder's own (I5).
      await syncFolder(at(from))
      await rename(at(from), at(to))
      await syncFolder(dirname(at(to)))
    },
    close: async () => undefined,
  }
}

async function missing<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
