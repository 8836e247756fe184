/** Latency samples and order statistics. */
export class Samples {
  #values: number[] = []

  add(value: number): void {
    this.#values.push(value)
  }

  get count(): number {
    return this.#values.length
  }

  quantiles(...qs: number[]): number[] {
    const sorted = Float64Array.from(this.#values).sort()
    return qs.map((q) =>
      sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!,
    )
  }

  mean(): number {
    return this.#values.reduce((a, b) => a + b, 0) / this.#values.length
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const mid = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[mid]! : (sorted[mid - 1]! + sorted[mid]!) / 2
}

export function round(value: number, digits = 3): number {
  const f = 10 ** digits
  return Math.round(value * f) / f
}
