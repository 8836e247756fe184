/** The operator's trust list as its files are now: read again when one of them has another content. A faulty one changes nothing but what is said of it. */
import { readFile } from 'node:fs/promises'
import { type Digests, digestOf, readTrust, type TrustWorld } from '#x509/trust-file.ts'
import type { TrustList } from '#x509/trust.ts'

export interface KeptTrust {
  /** The last that was without a fault. */
  readonly list: () => TrustList
  /** What is wrong with the files as they were when last looked at. */
  readonly faults: () => readonly string[]
  /** Looks whether a file is another than it was. */
  look(): Promise<'same' | 'read' | 'faulty'>
}

/** `faults` when the first reading finds some: then there is nothing to keep. */
export function keepTrust(file: string, world: TrustWorld): KeptTrust | { readonly faults: readonly string[] } {
  const first = readTrust(file, world)
  if (first.faults !== undefined) return { faults: first.faults }
  const kept: { list: TrustList; digests: Digests; faults: readonly string[] } = { ...first, faults: [] }
  return {
    list: () => kept.list,
    faults: () => kept.faults,
    async look() {
      if (await areSame(kept.digests)) return 'same'
      const { list = kept.list, faults = [], digests } = readTrust(file, world)
      Object.assign(kept, { list, faults, digests })
      return faults.length > 0 ? 'faulty' : 'read'
    },
  }
}

/** By what stands in them: a folder that is put in another's place brings files as old as those before. */
async function areSame(digests: Digests): Promise<boolean> {
  const same = [...digests].map(async ([path, digest]) => digestOf(await contentOf(path)) === digest)
  return (await Promise.all(same)).every(Boolean)
}

/** Undefined: missing, or it cannot be read now, which the reader says in its own words. */
const contentOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined)
