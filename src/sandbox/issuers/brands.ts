/** What each sandbox issuer calls things: the wire of the real one, as far as it is public. */
import type { Mapping } from '#methods/federated/eid.ts'
import { type PresetName, presets } from '#methods/federated/presets.ts'

export interface Way {
  /** The level by this issuer's own name, as its ID token says it; undefined: it says none. */
  readonly level: string | undefined
  readonly amr: readonly string[]
  /** What the desk's page calls it. */
  readonly name: string
}

export interface IssuerBrand {
  readonly id: PresetName
  readonly name: string
  /** Two colours of its look, light and dark ground. */
  readonly colours: { readonly light: string; readonly dark: string }
  readonly scopes: readonly string[]
  /** How a user may prove themself, the usual one first. */
  readonly ways: readonly Way[]
  /** `acr_values` that it knows. */
  readonly asks: readonly string[]
  /** The number, by its own name. */
  readonly numberClaim: string
  /** How it says that a login failed there, in each way that is public: its code, where it has one, and its words. The usual one first. */
  readonly failures: readonly { readonly code: string; readonly description: string }[]
  readonly auth: 'private_key_jwt' | 'client_secret_basic'
  readonly par: boolean
}

export const brands: Readonly<Record<PresetName, IssuerBrand>> = {
  bankid: {
    id: 'bankid',
    name: 'Sandbox BankID',
    colours: { light: '#39134c', dark: '#d9c2e6' },
    scopes: presets.bankid.scopes,
    ways: [
      { level: 'urn:bankid:bid;LOA=4', amr: ['bid'], name: 'BankID (high)' },
      { level: 'urn:bankid:bis;LOA=3', amr: ['bis'], name: 'BankID Biometric (substantial)' },
    ],
    asks: ['urn:bankid:bid', 'urn:bankid:bis'],
    numberClaim: 'nnin_altsub',
    failures: ['C302', 'C131', 'C293', 'C301', '14ab'].map((code) => ({
      code,
      description: `bankid_error_codes:${code}`,
    })),
    auth: 'client_secret_basic',
    par: true,
  },
  buypass: {
    id: 'buypass',
    name: 'Sandbox Buypass ID',
    colours: { light: '#0b4f6c', dark: '#a9dcee' },
    scopes: presets.buypass.scopes,
    ways: [
      { level: undefined, amr: ['sc', 'pin'], name: 'Smart card' },
      { level: undefined, amr: ['hwk', 'user'], name: 'Security key' },
    ],
    asks: [],
    numberClaim: 'bp_nnin_sub',
    failures: [{ code: 'failed', description: 'authentication failed' }],
    auth: 'private_key_jwt',
    par: false,
  },
  commfides: {
    id: 'commfides',
    name: 'Sandbox Commfides',
    colours: { light: '#1d5c33', dark: '#b5e3c4' },
    scopes: presets.commfides.scopes,
    ways: [{ level: undefined, amr: ['sc'], name: 'Smart card or USB stick' }],
    asks: [],
    numberClaim: 'nnin',
    failures: [{ code: 'revoked', description: 'certificate revoked' }],
    auth: 'private_key_jwt',
    par: false,
  },
}

/** The preset, filled in where the real issuer has nothing public. */
export const mappingOf = ({ id, numberClaim }: IssuerBrand): Mapping => ({
  ...presets[id].eid.mapping,
  number: [numberClaim],
})
