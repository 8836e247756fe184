/** What is known of the issuers that everybody here has: what they call things. Addresses and keys are the operator's. */
import { draft, type Text } from '#i18n/text.ts'
import type { Eid } from '#methods/federated/eid.ts'

const brand = (name: string): Text => ({ nb: name, nn: name, se: name, en: name })

/** Scopes and what else belongs to the protocol, beside the description. */
export interface Preset {
  readonly eid: Omit<Eid, 'id'>
  readonly scopes: readonly string[]
  readonly userinfo: boolean
  /** How clients prove themselves where the issuer takes one way only. */
  readonly auth: 'private_key_jwt' | 'any'
}

const names = { given: 'given_name', family: 'family_name' } as const

/** BankID's OIDC service (developer.bankid.no). Biometric is substantial, and is not asked for where high is wanted (row X1). */
const bankid: Preset = {
  scopes: ['openid', 'profile', 'nnin_altsub'],
  userinfo: false,
  auth: 'any',
  eid: {
    name: brand('BankID'),
    needs: {
      nb: 'BankID-appen eller kodebrikke fra banken din',
      nn: 'BankID-appen eller kodebrikke frå banken din',
      se: draft('BankID-áppa dahje koda-čoahkku du báŋkkus'),
      en: 'The BankID app or a code device from your bank',
    },
    mark: 'B',
    highest: 'high',
    mapping: {
      number: ['nnin_altsub'],
      ...names,
      levels: { 'urn:bankid:bid;LOA=4': 'high', 'urn:bankid:bim;LOA=4': 'high', 'urn:bankid:bis;LOA=3': 'substantial' },
      amr: [
        { has: 'bim', ours: 'BankID Mobil' },
        { has: 'bid', ours: 'BankID' },
      ],
      amrElse: 'BankID',
    },
    ask: { high: 'urn:bankid:bid', substantial: 'urn:bankid:bis urn:bankid:bid', low: 'urn:bankid:bis urn:bankid:bid' },
    locales: { nb: 'nb', nn: 'nb', se: 'nb', en: 'en' },
    prompt: 'login',
    code: /bankid_error_codes:\s*(?!none\b)(\w{2,8})/i,
  },
}

/** Buypass ID: every one of its authenticators is high, and no `acr` is said. */
const buypass: Preset = {
  scopes: ['openid', 'profile', 'bpid', 'bpnnin'],
  userinfo: false,
  auth: 'private_key_jwt',
  eid: {
    name: brand('Buypass ID'),
    needs: {
      nb: 'Buypass-app, smartkort eller sikkerhetsnøkkel',
      nn: 'Buypass-app, smartkort eller tryggleiksnøkkel',
      se: draft('Buypass-áppa, čiehkakoarta dahje sihkarvuođačoavdda'),
      en: 'The Buypass app, a smart card or a security key',
    },
    mark: 'BP',
    highest: 'high',
    mapping: { number: ['bp_nnin_sub'], ...names, levels: 'high', amr: [], amrElse: 'Buypass' },
    ask: {},
    locales: { nb: 'nb-NO', nn: 'nb-NO', se: 'nb-NO', en: 'en' },
    prompt: 'login',
    code: undefined,
  },
}

/** Commfides has no public reference: the claim that holds the number is the operator's to name. Its cards and sticks are high. */
const commfides: Preset = {
  scopes: ['openid', 'profile'],
  userinfo: true,
  auth: 'any',
  eid: {
    name: brand('Commfides'),
    needs: {
      nb: 'Smartkort eller USB-pinne fra Commfides',
      nn: 'Smartkort eller USB-pinne frå Commfides',
      se: draft('Čiehkakoarta dahje USB-soaldu Commfidesis'),
      en: 'A smart card or USB stick from Commfides',
    },
    mark: 'C',
    highest: 'high',
    mapping: {
      number: [],
      ...names,
      levels: 'high',
      amr: [],
      amrElse: 'Commfides',
    },
    ask: {},
    locales: { nb: 'nb', nn: 'nn', se: 'nb', en: 'en' },
    prompt: 'login',
    code: undefined,
  },
}

export const presets = { bankid, buypass, commfides } as const
export type PresetName = keyof typeof presets
export const isPresetName = (name: string): name is PresetName => Object.hasOwn(presets, name)
