/** What an issuer can do to us. None of it says who the user is. */

/** No answer that could be used: down, slow, too busy, or left in peace after failures. Somebody else's eID may work. */
export class UpstreamAway extends Error {
  override readonly name = 'UpstreamAway'
  /** A word for the log and metrics. */
  readonly why: string
  /** We saw it ourselves. False: it came through the user's browser, where anybody can say it. */
  readonly seen: boolean
  constructor(why: string, options: ErrorOptions & { readonly seen?: boolean } = {}) {
    super(`an eID's issuer is away: ${why}`, options)
    this.why = why
    this.seen = options.seen ?? true
  }
}

/** It said no, in its own words (RFC 6749 §4.1.2.1): the user cancelled, or it would not have them. */
export class UpstreamRefused extends Error {
  override readonly name = 'UpstreamRefused'
  readonly error: string
  /** For words to the user: known codes are looked for in it, it is never shown itself. */
  readonly description: string | undefined
  constructor(error: string, description: string | undefined) {
    super(`an eID's issuer said no: ${error}`)
    this.error = error
    this.description = description
  }
}

/** What came cannot be believed: another issuer, audience, nonce, key or time. Somebody may be trying something. */
export class UpstreamUntrue extends Error {
  override readonly name = 'UpstreamUntrue'
  readonly why: string
  constructor(why: string, options: ErrorOptions = {}) {
    super(`an eID's answer cannot be believed: ${why}`, options)
    this.why = why
  }
}
