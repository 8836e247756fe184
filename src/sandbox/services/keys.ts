/** The example services' own key and secret: made at the first start, kept in the data folder, so that a restart still fits the registration. */
import { generateKeyPairSync } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
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

/** Reads the file, or makes it; of two starts at once both get what the first one wrote. @throws when the file is damaged */
export async function exampleKeys(dataFolder: string): Promise<ExampleKeys> {
  const path = join(dataFolder, fileName)
  await mkdir(dataFolder, { recursive: true })
  // Written aside and then linked: nobody ever reads half a file, and the link fails where there is one already.
  const aside = `${path}.${randomToken(6)}`
  await writeFile(aside, `${JSON.stringify(newKeys(), undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(aside)
  }
  return readKeys(await readFile(path, 'utf8'), path)
}

function readKeys(text: string, path: string): ExampleKeys {
  try {
    return file.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${path} is damaged: delete it, and new keys are made at the next start`, { cause })
  }
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
