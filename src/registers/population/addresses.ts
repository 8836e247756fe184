/**
 * Addresses as the register has them, by kind, one current address of each. Whoever connects to a register seals them
 * here; `letters/address.ts` is the only one that opens them.
 */
import type { Grading } from '#registers/population/population.ts'
import type { SealedAddresses } from '#registers/population/sealed.ts'

interface Town {
  /** Four digits. */
  readonly postcode: string
  readonly town: string
}

/** A place in Norway. */
export type Place =
  | (Town & {
      readonly form: 'street'
      readonly careOf?: string | undefined
      /** The farm's or the building's name. */
      readonly extra?: string | undefined
      readonly street: string
      /** With its letter: `12B`. */
      readonly house?: string | undefined
    })
  /** Where there is no street: what the land register calls it. */
  | (Town & { readonly form: 'property'; readonly careOf?: string | undefined; readonly extra?: string | undefined })
  | (Town & { readonly form: 'box'; readonly holder?: string | undefined; readonly box: string })
  | (Town & { readonly form: 'lines'; readonly lines: readonly string[] })
  /** The register knows that the person lives in a municipality, and not where. */
  | { readonly form: 'unknown' }

/** A place abroad. */
export type PlaceAbroad = {
  /** Street, building, box: in the order to write them. */
  readonly lines: readonly string[]
  readonly postcode?: string | undefined
  readonly town?: string | undefined
  readonly region?: string | undefined
  /** ISO 3166-1, two letters. */
  readonly country: string
}

export interface Graded<P> {
  readonly grading: Grading
  readonly place: P
}

export interface Addresses {
  readonly residential?: Graded<Place> | undefined
  readonly present?: Graded<Place> | undefined
  /** In Norway. */
  readonly postal?: Graded<Place> | undefined
  readonly postalAbroad?: Graded<PlaceAbroad> | undefined
}

const contents = new WeakMap<SealedAddresses, Addresses>()

export function sealAddresses(addresses: Addresses): SealedAddresses {
  const sealed = { toJSON: () => '[addresses]' } as SealedAddresses
  contents.set(sealed, addresses)
  return sealed
}

/** For `letters/address.ts` alone. */
export function openAddresses(sealed: SealedAddresses): Addresses {
  const addresses = contents.get(sealed)
  if (addresses === undefined) throw new TypeError('these addresses were not sealed here')
  return addresses
}
