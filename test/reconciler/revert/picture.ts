interface Named {
  readonly username?: string
  readonly name?: string
  readonly container?: string
}

/** What a picture shows, by the name of each. */
export function byName(picture: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    picture.map((one) => {
      const { username, name, container } = one as Named
      return [username ?? name ?? container ?? '', JSON.stringify(one)]
    }),
  )
}
