/** What makes a world of the tests cheap where the cost is not what is tried: keys that were made before, hashes that take no time. */
import type { KeyAlgorithm } from '#keys/keys.ts'
import { newKey, type NewKey, type NewKeys, type RsaBits } from '#keys/new-key.ts'

const rsa: readonly KeyAlgorithm[] = ['RS256', 'PS256', 'RSA-OAEP-256']
const made = new Map<string, Promise<NewKey>>()

/** An RSA key takes a tenth of a second: a process makes its few once, and each world takes them anew. None comes twice in a world. */
export function keysMadeBefore(): NewKeys {
  const given = new Map<string, number>()
  return (algorithm: KeyAlgorithm, bits: RsaBits) => {
    if (!rsa.includes(algorithm)) return newKey(algorithm, bits)
    const kind = `${algorithm} ${bits}`
    const place = (given.get(kind) ?? 0) + 1
    given.set(kind, place)
    const key = made.get(`${kind} ${place}`) ?? newKey(algorithm, bits)
    made.set(`${kind} ${place}`, key)
    return key
  }
}

/** The house's hash takes fifteen milliseconds each time and a human check a third of a second, and tests type hundreds of passwords. */
export const cheap = { hash: { memoryCost: 64, timeCost: 1 }, iterations: 10 } as const
