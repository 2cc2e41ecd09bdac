import type { BenchTenant } from './people.ts'

/** group -> ids of the people in it, in their order. */
export function membersOf(tenant: BenchTenant): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>(tenant.groups.map((group) => [group, []]))
  for (const { id, groups } of tenant.people) for (const group of groups) members.get(group)?.push(id)
  return members
}
