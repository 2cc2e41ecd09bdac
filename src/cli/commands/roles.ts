import { roleAnswer, roleRows } from '../../access/answers-roles.ts'
import type { PlatformAccess } from '../../access/access.ts'
import { nearest } from '../../language/load/nearest.ts'
import { UsageError } from '../../model/fault.ts'
import { roleSpelt, rolesAnswer } from '../../report/roles.ts'
import { accessAsked, inquire, type InquiryOptions } from '../inquiry.ts'
import type { Session } from '../session.ts'

/** What `roster roles` can be told. */
export interface RolesOptions extends InquiryOptions {
  readonly platform?: string
}

/** `roster roles`: the roles of every platform, with their risk and how many hold them. */
export async function roles(session: Session, options: RolesOptions): Promise<number> {
  return inquire(session, options, (asked) =>
    rolesAnswer(accessAsked(asked, options.platform).flatMap((access) => roleRows(access))),
  )
}

/** `roster roles explain`: every permission of a role, presets and switches spelt out. */
export async function rolesExplain(session: Session, role: string, options: RolesOptions): Promise<number> {
  return inquire(session, options, (asked) => {
    const all = accessAsked(asked, options.platform)
    const found = all.flatMap((access) => {
      const one = access.roles.get(role)
      return one === undefined ? [] : [{ access, role: one }]
    })
    if (found.length === 0) throw unknownRole(role, all)
    return roleSpelt(
      found.map((one) => ({ ...roleAnswer(one.access, one.role), place: asked.placeOf(one.role.source) })),
    )
  })
}

function unknownRole(role: string, all: readonly PlatformAccess[]): UsageError {
  const known = [...new Set(all.flatMap((access) => [...access.roles.keys()]))].toSorted()
  const near = nearest(role, known)
  const list = known.length === 0 ? 'There are no roles.' : `The roles are ${known.join(', ')}.`
  return new UsageError(`There is no role ${role}. ${near === undefined ? list : `Did you mean ${near}?`}`)
}
