/**
 * The keys that sign tokens. The database holds them, every process keeps them in memory, the clock decides which one signs:
 * a key that was announced in time takes over in all processes at once, with no message between them.
 */
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Database } from '#db/db.ts'
import {
  type KeyEvent,
  type PublicJwk,
  type PublicKey,
  type Signer,
  type SigningAlgorithm,
  signingAlgorithms,
  type SigningKeys,
  type Vault,
  type WriteWithEvents,
} from '#keys/keys.ts'
import { newKey, readPrivateKey, readPublicKey, type RsaBits } from '#keys/new-key.ts'
import { blankKey, endKey, insertKey, readKeys, type SigningKeyRow } from '#keys/store.ts'
import { ended, goneAfter, nextDue, published, signing } from '#keys/timeline.ts'

export interface SigningDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  /** For RSA keys made from now on; those that are there keep their size until they are rotated. */
  readonly rsaBits: RsaBits
  /** `audit.write`; left out, key events are told to nobody. */
  readonly write?: WriteWithEvents
}

/** A key as this process holds it: objects are made once for each kid. */
interface HeldKey extends SigningKeyRow {
  readonly jwk: PublicJwk
  readonly publicKey: PublicKey
  readonly signer: Signer | undefined
}

/** Reads the keys, and makes the first ones when there are none. @throws CannotDecrypt when they belong to another key file */
export async function openSigningKeys(deps: SigningDeps): Promise<SigningKeys> {
  const { clock, database } = deps
  const holder = holdKeys(deps)
  const oneAtATime = queue()

  const refresh = (): Promise<void> =>
    oneAtATime(async () => {
      const rows = await readKeys(database)
      const changed = await Promise.all(
        signingAlgorithms.map((algorithm) => settle(deps, of(rows, algorithm), algorithm)),
      )
      holder.set(changed.includes(true) ? await readKeys(database) : rows)
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
    refresh,
    async rotate(algorithm, seconds = lifetimes.keyAnnounced) {
      const made = await oneAtATime(() => announceNext(deps, algorithm, seconds))
      await refresh()
      return made
    },
  }
}

const of = <K extends SigningKeyRow>(rows: readonly K[], algorithm: SigningAlgorithm): readonly K[] =>
  rows.filter((row) => row.algorithm === algorithm)

/** The keys in memory. */
function holdKeys({ vault }: SigningDeps) {
  let held: readonly HeldKey[] = []

  function signerOf(
    { kid, algorithm, private_cipher: cipher }: SigningKeyRow,
    known: HeldKey | undefined,
  ): Signer | undefined {
    if (cipher === null) return undefined
    return known?.signer ?? { kid, algorithm, privateKey: readPrivateKey(vault.decrypt(place(kid), cipher)) }
  }
  function hold(row: SigningKeyRow): HeldKey {
    const { kid, algorithm } = row
    const known = held.find((key) => key.kid === kid)
    const jwk = known?.jwk ?? (JSON.parse(row.public_jwk) as PublicJwk)
    const publicKey = known?.publicKey ?? { kid, algorithm, publicKey: readPublicKey(jwk) }
    return { ...row, jwk, publicKey, signer: signerOf(row, known) }
  }
  return {
    set(rows: readonly SigningKeyRow[]) {
      held = rows.map(hold)
    },
    withSigner: (algorithm: SigningAlgorithm) =>
      held.filter((key) => key.algorithm === algorithm && key.signer !== undefined),
    published: (now: number) => signingAlgorithms.flatMap((algorithm) => published(of(held, algorithm), now)),
  }
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
    const step = endKey(database, key.kid, next.signs_from, goneAfter(next.signs_from))
    await write(deps, step, [{ type: 'key.activated', kid: next.kid }])
  }
  const gone = keys.filter((key) => key.private_cipher !== null && key.gone_after !== null && key.gone_after <= now)
  for (const { kid } of gone) await write(deps, blankKey(database, kid), [{ type: 'key.retired', kid }])
  const due = nextDue(keys, now)
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
async function announceNext(deps: SigningDeps, algorithm: SigningAlgorithm, seconds: number): Promise<Announced> {
  const keys = of(await readKeys(deps.database), algorithm)
  const made = await announce(deps, algorithm, numberAfter(keys), deps.clock.now() + seconds * 1000)
  return made ?? announceNext(deps, algorithm, seconds)
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
