/** What must hold between settings, and what production refuses. Each rule says its fault as a sentence, or nothing. */
import { NationalId } from '#base/national-id.ts'
import { guessable } from '#config/guessable.ts'
import { listenerRules, type Rule } from '#config/listener-rules.ts'
import { type Config, environmentName as name, type SettingName, settingNames, settingOf } from '#config/table.ts'

const both: readonly Rule[] = [
  (c) =>
    (c.tlsCert === undefined) !== (c.tlsKey === undefined) &&
    `${name('tlsCert')} and ${name('tlsKey')} belong together: set both or none.`,
  (c) =>
    c.tlsCert !== undefined &&
    c.issuer.startsWith('http:') &&
    `${name('issuer')} must begin with https: when ${name('tlsCert')} is set.`,
  (c) =>
    c.keyAnnouncedHours >= c.keyRotationDays * 24 &&
    `${name('keyAnnouncedHours')} must be less than ${name('keyRotationDays')}: a key would be announced before the one before it signs.`,
  (c) =>
    c.signingCertificatesInTokens === 'yes' &&
    c.signingCertificates === undefined &&
    `${name('signingCertificatesInTokens')} says yes, and ${name('signingCertificates')} is not set.`,
]

const population = [
  'populationUrl',
  'populationTokenUrl',
  'populationTokenIssuer',
  'populationClientId',
  'populationScope',
  'populationKey',
] as const

