/** The second listener, for clients with certificates (RFC 8705): its door and how it listens, from the settings. */
import { readFileSync } from 'node:fs'
import type { Clock } from '#base/clock.ts'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName, type SettingName } from '#config/table.ts'
import { type OpenDoor, openCertificateDoor } from '#http/certificate-door.ts'
import type { ServeOptions, ServerTls } from '#http/serve.ts'
import { readIssuers } from '#keys/certificate-issuers.ts'
import { aliased, paths as oidcPaths } from '#oidc/deps.ts'
import { paths as registrationPaths, prefixes } from '#registration/described.ts'
import { paths as restPaths } from '#rest/view.ts'

export interface CertificateListener {
  readonly door: OpenDoor
  readonly listens: ServeOptions
}

/** Undefined: there is none. @throws ConfigFaults when a file is not as it should be */
export function openCertificates(config: Config, clock: Clock): CertificateListener | undefined {
  const { mtlsPort: port, mtlsOrigin: origin, mtlsFrom } = config
  if (port === undefined || origin === undefined) return undefined
  const issuers = pemOf(config, 'mtlsIssuers')
  const proxies = pemOf(config, 'mtlsProxyIssuers')
  const forwarded = mtlsFrom !== 'connection'
  const from = forwarded
    ? { header: mtlsFrom, secret: config.mtlsProxySecret, verifies: config.mtlsProxyVerifies === 'yes' }
    : mtlsFrom
  const door = openCertificateDoor({ clock, origin, from, issuers: issuersIn(issuers), serves: isServed })
  const proxy = proxies === undefined ? undefined : { issuers: proxies, must: true }
  const asked = forwarded ? proxy : { issuers, must: false }
  const tls = tlsOf(config, asked)
  const listens = { port, host: config.host, seesCertificateHeaders: true, ...(tls === undefined ? {} : { tls }) }
  return { door, listens }
}

/** What services may register here. */
export function certificatesTaken({
  mtlsPort,
  mtlsIssuers,
  mtlsProxyVerifies,
}: Config): 'none' | 'registered' | 'issued' {
  if (mtlsPort === undefined) return 'none'
  return mtlsIssuers !== undefined || mtlsProxyVerifies === 'yes' ? 'issued' : 'registered'
}

/** Where programs come: what discovery names, and our own APIs, since a token that is bound to a certificate is shown with it. */
const endpoints: ReadonlySet<string> = new Set([...aliased.map((path) => oidcPaths[path]), oidcPaths.restToken])
const interfaces: readonly string[] = [
  restPaths.sessions,
  ...prefixes.flatMap((prefix) => [prefix + registrationPaths.clients, prefix + registrationPaths.scopes]),
]
const isServed = (path: string): boolean =>
  endpoints.has(path) || interfaces.some((one) => path === one || path.startsWith(`${one}/`))

function tlsOf(config: Config, clients: ServerTls['clients']): ServerTls | undefined {
  const { mtlsCert, mtlsKey } = config
  if (mtlsCert === undefined || mtlsKey === undefined) return undefined
  const own = { cert: textOf('mtlsCert', mtlsCert), key: textOf('mtlsKey', mtlsKey) }
  return clients === undefined ? own : { ...own, clients }
}

type FileSetting = Extract<SettingName, 'mtlsCert' | 'mtlsKey' | 'mtlsIssuers' | 'mtlsProxyIssuers'>

function textOf(setting: FileSetting, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigFaults([`${environmentName(setting)} names ${path}, which cannot be read.`])
  }
}

/** Certificates, read once to see that they are. */
function pemOf(config: Config, setting: 'mtlsIssuers' | 'mtlsProxyIssuers'): string | undefined {
  const path = config[setting]
  if (path === undefined) return undefined
  const pem = textOf(setting, path)
  if (readIssuers(pem) === undefined)
    throw new ConfigFaults([`${environmentName(setting)} names ${path}, which is no list of certificates (PEM).`])
  return pem
}

const issuersIn = (pem: string | undefined) => (pem === undefined ? [] : (readIssuers(pem) ?? []))
