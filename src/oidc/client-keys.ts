/**
 * Clients' keys: those of the registration, or those at the address that it names (`jwks_uri`, RFC 7591 §2). What lies elsewhere
 * is fetched when it is needed, by one of many at once, kept for a while, and never asked for more often than the pause allows,
 * whatever anybody sends here in the client's name.
 */
import { lifetimes } from '#base/lifetimes.ts'
import type { Clock } from '#base/clock.ts'
import type { Network } from '#base/networks.ts'
import type { Log } from '#http/answer.ts'
import { fetchOutside, type OutsideAnswer, OutboundFailed, type OutboundTrouble } from '#http/outbound.ts'
import { readKeySet } from '#oidc/client-key-set.ts'
import type { Client, ClientKeySet } from '#oidc/client.ts'

type KeyedClient = Pick<Client, 'id' | 'jwksUri' | 'keys' | 'encryptionKeys'>

export interface ClientKeys {
  /** A text: why there are none, as the rest of a sentence that begins with the keys at the address. Those registered come at once. */
  keysOf(client: KeyedClient): ClientKeySet | Promise<ClientKeySet | string>
  /** A key was named that is not in `known`: what the address has now, unless it was asked a moment ago. Undefined: nothing newer. */
  newerKeysOf(client: KeyedClient, known: ClientKeySet): Promise<ClientKeySet | undefined>
}

export interface ClientKeysDeps {
  readonly clock: Clock
  /** What of our own network may be called. */
  readonly allow: readonly Network[]
  readonly log: Log
  readonly count?: (name: string, labels: Readonly<Record<string, string>>) => void
  /** Absent: as the internet answers. */
  readonly fetch?: (address: string) => Promise<OutsideAnswer>
}

/** Milliseconds. A client waits for its answer meanwhile. */
const timeouts = { connect: 2000, read: 3000 }
/** Twenty keys with certificates fit. */
const mostBytes = 64 * 1024

interface Kept {
  readonly address: string
  set: ClientKeySet | undefined
  /** Why the newest fetch gave nothing. */
  fault: string
  /** Milliseconds: good without asking until then; in need, until then. */
  freshUntil: number
  staleUntil: number
  /** When it was asked last. */
  asked: number
  asking: Promise<void> | undefined
}

export function openClientKeys(deps: ClientKeysDeps): ClientKeys {
  const { clock } = deps
  const all = new Map<string, Kept>()

  const keptFor = (id: string, address: string): Kept => {
    const known = all.get(id)
    if (known?.address === address) return known
    const fault = 'could not be fetched'
    const made: Kept = { address, set: undefined, fault, freshUntil: 0, staleUntil: 0, asked: 0, asking: undefined }
    // As many as there are clients: nobody else's name comes here.
    all.set(id, made)
    return made
  }

  /** One at a time for a client, and no sooner than the pause after the one before. */
  const ask = async (id: string, kept: Kept): Promise<void> => {
    if (kept.asking === undefined && clock.now() < kept.asked + lifetimes.clientKeysPause * 1000) return
    kept.asked = kept.asking === undefined ? clock.now() : kept.asked
    kept.asking ??= fetchInto(deps, id, kept).finally(() => {
      kept.asking = undefined
    })
    await kept.asking
  }

  const fetched = async (id: string, address: string): Promise<ClientKeySet | string> => {
    const kept = keptFor(id, address)
    if (kept.set !== undefined && clock.now() < kept.freshUntil) return kept.set
    await ask(id, kept)
    return kept.set !== undefined && clock.now() < kept.staleUntil ? kept.set : kept.fault
  }

  return {
    keysOf: (client) => (client.jwksUri === undefined ? client : fetched(client.id, client.jwksUri)),
    async newerKeysOf({ id, jwksUri }, known) {
      if (jwksUri === undefined) return undefined
      const kept = keptFor(id, jwksUri)
      // Somebody else may have fetched them since.
      if (kept.set === known) await ask(id, kept)
      return kept.set === known ? undefined : kept.set
    },
  }
}

async function fetchInto(deps: ClientKeysDeps, client: string, kept: Kept): Promise<void> {
  const found = await fetchKeys(deps, kept.address)
  const now = deps.clock.now()
  if (typeof found === 'string') {
    kept.fault = found
    deps.log('warn', 'the keys of a client could not be fetched', { client, detail: found })
  } else {
    kept.set = found.set
    kept.freshUntil = now + found.seconds * 1000
    // An address that fails for a while takes nobody's service down; a key that was taken back there does not live on for long.
    kept.staleUntil = kept.freshUntil + lifetimes.clientKeysStale * 1000
  }
  deps.count?.('oidc_client_keys_fetched', { outcome: typeof found === 'string' ? 'failed' : 'ok' })
}

/** The keys and how long they are good without asking, in seconds; or why there are none. */
async function fetchKeys(
  { allow, fetch = (address) => fetchOutside(address, { headers, timeouts, mostBytes, allow }) }: ClientKeysDeps,
  address: string,
): Promise<{ readonly set: ClientKeySet; readonly seconds: number } | string> {
  try {
    const { status, headers: answered, body } = await fetch(address)
    // A redirect is an answer like others: where it leads nobody has registered.
    if (status !== 200) return `could not be fetched: the answer was ${status}, not 200`
    const set = readKeySet(body)
    return typeof set === 'string' ? `cannot be used: the document ${set}` : { set, seconds: freshFor(answered) }
  } catch (error) {
    if (error instanceof OutboundFailed) return `could not be fetched: ${words[error.why]}`
    throw error
  }
}

const headers = { accept: 'application/jwk-set+json, application/json' }

/** Where a name leads inside our own network is nobody's business outside: those four sound alike. */
const unreachable = 'the address could not be reached'
const words: Readonly<Record<OutboundTrouble, string>> = {
  address: unreachable,
  inside: unreachable,
  unresolved: unreachable,
  unreachable,
  timeout: 'there was no answer in time',
  'too-large': `the answer is larger than ${mostBytes / 1024} KiB`,
}

/** RFC 9111 §5.2.2.1, within limits: a year's would keep a key that was taken back, and a second's would ask all the time. */
function freshFor({ 'cache-control': control }: OutsideAnswer['headers']): number {
  const said = /(?:^|[,\s])max-age="?(\d{1,9})/i.exec(control ?? '')?.[1]
  const wanted = said === undefined ? lifetimes.clientKeys : Number(said)
  const never = /(?:^|[,\s])no-(?:store|cache)(?:$|[,\s])/i.test(control ?? '')
  return Math.min(lifetimes.clientKeysLongest, Math.max(lifetimes.clientKeysShortest, never ? 0 : wanted))
}
