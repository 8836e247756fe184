/**
 * The operator's file of eIDs behind issuers. Each says which of the known ones it is (`kind`) and where it stands; `oidc` is
 * any other of its kind, described in full. Every fault is told at once, with its place; no value is repeated.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Level, levels } from '#login/levels.ts'
import { methodIdRule, methodIdSays, takenIds, takenSays } from '#login/method-ids.ts'
import type { Eid, Mapping } from '#methods/federated/eid.ts'
import { type Preset, presets } from '#methods/federated/presets.ts'
import { type Asset, logoAsset } from '#ui/assets.ts'
import type { UpstreamAuth, UpstreamRules } from '#upstream/provider.ts'

export interface DeclaredEid {
  readonly eid: Eid
  readonly rules: UpstreamRules
}

export class EidFaults extends Error {
  override readonly name = 'EidFaults'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`${faults.length === 1 ? 'one thing is' : `${faults.length} things are`} wrong with the eIDs`)
    this.faults = faults
  }
}

const word = z.string().min(1).max(200)
const text = z.strictObject({ nb: word, nn: word, se: word, en: word })
const level = z.enum(levels)
const algorithm = z.enum(['RS256', 'PS256', 'ES256', 'EdDSA'])

const shape = z.strictObject({
  id: z
    .string()
    .regex(methodIdRule, methodIdSays)
    .refine((id) => !takenIds.has(id), takenSays),
  kind: z.enum(['bankid', 'buypass', 'commfides', 'oidc']),
  issuer: z.url(),
  client_id: word,
  /** A private JWK with `kid` and `alg`, or a client secret. */
  key_file: word.optional(),
  secret_file: word.optional(),
  secret_method: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
  scopes: z.array(word).optional(),
  par: z.enum(['offered', 'required']).default('offered'),
  response_mode: z.enum(['query', 'form_post', 'jwt']).default('query'),
  id_token_alg: algorithm.default('RS256'),
  userinfo: z.boolean().optional(),
  at_once: z.int().min(1).max(10_000).default(200),
  clock_tolerance: z.int().min(0).max(60).default(10),
  answer_within: z.int().min(1).max(30).default(10),
  parameters: z.record(word, word).default({}),
  name: text.optional(),
  needs: text.optional(),
  mark: z.string().min(1).max(3).optional(),
  /** An SVG of 32 KiB at most, square. */
  logo_file: word.optional(),
  highest: level.optional(),
  number_claims: z.array(word).min(1).optional(),
  given_claim: word.optional(),
  family_claim: word.optional(),
  levels: z.record(word, level).optional(),
  every_login_is: level.optional(),
  ask: z.partialRecord(level, word).optional(),
  amr: z.array(z.strictObject({ has: word, ours: word })).optional(),
  amr_else: word.optional(),
  locales: z.partialRecord(z.enum(['nb', 'nn', 'se', 'en']), word).optional(),
  prompt: z.enum(['login', 'none']).optional(),
})
type Entry = z.infer<typeof shape>

/** `plain`: an issuer on this machine may be spoken to without TLS (the twin). @throws EidFaults */
export async function readEids(file: string, plain: boolean): Promise<readonly DeclaredEid[]> {
  const content = contentOf(file)
  const read = z.strictObject({ eids: z.array(shape) }).safeParse(content)
  if (!read.success) throw new EidFaults(read.error.issues.map((issue) => `${placeOf(issue.path)} ${issue.message}.`))
  const faults: string[] = []
  const declared: DeclaredEid[] = []
  const seen = new Set<string>()
  for (const [i, entry] of read.data.eids.entries()) {
    const own = faultsOf(entry, plain)
    if (seen.has(entry.id)) own.push('has the id of another')
    seen.add(entry.id)
    const auth = own.length === 0 ? await authOf(entry) : undefined
    if (typeof auth === 'string') own.push(auth)
    const logo = logoOf(entry)
    if (typeof logo === 'string') own.push(logo)
    faults.push(...own.map((fault) => `eids[${i}] (${entry.id}) ${fault}.`))
    if (typeof auth === 'object' && typeof logo !== 'string')
      declared.push(withLogo(declaredOf(entry, auth, plain), logo))
  }
  if (faults.length > 0) throw new EidFaults(faults)
  return declared
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the file'

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new EidFaults(['The file of eIDs is not JSON.'])
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new EidFaults([`The file of eIDs cannot be read (${code}).`])
  }
}

