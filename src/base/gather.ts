/** What is written to a stream in one turn of the event loop goes out in one write: that costs more than most of what it carries. */
import type { Writable } from 'node:stream'

/** Call what comes back before each write. Node's own corking; nothing waits longer than the turn. */
export function gatherWrites(stream: Pick<Writable, 'cork' | 'uncork'>): () => void {
  let gathering = false
  const release = (): void => {
    gathering = false
    stream.uncork()
  }
  return () => {
    if (gathering) return
    gathering = true
    stream.cork()
    setImmediate(release)
  }
}
