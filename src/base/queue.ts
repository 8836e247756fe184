/** First in, first out, without moving what is left: for what waits for answers that come in order. */
export interface Queue<T> {
  push(item: T): void
  /** The one in front, left where it is. */
  first(): T | undefined
  /** Takes the one in front. */
  shift(): T | undefined
  /** Takes all. */
  drain(): readonly T[]
  readonly length: number
}

/** Places that were taken are given back together, so that a queue that is never empty does not grow. */
const taken = 1000

export function openQueue<T extends object>(): Queue<T> {
  let items: (T | undefined)[] = []
  let head = 0
  return {
    push: (item) => void items.push(item),
    first: () => items[head],
    shift() {
      const item = items[head]
      if (item === undefined) return undefined
      items[head++] = undefined
      if (head === items.length || head > taken) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    drain() {
      const left = items.slice(head) as T[]
      items = []
      head = 0
      return left
    },
    get length() {
      return items.length - head
    },
  }
}