function faultsOf(entry: Entry, plain: boolean): string[] {
  const preset = presetOf(entry)
  const faults: string[] = []
  const url = new URL(entry.issuer)
  if (url.protocol !== 'https:' && !(plain && url.protocol === 'http:')) faults.push('needs an issuer at https')
  if (url.search !== '' || url.hash !== '') faults.push('needs an issuer without a query')
  if ((entry.key_file === undefined) === (entry.secret_file === undefined))
    faults.push('needs either a key_file or a secret_file')
  if (preset?.auth === 'private_key_jwt' && entry.secret_file !== undefined)
    faults.push('takes a key_file alone: its issuer knows clients by private_key_jwt only')
  if ((entry.number_claims ?? preset?.eid.mapping.number ?? []).length === 0) faults.push('needs number_claims')
  if (entry.levels !== undefined && entry.every_login_is !== undefined)
    faults.push('has both levels and every_login_is: one of them decides')
  if (preset === undefined) {
    for (const name of ['name', 'needs', 'mark', 'highest', 'amr_else'] as const)
      if (entry[name] === undefined) faults.push(`needs ${name}`)
    if (entry.levels === undefined && entry.every_login_is === undefined) faults.push('needs levels or every_login_is')
  }
  return faults
}

const presetOf = ({ kind }: Entry): Preset | undefined => (kind === 'oidc' ? undefined : presets[kind])

function declaredOf(entry: Entry, auth: UpstreamAuth, plain: boolean): DeclaredEid {
  const preset = presetOf(entry)
  const rules: UpstreamRules = {
    issuer: entry.issuer,
    clientId: entry.client_id,
    auth,
    scopes: entry.scopes ?? preset?.scopes ?? ['openid', 'profile'],
    par: entry.par,
    responseMode: entry.response_mode,
    idTokenAlgorithm: entry.id_token_alg,
    userinfo: entry.userinfo ?? preset?.userinfo ?? false,
    clockTolerance: entry.clock_tolerance,
    answerWithin: entry.answer_within,
    atOnce: entry.at_once,
    parameters: entry.parameters,
    plain: plain && entry.issuer.startsWith('http:'),
  }
  return { eid: eidOf(entry, preset?.eid), rules }
}

const withLogo = (declared: DeclaredEid, logo: Asset | undefined): DeclaredEid => ({
  ...declared,
  eid: { ...declared.eid, logo },
})

const mostLogo = 32 * 1024

/** A text: what is wrong with it, as the rest of a sentence. */
function logoOf({ id, logo_file: file }: Entry): Asset | string | undefined {
  if (file === undefined) return undefined
  let svg: string
  try {
    svg = readFileSync(file, 'utf8')
  } catch (error) {
    return `has a logo_file that cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`
  }
  if (Buffer.byteLength(svg) > mostLogo) return 'has a logo_file of more than 32 KiB'
  return /^\s*(?:<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(svg) ? logoAsset(id, svg) : 'has a logo_file that is no SVG'
}

/** `faultsOf` has seen to it. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an eID without what was asked for')
  return value
}

function eidOf(entry: Entry, known: Preset['eid'] | undefined): Eid {
  return {
    id: entry.id,
    name: there(entry.name ?? known?.name),
    needs: there(entry.needs ?? known?.needs),
    mark: there(entry.mark ?? known?.mark),
    highest: there(entry.highest ?? known?.highest),
    mapping: mappingOf(entry, known?.mapping),
    ask: (entry.ask as Eid['ask'] | undefined) ?? known?.ask ?? {},
    locales: (entry.locales as Eid['locales'] | undefined) ?? known?.locales ?? {},
    prompt: (entry.prompt ?? known?.prompt ?? 'login') === 'login' ? 'login' : undefined,
    code: known?.code,
  }
}

function mappingOf(entry: Entry, known: Mapping | undefined): Mapping {
  const said: Mapping['levels'] | undefined =
    (entry.levels as Readonly<Record<string, Level>> | undefined) ?? entry.every_login_is
  return {
    number: entry.number_claims ?? known?.number ?? [],
    given: entry.given_claim ?? known?.given ?? 'given_name',
    family: entry.family_claim ?? known?.family ?? 'family_name',
    levels: said ?? known?.levels ?? {},
    amr: entry.amr ?? known?.amr ?? [],
    amrElse: entry.amr_else ?? known?.amrElse ?? '',
  }
}

const jwk = z.looseObject({ kty: word, kid: word, alg: algorithm, d: z.string().min(1) })

/** A text: what is wrong with it, as the rest of a sentence. What parsers say would quote the secret. */
async function authOf({ key_file, secret_file, secret_method }: Entry): Promise<UpstreamAuth | string> {
  try {
    if (secret_file !== undefined) {
      const secret = readFileSync(secret_file, 'utf8').trim()
      return secret.length < 16 ? 'has a secret of fewer than 16 characters' : { kind: secret_method, secret }
    }
    const written = jwk.parse(JSON.parse(readFileSync(key_file ?? '', 'utf8')))
    return { kind: 'private_key_jwt', key: await importSigning(written), kid: written.kid }
  } catch {
    return key_file === undefined
      ? 'needs a secret_file that can be read'
      : 'needs a key_file with a private key as a JWK with kid and alg'
  }
}

const importing = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
} as const

/** The client library wants a key of Web Crypto. */
export const importSigning = (key: { readonly alg: keyof typeof importing } & JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', key, importing[key.alg], false, ['sign'])
