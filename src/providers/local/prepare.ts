import type { Change, Naming, DirectoryOperation, Standing } from '../../model/operation.ts'
import type { Locator, Outcome } from '../../model/outcome.ts'
import {
  bears,
  groupOf,
  isNamed,
  isSo,
  isStanding,
  memberOf,
  NobodyThere,
  onceDone,
  resolve,
  type Standpoint,
} from './asked.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { assignmentOf, holderOf, noUnit, withLicence } from './licences.ts'
import type { GroupRecord, Header, Line, UserRecord } from './records.ts'
import type { LocalSettings } from './settings.ts'
import { lineage, present, whyNotManageable } from './translate.ts'

/** What an operation comes to: an outcome, and the line that brings it about. No line: nothing is written. */
export interface Prepared {
  readonly line?: Line
  readonly outcome: Outcome
}

export interface Bench {
  readonly at: Standpoint
  readonly settings: LocalSettings
  readonly faults: Misbehaviour | undefined
  readonly licences: Header['licences']
  readonly newId: () => string
  readonly passwordSet: boolean
}

/** Looks whether it is so already, holds `before` against what is there, and words the line. Pure but for `newId`. */
export function prepare(operation: DirectoryOperation, bench: Bench): Prepared {
  const cannot = bench.faults?.cannot?.[`${operation.kind}.${operation.verb}`]
  if (cannot !== undefined) return failed('forbidden', cannot)
  if (isSo(operation, bench.at)) return { outcome: { status: 'unchanged', ...locatorOf(operation, bench) } }
  try {
    return change(operation, bench)
  } catch (error) {
    if (error instanceof NobodyThere) return conflict(error.message)
    throw error
  }
}

function change(operation: DirectoryOperation, bench: Bench): Prepared {
  switch (operation.kind) {
    case 'organizationalUnit':
      return makeContainer(operation.after.container, bench)
    case 'membership':
      return shift(operation, bench)
    case 'user':
      return operation.verb === 'create' ? createUser(operation, bench) : changeUser(operation, bench)
    case 'group':
      return operation.verb === 'create' ? createGroup(operation, bench) : changeGroup(operation, bench)
    case 'policy':
      return failed('invalid', 'a local directory has no policies')
    case 'licence':
      return assign(operation, bench)
  }
}

function makeContainer(container: string, bench: Bench): Prepared {
  const parent = lineage(container, bench.settings).at(-2)
  if (parent !== undefined && !stands(parent, bench)) return failed('invalid', `there is no container ${parent}`)
  const id = bench.newId()
  return {
    line: { id, kind: 'organizationalUnit', container, attributes: {}, references: {} },
    outcome: { status: 'applied', locator: { immutableId: id, reference: container } },
  }
}

function shift(operation: DirectoryOperation & { readonly kind: 'membership' }, bench: Bench): Prepared {
  const { group: name, member: who } = operation.after ?? operation.before
  const group = groupOf(operation, bench.at)
  const member = memberOf(operation, bench.at)
  if (group === undefined) return conflict(`the group ${name} is gone`)
  const why = whyNotManageable(group, bench.settings)
  if (why !== undefined) return failed('forbidden', why)
  if (member === undefined) return conflict(`${who} has no account here`)
  if (operation.verb === 'revoke') return { line: { id: group.id, remove: [member] }, outcome: { status: 'applied' } }
  if (bench.at.tree.object(member) === undefined) return conflict(`${who} is gone`)
  return { line: { id: group.id, add: [member] }, outcome: { status: 'applied' } }
}

function assign(operation: DirectoryOperation & { readonly kind: 'licence' }, bench: Bench): Prepared {
  const { sku, user: who } = assignmentOf(operation)
  const user = holderOf(operation, bench.at)
  if (user === undefined) return conflict(`${who} has no account here`)
  const why = whyNotManageable(user, bench.settings)
  if (why !== undefined) return failed('forbidden', why)
  const short = operation.verb === 'grant' ? noUnit(sku, bench.licences, bench.at.tree) : undefined
  if (short !== undefined) return failed('invalid', short)
  return { line: withLicence(user, sku, operation.verb), outcome: { status: 'applied' } }
}

function createUser(
  operation: DirectoryOperation & { readonly kind: 'user'; readonly verb: 'create' },
  bench: Bench,
): Prepared {
  const { username, container, state, attributes, references } = operation.after
  const taken = bench.at.tree.userNamed(username)
  if (taken !== undefined) return conflict(`the username ${username} is taken by ${taken.id} in ${taken.container}`)
  if (!stands(container, bench)) return failed('invalid', `there is no container ${container}`)
  const id = bench.newId()
  const record: UserRecord = {
    id,
    kind: 'user',
    username,
    container,
    state,
    attributes: present(attributes, bench.faults),
    references: texts(resolve(references, bench.at)),
    ...(bench.passwordSet ? { passwordSet: true } : {}),
  }
  return done(record, id)
}

