/** Work of somebody else's that may take so long and no longer. It is not ended by that: `late` lets go of it, and says what is thrown. */
export async function inTime<T>(milliseconds: number, work: Promise<T>, late: () => Error): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(late()), milliseconds)
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}
