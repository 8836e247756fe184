/** What a register can be made to do wrong, for tests: set, and it stays until it is cleared. */

export interface Faults {
  /** Answers with this status, and the register's own error. */
  status?: number | undefined
  retryAfter?: string | undefined
  /** Sends this instead of a document, as JSON's type. */
  body?: string | undefined
  /** Gives the document of whoever has this number. */
  answersAbout?: string | undefined
  /** Comes back only when this has. */
  waitsFor?: Promise<void> | undefined
  /** The token endpoint answers with this status. */
  tokenStatus?: number | undefined
  /** Tokens given are forgotten at once. */
  forgetsTokens?: boolean | undefined
}

export function clearFaults(faults: Faults): void {
  for (const name of Object.keys(faults) as (keyof Faults)[]) delete faults[name]
}
