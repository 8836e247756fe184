/** Who may import whom, as functions of two paths. `layers.test.ts` holds the code to it; src/README.md says it in words. */

/** Layer 0 first. Inside an ordered layer the left may not import the right; elsewhere nothing goes sideways. */
const layers: readonly { readonly ordered: boolean; readonly parts: readonly string[] }[] = [
  { ordered: true, parts: ['base', 'config', 'observe', 'i18n', 'db', 'hot', 'keys', 'audit', 'http', 'ui'] },
  { ordered: false, parts: ['oidc', 'upstream', 'x509'] },
  { ordered: true, parts: ['guessing', 'human', 'persons', 'staff', 'registers', 'roles', 'messages', 'letters'] },
  { ordered: false, parts: ['login'] },
  { ordered: false, parts: ['methods', 'services', 'house-door'] },
  { ordered: false, parts: ['rest', 'registration', 'mypage', 'console', 'helpdesk', 'returns', 'signing', 'sandbox'] },
]

/** Parts that may use less than what lies below them. */
const only: Readonly<Record<string, readonly string[]>> = {
  x509: ['base', 'http', 'hot', 'keys'],
  upstream: ['base', 'http', 'hot', 'keys'],
  oidc: ['base', 'http', 'hot', 'keys', 'db', 'audit'],
}

/** Parts that may not use something that lies below them: from, to, why. */
const never: readonly (readonly [from: RegExp, to: RegExp, why: string])[] = [
  [/^src\/methods\//, /^src\/oidc\//, 'a method cannot see which service asked and cannot issue anything'],
  [
    // Who connects to a register seals them; the sandbox plays one.
    /^src\/(?!letters\/address\.ts|registers\/population\/|sandbox\/)/,
    /^src\/registers\/population\/addresses/,
    'only letters/address.ts reads an address',
  ],
  [/^src\/helpdesk\//, /^src\/(persons|registers|roles|messages|db|keys)\//, 'the help desk is blind'],
  // It writes to the trail; what the trail says of somebody is theirs.
  [/^src\/helpdesk\//, /^src\/audit\/(?!audit\.ts)/, 'the help desk is blind'],
  [/^src\/helpdesk\//, /^src\/letters\/(?!order\.ts)/, 'of letters the help desk may use order.ts alone'],
  [
    /^src\/helpdesk\//,
    /^src\/methods\/(?!minid\/block\.ts)/,
    'of the methods the help desk may use minid/block.ts alone',
  ],
  [
    /^src\/returns\//,
    /^src\/(persons|registers|roles|messages|db|keys|methods)\/|^src\/audit\/(?!audit\.ts)|^src\/letters\/(?!returned\.ts)/,
    'who registers returned letters is told nothing of anybody',
  ],
]

const partOf = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '')
/** Files right in src/, and the operator's verbs, compose the process and lie above all folders. */
const composes = (file: string): boolean => file.split('/').length === 2 || partOf(file) === 'cli'
const layerOf = (file: string): number =>
  composes(file) ? layers.length : layers.findIndex(({ parts }) => parts.includes(partOf(file)))
/** A plug-in's own folder: `minid` in src/methods/minid/… */
const pluginOf = (file: string): string => file.split('/')[2] ?? ''

/** Why `from` may not import `to` (paths from the project's root), or undefined where it may. */
export function forbidden(from: string, to: string): string | undefined {
  const [mine, theirs] = [partOf(from), partOf(to)]
  const [up, down] = [layerOf(from), layerOf(to)]
  if (up === -1) return `${mine} has no layer`
  if (down === -1) return `${theirs} has no layer`
  for (const [source, target, why] of never) if (source.test(from) && target.test(to)) return why
  if (up === layers.length) return undefined
  if (mine === theirs) {
    return mine === 'methods' && pluginOf(from) !== pluginOf(to) ? 'no method imports another' : undefined
  }
  if (down > up) return `${theirs} lies above ${mine}`
  if (down === up && !layers[up]?.ordered) return `${theirs} lies beside ${mine}`
  if (down === up && order(up, theirs) > order(up, mine)) return `${theirs} comes after ${mine} in their layer`
  const allowed = only[mine]
  return allowed === undefined || allowed.includes(theirs)
    ? undefined
    : `${mine} may import ${allowed.join(', ')} alone`
}

const order = (layer: number, part: string): number => layers[layer]?.parts.indexOf(part) ?? -1

/** Drivers and libraries with one door: package → the only files that may import it. A package not named here is refused. */
export const packages: Readonly<Record<string, RegExp>> = {
  '@digdir/designsystemet-css': /^src\/ui\//,
  '@hono/node-server': /^src\/http\//,
  '@node-rs/argon2': /^src\/methods\/minid\//,
  '@zxcvbn-ts/core': /^src\/methods\/minid\/passwords\/estimate\.ts/,
  '@zxcvbn-ts/language-common': /^src\/methods\/minid\/passwords\/estimate\.ts/,
  '@zxcvbn-ts/language-en': /^src\/methods\/minid\/passwords\/estimate\.ts/,
  '@expo-google-fonts/inter': /^src\/letters\//,
  'date-holidays': /^src\/letters\//,
  'libphonenumber-js': /^src\/methods\/minid\/contact\/mobile\.ts/,
  pdfkit: /^src\/letters\//,
  qrcode: /^src\/(letters\/|methods\/minid\/second\/qr\.ts)/,
  'ssh2-sftp-client': /^src\/letters\//,
  hono: /^src\/(http\/|ui\/html\.ts|observe\/|login\/(routes|house)\.ts|app\.ts|sandbox\/)/,
  ioredis: /^src\/hot\/redis[\w-]*\.ts/,
  jose: /^src\/keys\//,
  // WebAuthn and time-based codes, each in one file: what they read came from outside.
  '@simplewebauthn/server': /^src\/methods\/minid\/second\/webauthn\.ts/,
  otpauth: /^src\/methods\/minid\/second\/totp\.ts/,
  // The query builder stands in every store; the driver below it in db/ alone.
  kysely: /^src\/(db\/|hot\/sql\.ts|.*\/(store|migrations)\.ts)/,
  asn1js: /^src\/x509\//,
  'node:sqlite': /^src\/db\//,
  nodemailer: /^src\/messages\/smtp\.ts/,
  'openid-client': /^src\/(upstream|sandbox)\//,
  pg: /^src\/db\//,
  pino: /^src\/observe\//,
  pkijs: /^src\/x509\//,
  'prom-client': /^src\/observe\//,
  smpp: /^src\/messages\/smpp-session\.ts/,
  zod: /^src\//,
}

/** Node's own modules are free but for the two that need a driver's care. */
export const mayImportPackage = (from: string, name: string): boolean => {
  const where = packages[name]
  return where === undefined ? name.startsWith('node:') : where.test(from)
}
