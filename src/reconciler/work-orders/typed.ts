import type { WorkStep } from '../../model/entry.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { PlatformRole } from '../../model/platform.ts'
import type { SeatTerms } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { declaredOn, nameOf, roleName, typeRules } from '../accounts/contract.ts'
import { spokenWord } from '../accounts/spoken.ts'
import { calledIn, valuesOf } from './filled.ts'

type Typed = WorkStep['fields']

/** What is typed or chosen at the console for an operation, one line each. */
export function typedFor(contract: Contract, operation: PlatformOperation): Typed {
  switch (operation.kind) {
    case 'account':
      return forAccount(contract, operation)
    case 'roleAssignment':
      return forAssignment(contract, operation)
    case 'role':
      return operation.after === null ? [] : forRole(contract, operation.after, operation.before)
    case 'seat':
      return forSeats(operation)
    case 'workOrder':
      return []
  }
}

function forAccount(contract: Contract, operation: Extract<PlatformOperation, { kind: 'account' }>): Typed {
  switch (operation.verb) {
    case 'create':
      return forNewcomer(contract, operation)
    case 'update': {
      const { type, login, at, accessGroups } = operation.after
      return [
        ...line('sort of account', type === undefined ? undefined : typeName(contract, type)),
        ...line('sign-in', login),
        ...line('belongs to', at === undefined ? undefined : calledIn(contract, at)),
        ...line('access groups', accessGroups === undefined ? undefined : groupNames(contract, accessGroups)),
      ]
    }
    case 'rename':
      return line('new sign-in', operation.after.login)
    case 'invite':
    case 'enable':
    case 'disable':
    case 'delete':
      return []
  }
}

/** Paths of users.yaml that are typed for a new account: those that the platform asks for, and telephone numbers. */
export function typedPaths(
  { desired, subscription }: Contract,
  type: string,
  users: readonly string[],
): readonly string[] {
  const { required = [] } = typeRules(subscription.rules, type)
  const values = required.filter((path) => path !== 'role' && path !== 'at')
  const phones = users.flatMap((user) => {
    const person = desired.people.get(user)
    return person === undefined ? [] : [...valuesOf(person).keys()].filter((path) => path.startsWith('phones.'))
  })
  return [...new Set([...values, ...phones.toSorted()])]
}

/** How a path of users.yaml is called at a console: `name.first` is «first name». */
export function labelOf(path: string): string {
  const [group = '', part] = path.split('.')
  if (part === undefined) return path === 'email' ? 'e-mail' : spokenWord(path)
  if (group === 'name') return `${part} name`
  if (group === 'phones') return `phone (${spokenWord(part)})`
  return part === 'name' ? spokenWord(group) : spokenWord(part)
}

function forNewcomer(
  contract: Contract,
  { after }: Extract<PlatformOperation, { kind: 'account'; verb: 'create' }>,
): Typed {
  const { user, type, login, name, at, roles, accessGroups } = after
  const person = contract.desired.people.get(user)
  const values = person === undefined ? new Map<string, string>() : valuesOf(person)
  const way = typeRules(contract.subscription.rules, type).login ?? 'email'
  const known = new Map([...values, [way, login] as const])
  const paths = typedPaths(contract, type, [user])
  const isCalled = paths.some((path) => path.startsWith('name.') || path === 'displayName')
  return [
    ...(isCalled ? [] : line('name', name)),
    ...paths.flatMap((path) => line(labelOf(path), known.get(path))),
    ...(paths.includes(way) ? [] : line('sign-in', login)),
    ...line('belongs to', at === undefined ? undefined : calledIn(contract, at)),
    ...line('role', roles.length === 0 ? undefined : roles.map((role) => roleName(contract, role)).join(', ')),
    ...line('access groups', accessGroups.length === 0 ? undefined : groupNames(contract, accessGroups)),
  ]
}

