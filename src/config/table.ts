/**
 * Every setting, once: name, kind, default, sentence. The environment's name is `INNGANG_` + the name in capitals
 * (`tlsCert` → `INNGANG_TLS_CERT`), the file's is the same in small letters (`tls_cert`). `docs/configuration.md` is made from this.
 */
import {
  choice,
  host,
  hosts,
  type Kind,
  line,
  mailAddress,
  networks,
  origin,
  path,
  phone,
  postgresAddress,
  redisAddress,
  sftpAddress,
  smppAddresses,
  smsSender,
  smtpAddresses,
  sshFingerprint,
  webAddress,
  wholeNumber,
} from '#config/kinds.ts'

/** The two programs, and the two worlds: which one a process is follows from its entry file, never from a setting. */
export type Entry = 'production' | 'twin'
export const entries: readonly Entry[] = ['production', 'twin']

/** The default as text; `{port}` and `{data}` stand for those settings. Undefined: none. */
export type Defaults = Readonly<Record<Entry, string | undefined>>

export interface Setting<T> {
  readonly kind: Kind<Exclude<T, undefined>>
  readonly sentence: string
  readonly defaults: Defaults
  /** Who may use it. */
  readonly entries: readonly Entry[]
  /** Who cannot start without it. */
  readonly neededBy: readonly Entry[]
  /** May come from a file (`INNGANG_…_FILE`), is never printed, and must be hard to guess in production. */
  readonly secret: boolean
  /** Never read by anybody: carries the type. */
  readonly type?: T
}

interface Extras {
  readonly secret?: boolean
  readonly entries?: readonly Entry[]
  readonly neededBy?: readonly Entry[]
  readonly defaults?: Partial<Defaults>
}

/** Always has a value: there is a default wherever it is not needed. */
const has = <T>(
  kind: Kind<T>,
  defaults: string | Partial<Defaults>,
  sentence: string,
  extras: Extras = {},
): Setting<T> => ({
  kind: kind as Kind<Exclude<T, undefined>>,
  defaults:
    typeof defaults === 'string'
      ? { production: defaults, twin: defaults }
      : { production: undefined, twin: undefined, ...defaults },
  sentence,
  entries: extras.entries ?? entries,
  neededBy: extras.neededBy ?? [],
  secret: extras.secret ?? false,
})

/** May be absent. */
const may = <T>(kind: Kind<T>, sentence: string, extras: Extras = {}): Setting<T | undefined> =>
  has<T | undefined>(kind as Kind<T | undefined>, extras.defaults ?? {}, sentence, extras)

