/**
 * Debian's Chromium with a card: a certificate and its key in the browser's own store (NSS), chosen by a managed policy as an employer
 * would set it. The Chromium that the other journeys use has no store for certificates.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connect } from 'node:tls'
import { type Browser, chromium } from 'playwright-core'
import { folder } from '../process/started.ts'

const binary = '/usr/bin/chromium'
/** Where Debian's Chromium reads what its administrator has decided; only root writes there. */
const policies = '/etc/chromium/policies/managed'

const missing = [binary, '/usr/bin/certutil', '/usr/bin/pk12util'].find((file) => !existsSync(file))
/** Why there is no such browser here, for `skip`. */
export const noCardBrowser: string | false =
  missing !== undefined
    ? `${missing} is not here (INNGANG_TEST_PEERS)`
    : process.getuid?.() === 0
      ? false
      : 'only root may write a managed policy'

export interface CardInBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

/** `p12`: undefined for a browser without any card. `origin`: where it shows it, unasked. */
export async function browserWith(
  p12: Uint8Array | undefined,
  password: string,
  origin: string,
): Promise<CardInBrowser> {
  const home = folder()
  const store = path.join(home.path, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  ran(spawnSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'], { encoding: 'utf8' }))
  if (p12 !== undefined) {
    const file = path.join(home.path, 'card.p12')
    writeFileSync(file, p12)
    const words = ['-d', `sql:${store}`, '-i', file, '-W', password, '-K', '']
    ran(spawnSync('pk12util', words, { encoding: 'utf8' }))
  }
  const policy = path.join(policies, `inngang-${randomUUID()}.json`)
  mkdirSync(policies, { recursive: true })
  writeFileSync(
    policy,
    JSON.stringify({ AutoSelectCertificateForUrls: [JSON.stringify({ pattern: origin, filter: {} })] }),
  )
  const browser = await chromium.launch({
    executablePath: binary,
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-dev-shm-usage', `--ignore-certificate-errors-spki-list=${await keyOf(origin)}`],
    env: { ...environment(), HOME: home.path, XDG_CONFIG_HOME: path.join(home.path, '.config') },
  })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(policy, { force: true })
      home.remove()
    },
  }
}

function ran({ status, stderr, error }: SpawnSyncReturns<string>): void {
  if (status !== 0) throw new Error(error?.message ?? stderr)
}

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** Of the listener, made by the sandbox: the browser is told that this one is right. */
const keyOf = (origin: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const shown = new X509Certificate(socket.getPeerCertificate().raw)
      socket.destroy()
      resolve(
        createHash('sha256')
          .update(shown.publicKey.export({ type: 'spki', format: 'der' }))
          .digest('base64'),
      )
    })
    socket.once('error', reject)
  })

/** Without scripts, and in English. */
export const darkPhone = {
  locale: 'en',
  javaScriptEnabled: false,
  colorScheme: 'dark',
  viewport: { width: 390, height: 844 },
} as const
