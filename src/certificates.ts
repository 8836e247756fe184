/** The second listener, for clients with certificates (RFC 8705): its door and how it listens, from the settings. That for cards (`cards.ts`) is made of the same. */
import type { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName } from '#config/table.ts'
import { type ForwardedBy, type OpenDoor, openCertificateDoor } from '#http/certificate-door.ts'
import type { ServeOptions, ServerTls } from '#http/serve.ts'
import { readIssuers } from '#keys/certificate-issuers.ts'
import { aliased, paths as oidcPaths } from '#oidc/deps.ts'
import { paths as registrationPaths, prefixes } from '#registration/described.ts'
import { paths as restPaths } from '#rest/view.ts'
import type { Surroundings } from '#services/rules.ts'

export interface CertificateListener {
  readonly door: OpenDoor
  readonly listens: ServeOptions
}

/** Undefined: there is none. `enterprise`: certificates of enterprises are known by their names as well. @throws ConfigFaults when a file is not as it should be */
export function openCertificates(config: Config, enterprise: boolean): CertificateListener | undefined {
  const { mtlsPort: port, mtlsOrigin: origin } = config
  if (port === undefined || origin === undefined) return undefined
  const issuers = pemOf(config, 'mtlsIssuers')
  const from = readFrom(config, 'mtls', config.mtlsProxyVerifies === 'yes')
  const door = openCertificateDoor({
    origin,
    from,
    trustsIssuers: issuers !== undefined || enterprise,
    serves: isServed,
  })
  return { door, listens: listensFor(config, 'mtls', port, issuers) }
}

/** The two listeners have settings of the same kind. */
type Use = 'mtls' | 'card'

/** Where the certificate of whoever comes is read. */
export function readFrom(config: Config, use: Use, verifies: boolean): 'connection' | ForwardedBy {
  const header = config[`${use}From`]
  return header === 'connection' ? header : { header, secret: config[`${use}ProxySecret`], verifies }
}

/** `issuers`: those whose certificates browsers and clients are asked for (PEM); undefined: whosever. */
export function listensFor(config: Config, use: Use, port: number, issuers: string | undefined): ServeOptions {
  const proxies = pemOf(config, `${use}ProxyIssuers`)
  const proxy = proxies === undefined ? undefined : { issuers: proxies, must: true }
  const asked = config[`${use}From`] === 'connection' ? { issuers, must: false } : proxy
  const tls = tlsOf(config, use, asked)
  return { port, host: config.host, seesCertificateHeaders: true, ...(tls === undefined ? {} : { tls }) }
}

/** What services may register here. `enterprise`: issuers of such certificates are trusted, by whatever list. */
export function certificatesTaken(
  { mtlsPort, mtlsIssuers, mtlsProxyVerifies, trust }: Config,
  enterprise = trust !== undefined,
): Pick<Surroundings, 'certificates' | 'enterprise'> {
  if (mtlsPort === undefined) return { certificates: 'none', enterprise }
  const issued = mtlsIssuers !== undefined || mtlsProxyVerifies === 'yes' || enterprise
  return { certificates: issued ? 'issued' : 'registered', enterprise }
}

/** Where programs come: what discovery names, and our own APIs, since a token that is bound to a certificate is shown with it. */
const endpoints: ReadonlySet<string> = new Set([...aliased.map((path) => oidcPaths[path]), oidcPaths.restToken])
const interfaces: readonly string[] = [
  restPaths.sessions,
  ...prefixes.flatMap((prefix) => [prefix + registrationPaths.clients, prefix + registrationPaths.scopes]),
]
const isServed = (path: string): boolean =>
  endpoints.has(path) || interfaces.some((one) => path === one || path.startsWith(`${one}/`))

function tlsOf(config: Config, use: Use, clients: ServerTls['clients']): ServerTls | undefined {
  const [cert, key] = [config[`${use}Cert`], config[`${use}Key`]]
  if (cert === undefined || key === undefined) return undefined
  const own = { cert: textOf(`${use}Cert`, cert), key: textOf(`${use}Key`, key) }
  return clients === undefined ? own : { ...own, clients }
}

type FileSetting = `${Use}Cert` | `${Use}Key` | IssuersSetting
type IssuersSetting = 'mtlsIssuers' | `${Use}ProxyIssuers`

function textOf(setting: FileSetting, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigFaults([`${environmentName(setting)} names ${path}, which cannot be read.`])
  }
}

/** Certificates, read once to see that they are. */
function pemOf(config: Config, setting: IssuersSetting): string | undefined {
  const path = config[setting]
  if (path === undefined) return undefined
  const pem = textOf(setting, path)
  if (readIssuers(pem) === undefined)
    throw new ConfigFaults([`${environmentName(setting)} names ${path}, which is no list of certificates (PEM).`])
  return pem
}

/** Those whose certificates clients are known by their names with; undefined: none are named. */
export function clientIssuersIn(config: Config): readonly X509Certificate[] | undefined {
  const pem = config.mtlsPort === undefined ? undefined : pemOf(config, 'mtlsIssuers')
  return pem === undefined ? undefined : readIssuers(pem)
}
