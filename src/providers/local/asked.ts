import { addressOf, nestedGroupId, undeclaredIn, type Address } from '../../model/address.ts'
import type { Change, Naming, DirectoryOperation, RunOnceOperation, Standing } from '../../model/operation.ts'
import type { WishedAttributes } from '../../model/value.ts'
import type { WriteContext } from '../provider.ts'
import { isLicenceSo } from './licences.ts'
import type { GroupRecord, UserRecord } from './records.ts'
import type { Same } from './translate.ts'
import type { Tree } from './tree.ts'

/** What an operation is held against: the directory as it stands, and who is who. */
export interface Standpoint {
  readonly tenant: string
  readonly directory: string
  readonly tree: Tree
  readonly locate: WriteContext['locate']
  readonly same: Same
}

/** An attribute that points to somebody who has no account here. */
export class NobodyThere extends Error {
  override readonly name = 'NobodyThere'
}

/** Is what this operation asks for the case? */
export function isSo(operation: DirectoryOperation, at: Standpoint): boolean {
  switch (operation.kind) {
    case 'organizationalUnit':
      return at.tree.containerAt(operation.after.container) !== undefined
    case 'membership':
      return isMembershipSo(operation, at)
    case 'user':
      return isUserSo(operation, at)
    case 'group':
      return isGroupSo(operation, at)
    case 'licence':
      return isLicenceSo(operation, at)
    case 'policy':
      return false
  }
}

function isMembershipSo(operation: DirectoryOperation & { readonly kind: 'membership' }, at: Standpoint): boolean {
  const group = groupOf(operation, at)
  const member = memberOf(operation, at)
  const isMember = group !== undefined && member !== undefined && at.tree.hasMember(group.id, member)
  return operation.verb === 'grant' ? isMember : !isMember
}

function isUserSo(operation: DirectoryOperation & { readonly kind: 'user' }, at: Standpoint): boolean {
  const user =
    operation.verb === 'create'
      ? at.tree.userNamed(operation.after.username)
      : at.tree.user(operation.before.immutableId ?? '')
  switch (operation.verb) {
    case 'delete':
      return user === undefined
    case 'create':
      return user !== undefined && bears(user, operation.after, at) && isStanding(user, operation.after)
    case 'update':
      return user !== undefined && bears(user, operation.after, at)
    case 'rename':
      return user !== undefined && isNamed(user, operation.after, at)
    case 'enable':
    case 'restore':
    case 'disable':
      return user !== undefined && isStanding(user, operation.after)
    case 'resetPassword':
    case 'revokeSessions':
      return user !== undefined && onceDone(operation).every((deed) => user.once?.includes(deed) === true)
  }
}

/** How a record says that something was done once. */
export function onceDone({ verb, after }: RunOnceOperation): readonly string[] {
  return after.actions.map((action) => `${verb} ${action}`)
}

function isGroupSo(operation: DirectoryOperation & { readonly kind: 'group' }, at: Standpoint): boolean {
  const group =
    operation.verb === 'create' ? at.tree.groupNamed(operation.after.name) : at.tree.group(operation.before.immutableId)
  switch (operation.verb) {
    case 'delete':
      return group === undefined
    case 'create':
      return group !== undefined && group.container === operation.after.container && bears(group, operation.after, at)
    case 'update':
      return group !== undefined && bears(group, operation.after, at)
    case 'rename':
      return group !== undefined && isNamed(group, operation.after, at)
  }
}

/** Are these attributes and references there, with these values? */
export function bears(record: UserRecord | GroupRecord, change: Change, at: Standpoint): boolean {
  return hasValues(record, change.attributes, at.same) && pointsTo(record, change.references, at)
}

function hasValues(record: UserRecord | GroupRecord, wished: WishedAttributes, same: Same): boolean {
  return Object.entries(wished).every(([name, value]) => same(name, record.attributes[name], value))
}

function pointsTo(record: UserRecord | GroupRecord, wished: Change['references'], at: Standpoint): boolean {
  const now = at.tree.references(record)
  return Object.entries(wished).every(([name, who]) => now[name] === (who === null ? undefined : idOfUser(who, at)))
}

/** Is it called so, does it lie there, are the attributes that are names so? */
export function isNamed(record: UserRecord | GroupRecord, naming: Naming, at: Standpoint): boolean {
  const name = record.kind === 'user' ? naming.username : naming.name
  return (
    (name === undefined || name === (record.kind === 'user' ? record.username : record.name)) &&
    (naming.container === undefined || naming.container === record.container) &&
    hasValues(record, naming.attributes ?? {}, at.same)
  )
}

export function isStanding(user: UserRecord, standing: Standing): boolean {
  return user.state === standing.state && user.container === standing.container
}

/** The group of a membership. */
export function groupOf(
  operation: DirectoryOperation & { readonly kind: 'membership' },
  at: Standpoint,
): GroupRecord | undefined {
  const { group } = operation.after ?? operation.before
  return at.tree.group(at.locate(addressIn(at, 'group', group))?.immutableId ?? '')
}

/** The id of a membership's member, whether it exists or dangles; undefined where nobody knows it. */
export function memberOf(
  operation: DirectoryOperation & { readonly kind: 'membership' },
  at: Standpoint,
): string | undefined {
  const { member, reference } = operation.after ?? operation.before
  if (reference !== undefined) return reference
  const nested = nestedGroupId('')
  if (!member.startsWith(nested)) return idOfUser(member, at)
  return at.locate(addressIn(at, 'group', member.slice(nested.length)))?.reference
}

/** References of a change as ids. Throws NobodyThere. */
export function resolve(references: Change['references'], at: Standpoint): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(references).map(([name, who]) => {
      if (who === null) return [name, null]
      const id = idOfUser(who, at)
      if (id === undefined || at.tree.object(id) === undefined)
        throw new NobodyThere(`${name}: ${who} has no account here`)
      return [name, id]
    }),
  )
}

/** The id of a user of the workspace, or of somebody undeclared (`~` and the reference). */
export function idOfUser(who: string, at: Standpoint): string | undefined {
  return undeclaredIn(who) ?? at.locate(addressIn(at, 'user', who))?.reference
}

function addressIn(at: Standpoint, kind: 'user' | 'group', id: string): Address {
  return addressOf({ tenant: at.tenant, directory: at.directory, kind, id })
}
