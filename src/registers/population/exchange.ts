/** One question to the register and what its answer means. Statuses and errors as the API describes them (`FREG-nnn`). */
import { parseJson } from '#base/json.ts'
import { OutboundFailed, type OutsideAnswer } from '#http/outbound.ts'
import { type AccessTokens, TokenRefused } from '#registers/population/access-token.ts'
import { type Fields, isFields, own } from '#registers/population/document.ts'
import type { Send } from '#registers/population/send.ts'

export type Answer =
  | { readonly kind: 'document'; readonly document: Fields }
  /** The register knows no such number. */
  | { readonly kind: 'nobody' }
  /** `detail`: the status, or the token server's word for why not. */
  | {
      readonly kind: 'away'
      readonly why: Away
      readonly detail?: { readonly status: number } | { readonly error: string }
    }
  /** It asks us to wait, milliseconds. */
  | { readonly kind: 'pause'; readonly ms: number }

/** Words for the log and the metrics. */
export type Away = 'unreachable' | 'late' | 'token' | 'refused' | 'broken' | 'malformed'

export interface Exchange {
  readonly send: Send
  readonly tokens: AccessTokens
  /** Up to `/personer`, without a slash at the end. */
  readonly address: string
}

/** `digits` stand in the address: the API has them there. Nothing on the way may write it down. */
export async function askOnce(exchange: Exchange, digits: string, parts: readonly string[]): Promise<Answer> {
  const query = parts.map((part) => `part=${part}`).join('&')
  const address = `${exchange.address}/personer/${digits}?${query}`
  try {
    const token = await exchange.tokens.current()
    const first = await get(exchange.send, address, token)
    if (first.status !== 401) return meaningOf(first)
    // It may have ended on the way, or have been taken back: once more with a new one.
    exchange.tokens.drop(token)
    return meaningOf(await get(exchange.send, address, await exchange.tokens.current()))
  } catch (error) {
    if (error instanceof TokenRefused) return { kind: 'away', why: 'token', detail: { error: error.why } }
    if (error instanceof OutboundFailed) return away(error.why === 'timeout' ? 'late' : wordFor(error))
    throw error
  }
}

const get = (send: Send, address: string, token: string): Promise<OutsideAnswer> =>
  send(address, { method: 'GET', headers: { authorization: `Bearer ${token}`, accept: 'application/json' } })

const wordFor = ({ why }: OutboundFailed): Away => (why === 'too-large' ? 'malformed' : 'unreachable')

function meaningOf({ status, headers, body }: OutsideAnswer): Answer {
  if (status === 200) {
    const document = readJson(body)
    return document === undefined ? away('malformed') : { kind: 'document', document }
  }
  if (status === 429) return { kind: 'pause', ms: pauseOf(headers['retry-after']) }
  // 400: a number that its own rules refuse, which ours let pass. Anybody can type one, so it is no failure of the register.
  if ((status === 404 || status === 400) && isTheirError(readJson(body))) return { kind: 'nobody' }
  return { kind: 'away', why: status >= 500 ? 'broken' : 'refused', detail: { status } }
}

const away = (why: Away): Answer => ({ kind: 'away', why })

/** A 404 of somebody else (a wrong address, a proxy in between) must not make everybody unknown. */
const isTheirError = (error: Fields | undefined): boolean =>
  error !== undefined && /^FREG-\d{3,4}$/.test(String(own(error, 'kode')))

function readJson(body: Buffer): Fields | undefined {
  try {
    const value = parseJson(utf8.decode(body))
    return isFields(value) ? value : undefined
  } catch {
    // Bytes that are no text.
    return undefined
  }
}
/** Wrong bytes are refused: a name with holes is nobody's. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Milliseconds. */
const pauses = { least: 1000, unsaid: 5000, most: 60_000 }
/** More than this can only be milliseconds: nobody is sent away for minutes. */
const mostSeconds = 120

/** RFC 9110 §10.2.3 says seconds; the register's own pages say milliseconds. Dates it does not send. */
function pauseOf(retryAfter: string | undefined): number {
  if (retryAfter === undefined || !/^\d{1,9}$/.test(retryAfter)) return pauses.unsaid
  const value = Number(retryAfter)
  return Math.min(pauses.most, Math.max(pauses.least, value <= mostSeconds ? value * 1000 : value))
}