export const settings = {
  port: has(wholeNumber(1, 65_535), '8700', 'The port to listen on.'),
  issuer: has(
    origin,
    { twin: 'http://localhost:{port}' },
    'The address that users and services know the gateway by: the `iss` of every token. https in production.',
    {
      neededBy: ['production'],
    },
  ),
  host: has(
    host,
    { production: '0.0.0.0', twin: '127.0.0.1' },
    'The address to listen on. The twin listens on this machine alone.',
  ),
  hosts: has(
    hosts,
    '',
    'Other hosts that requests may come in under, besides the one of the issuer. Links and tokens always carry the issuer.',
  ),
  data: has(
    path,
    './data',
    'The folder for everything that is kept: the embedded database, and in the twin the keys and the log.',
  ),
  databaseUrl: may(
    postgresAddress,
    'The PostgreSQL database. Empty: SQLite in the data folder, for one process on one machine.',
    { secret: true },
  ),
  redisUrl: may(redisAddress, 'Redis or Valkey for what lives for minutes. Empty: the database holds that too.', {
    secret: true,
  }),
  clients: may(
    path,
    'A JSON file that declares the service owners and their services; applied at start, the difference printed.',
  ),
  keyFile: has(
    path,
    { twin: '{data}/keys.json' },
    'The file with the keys that encrypt the database. Keep it apart from the database and its backups; every process needs the same one.',
    {
      neededBy: ['production'],
    },
  ),
  rsaBits: has(
    choice(2048, 3072, 4096),
    '2048',
    'The size of new RSA signing keys. Larger ones cost more for every token.',
  ),
  keyAnnouncedHours: has(
    wholeNumber(24, 1440),
    '48',
    'How long a signing key stands in `/jwks.json` before it signs. Services keep that document for up to a day; longer where certificates have to be made for each key.',
  ),
  keyKeptHours: has(
    wholeNumber(24, 1440),
    '48',
    'How long a signing key stays in `/jwks.json` after it stopped. Tokens live an hour at most.',
  ),
  keyRotationDays: has(wholeNumber(7, 730), '90', 'How long a signing key signs before the next one takes over.'),
  signingCertificates: may(
    path,
    'Certificates (PEM) for signing keys, each followed by those that vouch for it; they stand in `/jwks.json` as `x5c`.',
  ),
  signingCertificatesInTokens: has(
    choice('no', 'yes'),
    'no',
    "Whether every token's header carries them, too. Tokens grow by kilobytes.",
  ),
  tlsCert: may(path, 'A certificate chain (PEM), to serve https ourselves instead of behind a proxy.'),
  tlsKey: may(path, 'The key (PEM) of that certificate.'),
  mtlsPort: may(
    wholeNumber(1, 65_535),
    'The port of a second listener, for clients that use certificates (RFC 8705). Empty: none are taken.',
  ),
  mtlsOrigin: may(
    origin,
    'The address that clients know the second listener by: a host of its own. It stands in `mtls_endpoint_aliases`.',
  ),
  mtlsCert: may(path, 'The certificate chain (PEM) of the second listener.'),
  mtlsKey: may(path, 'The key (PEM) of that certificate.'),
  mtlsFrom: has(
    choice('connection', 'client-cert', 'x-ssl-client-cert', 'ssl-client-cert', 'x-forwarded-client-cert'),
    'connection',
    "Where a client's certificate is read: from its connection to us, or from the header of a proxy in front of the second listener: `client-cert` (RFC 9440), `x-ssl-client-cert` and `ssl-client-cert` (PEM escaped, as nginx does), `x-forwarded-client-cert` (Envoy).",
  ),
  mtlsIssuers: may(
    path,
    "Certificates (PEM) of those who issue clients' certificates, for `tls_client_auth`. Behind a proxy each one that issues directly.",
  ),
  mtlsProxySecret: may(
    line(500),
    'What that proxy shows in the header `Inngang-Proxy-Secret`: at least 43 random characters.',
    { secret: true },
  ),
  mtlsProxyIssuers: may(
    path,
    "Certificates (PEM) of those who issue the proxy's own certificate, and nothing else: without one of theirs nobody connects to the second listener.",
  ),
  mtlsProxyVerifies: has(
    choice('no', 'yes'),
    'no',
    'Whether that proxy lets nobody through whose certificate it has not verified. `yes`: its word is taken.',
  ),
  trustedProxies: has(
    wholeNumber(0, 10),
    '0',
    'How many proxies stand in front of us: that many entries of `X-Forwarded-For`, counted from the right, are believed. 0: the header is ignored.',
  ),
  smsUrl: may(
    webAddress,
    'Where one-time codes are handed over for sending: an HTTP gateway that takes `{ id, to, text }`. This or `INNGANG_SMPP_URL` is needed.',
    { entries: ['production'] },
  ),
  smsSecret: may(line(500), 'The bearer token for that gateway.', { secret: true, entries: ['production'] }),
  smsSecondUrl: may(webAddress, 'A second HTTP gateway for SMS, asked when those before it fail.', {
    entries: ['production'],
  }),
  smsSecondSecret: may(line(500), 'The bearer token for the second gateway.', {
    secret: true,
    entries: ['production'],
  }),
  smppUrl: may(smppAddresses, 'SMS centres to send by SMPP 3.4, the best first; every process binds to each of them.', {
    secret: true,
    entries: ['production'],
  }),
  smsFirst: has(
    choice('http', 'smpp'),
    'http',
    'Which are asked first where there are both: the HTTP gateways or the SMPP centres.',
    { entries: ['production'] },
  ),
  smsSender: has(smsSender, 'Inngang', 'Whom SMS by SMPP are from.', { entries: ['production'] }),
  smtpUrl: may(
    smtpAddresses,
    'Mail servers that take e-mail from us, the best first. On this machine without TLS. Empty: no e-mail is sent.',
    { secret: true, entries: ['production'] },
  ),
  mailFrom: may(mailAddress, 'The address that e-mail is from.', { entries: ['production'] }),
  mailFromName: may(line(60), 'The name that e-mail is from. Empty: that of the gateway.', { entries: ['production'] }),
  dangerousPlainMessages: has(
    choice('no', 'yes'),
    'no',
    'Whether `smpp:` and `smtp:` addresses of other machines are spoken to without TLS, so that whoever is on the way reads codes and passwords.',
    { entries: ['production'] },
  ),
  populationUrl: may(
    webAddress,
    'Where the population register answers, up to `/personer`: `https://folkeregisteret.api.skatteetaten.no/folkeregisteret/<rights>/api/v1`.',
    { entries: ['production'] },
  ),
  populationTokenUrl: may(webAddress, 'Where access tokens for it are had, such as `https://maskinporten.no/token`.', {
    entries: ['production'],
  }),
  populationTokenIssuer: may(
    webAddress,
    'The issuer of those tokens as it writes itself, such as `https://maskinporten.no/`: whom our assertions are for.',
    { entries: ['production'] },
  ),
  populationClientId: may(line(100), 'Who we are there.', { entries: ['production'] }),
  populationScope: may(
    line(200),
    'The scope of the register that we were given, such as `folkeregister:deling/offentligmedhjemmel`.',
    { entries: ['production'] },
  ),
  populationKey: may(
    path,
    'The file with the RSA key that signs our assertions, as a private JWK with the `kid` it is registered under.',
    { entries: ['production'] },
  ),
  minidHumanFrom: has(
    wholeNumber(0, 100),
    '3',
    'After how many failed log-ins with MinID for one identity number further ones need a human check. 0: all do.',
  ),
  letterFolder: may(
    path,
    'The folder where batches of letters are left for the printer. It and `INNGANG_LETTER_SFTP` empty: no letters can be ordered.',
    { entries: ['production'] },
  ),
  letterSftp: may(sftpAddress, 'The same on a server: `sftp://user@host:port/folder`.', { entries: ['production'] }),
  letterSftpKey: may(path, 'The file with the private key that we are known by there.', { entries: ['production'] }),
  letterSftpHostKey: may(sshFingerprint, "The fingerprint of that server's key. No other server is spoken to.", {
    entries: ['production'],
  }),
  letterPrinterKey: may(
    path,
    "The file with the printer's public key (PEM): letters are sealed to it before they leave this process.",
    { entries: ['production'] },
  ),
  letterSender: has(
    line(300),
    '',
    'The body that undelivered letters go back to, its lines with | between them: `Name|PO box|0001 TOWN`.',
    { entries: ['production'] },
  ),
  letterSenderOn: has(
    choice('envelope', 'sheet'),
    'envelope',
    "Where that stands: on the back of the envelope (in the batch's manifest), or on the back of each sheet.",
    { entries: ['production'] },
  ),
  letterHour: has(
    wholeNumber(0, 23),
    '6',
    "From this hour a working day's batch of letters is made, as clocks in Norway show it.",
  ),
  letterDaysBetween: has(
    wholeNumber(0, 90),
    '7',
    'Days between two letters to one identity number; not after its codes were blocked.',
  ),
  lettersPerYear: has(wholeNumber(1, 100), '6', 'Letters to one identity number in a year.'),
  letterReturnedDays: has(
    wholeNumber(0, 1000),
    '60',
    'Days in which no letter goes to an address that one came back from, unless the register has another by then.',
  ),
  letterActivationDays: has(
    wholeNumber(10, 365),
    '30',
    'Days from when a letter is printed in which its first code must be used.',
  ),
  letterCodesDays: has(wholeNumber(30, 7300), '1825', "Days that a letter's other codes count, from then on."),
  letterMinimumAge: has(
    wholeNumber(0, 18),
    '13',
    'Who gets a letter: from the calendar year in which one becomes so old.',
  ),
  minidLetterCodes: has(wholeNumber(10, 30), '20', 'Codes in a letter for MinID.'),
  helpPhone: may(phone, 'The phone number of the help desk, shown on every page.'),
  helpUrl: may(webAddress, 'The page where users get help, linked from every page.'),
  gatewayName: has(line(40), 'Inngang', 'The name of the gateway, as users see it in headings and titles.'),
  logLevel: has(choice('error', 'warn', 'info', 'debug'), 'info', 'How much is logged.'),
  logFile: may(path, 'A file to log to. Empty: standard output.', { defaults: { twin: '{data}/log.jsonl' } }),
  metricsToken: may(
    line(500),
    'The bearer token that opens `/metrics`. Without it only a caller on this machine may read them.',
    { secret: true },
  ),
  auditSecondPlace: may(
    path,
    'A second place, on other storage, that the newest seal of the audit trail is appended to.',
  ),
  drainNoticeSeconds: has(
    wholeNumber(0, 60),
    { production: '5', twin: '0' },
    'At a stop: how long requests are still taken after `/health/ready` has said no, so that the load balancer sees it.',
  ),
  drainSeconds: has(
    wholeNumber(1, 600),
    { production: '20', twin: '2' },
    'At a stop: how long requests under way may take to finish.',
  ),
  outboundAllow: has(
    networks,
    { production: '', twin: '127.0.0.0/8,::1' },
    'What of your own network the gateway may call when a service names an address there (logout, keys). Everything else that is not the internet is refused.',
  ),
  logoutAttempts: has(
    wholeNumber(1, 10),
    '1',
    'How many times a service is called to be told of a logout. ID-porten calls once.',
  ),
  logoutReportDays: has(
    wholeNumber(1, 400),
    '30',
    'How long it is kept which service was told of which logout, and how it answered.',
  ),
  dynamicRegistration: has(
    choice('no', 'yes'),
    'no',
    'Whether clients may register themselves at `/register` (RFC 7591), each with an initial access token that `client token` makes.',
  ),
  examplePort: has(
    wholeNumber(1, 65_534),
    '8701',
    'The port of the first example service; the second one has the next.',
    { entries: ['twin'] },
  ),
  dangerousTwinPublicOrigin: may(
    origin,
    'The address a twin is reachable at by others than this machine. Anybody there can log in as any of its people.',
    { entries: ['twin'] },
  ),
} as const

export type SettingName = keyof typeof settings
type Value<S> = S extends Setting<infer T> ? T : never

/** What the whole program is told: one frozen object, checked. */
export type Config = { readonly [Name in SettingName]: Value<(typeof settings)[Name]> } & { readonly entry: Entry }

export const prefix = 'INNGANG_'
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`)
export const environmentName = (name: SettingName): string => prefix + words(name).toUpperCase()
export const fileName = (name: SettingName): string => words(name).toLowerCase()
export const settingNames = Object.keys(settings) as SettingName[]
export const settingOf = (name: SettingName): Setting<unknown> => settings[name] as Setting<unknown>
