/**
 * The keys that sign tokens, and beside them those of `opening.ts`. The database holds them, every process keeps them in memory, the clock decides which one signs:
 * a key that was announced in time takes over in all processes at once, with no message between them.
 */
import { type Certificate, readCertificates } from '#keys/certificate.ts'
import { openFetches } from '#keys/fetches.ts'
import {
  isSigningAlgorithm,
  keyAlgorithms,
  type OperatorKeys,
  type PublicJwk,
  type PublicKey,
  type PublishedJwk,
  type Signer,
  type SigningAlgorithm,
  signingAlgorithms,
} from '#keys/keys.ts'
import { readPrivateKey, readPublicKey } from '#keys/new-key.ts'
import { holdOpeners } from '#keys/opening.ts'
import { announceNext, of, place, type RingDeps, settle, timesOf } from '#keys/ring.ts'
import { readKeys, type SigningKeyRow } from '#keys/store.ts'
import { published, signing } from '#keys/timeline.ts'

export interface SigningDeps extends RingDeps {
  /** The operator's certificates (PEM), and whether tokens carry them. */
  readonly certificates?: string | undefined
  readonly certificatesInTokens?: boolean
}

interface SigningRow extends SigningKeyRow {
  readonly algorithm: SigningAlgorithm
}
const signs = (row: SigningKeyRow): row is SigningRow => isSigningAlgorithm(row.algorithm)

/** A key as this process holds it: objects are made once for each kid. */
interface HeldKey extends SigningRow {
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
  const opening = holdOpeners(deps.vault)
  const fetches = openFetches(deps)
  const oneAtATime = queue()

  const refresh = (): Promise<void> =>
    oneAtATime(async () => {
      const rows = await readKeys(database)
      const changed = await Promise.all(keyAlgorithms.map((algorithm) => settle(deps, of(rows, algorithm), algorithm)))
      const settled = changed.includes(true) ? await readKeys(database) : rows
      holder.set(settled.filter(signs))
      opening.set(settled)
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
    openers: (algorithm) => opening.openers(algorithm),
    published() {
      const now = clock.now()
      return { keys: [...holder.published(now).map((key) => key.jwk), ...opening.published(now)] }
    },
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

/** The keys in memory. */
function holdKeys(deps: SigningDeps) {
  const { vault } = deps
  let held: readonly HeldKey[] = []
  let certificates: ReadonlyMap<string, Certificate> | undefined

  function signerOf(row: SigningRow, known: HeldKey | undefined): Signer | undefined {
    const { kid, algorithm, private_cipher: cipher } = row
    if (cipher === null) return undefined
    if (known?.signer !== undefined) return known.signer
    const privateKey = readPrivateKey(vault.decrypt(place(kid), cipher))
    const x5c = deps.certificatesInTokens === true ? certificates?.get(kid)?.chain : undefined
    return { kid, algorithm, privateKey, ...(x5c === undefined ? {} : { x5c }) }
  }
  function hold(row: SigningRow, publicKey: PublicKey): HeldKey {
    const known = held.find((key) => key.kid === row.kid)
    const x5c = certificates?.get(row.kid)?.chain
    const jwk = known?.jwk ?? { ...(JSON.parse(row.public_jwk) as PublicJwk), ...(x5c === undefined ? {} : { x5c }) }
    return { ...row, jwk, publicKey, signer: signerOf(row, known) }
  }
  const publicOf = ({ kid, algorithm, public_jwk: jwk }: SigningRow): PublicKey =>
    held.find((key) => key.kid === kid)?.publicKey ?? {
      kid,
      algorithm,
      publicKey: readPublicKey(JSON.parse(jwk) as PublicJwk),
    }
  return {
    set(rows: readonly SigningRow[]) {
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

/** One after the other: an older reading never replaces a newer one. A failure is its own caller's. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
