import type { Person } from '../../model/desired.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { Value } from '../../model/value.ts'
import type { Contract } from '../accounts/contract.ts'
import { declaredOn, nameOf, rememberedOn, roleName, typeOn, typeRules } from '../accounts/contract.ts'
import { userOf } from '../accounts/holders.ts'
import { spokenWord } from '../accounts/spoken.ts'

/** Words of a profile with their {fields} filled in. What nothing is known of is named in round brackets, for the reader to look up. */
export function filled(pattern: string, fields: ReadonlyMap<string, string>): string {
  const text = pattern.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => fields.get(name) ?? `(no ${spokenWord(name)})`)
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** What the {fields} of a profile stand for in one operation. */
export function fieldsFor(contract: Contract, operation: PlatformOperation): ReadonlyMap<string, string> {
  const user = personOf(operation)
  return new Map([
    ...(user === undefined ? [] : aboutPerson(contract, user)),
    ...(user === undefined ? [] : aboutAccount(contract, { user, operation })),
    ...aboutOperation(contract, operation),
    ['tenant', contract.desired.name],
    ['platform', contract.subscription.rules.name],
  ])
}

/** Whom an operation on a platform is about. */
export function personOf(operation: PlatformOperation): string | undefined {
  return operation.kind === 'workOrder' ? operation.after.user : userOf(operation)
}

/** What the files say of somebody, by the paths of users.yaml. */
export function valuesOf({ values, initial }: Person): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [path, value] of [...Object.entries(initial), ...Object.entries(values)]) {
    if (value !== null && textOf(value) !== '') found.set(path, textOf(value))
  }
  const department = found.get('department.name')
  return department === undefined ? found : found.set('department', department)
}

/** How people call an entity or an access group. */
export function calledIn({ access }: Contract, id: string): string {
  return access.entities.get(id)?.name ?? access.groups.get(id)?.name ?? id
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : value.join(', ')
}

type Entries = readonly (readonly [string, string])[]

/** Whoever is not declared any more is called by their id. */
function aboutPerson(contract: Contract, user: string): Entries {
  const person = contract.desired.people.get(user)
  const values = person === undefined ? new Map<string, string>() : valuesOf(person)
  const { username, upn } = person ?? { username: user, upn: undefined }
  const [first, last] = [values.get('name.first'), values.get('name.last')]
  return [
    ...values,
    ['name.first', first ?? (last === undefined ? nameOf(contract, user) : '')],
    ['name.last', last ?? ''],
    ['displayName', nameOf(contract, user)],
    ['username', username],
    ...(upn === undefined ? [] : [['upn', upn] as const]),
  ]
}

/** People at a console look for what is there now, and not for what is to be. */
function aboutAccount(
  contract: Contract,
  { user, operation }: { readonly user: string; readonly operation: PlatformOperation },
): Entries {
  const known = rememberedOn(contract, user)?.account
  const wanted = declaredOn(contract, user)
  const login = loginIn(operation) ?? known?.login
  const way = typeRules(contract.subscription.rules, typeOn(contract, user) ?? '').login ?? 'email'
  const at = wanted?.at ?? known?.at
  const groups = wanted?.accessGroups ?? known?.accessGroups ?? []
  return [
    ...(login === undefined ? [] : [[way, login] as const]),
    ...(at === undefined ? [] : [['at', calledIn(contract, at)] as const]),
    ['role', (wanted?.roles ?? []).map((role) => roleName(contract, role)).join(', ') || 'none'],
    ['accessGroup', groups.map((group) => calledIn(contract, group)).join(', ') || 'none'],
  ]
}

function loginIn(operation: PlatformOperation): string | undefined {
  if (operation.kind !== 'account') return undefined
  if (operation.verb === 'create') return operation.after.login
  return operation.verb === 'rename' || operation.verb === 'update' ? operation.before.login : undefined
}

function aboutOperation(contract: Contract, operation: PlatformOperation): Entries {
  switch (operation.kind) {
    case 'account':
      return aboutChange(contract, operation)
    case 'roleAssignment': {
      const role = (operation.after ?? operation.before)?.role ?? ''
      return [['role', roleName(contract, role)]]
    }
    case 'role':
      return [['role', (operation.before ?? operation.after)?.name ?? '']]
    case 'seat':
      return aboutSeats(operation)
    case 'workOrder':
      return []
  }
}

function aboutChange(contract: Contract, operation: Extract<PlatformOperation, { kind: 'account' }>): Entries {
  switch (operation.verb) {
    case 'create': {
      const { at } = operation.after
      return at === undefined ? [] : [['at', calledIn(contract, at)]]
    }
    case 'update': {
      const { at } = operation.before
      return at === undefined ? [] : [['at', calledIn(contract, at)]]
    }
    case 'rename':
      return [['newEmail', operation.after.login]]
    case 'invite':
    case 'enable':
    case 'disable':
    case 'delete':
      return []
  }
}

function aboutSeats(operation: Extract<PlatformOperation, { kind: 'seat' }>): Entries {
  if (operation.verb === 'update') {
    const { tier = 'none', term, cycle, addons } = operation.after
    return [
      ['tier', tier],
      ['term', term],
      ['cycle', cycle],
      ['addons', addons.join(', ') || 'none'],
    ]
  }
  const { before, after } = operation
  return [
    ['count', String(Math.abs(after.purchased - before.purchased))],
    ['total', String(after.purchased)],
  ]
}
