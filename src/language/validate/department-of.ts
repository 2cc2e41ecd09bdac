import type { User } from '../../generated/users.ts'
import type { World } from './world.ts'

/** The department a person comes to lie in: their own, or that of the template, the persona, the tenant. */
export function departmentOf({ tenant, templates }: World, user: User): string | undefined {
  const defaults = tenant?.spec.defaults
  const persona = typeof user.persona === 'string' ? defaults?.personas?.[user.persona] : undefined
  const named = user.template === undefined ? persona?.template : user.template
  const template = typeof named === 'string' ? templates.get(named)?.spec : undefined
  const places = [user, template?.attributes, persona?.attributes, defaults?.attributes]
  return places.find((place) => place?.department !== undefined)?.department ?? undefined
}
