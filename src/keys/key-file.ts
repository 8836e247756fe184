/** The key file: one JSON file outside the database, for its owner's eyes only, made once and never changed by the program. */
import { generateKeyPairSync } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { randomToken } from '#base/secrets.ts'
import type { World } from '#db/world.ts'

/** 256 bits, base64url. */
const key = z.string().regex(/^[\w-]{43}$/)

const shape = z.strictObject({
  format: z.literal(1),
  world: z.enum(['twin', 'production']),
  encryption: key,
  /** Newest last; the older ones find numbers that were stored before a rotation. */
  lookUp: z.array(z.strictObject({ version: z.int().positive(), key })).min(1),
  pairwise: key,
  mac: key,
  /** Ed25519, PKCS #8, base64url. */
  seal: z.string().regex(/^[\w-]+$/),
})

export type KeyFile = Readonly<z.infer<typeof shape>>

/** The file cannot be used; the message says why and what to do, and holds nothing of the keys. */
export class KeyFileFault extends Error {
  override readonly name = 'KeyFileFault'
}

export const newKeyFile = (world: World): KeyFile => ({
  format: 1,
  world,
  encryption: randomToken(32),
  lookUp: [{ version: 1, key: randomToken(32) }],
  pairwise: randomToken(32),
  mac: randomToken(32),
  seal: generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
})

/** Reads the file; makes it first when it is missing and `create` says so. @throws KeyFileFault */
export function readKeyFile(file: string, world: World, create: boolean): KeyFile {
  if (create) createOnce(file, newKeyFile(world))
  const text = readText(file)
  refuseOpenFile(file)
  const parsed = shape.safeParse(parseJson(file, text))
  // Zod's own words could repeat a key: only the places of the faults are told.
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole file)')
    throw new KeyFileFault(`key file ${file}: not as expected at ${places.join(', ')}`)
  }
  if (parsed.data.world !== world) {
    throw new KeyFileFault(
      `key file ${file} belongs to the world "${parsed.data.world}"; this is "${world}". Point to another file.`,
    )
  }
  return parsed.data
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new KeyFileFault(`key file ${file} cannot be read: ${codeOf(cause)}`, { cause })
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text, which is keys: it goes no further.
    throw new KeyFileFault(`key file ${file} is not JSON`)
  }
}

/** Group may read (that is how orchestrators hand out secrets), others may not. Windows has no such bits. */
function refuseOpenFile(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0) {
    throw new KeyFileFault(`key file ${file} can be read by everybody on this machine: chmod 600 it`)
  }
}

/**
 * Writes aside, then links the whole file into place: a link fails when the name is taken, so of two processes that start
 * at once one wins and the other reads a complete file, never half of one.
 */
function createOnce(file: string, keys: KeyFile): void {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${randomToken(6)}`
  const handle = openSync(aside, 'wx', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(keys, null, 2)}\n`)
    fsyncSync(handle)
    linkSync(aside, file)
    syncFolder(dirname(file))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    closeSync(handle)
    unlinkSync(aside)
  }
}

/** The name survives a power cut, too; without it data would be encrypted under keys that are gone. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
