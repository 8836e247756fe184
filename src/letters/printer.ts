/** Who prints: takes a batch whole or not at all, and says when its letters have left. */

export interface Batch {
  readonly run: string
  /** Names of the sealed letters. */
  readonly files: readonly string[]
  /** The same text each time. */
  read(file: string): Promise<string>
  /** JSON: counts and checksums (`Manifest`). */
  readonly manifest: string
}

export interface Manifest {
  readonly run: string
  readonly letters: number
  readonly pages: number
  /** A folded once, in a white C5 window envelope, by the fastest post. */
  readonly paper: 'A4'
  readonly envelope: { readonly format: 'C5'; readonly priority: 'A'; readonly back: readonly string[] }
  /** JWE in compact form (RFC 7516) of a PDF, to this key of the printer. */
  readonly sealed: { readonly alg: string; readonly enc: string; readonly kid: string }
  readonly files: readonly {
    readonly name: string
    readonly pages: number
    readonly bytes: number
    readonly sha256: string
  }[]
}

export interface Receipt {
  readonly run: string
  /** SHA-256 of the manifest, hexadecimal: that this and nothing else was printed. */
  readonly manifest: string
  /** When the letters left, milliseconds. */
  readonly sent: number
}

/** What lies where a receipt should is none: somebody has to look at it. */
export class ReceiptFault extends Error {
  override readonly name = 'ReceiptFault'
}

export interface Printer {
  /** Once it has come back, the whole batch is there. A second time with the same run changes nothing. */
  hand(batch: Batch): Promise<void>
  /** Undefined: not yet. @throws ReceiptFault */
  receipt(run: string): Promise<Receipt | undefined>
}
