/**
 * Revocation lists, fetched and kept: only those whose signature has held, while they are valid, and no older one in a newer
 * one's place.
 */
import type { Clock } from '#base/clock.ts'
import { readRevocationList, BadRevocationList, type RevocationList } from '#x509/crl.ts'
import { SourceFailed, type Sources } from '#x509/sources.ts'

export interface Lists {
  /** @throws SourceFailed BadRevocationList */
  at(address: string, keptSeconds: number): Promise<RevocationList>
  /** Its signature has held. */
  keep(address: string, list: RevocationList): void
}

interface Kept {
  readonly list: RevocationList
  fetchedAt: number
}

const mostKept = 50

export function openLists({ clock, sources }: { readonly clock: Clock; readonly sources: Sources }): Lists {
  const kept = new Map<string, Kept>()
  const reading = new Map<string, Promise<RevocationList>>()

  const current = (address: string): Kept | undefined => {
    const one = kept.get(address)
    return one !== undefined && clock.now() <= (one.list.nextUpdate ?? 0) ? one : undefined
  }

  /** Read once for all who wait: a long list takes its time. */
  const read = (address: string): Promise<RevocationList> => {
    const known = reading.get(address)
    if (known !== undefined) return known
    const begun = sources
      .list(address)
      .then(readRevocationList)
      .finally(() => reading.delete(address))
    reading.set(address, begun)
    return begun
  }

  return {
    async at(address, keptSeconds) {
      const known = current(address)
      if (known !== undefined && clock.now() < known.fetchedAt + keptSeconds * 1000) return known.list
      try {
        const list = await read(address)
        return known !== undefined && list.thisUpdate < known.list.thisUpdate ? known.list : list
      } catch (error) {
        // What was fetched before is valid still.
        if (known !== undefined && (error instanceof SourceFailed || error instanceof BadRevocationList))
          return known.list
        throw error
      }
    },
    keep(address, list) {
      const known = kept.get(address)
      if (known?.list === list) return
      kept.delete(address)
      kept.set(address, { list, fetchedAt: clock.now() })
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
  }
}
