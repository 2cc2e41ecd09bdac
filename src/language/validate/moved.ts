import type { Findings, World } from './world.ts'

/** `movedFrom` of every kind: the old id is gone, and moved to one entry only. */
export function checkMoves(world: World, findings: Findings): void {
  const { users, groups, departments, templates, roles, entities, accessGroups } = world
  const kinds = { users, groups, departments, templates, roles, entities, 'access-groups': accessGroups }
  for (const [kind, entries] of Object.entries(kinds)) {
    const { ids } = world.declared[kind as keyof World['declared']]
    const moved = new Map<string, string>()
    for (const [id, { file, spec }] of entries) {
      const old = spec.movedFrom
      if (old === undefined) continue
      const spot = { file, path: [id, 'movedFrom'] }
      const other = moved.get(old)
      if (ids.has(old)) {
        findings.mistake(spot, {
          slug: 'moved-from-exists',
          message: `\`${old}\` is still declared, so \`${id}\` cannot have moved from it.`,
          fix: `Remove the entry \`${old}\`, or this line.`,
        })
      } else if (other !== undefined) {
        findings.mistake(spot, {
          slug: 'moved-from-twice',
          message: `\`${other}\` moved from \`${old}\` too.`,
          fix: 'Keep `movedFrom` on the entry that goes on.',
        })
      }
      moved.set(old, id)
    }
  }
}
