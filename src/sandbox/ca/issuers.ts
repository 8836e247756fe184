/**
 * Buypass and Commfides as the sandbox plays them: persons and enterprises, each with a CA of its own, names of both national
 * profiles (SEID v1 and v2), and the policies that the real ones put into their certificates.
 */
import type { Requester, TrustEntry } from '#x509/trust.ts'
import { type Authority, type AuthorityWish, numberExtension, openAuthority } from '#sandbox/ca/authority.ts'
import type { CertificateWish, MadeCertificate, WrittenName } from '#sandbox/ca/certificate.ts'
import { purposes } from '#sandbox/ca/extensions.ts'

export type IssuerName = 'buypass' | 'commfides'
export type Seid = 'v1' | 'v2'

export interface PersonWish {
  readonly given: string
  readonly family: string
  /** The issuer's own number for the person or the card: never the identity number. */
  readonly unique: string
  readonly seid?: Seid
  readonly over?: Partial<CertificateWish>
}

export interface EnterpriseWish {
  /** Nine digits. */
  readonly organisation: string
  readonly name: string
  readonly unit?: string
  readonly seid?: Seid
  readonly over?: Partial<CertificateWish>
}

export interface Issuer {
  readonly name: IssuerName
  readonly persons: Authority
  readonly enterprises: Authority
  person(wish: PersonWish): MadeCertificate
  enterprise(wish: EnterpriseWish): MadeCertificate
  /** Whom the responder knows, and tells identity numbers to. */
  readonly requester: MadeCertificate
}

/** Policies of certificates for authentication, and one to sign documents with, which lets nobody in. */
export const policies = {
  buypass: {
    person: '2.16.578.1.26.1.3.1',
    enterprise: '2.16.578.1.26.1.3.2',
    enterpriseCard: '2.16.578.1.26.1.3.5',
    signing: '2.16.578.1.26.1.3.9',
  },
  commfides: {
    person: '2.16.578.1.29.912.310.1.0',
    enterprise: '2.16.578.1.29.913.210.1.0',
    signing: '2.16.578.1.29.912.300.1.0',
  },
} as const

const uniqueIds: Readonly<Record<IssuerName, string>> = { buypass: '4050', commfides: '4505' }
const words: Readonly<Record<IssuerName, readonly [persons: string, enterprises: string, root: string]>> = {
  buypass: [
    'Buypass Class 3 Sandbox CA G2 HT Person',
    'Buypass Class 3 Sandbox CA G2 ST Business',
    'Buypass Class 3 Sandbox Root CA G2',
  ],
  commfides: [
    'Commfides Natural Person Sandbox - G3',
    'Commfides Legal Person Sandbox - G3',
    'Commfides Sandbox Root CA - G3',
  ],
}

export interface IssuerOptions extends Pick<AuthorityWish, 'at' | 'clock' | 'key'> {
  readonly over?: Partial<AuthorityWish>
}

export function openIssuer(name: IssuerName, { over, ...common }: IssuerOptions): Issuer {
  const [persons, enterprises, root] = words[name]
  const authority = (kind: 'person' | 'enterprise', issuing: string): Authority =>
    openAuthority({ ...common, id: `${name}-${kind}`, root: named(name, root), issuing: named(name, issuing), ...over })
  const forPersons = authority('person', persons)
  const forEnterprises = authority('enterprise', enterprises)
  const enterprise = (wish: EnterpriseWish): MadeCertificate =>
    forEnterprises.issue({
      subject: enterpriseName(name, wish),
      policies: [policies[name].enterprise],
      keyUse: ['digitalSignature', 'keyEncipherment'],
      ...wish.over,
    })
  return {
    name,
    requester: enterprise({ organisation: '974760673', name: 'Innlogging i sandkassa' }),
    persons: forPersons,
    enterprises: forEnterprises,
    person: (wish) =>
      forPersons.issue({
        subject: personName(name, wish),
        policies: [policies[name].person],
        purposes: [purposes.clientAuth, purposes.emailProtection, purposes.smartcardLogon],
        ...wish.over,
      }),
    enterprise,
  }
}

const named = (issuer: IssuerName, cn: string): WrittenName => [
  ['C', 'NO'],
  ['O', issuer === 'buypass' ? 'Buypass AS' : 'Commfides Norge AS'],
  ['CN', cn],
]

/** v1 has no names but the common one; v2 says what kind of number it holds. */
function personName(issuer: IssuerName, { given, family, unique, seid = 'v2' }: PersonWish): WrittenName {
  const number = `9578-${uniqueIds[issuer]}-${unique}`
  const common = ['CN', `${given} ${family}`] as const
  if (seid === 'v1') return [['C', 'NO'], common, ['serialNumber', number]]
  return [['C', 'NO'], ['SN', family], ['GN', given], common, ['serialNumber', `UN:NO-${number}`]]
}

/** v1: nine digits in the serial number. v2: the organisation's identifier; Commfides puts the serial number beside it. */
function enterpriseName(issuer: IssuerName, { organisation, name, unit, seid = 'v2' }: EnterpriseWish): WrittenName {
  const below = unit === undefined ? [] : ([['OU', unit]] as const)
  const digits = ['serialNumber', organisation] as const
  if (seid === 'v1') return [['C', 'NO'], ['O', name], ...below, ['CN', name], digits]
  const identifier = ['organizationIdentifier', `NTRNO-${organisation}`] as const
  return [['C', 'NO'], ['O', name], ...below, ['CN', name], identifier, ...(issuer === 'commfides' ? [digits] : [])]
}

/** What an operator would write in the trust list for them. */
export function trustIn(issuers: readonly Issuer[], over: Partial<TrustEntry> = {}): readonly TrustEntry[] {
  return issuers.flatMap(({ name, persons, enterprises, requester }) =>
    (
      [
        ['person', persons, 'high'],
        ['enterprise', enterprises, 'substantial'],
      ] as const
    ).map(([use, authority, level]): TrustEntry => ({
      id: authority.id,
      anchors: [authority.root.der],
      intermediates: [authority.issuing.der],
      policies: [{ oid: policies[name][use], use, level }],
      ocsp: [authority.addresses.ocsp],
      crl: [authority.addresses.crl, authority.addresses.delta, authority.addresses.rootCrl],
      nonce: 'required',
      certIdHash: 'sha1',
      keptSeconds: 300,
      number:
        use === 'person' ? { from: 'ocsp', extension: numberExtension, requester: asRequester(requester) } : undefined,
      ...over,
    })),
  )
}

const asRequester = ({ pem, keyPem }: MadeCertificate): Requester => ({ key: keyPem, certificates: pem })
