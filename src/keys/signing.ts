/**
 * The keys that sign tokens. The database holds them, every process keeps them in memory, the clock decides which one signs:
 * a key that was announced in time takes over in all processes at once, with no message between them.
 */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import { type Certificate, readCertificates } from '#keys/certificate.ts'
import { openFetches } from '#keys/fetches.ts'
import {
  type KeyEvent,
  type OperatorKeys,
  type PublicJwk,
  type PublicKey,
  type PublishedJwk,
  type Signer,
  type SigningAlgorithm,
  signingAlgorithms,
  type Vault,
  type WriteWithEvents,
} from '#keys/keys.ts'
import { newKey, readPrivateKey, readPublicKey, type RsaBits } from '#keys/new-key.ts'
import { blankKey, endKey, insertKey, readKeys, type SigningKeyRow } from '#keys/store.ts'
import { ended, goneAfter, type KeyTimes, nextDue, published, signing, usualTimes } from '#keys/timeline.ts'

export interface SigningDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  /** For RSA keys made from now on; those that are there keep their size until they are rotated. */
  readonly rsaBits: RsaBits
  readonly times?: KeyTimes
  /** The operator's certificates (PEM), and whether tokens carry them. */
  readonly certificates?: string | undefined
  readonly certificatesInTokens?: boolean
  /** `audit.write`; left out, key events are told to nobody. */
  readonly write?: WriteWithEvents
}

/** A key as this process holds it: objects are made once for each kid. */
interface HeldKey extends SigningKeyRow {
  readonly jwk: PublishedJwk
  readonly publicKey: PublicKey
  readonly signer: Signer | undefined
}

/**
 * Reads the keys, and makes the first ones when there are none.
 * @throws CannotDecrypt when they belong to another key file; CertificateFault
 */
export async function openSigningKeys(deps: SigningDeps): Promise<OperatorKeys> {
  const { clock, database } = deps
  const holder = holdKeys(deps)
  const fetches = openFetches(deps)
  const oneAtATime = queue()

  const refresh = (): Promise<void> =>
    oneAtATime(async () => {
      const rows = await readKeys(database)
      const changed = await Promise.all(
        signingAlgorithms.map((algorithm) => settle(deps, of(rows, algorithm), algorithm)),
      )
      holder.set(changed.includes(true) ? await readKeys(database) : rows)
      await fetches.write()
    })
  await refresh()
  return {
    signer(algorithm) {
      const key = signing(holder.withSigner(algorithm), clock.now())
      if (key?.signer === undefined) throw new Error(`no ${algorithm} key to sign with`)
      return key.signer
    },
    verifier: (kid) => holder.published(clock.now()).find((key) => key.kid === kid)?.publicKey,
    published: () => ({ keys: holder.published(clock.now()).map((key) => key.jwk) }),
    fetched: (who) => fetches.saw(who),
    newest(algorithm) {
      const signer = holder.withSigner(algorithm).at(-1)?.signer
      if (signer === undefined) throw new Error(`no ${algorithm} key`)
      return signer
    },
    warnings: () => holder.warnings(clock.now()),
    refresh,
    async rotate(algorithm, seconds) {
      const wait = seconds === undefined ? timesOf(deps).announced : seconds * 1000
      const made = await oneAtATime(() => announceNext(deps, algorithm, wait))
      await refresh()
      return made
    },
  }
}

const timesOf = ({ times = usualTimes }: SigningDeps): KeyTimes => times

const of = <K extends SigningKeyRow>(rows: readonly K[], algorithm: SigningAlgorithm): readonly K[] =>
  rows.filter((row) => row.algorithm === algorithm)

/** The keys in memory. */
function holdKeys(deps: SigningDeps) {
  const { vault } = deps
  let held: readonly HeldKey[] = []
  let certificates: ReadonlyMap<string, Certificate> | undefined

  function signerOf(row: SigningKeyRow, known: HeldKey | undefined): Signer | undefined {
    const { kid, algorithm, private_cipher: cipher } = row
    if (cipher === null) return undefined
    if (known?.signer !== undefined) return known.signer
    const privateKey = readPrivateKey(vault.decrypt(place(kid), cipher))
    const x5c = deps.certificatesInTokens === true ? certificates?.get(kid)?.chain : undefined
    return { kid, algorithm, privateKey, ...(x5c === undefined ? {} : { x5c }) }
  }
  function hold(row: SigningKeyRow, publicKey: PublicKey): HeldKey {
    const known = held.find((key) => key.kid === row.kid)
    const x5c = certificates?.get(row.kid)?.chain
    const jwk = known?.jwk ?? { ...(JSON.parse(row.public_jwk) as PublicJwk), ...(x5c === undefined ? {} : { x5c }) }
    return { ...row, jwk, publicKey, signer: signerOf(row, known) }
  }
  const publicOf = ({ kid, algorithm, public_jwk: jwk }: SigningKeyRow): PublicKey =>
    held.find((key) => key.kid === kid)?.publicKey ?? {
      kid,
      algorithm,
      publicKey: readPublicKey(JSON.parse(jwk) as PublicJwk),
    }
  return {
    set(rows: readonly SigningKeyRow[]) {
      const publicKeys = rows.map(publicOf)
      if (deps.certificates !== undefined) certificates ??= readCertificates(deps.certificates, publicKeys)
      held = rows.map((row, i) => hold(row, publicKeys[i] ?? publicOf(row)))
    },
    withSigner: (algorithm: SigningAlgorithm) =>
      held.filter((key) => key.algorithm === algorithm && key.signer !== undefined),
    published: (now: number) => signingAlgorithms.flatMap((one) => published(of(held, one), now, timesOf(deps))),
    warnings: (now: number) => certificateWarnings(held, certificates, now),
  }
}

