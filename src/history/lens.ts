import type { AccessAccount, AccessRole } from '../access/access.ts'
import type { AccessGroupChange } from '../model/plan.ts'
import type { Platform } from '../generated/platform.ts'
import type { Scene } from './scene.ts'
import type { SubjectKind } from './timeline-row.ts'

/** The part of access on a platform that has to do with the subject. */
export interface Lens {
  /** Whether an account is looked at when it changes itself. */
  readonly sees: (account: AccessAccount, seq: number) => boolean
  /** Whether an account that changed has to do with it; `was` and `is`: before and after. */
  readonly moves: (was: AccessAccount | undefined, is: AccessAccount | undefined) => boolean
  /** Whether an account is looked at when something else than accounts changes. */
  readonly holds: (account: AccessAccount, roles: ReadonlyMap<string, AccessRole>) => boolean
  /** Whether a change that was found is about the subject. */
  readonly tells: (change: AccessGroupChange, rules: Platform, moved: ReadonlySet<string>) => boolean
  /** The key of the ledger that is the subject itself: a role, an access group, an entity. */
  readonly element?: string
}

/** What a timeline of this kind looks at. */
export function lensFor(kind: SubjectKind, id: string, scene: Scene): Lens {
  const always = (): boolean => true
  switch (kind) {
    case 'user':
      return { sees: ({ user }, seq) => scene.isSubject(user, seq), moves: always, holds: always, tells: always }
    case 'entity':
      return {
        sees: always,
        moves: always,
        holds: always,
        tells: (change, rules) => isOn(change, id, rules),
        element: `entity/${id}`,
      }
    case 'role':
      return {
        sees: always,
        moves: (was, is) => (was?.roles.includes(id) === true) !== (is?.roles.includes(id) === true),
        holds: ({ roles }) => roles.includes(id),
        tells: ({ cause, users }, _, moved) => cause === 'role' || users.every((user) => moved.has(user)),
        element: `role/${id}`,
      }
    case 'group':
      return {
        sees: always,
        moves: (was, is) => (was?.accessGroups.includes(id) === true) !== (is?.accessGroups.includes(id) === true),
        holds: (account, roles) => reachesThrough(account, id, roles),
        tells: ({ cause, users }, _, moved) => ofChoice.has(cause) || users.every((user) => moved.has(user)),
        element: `group/${id}`,
      }
  }
}

const ofChoice: ReadonlySet<string> = new Set(['tag', 'entity', 'accessGroup'])

function reachesThrough(
  { roles: own, accessGroups }: AccessAccount,
  id: string,
  roles: ReadonlyMap<string, AccessRole>,
): boolean {
  return accessGroups.includes(id) || own.some((role) => roles.get(role)?.scope?.accessGroups.includes(id) === true)
}

/** Who reaches everything reaches this entity too. */
function isOn({ entities, levels }: AccessGroupChange, id: string, { permissions }: Platform): boolean {
  if (entities !== 'everywhere') return entities.includes(id)
  return Object.keys(levels).some((key) => (permissions?.[key]?.scoped ?? 'everywhere') !== 'everywhere')
}
