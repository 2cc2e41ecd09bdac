import { circles, inWords } from './cycles.ts'
import type { Slug } from './rules.ts'
import type { Path } from './schema-file.ts'
import { dependenciesOf } from './upstream.ts'
import type { Findings, World } from './world.ts'

/** Managers, departments, groups and directories that point back to where they started. */
export function checkCircles(world: World, findings: Findings): void {
  const { users, groups, departments, tenant } = world
  const say = (slug: Slug, what: string, place: (first: string) => { file: string; path: Path } | undefined) => {
    return (circle: readonly string[]) => {
      const spot = place(circle[0] ?? '')
      if (spot === undefined) return
      const message =
        circle.length === 1
          ? `\`${circle[0]}\` leads back to itself.`
          : `In a circle, each ${what} the next: ${inWords(circle)}.`
      findings.mistake(spot, { slug, message, fix: 'Take one of them out of the circle.' })
    }
  }
  // Somebody who is their own manager has a message of their own.
  const managers = arrowsOf(users, (spec, id) => (spec.manager === id ? [] : [spec.manager]))
  circles(managers).forEach(say('manager-cycle', 'reports to', (id) => spotOf(users, id, 'manager')))
  const parents = arrowsOf(departments, (spec) => [spec.parent])
  circles(parents).forEach(say('department-cycle', 'is part of', (id) => spotOf(departments, id, 'parent')))
  const nested = arrowsOf(groups, (spec) => spec.members?.groups ?? [])
  circles(nested).forEach(say('group-cycle', 'contains', (id) => spotOf(groups, id, 'members', 'groups')))
  const directories = new Map(
    Object.entries(tenant?.spec.directories ?? {}).map(([id, one]) => [id, dependenciesOf(one)]),
  )
  const placeOf = (id: string) => ({ file: tenant?.file ?? '', path: ['directories', id, 'dependsOn'] })
  circles(directories).forEach(say('depends-cycle', 'waits for', placeOf))
}

type Entries<Spec> = ReadonlyMap<string, { readonly file: string; readonly spec: Spec }>

function arrowsOf<Spec>(
  entries: Entries<Spec>,
  targets: (spec: Spec, id: string) => readonly (string | null | undefined)[],
): Map<string, string[]> {
  const arrows = new Map<string, string[]>()
  for (const [id, { spec }] of entries) {
    const to = targets(spec, id).filter((target): target is string => typeof target === 'string')
    if (to.length > 0) arrows.set(id, to)
  }
  return arrows
}

function spotOf(entries: Entries<unknown>, id: string, ...path: Path): { file: string; path: Path } | undefined {
  const entry = entries.get(id)
  return entry === undefined ? undefined : { file: entry.file, path: [id, ...path] }
}