/** Long enough to have a new one made. */
const expiresSoon = 30 * 24 * 3600 * 1000

/** Of those algorithms that the operator has certificates for: is there one for the key that signs, and for the one that will? */
function certificateWarnings(
  held: readonly HeldKey[],
  certificates: ReadonlyMap<string, Certificate> | undefined,
  now: number,
): readonly string[] {
  if (certificates === undefined) return []
  const certified = (key: HeldKey): boolean => certificates.has(key.kid)
  return signingAlgorithms.flatMap((algorithm) => {
    const keys = of(held, algorithm)
    if (!keys.some(certified)) return []
    const current = signing(keys, now)
    return keys
      .filter((key) => key === current || key.signs_from > now)
      .flatMap((key) => {
        const expires = certificates.get(key.kid)?.expires
        if (expires === undefined) return [`the ${algorithm} key ${key.kid} has no certificate`]
        if (expires > now + expiresSoon) return []
        return [
          `the certificate of the ${algorithm} key ${key.kid} ${expires <= now ? 'ended' : 'ends'} on ${new Date(expires).toISOString().slice(0, 10)}`,
        ]
      })
  })
}

const place = (kid: string): string => `signing_key/${kid}/private`

/** Writes what the clock has brought since the last time. True when there is something new to read. */
async function settle(
  deps: SigningDeps,
  keys: readonly SigningKeyRow[],
  algorithm: SigningAlgorithm,
): Promise<boolean> {
  const { database } = deps
  const now = deps.clock.now()
  const took = ended(keys, now)
  for (const { key, next } of took) {
    const step = endKey(database, key.kid, next.signs_from, goneAfter(next.signs_from, timesOf(deps)))
    await write(deps, step, [{ type: 'key.activated', kid: next.kid }])
  }
  const gone = keys.filter((key) => key.private_cipher !== null && key.gone_after !== null && key.gone_after <= now)
  for (const { kid } of gone) await write(deps, blankKey(database, kid), [{ type: 'key.retired', kid }])
  const due = nextDue(keys, now, timesOf(deps))
  if (due !== undefined) await announce(deps, algorithm, numberAfter(keys), due)
  return due !== undefined || took.length + gone.length > 0
}

/** A guard that fails means that another process was first: its key or its change is as good as ours. */
async function write(
  deps: SigningDeps,
  step: ReturnType<typeof insertKey>,
  events: readonly KeyEvent[],
): Promise<boolean> {
  const result = deps.write === undefined ? await deps.database.batch([step]) : await deps.write([step], events)
  return result.ok
}

const numberAfter = (keys: readonly SigningKeyRow[]): number => Math.max(0, ...keys.map(({ number }) => number)) + 1

interface Announced {
  readonly kid: string
  readonly signsFrom: number
}

/** Makes and stores a key. Undefined when another process took the number. */
async function announce(
  deps: SigningDeps,
  algorithm: SigningAlgorithm,
  number: number,
  from: number,
): Promise<Announced | undefined> {
  const made = await newKey(algorithm, deps.rsaBits)
  const { kid } = made
  const row: SigningKeyRow = {
    algorithm,
    number,
    kid,
    private_cipher: deps.vault.encrypt(place(kid), made.privateText),
    public_jwk: JSON.stringify(made.publicJwk),
    created: deps.clock.now(),
    signs_from: from,
    signs_until: null,
    gone_after: null,
  }
  const created: KeyEvent = { type: 'key.created', kid }
  // The very first key signs at once; a later one is told of when the key before it ends.
  const events: readonly KeyEvent[] = number === 1 ? [created, { type: 'key.activated', kid }] : [created]
  return (await write(deps, insertKey(deps.database, row), events)) ? { kid, signsFrom: from } : undefined
}

/** The operator asked for a key: one is made whatever other processes make in the meantime. */
async function announceNext(deps: SigningDeps, algorithm: SigningAlgorithm, wait: number): Promise<Announced> {
  const keys = of(await readKeys(deps.database), algorithm)
  const made = await announce(deps, algorithm, numberAfter(keys), deps.clock.now() + wait)
  return made ?? announceNext(deps, algorithm, wait)
}

/** One after the other: an older reading never replaces a newer one. A failure is its own caller's. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
