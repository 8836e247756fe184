/** What few ask for is made when the first one asks, not while the program starts; everybody gets the same. */
export function whenAsked<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
