/** Reads something when it is first asked for, and keeps it; a reading that failed is none. */
export function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return async () => {
    kept ??= read()
    try {
      return await kept
    } catch (error) {
      kept = undefined
      throw error
    }
  }
}