function changeUser(
  operation: Exclude<DirectoryOperation & { readonly kind: 'user' }, { readonly verb: 'create' }>,
  bench: Bench,
): Prepared {
  const user = bench.at.tree.user(operation.before.immutableId ?? '')
  if (user === undefined) return conflict('the account is gone')
  const why = whyNotManageable(user, bench.settings)
  if (why !== undefined) return failed('forbidden', why)
  switch (operation.verb) {
    case 'update':
      return update({ record: user, before: operation.before, after: operation.after, bench })
    case 'rename':
      return rename({ record: user, before: operation.before, after: operation.after, bench })
    case 'enable':
    case 'disable':
      return stand({ user, before: operation.before, after: operation.after, bench })
    case 'resetPassword':
      return done({ ...user, passwordSet: true, once: [...(user.once ?? []), ...onceDone(operation)] }, user.id)
    case 'revokeSessions':
      return done({ ...user, sessions: 0, once: [...(user.once ?? []), ...onceDone(operation)] }, user.id)
    case 'restore':
      return failed('invalid', 'a local directory keeps nothing that was deleted')
    case 'delete':
      if (user.username !== operation.before.username) return conflict(`the account is now called ${user.username}`)
      return done({ id: user.id, gone: true }, user.id)
  }
}

function createGroup(
  operation: DirectoryOperation & { readonly kind: 'group'; readonly verb: 'create' },
  bench: Bench,
): Prepared {
  const { name, container, attributes, references } = operation.after
  const taken = bench.at.tree.groupNamed(name)
  if (taken !== undefined) return conflict(`the group name ${name} is taken by ${taken.id} in ${taken.container}`)
  if (!stands(container, bench)) return failed('invalid', `there is no container ${container}`)
  const id = bench.newId()
  const record: GroupRecord = {
    id,
    kind: 'group',
    name,
    container,
    attributes: present(attributes, bench.faults),
    references: texts(resolve(references, bench.at)),
    members: [],
  }
  return done(record, id)
}

function changeGroup(
  operation: Exclude<DirectoryOperation & { readonly kind: 'group' }, { readonly verb: 'create' }>,
  bench: Bench,
): Prepared {
  const group = bench.at.tree.group(operation.before.immutableId)
  if (group === undefined) return conflict('the group is gone')
  const why = whyNotManageable(group, bench.settings)
  if (why !== undefined) return failed('forbidden', why)
  switch (operation.verb) {
    case 'update':
      return update({ record: group, before: operation.before, after: operation.after, bench })
    case 'rename':
      return rename({ record: group, before: operation.before, after: operation.after, bench })
    case 'delete':
      if (group.name !== operation.before.name) return conflict(`the group is now called ${group.name}`)
      return done({ id: group.id, gone: true }, group.id)
  }
}

interface Step<T> {
  readonly record: UserRecord | GroupRecord
  readonly before: T
  readonly after: T
  readonly bench: Bench
}

function update({ record, before, after, bench }: Step<Change>): Prepared {
  if (!bears(record, before, bench.at)) return conflict(`${names(before)} moved since the plan was made`)
  const references = { ...bench.at.tree.references(record), ...resolve(after.references, bench.at) }
  const attributes = present({ ...record.attributes, ...after.attributes }, bench.faults)
  return done({ ...record, attributes, references: texts(references) }, record.id)
}

function rename({ record, before, after, bench }: Step<Naming>): Prepared {
  if (!isNamed(record, before, bench.at)) return conflict('the name or the place moved since the plan was made')
  const taken =
    record.kind === 'user'
      ? bench.at.tree.userNamed(after.username ?? record.username)
      : bench.at.tree.groupNamed(after.name ?? record.name)
  if (taken !== undefined && taken.id !== record.id) return conflict(`the new name is taken by ${taken.id}`)
  const container = after.container ?? record.container
  if (!stands(container, bench)) return failed('invalid', `there is no container ${container}`)
  const attributes = present({ ...record.attributes, ...after.attributes }, bench.faults)
  const renamed =
    record.kind === 'user'
      ? { ...record, container, attributes, username: after.username ?? record.username }
      : { ...record, container, attributes, name: after.name ?? record.name }
  return done(renamed, record.id)
}

function stand(step: {
  readonly user: UserRecord
  readonly before: Standing
  readonly after: Standing
  readonly bench: Bench
}): Prepared {
  const { user, before, after, bench } = step
  if (!isStanding(user, before)) return conflict(`the account is ${user.state} in ${user.container} now`)
  if (!stands(after.container, bench)) return failed('invalid', `there is no container ${after.container}`)
  return done({ ...user, state: after.state, container: after.container }, user.id)
}

/** Is a container there? The bases always are. */
function stands(container: string, bench: Bench): boolean {
  return lineage(container, bench.settings).length === 0 || bench.at.tree.containerAt(container) !== undefined
}

/** The creation that was done already, by us: where it is. */
function locatorOf(operation: DirectoryOperation, bench: Bench): { readonly locator?: Locator } {
  if (operation.verb !== 'create' || operation.kind === 'policy') return {}
  const { tree } = bench.at
  const found =
    operation.kind === 'user'
      ? tree.userNamed(operation.after.username)
      : operation.kind === 'group'
        ? tree.groupNamed(operation.after.name)
        : tree.containerAt(operation.after.container)
  const reference = found?.kind === 'organizationalUnit' ? found.container : found?.id
  return found === undefined || reference === undefined ? {} : { locator: { immutableId: found.id, reference } }
}

function done(line: Line, id: string): Prepared {
  return { line, outcome: { status: 'applied', locator: { immutableId: id, reference: id } } }
}
function conflict(detail: string): Prepared {
  return { outcome: { status: 'conflict', detail } }
}
function failed(kind: 'forbidden' | 'invalid', detail: string): Prepared {
  return { outcome: { status: 'failed', class: kind, detail } }
}

function names(change: Change): string {
  return [...Object.keys(change.attributes), ...Object.keys(change.references)].toSorted().join(', ')
}

function texts(references: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(references).filter((entry): entry is [string, string] => entry[1] !== null))
}
