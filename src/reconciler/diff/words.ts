import type { Change, Naming } from '../../model/operation.ts'
import type { Value } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'

/** One value in plain words. */
export function spoken(value: Value | null | undefined): string {
  const values = valuesOf(value)
  return values.length === 0 ? 'nothing' : values.join(', ')
}

/** «title: Technician -> Lead; phone removed», with at most three changes in full. */
export function spokenChange(before: Change, after: Change): string {
  const parts: string[] = []
  for (const name of Object.keys(after.attributes)) {
    parts.push(oneChange(name, before.attributes[name], after.attributes[name]))
  }
  for (const name of Object.keys(after.references)) {
    parts.push(oneChange(name, before.references[name], after.references[name]))
  }
  return parts.length <= 3 ? parts.join('; ') : `${parts.slice(0, 3).join('; ')}; and ${parts.length - 3} more`
}

function oneChange(name: string, before: Value | null | undefined, after: Value | null | undefined): string {
  if (valuesOf(after).length === 0) return `${name} is cleared (was ${spoken(before)})`
  if (valuesOf(before).length === 0) return `${name} becomes ${spoken(after)}`
  return `${name} changes from ${spoken(before)} to ${spoken(after)}`
}

/** «username changes from a.li to ana.li; moves from ou=people to ou=sales». */
export function spokenNaming(before: Naming, after: Naming): string {
  const parts: string[] = []
  if (after.id !== undefined) parts.push(`the id changes from ${before.id} to ${after.id}`)
  if (after.username !== undefined) parts.push(`the username changes from ${before.username} to ${after.username}`)
  if (after.name !== undefined) parts.push(`the name changes from ${before.name} to ${after.name}`)
  if (after.container !== undefined) parts.push(`moves from ${before.container} to ${after.container}`)
  for (const [name, value] of Object.entries(after.attributes ?? {})) {
    parts.push(oneChange(name, before.attributes?.[name], value))
  }
  return parts.join('; ')
}
