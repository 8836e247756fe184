/** What must hold for the listeners that ask for certificates: the one for clients, the one for logins with cards (security.md 36, 37). */
import { type Config, environmentName as name, type SettingName } from '#config/table.ts'

export type Rule = (config: Config) => string | undefined | false

/** 256 bits in base64url. */
const shortestProxySecret = 43

interface Listener {
  readonly use: 'mtls' | 'card'
  /** What it is called in sentences. */
  readonly called: string
  /** Settings that mean nothing without its port. */
  readonly own: readonly SettingName[]
  readonly otherPorts: readonly ('port' | 'mtlsPort')[]
}

const clients: Listener = {
  use: 'mtls',
  called: 'the second listener',
  own: ['mtlsOrigin', 'mtlsCert', 'mtlsKey', 'mtlsIssuers', 'mtlsProxySecret', 'mtlsProxyIssuers'],
  otherPorts: ['port'],
}
const cards: Listener = {
  use: 'card',
  called: 'the listener for cards',
  own: ['cardOrigin', 'cardCert', 'cardKey', 'cardProxySecret', 'cardProxyIssuers'],
  otherPorts: ['port', 'mtlsPort'],
}

/** Where it stands. */
const addressRules = ({ use, called, own, otherPorts }: Listener): readonly Rule[] => [
  (c) => {
    const without = c[`${use}Port`] === undefined ? own.find((one) => c[one] !== undefined) : undefined
    return without !== undefined && `${name(without)} is for ${called}: set ${name(`${use}Port`)}, too.`
  },
  (c) => {
    const same = otherPorts.find((other) => c[other] !== undefined && c[other] === c[`${use}Port`])
    return same !== undefined && `${name(`${use}Port`)} must be another than ${name(same)}.`
  },
  (c) =>
    c[`${use}Port`] !== undefined &&
    c[`${use}Origin`] === undefined &&
    `${name(`${use}Origin`)} is needed: the address that ${called} is known by.`,
  (c) =>
    c[`${use}Origin`]?.startsWith('https:') === false &&
    `${name(`${use}Origin`)} must begin with https: certificates belong to TLS.`,
  (c) =>
    hostsBeside(c, use).includes(hostOf(c[`${use}Origin`])) &&
    `${name(`${use}Origin`)} must be a host of its own: browsers that come for a login shall not be asked for certificates.`,
]

/** Empty: there is no such address. */
const hostOf = (origin: string | undefined): string => (origin === undefined ? '' : new URL(origin).host)
const hostsBeside = (c: Config, use: Listener['use']): readonly string[] => [
  new URL(c.issuer).host,
  ...c.hosts,
  ...(use === 'card' && c.mtlsOrigin !== undefined ? [hostOf(c.mtlsOrigin)] : []),
]

/** Who ends TLS, and who may say what was shown. */
const proofRules = ({ use, called }: Listener): readonly Rule[] => [
  (c) =>
    (c[`${use}Cert`] === undefined) !== (c[`${use}Key`] === undefined) &&
    `${name(`${use}Cert`)} and ${name(`${use}Key`)} belong together: set both or none.`,
  (c) =>
    c[`${use}Port`] !== undefined &&
    c[`${use}Cert`] === undefined &&
    (!isForwarded(c, use) || c[`${use}ProxyIssuers`] !== undefined) &&
    `${name(`${use}Cert`)} is needed: ${called} ends TLS itself.`,
  (c) =>
    c[`${use}Port`] !== undefined &&
    isForwarded(c, use) &&
    c[`${use}ProxySecret`] === undefined &&
    c[`${use}ProxyIssuers`] === undefined &&
    `${name(`${use}From`)} names a header that anybody can write: set ${name(`${use}ProxyIssuers`)} or ${name(`${use}ProxySecret`)}, so that our proxy alone is heard.`,
  (c) =>
    !isForwarded(c, use) &&
    (c[`${use}ProxySecret`] !== undefined ||
      c[`${use}ProxyIssuers`] !== undefined ||
      (use === 'mtls' && c.mtlsProxyVerifies === 'yes')) &&
    `${name(`${use}From`)} says that clients connect to us directly, so there is no proxy: remove the settings for one, or name its header.`,
  (c) =>
    (c[`${use}ProxySecret`]?.length ?? shortestProxySecret) < shortestProxySecret &&
    `${name(`${use}ProxySecret`)} must have at least ${shortestProxySecret} random characters.`,
]

/** The twin has issuers of its own. */
const trustsNobody = (c: Config): boolean => c.trust === undefined && (c.entry === 'production' || c.issuerPort === 0)

const cardRules: readonly Rule[] = [
  (c) =>
    c.cardPort !== undefined &&
    trustsNobody(c) &&
    `${name('trust')} is needed where people log in with cards: whose certificates are believed, and whom they belong to.`,
]

const isForwarded = (c: Config, use: Listener['use']): boolean => c[`${use}From`] !== 'connection'

export const listenerRules: readonly Rule[] = [
  ...[clients, cards].flatMap((one) => [...addressRules(one), ...proofRules(one)]),
  ...cardRules,
]
