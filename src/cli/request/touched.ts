/** The tenants there are, and whom they name as their parent. */
export interface Families {
  readonly tenants: readonly string[]
  readonly parents: ReadonlyMap<string, string>
  /** The same on the base branch, as far as the request changes it. */
  readonly parentsBefore: ReadonlyMap<string, string>
}

/** What a parent's folder holds that its children are planned by, and a child's that its parent is. */
const handedDown = /^(?:tenant\.yaml$|library\/|entities[./])/
const handedUp = /^(?:tenant\.yaml$|departments[./])/

/**
 * The tenants whose plan can be another where these files are, sorted: never fewer than could be. What all tenants share
 * concerns all; files beside the workspace concern none.
 */
export function touchedTenants(paths: readonly string[], families: Families): readonly string[] {
  const { tenants, parents, parentsBefore } = families
  if (paths.some((path) => /^(?:roster\.yaml$|library\/|platforms\/)/.test(path))) return tenants
  const touched = new Set<string>()
  for (const path of paths) {
    const [, id, file] = /^tenants\/([^/]+)\/(.+)$/s.exec(path) ?? []
    if (id === undefined || file === undefined) continue
    touched.add(id)
    if (handedDown.test(file)) for (const [child, parent] of parents) if (parent === id) touched.add(child)
    if (handedUp.test(file)) for (const known of [parents, parentsBefore]) touched.add(known.get(id) ?? id)
  }
  return tenants.filter((id) => touched.has(id))
}

/** The tenants of whose folder something is gone and nothing is left, sorted. */
export function goneTenants(paths: readonly string[], tenants: readonly string[]): readonly string[] {
  const named = paths.flatMap((path) => /^tenants\/([^/]+)\/./s.exec(path)?.[1] ?? [])
  return [...new Set(named)].filter((id) => /^[a-z0-9][a-z0-9._-]{0,62}$/.test(id) && !tenants.includes(id)).toSorted()
}
