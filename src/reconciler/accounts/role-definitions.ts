import type { AccessRole, AccessScope } from '../../access/access.ts'
import { usualScope } from '../../language/compile/roles.ts'
import { canonical } from '../../model/canonical.ts'
import type { Source } from '../../model/desired.ts'
import type { PlatformRole } from '../../model/platform.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { isWeighty, noDifference, placeOf } from './contract.ts'
import { platformDraft } from './draft.ts'

type Known = Readonly<Record<string, unknown>>

/** Roles that a tenant defines, compared with those that are in effect: each is saved as a whole, so each is one operation. */
export function roleDefinitions(contract: Contract): readonly PlatformDraft[] {
  const live = contract.memory.access.get(contract.subscription.platform) ?? new Map<string, Known>()
  const wanted = [...contract.access.roles.values()].filter((role) => isMade(contract, role))
  const kept = new Set(wanted.map(({ id }) => id))
  const defined = wanted.flatMap((role) => defining(contract, role, live.get(`role/${role.id}`)))
  const gone = [...live].flatMap(([key, element]) => {
    const role = key.startsWith('role/') ? roleIn(element) : undefined
    const isOver = role !== undefined && !role.builtIn && !kept.has(role.id) && !isHeld(contract, role.id)
    return isOver ? [removing(contract, role)] : []
  })
  return [...defined, ...gone]
}

/** Built-in roles are there by themselves, with what they work on where that can be chosen; one of a library is made where somebody is to have it. */
function isMade(contract: Contract, { id, builtIn, source }: AccessRole): boolean {
  if (builtIn) return isScopedHere(contract, id)
  const own = `tenants/${contract.desired.id}/`
  return (source.file.startsWith(own) && !source.file.startsWith(`${own}library/`)) || isHeld(contract, id)
}

/** What a role of the platform works on is chosen where the contract is. */
function isScopedHere({ subscription: { settings, rules } }: Contract, role: string): boolean {
  return settings.from !== 'parent' && rules.builtInRoles?.[role]?.editable?.includes('scope') === true
}

function isHeld({ access, subscription }: Contract, role: string): boolean {
  for (const { subscription: on, roles } of access.accounts.values())
    if (on === subscription.id && roles.includes(role)) return true
  return false
}

function defining(contract: Contract, role: AccessRole, element: Known | undefined): readonly PlatformDraft[] {
  const known = roleIn(element)
  const after = asSaved(role)
  const before = role.builtIn ? comesAlong(contract, role, known) : known === undefined ? undefined : asSaved(known)
  if (before !== undefined && canonical(before) === canonical(after)) return []
  const why = {
    source: role.scope?.source ?? role.source,
    escalation: isWeighty(role) && (known === undefined || !isWeighty(known)),
    risk:
      role.risk === 'critical' ? ('high' as const) : role.risk === 'elevated' ? ('medium' as const) : ('low' as const),
  }
  if (before === undefined) {
    const summary = `the role ${role.name} is made on ${placeOf(contract)}`
    return [
      platformDraft(contract, role.id, { kind: 'role', verb: 'create', before: null, after }, { ...why, summary }),
    ]
  }
  const summary = `the role ${before.name} on ${placeOf(contract)} changes: ${changeInWords(before, after)}`
  return [platformDraft(contract, role.id, { kind: 'role', verb: 'update', before, after }, { ...why, summary })]
}

/** A built-in role before anybody chose what it works on, or as it was chosen last: nothing else of it is anybody's to change. */
function comesAlong(
  { subscription: { rules } }: Contract,
  role: AccessRole,
  known: AccessRole | undefined,
): PlatformRole {
  const { builtInRoles = {} } = rules
  const usual = builtInRoles[role.id]
  const scope = known === undefined ? (usual === undefined ? undefined : usualScope(usual)) : known.scope
  const { scope: _, ...rest } = role
  return asSaved({ ...rest, ...(scope === undefined ? {} : { scope }) })
}

function removing(contract: Contract, role: AccessRole): PlatformDraft {
  return platformDraft(
    contract,
    role.id,
    { kind: 'role', verb: 'delete', before: asSaved(role), after: null },
    {
      summary: `the role ${role.name} on ${placeOf(contract)} is deleted: nobody declares it any more`,
      reason: 'undeclared',
      source: goneFrom(contract),
    },
  )
}

function goneFrom({ subscription }: Contract): Source {
  return subscription.source
}

/** What of a role is saved on the platform. */
function asSaved({ name, permissions, flags, scope }: AccessRole): PlatformRole {
  return {
    name,
    // As read from a file it is an object of no class, which has no one spelling.
    permissions: { ...permissions },
    flags: flags.toSorted(),
    scope: scope === undefined ? null : scope.all ? 'all' : reached(scope),
    except: scope?.except.toSorted() ?? [],
  }
}

function reached({ chosen, accessGroups }: AccessScope): readonly string[] {
  return [...chosen, ...accessGroups].toSorted()
}

/** The role that an element of the ledger is. */
function roleIn(element: Known | undefined): AccessRole | undefined {
  return element === undefined ? undefined : (element as unknown as AccessRole)
}

/** «registryEditor becomes allow (was none); the scope changes», switch by switch. */
function changeInWords(before: PlatformRole, after: PlatformRole): string {
  const keys = [...new Set([...Object.keys(before.permissions), ...Object.keys(after.permissions)])].toSorted()
  const switched = keys
    .filter((key) => before.permissions[key] !== after.permissions[key])
    .map((key) => `${key} becomes ${after.permissions[key] ?? 'unset'} (was ${before.permissions[key] ?? 'unset'})`)
  const on = after.flags.filter((flag) => !before.flags.includes(flag)).map((flag) => `${flag} is switched on`)
  const off = before.flags.filter((flag) => !after.flags.includes(flag)).map((flag) => `${flag} is switched off`)
  const scope =
    canonical([before.scope, before.except]) === canonical([after.scope, after.except])
      ? []
      : ['what it works on changes']
  const named = before.name === after.name ? [] : [`it is called ${after.name} (was ${before.name})`]
  return [...named, ...switched, ...on, ...off, ...scope].join('; ')
}

/** Ids of definitions after which a role can be given, added to those that need them; a role goes once nobody has it. */
export function afterDefinitions(
  difference: AccountDifference,
  definitions: readonly PlatformDraft[],
): AccountDifference {
  const made = new Set(definitions.map(({ id }) => id))
  const isThere = (id: string): boolean => !/\/role\/[^/]+#(create|update)$/.test(id) || made.has(id)
  const operations = difference.operations.map((operation) =>
    operation.needs.every(isThere) ? operation : { ...operation, needs: operation.needs.filter(isThere) },
  )
  const removed = definitions.map((definition): PlatformDraft => {
    if (definition.verb !== 'delete' || definition.kind !== 'role') return definition
    const role = definition.address.slice(definition.address.lastIndexOf('/') + 1)
    const needs = operations.filter((operation) => takes(operation, role)).map(({ id }) => id)
    return { ...definition, needs: needs.toSorted() }
  })
  return { ...noDifference, ...difference, operations: [...removed, ...operations] }
}

function takes(operation: PlatformDraft, role: string): boolean {
  return operation.kind === 'roleAssignment' && operation.before?.role === role
}
