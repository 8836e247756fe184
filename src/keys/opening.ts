/** The keys that open what was encrypted for us, as this process holds them. What nobody can be sending any more is opened by none. */
import {
  isSigningAlgorithm,
  type Opener,
  type OpeningAlgorithm,
  openingAlgorithms,
  type PublicJwk,
  type Vault,
} from '#keys/keys.ts'
import { readPrivateKey } from '#keys/new-key.ts'
import { of, place } from '#keys/ring.ts'
import type { SigningKeyRow } from '#keys/store.ts'
import { offered } from '#keys/timeline.ts'

interface OpeningRow extends SigningKeyRow {
  readonly algorithm: OpeningAlgorithm
}
const opens = (row: SigningKeyRow): row is OpeningRow => !isSigningAlgorithm(row.algorithm)

export function holdOpeners(vault: Pick<Vault, 'decrypt'>) {
  let rows: readonly OpeningRow[] = []
  let held: ReadonlyMap<string, Opener> = new Map()

  function openerOf({ kid, algorithm, private_cipher: cipher }: OpeningRow): Opener | undefined {
    if (cipher === null) return undefined
    return held.get(kid) ?? { kid, algorithm, privateKey: readPrivateKey(vault.decrypt(place(kid), cipher)) }
  }
  return {
    set(all: readonly SigningKeyRow[]) {
      rows = all.filter(opens)
      const found = rows.map(openerOf).filter((one) => one !== undefined)
      held = new Map(found.map((one) => [one.kid, one]))
    },
    openers: (algorithm: OpeningAlgorithm): readonly Opener[] =>
      [...held.values()].filter((one) => one.algorithm === algorithm).toReversed(),
    published: (now: number): readonly PublicJwk[] =>
      openingAlgorithms
        .flatMap((algorithm) => offered(of(rows, algorithm), now))
        .map(({ public_jwk: jwk }) => JSON.parse(jwk) as PublicJwk),
  }
}
