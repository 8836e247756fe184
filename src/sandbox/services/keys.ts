/** The example services' own key and secret: made at the first start, kept in the data folder, so that a restart still fits the registration. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { randomToken } from '#base/secrets.ts'

const privateJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
})
const file = z.strictObject({
  tax: z.strictObject({ privateJwk }),
  health: z.strictObject({ secret: z.string().min(43) }),
})

/** `tax` signs its assertions (ES256), `health` has a shared secret. */
export type ExampleKeys = z.infer<typeof file>

const fileName = 'sandbox-clients.json'

/** Reads the file, or makes it; of two starts at once both read what the first one wrote. @throws when the file is damaged */
export async function exampleKeys(dataFolder: string): Promise<ExampleKeys> {
  const path = join(dataFolder, fileName)
  await mkdir(dataFolder, { recursive: true })
  try {
    const keys = newKeys()
    await writeFile(path, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const read = file.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!read.success) throw new Error(`${path} is damaged: delete it, and new keys are made at the next start`)
  return read.data
}

/** For tests that need no file. */
export function newKeys(): ExampleKeys {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return {
    tax: { privateJwk: { kty: 'EC', crv: 'P-256', x, y, d, kid: `tax-${randomToken(6)}` } },
    health: { secret: randomToken(32) },
  }
}
