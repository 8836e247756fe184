/** "Did you mean …?": the word of a list that a mistyped one is nearest to. */

/** Letters to add, drop, change or swap with a neighbour to get from one word to the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = at(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(change, at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(rows, i - 2, j - 2) + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return at(rows, a.length, b.length)
}

const at = (rows: readonly number[][], i: number, j: number): number => rows[i]?.[j] ?? 0

/** The nearest word, when no more than a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((one) => ({ one, far: distance(word, one) })).toSorted((a, b) => a.far - b.far)
  const best = ranked[0]
  return best !== undefined && best.far <= Math.max(2, Math.floor(best.one.length / 3)) ? best.one : undefined
}
