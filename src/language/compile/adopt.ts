const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Ids of `adopt` as directories give them: a UUID in small letters, whatever it was copied from. */
export function adoptedIds(adopt: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(adopt).map(([directory, id]) => [directory, uuid.test(id) ? id.toLowerCase() : id]),
  )
}
