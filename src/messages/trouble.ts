/** Why a gateway did not take a message over. Never with its words: they may repeat the number, the address or the text. */

/**
 * `refused`: this message, for good. `later`: not now. `down`: surely not taken, the gateway has trouble of its own.
 * `unanswered`: it may have been taken.
 */
export type What = 'refused' | 'later' | 'down' | 'unanswered'

export class GatewayTrouble extends Error {
  override readonly name: string = 'GatewayTrouble'
  readonly what: What
  /** A word of a closed list, such as `throttled` or `smtp-550`. */
  readonly why: string
  constructor(what: What, why: string) {
    super(`a gateway for messages: ${what}, ${why}`)
    this.what = what
    this.why = why
  }
}

/** Of anything that was thrown. What nobody foresaw may have happened after the message was taken. */
export const troubleOf = (cause: unknown): GatewayTrouble =>
  cause instanceof GatewayTrouble
    ? cause
    : new GatewayTrouble('unanswered', cause instanceof Error ? cause.name : 'unknown')
