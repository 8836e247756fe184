/** Passes over the table, some side by side. Each kind of message has a lane of its own: a mail server that hangs holds up no code. */

export interface Lane {
  /** There may be something. With all hands full, the pass that ends next looks again. */
  begin(): void
  settled(): Promise<void>
}

const passesAtOnce = 4

/** `pass` sends what is due; `failed` hears when that could not be read or written. */
export function openLane(pass: () => Promise<void>, failed: (cause: unknown) => void, stopped: () => boolean): Lane {
  const passes = new Set<Promise<void>>()
  let again = false
  const begin = (): void => {
    if (stopped()) return
    if (passes.size >= passesAtOnce) {
      again = true
      return
    }
    const one: Promise<void> = pass()
      .catch(failed)
      .finally(() => {
        passes.delete(one)
        if (again) {
          again = false
          begin()
        }
      })
    passes.add(one)
  }
  return {
    begin,
    async settled() {
      while (passes.size > 0) await Promise.all(passes)
    },
  }
}