/** The population register: without one of them nobody would be found, or the first letter would tell. */
const registers: readonly Rule[] = [
  (c) => {
    const missing = population.find((one) => c[one] === undefined)
    const there = population.find((one) => c[one] !== undefined)
    return missing !== undefined && there !== undefined && `${name(missing)} is needed, too, as ${name(there)} is set.`
  },
  ...(['populationUrl', 'populationTokenUrl'] as const).map(
    (one): Rule =>
      (c) =>
        c[one] !== undefined &&
        !safeHop(c[one]) &&
        `${name(one)} must begin with https: in production: identity numbers and tokens go through it.`,
  ),
  (c) =>
    c.populationUrl !== undefined &&
    !/^https?:\/\/[^?#]+[^/?#]$/.test(c.populationUrl) &&
    `${name('populationUrl')} must end with the version, with no slash and no query after it: \`/personer/…\` is added.`,
]

/** What carries codes and temporary passwords to people. */
const messages: readonly Rule[] = [
  (c) =>
    c.smsUrl === undefined &&
    c.smppUrl === undefined &&
    `${name('smsUrl')} or ${name('smppUrl')} is needed: there is no way to send one-time codes.`,
  (c) => bothOrNone(c, 'smsUrl', 'smsSecret'),
  (c) => bothOrNone(c, 'smsSecondUrl', 'smsSecondSecret'),
  (c) => bothOrNone(c, 'smtpUrl', 'mailFrom'),
  ...(['smsUrl', 'smsSecondUrl'] as const).map(
    (one): Rule =>
      (c) =>
        c[one] !== undefined &&
        !safeHop(c[one]) &&
        `${name(one)} must begin with https: in production: codes go through it.`,
  ),
  (c) =>
    c.dangerousPlainMessages === 'no' &&
    (c.smppUrl ?? []).some((one) => one.startsWith('smpp:') && !isLoopback(new URL(one).hostname)) &&
    `${name('smppUrl')} must begin with smpps: in production: codes go through it.`,
]

const minid: readonly Rule[] = [
  (c) =>
    c.minidBreachedPasswords !== undefined &&
    !safeHop(c.minidBreachedPasswords) &&
    `${name('minidBreachedPasswords')} must begin with https: in production: who listens could change its answers.`,
]

const bothOrNone = (c: Config, one: SettingName, other: SettingName): string | false =>
  (c[one] === undefined) !== (c[other] === undefined) &&
  `${name(one)} and ${name(other)} belong together: set both or none.`

/** Where letters are printed, or that they are not. */
const letters: readonly Rule[] = [
  (c) =>
    c.letterFolder !== undefined &&
    c.letterSftp !== undefined &&
    `Set ${name('letterFolder')} or ${name('letterSftp')}, not both: a batch goes to one printer.`,
  (c) =>
    (c.letterSftp === undefined) !== (c.letterSftpKey === undefined || c.letterSftpHostKey === undefined) &&
    `${name('letterSftp')}, ${name('letterSftpKey')} and ${name('letterSftpHostKey')} belong together: set all or none.`,
  (c) =>
    printed(c) &&
    c.letterPrinterKey === undefined &&
    `${name('letterPrinterKey')} must be set where letters are printed: they leave sealed, or not at all.`,
  (c) =>
    printed(c) &&
    c.letterSender === '' &&
    `${name('letterSender')} must be set where letters are printed: undelivered ones go back there.`,
  (c) =>
    printed(c) &&
    c.populationUrl === undefined &&
    `${name('populationUrl')} must be set where letters are printed: they go to addresses of the register alone.`,
]

const printed = (c: Config): boolean => c.letterFolder !== undefined || c.letterSftp !== undefined

const production: readonly Rule[] = [
  ...registers,
  ...letters,
  (c) => !c.issuer.startsWith('https:') && `${name('issuer')} must begin with https: in production.`,
  (c) => isLoopback(new URL(c.issuer).hostname) && `${name('issuer')} is an address that only this machine can reach.`,
  ...messages,
  ...minid,
  (c) => c.helpUrl?.startsWith('http:') && `${name('helpUrl')} must begin with https: in production.`,
]

const twin: readonly Rule[] = [
  (c) =>
    c.dangerousTwinPublicOrigin === undefined &&
    !isLoopback(c.host) &&
    `${name('host')} would let other machines reach a twin, where anybody can log in as anybody. Keep 127.0.0.1, or say where it is public in ${name('dangerousTwinPublicOrigin')}.`,
  (c) =>
    c.dangerousTwinPublicOrigin === undefined &&
    !isLoopback(new URL(c.issuer).hostname) &&
    `${name('issuer')} of a twin must be on localhost, or the same as ${name('dangerousTwinPublicOrigin')}.`,
  (c) =>
    c.dangerousTwinPublicOrigin !== undefined &&
    c.issuer !== c.dangerousTwinPublicOrigin &&
    `${name('issuer')} must be the same as ${name('dangerousTwinPublicOrigin')}.`,
  (c) =>
    c.dangerousTwinPublicOrigin === undefined &&
    c.trustedProxies > 0 &&
    `${name('trustedProxies')} must be 0 in a twin that is not public.`,
  (c) =>
    c.port >= c.examplePort &&
    c.port <= c.examplePort + 1 &&
    `${name('port')} and ${name('examplePort')} (and the one after it) must differ.`,
  (c) =>
    c.issuerPort > 0 &&
    [c.port, c.examplePort, c.examplePort + 1].some((port) => port >= c.issuerPort && port <= c.issuerPort + 4) &&
    `${name('issuerPort')} and the four after it must be others than ${name('port')}, ${name('examplePort')} and the one after that.`,
]

/** Secrets that can be guessed, and identity numbers of synthetic people: neither has a place in production. */
function* valuesOfProduction(config: Config): Generator<string> {
  for (const setting of settingNames) {
    const value = config[setting]
    if (setting === 'smppUrl' || setting === 'smtpUrl') {
      if (config[setting]?.some(weakAddress)) yield `${name(setting)} has a password that everybody knows or can guess.`
    }
    if (typeof value !== 'string') continue
    if (setting === 'databaseUrl' || setting === 'redisUrl') {
      if (weakAddress(value)) yield `${name(setting)} has a password that everybody knows or can guess.`
    } else if (settingOf(setting).secret) {
      const why = guessable(value)
      if (why !== undefined) yield `${name(setting)} ${why}.`
    }
    if (holdsSyntheticNumber(value))
      yield `${name(setting)} holds the identity number of a synthetic person: that belongs in the twin.`
  }
}

export function houseRules(config: Config): readonly string[] {
  const rules = [...both, ...listenerRules, ...(config.entry === 'production' ? production : twin)]
  const faults = rules.map((rule) => rule(config)).filter((fault) => typeof fault === 'string')
  return config.entry === 'production' ? [...faults, ...valuesOfProduction(config)] : faults
}

export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host) || host.endsWith('.localhost')

/** https, or a neighbour on this very machine (a sending agent beside us). */
const safeHop = (address: string): boolean => address.startsWith('https:') || isLoopback(new URL(address).hostname)

/** The passwords of images and tutorials. A database reached without one (a socket, a client certificate) is the operator's own choice. */
function weakAddress(address: string): boolean {
  const [, user = '', password = ''] = /^[a-z+]+:\/\/([^:@/]*):([^@/]*)@/.exec(address) ?? []
  return (
    password !== '' &&
    (password === user ||
      password.length < 8 ||
      /^(postgres|password|secret|changeme|example|inngang)\d*$/i.test(password))
  )
}

/** Eleven digits anywhere in a text that are a synthetic person's number. */
export function holdsSyntheticNumber(text: string): boolean {
  return [...text.matchAll(/(?<!\d)\d{11}(?!\d)/g)].some(([digits]) => {
    const number = NationalId.read(digits)
    return typeof number === 'object' && number.synthetic
  })
}