function forAssignment(
  contract: Contract,
  { before, after }: Extract<PlatformOperation, { kind: 'roleAssignment' }>,
): Typed {
  const groups = declaredOn(contract, (after ?? before)?.user ?? '')?.accessGroups ?? []
  return [
    ...line('role', after === null ? undefined : roleName(contract, after.role)),
    ...line(
      after === null ? 'take away the role' : 'instead of',
      before === null ? undefined : roleName(contract, before.role),
    ),
    ...line('access groups', after === null || groups.length === 0 ? undefined : groupNames(contract, groups)),
  ]
}

/** Every switch of a role and what it works on: it is saved as a whole. */
function forRole(contract: Contract, role: PlatformRole, before: PlatformRole | null): Typed {
  const { rules } = contract.subscription
  const gone = Object.keys(before?.permissions ?? {}).filter((key) => role.permissions[key] === undefined)
  const keys = [...Object.keys(role.permissions), ...gone].toSorted()
  return [
    ...line('name', role.name),
    ...keys.map((key) => ({ label: switchName(contract, key), value: role.permissions[key] ?? 'not set' })),
    ...line('all other permissions', 'none'),
    ...Object.entries(rules.roleFlags ?? {}).map(([flag, { name }]) => ({
      label: name,
      value: role.flags.includes(flag) ? 'on' : 'off',
    })),
    ...scopeOf(contract, role),
  ]
}

function switchName({ subscription }: Contract, key: string): string {
  const name = subscription.rules.permissions?.[key]?.name
  const [category = ''] = key.split('/')
  return name === undefined ? key : `${spokenWord(category)}: ${name}`
}

function scopeOf(contract: Contract, { scope, except }: PlatformRole): Typed {
  if (scope === null) return []
  const names = (ids: readonly string[]): string => ids.map((id) => scopeName(contract, id)).join(', ')
  const reach = scope === 'all' ? 'everything' : names(scope) || 'nothing'
  return [...line('works on', reach), ...line('but not on', except.length === 0 ? undefined : names(except))]
}

/** «Amsterdam (site)»: two sorts of things may have one name. */
function scopeName(contract: Contract, id: string): string {
  const kind = contract.access.entities.get(id)?.kind
  if (kind !== undefined) return `${calledIn(contract, id)} (${spokenWord(kind)})`
  return contract.desired.people.has(id) ? nameOf(contract, id) : calledIn(contract, id)
}

function forSeats(operation: Extract<PlatformOperation, { kind: 'seat' }>): Typed {
  switch (operation.verb) {
    case 'purchase':
      return line('seats in total', String(operation.after.purchased))
    case 'release':
      return [...line('seats in total', String(operation.after.purchased)), ...line('from', operation.after.effective)]
    case 'update':
      return forTerms(operation.before, operation.after)
  }
}

function forTerms(before: SeatTerms, after: SeatTerms): Typed {
  const rows: readonly (readonly [string, string, string])[] = [
    ['edition', before.edition ?? 'none', after.edition ?? 'none'],
    ['tier', before.tier ?? 'none', after.tier ?? 'none'],
    ['paid for each', before.cycle, after.cycle],
    ['contract for each', before.term, after.term],
    ['add-ons', before.addons.join(', ') || 'none', after.addons.join(', ') || 'none'],
    ['agreed price of a seat', before.agreed ?? 'that of the list', after.agreed ?? 'that of the list'],
  ]
  return rows.flatMap(([label, was, is]) => (was === is ? [] : line(label, `${is} (was ${was})`)))
}

function line(label: string, value: string | undefined): Typed {
  return value === undefined || value === '' ? [] : [{ label, value }]
}

function typeName({ subscription }: Contract, type: string): string {
  return typeRules(subscription.rules, type).name ?? type
}

function groupNames(contract: Contract, groups: readonly string[]): string {
  return groups.map((group) => calledIn(contract, group)).join(', ') || 'none'
}
