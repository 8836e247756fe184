/** Addresses that can be handed on and not read: what opens them (`addresses.ts`) is for the one reader alone. */
declare const brand: unique symbol

export interface SealedAddresses {
  readonly [brand]: 'addresses'
  /** `[addresses]`, also in JSON. */
  toJSON(): string
}
