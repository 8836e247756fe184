/** What services authenticate with and must renew soon: secrets, keys, certificates. Told before it is over, not after. */
import type { Client } from '#oidc/client.ts'

export interface Ending {
  readonly client: string
  /** Of a key. */
  readonly kid: string | undefined
  /** A sentence for the log. */
  readonly says: string
}

const day = 24 * 3_600_000
/** Milliseconds: time enough for a service to have a new one made. */
const soon = 30 * day

/** What has ended already is told for as long again: then nobody uses it. */
export function endingOf(client: Client, now: number): readonly Ending[] {
  const all = [
    { kid: undefined, what: 'the secret', at: client.secretExpires },
    ...[...client.keys, ...client.encryptionKeys].map(({ kid, expires }) => ({ kid, what: 'the key', at: expires })),
    ...client.keys.map(({ kid, certificate }) => ({
      kid,
      what: 'the certificate of the key',
      at: certificate?.validToDate.getTime(),
    })),
  ]
  return all.flatMap(({ kid, what, at }) =>
    at === undefined || Math.abs(at - now) > soon ? [] : [{ client: client.id, kid, says: `${what} ${when(at, now)}` }],
  )
}

const when = (at: number, now: number): string =>
  at <= now ? 'has ended' : `ends in ${Math.ceil((at - now) / day)} days`
