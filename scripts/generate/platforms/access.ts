import type { BuiltInRole, Platform } from '../../../src/generated/platform.ts'
import { table } from '../page-parts.ts'
import { cellOf, holdsOn } from './cells.ts'
import { code, entries, list, section, together } from './words.ts'

/** Roles of the product, against the keys of its catalogue. */
export function rolesPart(spec: Platform): string {
  const roles = entries(spec.builtInRoles)
  const matrix = (keys: readonly string[]) =>
    keys.length === 0 || roles.length === 0
      ? ''
      : table(
          ['', ...roles.map(([, { name }]) => name)],
          keys.map((key) => [
            `${spec.permissions?.[key]?.name ?? key} (${code(key)})`,
            ...roles.map(([, role]) => cellOf(spec, role, key)),
          ]),
        )
  const published = matrix(spec.table ?? [])
  const others = Object.keys(spec.permissions ?? {}).filter((key) => spec.table?.includes(key) !== true)
  return section(
    'Built-in roles',
    list(roles.map(([id, role]) => `**${role.name}** (${code(id)}): ${roleWords(role)}`)),
    published === ''
      ? ''
      : 'The matrix that the product publishes. Built-in roles as they are live are compared with it.',
    published,
    published === '' ? '' : 'All other permissions:',
    matrix(others),
    leavesOpen(spec) ? 'An empty cell: the role says nothing, the other layers decide.' : '',
  )
}

function leavesOpen(spec: Platform): boolean {
  return entries(spec.builtInRoles).some(([, role]) =>
    Object.keys(spec.permissions ?? {}).some((key) => cellOf(spec, role, key) === ''),
  )
}

function roleWords(role: BuiltInRole): string {
  const { administrator, grants, editable = [], accessGroups, forced, instead, maxAssignees } = role
  const said = [
    administrator === true ? 'reaches everything; its holders are the administrators' : '',
    grants === 'nothing' ? 'gives nothing' : '',
    editable.length === 0 ? 'cannot be changed' : `${together(editable)} can be changed`,
    accessGroups === 'required' ? 'asks for an access group' : '',
    accessGroups === 'forbidden' ? 'takes no access group' : '',
    ...entries(forced).map(
      ([key, level]) => `${code(key)} is always ${level}${instead === undefined ? '' : ` (the way out: ${instead})`}`,
    ),
    maxAssignees === undefined ? '' : `should have ${maxAssignees} holders at most`,
  ]
  return `${said.filter((one) => one !== '').join('; ')}.`
}

/** What a tenant may define. */
export function ownRolesPart(spec: Platform): string {
  const { custom = true, saved = 'whole', scope, presets } = spec.roles ?? {}
  const missing = { allow: 'is fine', warn: 'is a warning', error: 'is an error' }[scope?.whenMissing ?? 'allow']
  const rules = custom
    ? [
        `A tenant may define roles. A change of one is ${saved === 'whole' ? 'one operation, all of it or nothing' : 'an operation for each permission'}.`,
        ...(spec.reach?.from === 'roleScope'
          ? [`A role with permissions that follow a scope, and no scope, ${missing}.`]
          : []),
        ...(scope?.exclude === undefined ? [] : [`A scope may leave out: ${together(scope.exclude)}.`]),
        ...entries(spec.roleFlags).map(
          ([id, flag]) =>
            `Switch ${code(id)} (${flag.name}, ${flag.risk}): grants ${flag.grants ?? 'nothing'}${flag.grants === 'everything' ? ', everywhere unless the role has a scope' : ''}.`,
        ),
        ...entries(spec.needsFlag).map(([task, flag]) => `Task ${code(task)} asks for the switch ${code(flag)}.`),
      ]
    : ['Roles are those of the product; a tenant defines none.']
  return section('Roles of one’s own', list(rules), presetsTable(spec, presets))
}

function presetsTable(spec: Platform, presets: NonNullable<Platform['roles']>['presets']): string {
  const all = entries(presets)
  const keys = Object.keys(spec.permissions ?? {}).filter((key) => all.some(([, one]) => one.permissions[key]))
  if (keys.length === 0) return ''
  return table(
    ['preset', ...all.map(([id]) => code(id))],
    keys.map((key) => [code(key), ...all.map(([, { permissions }]) => permissions[key] ?? '')]),
  )
}

/** Every permission, with its risk and what it holds on. */
export function cataloguePart(spec: Platform): string {
  const categories = entries(spec.categories).map(
    ([id, { levels, whenExcluded }]) =>
      `${code(id)}: ${levels.join(' < ')}${whenExcluded === undefined ? '' : `; ${whenExcluded} on what a scope leaves out`}`,
  )
  const rows = entries(spec.permissions).map(([key, rule]) => [
    code(key),
    rule.name,
    rule.risk,
    holdsOn(rule),
    [
      rule.needs === undefined ? '' : `needs ${code(rule.needs)}`,
      rule.listedFields === undefined ? '' : `listed shows ${together(rule.listedFields)}`,
      rule.stakeholders === true ? 'says how far stakeholders are seen' : '',
      rule.tier === undefined ? '' : `needs the tier of ${code(rule.tier)}`,
    ]
      .filter((one) => one !== '')
      .join('; '),
  ])
  if (rows.length === 0) return ''
  return section('Permissions', list(categories), table(['permission', 'name', 'risk', 'holds on', ''], rows))
}

/** What access is scoped to. */
export function entitiesPart(spec: Platform): string {
  const kinds = entries(spec.entityKinds).map(
    ([id, { plural, inside, excludable, tagged, stakeholder, people }]) =>
      `${code(id)}, in scopes ${code(plural)}${inside === undefined ? '' : `; inside a ${inside}`}${excludable === true ? '; may be left out' : ''}${tagged === true ? '; carries tags' : ''}${stakeholder === true ? '; a stakeholder' : ''}${people === true ? '; the people of the tenant, chosen by departments and tenants' : ''}`,
  )
  if (kinds.length === 0) return ''
  const { from = 'none', kinds: reached } = spec.reach ?? {}
  const reach = {
    roleScope: `What is reached, the scope of a role says: ${together(reached)}, with what lies inside.`,
    accessGroup: `What is reached, the access groups of a person say: ${together(reached)}.`,
    none: '',
  }[from]
  const { permission, inherits } = spec.entityCreation ?? {}
  const creation =
    permission === undefined
      ? ''
      : `Whoever makes one needs ${code(permission)}. It takes over from its maker’s access group: ${together(inherits)}.`
  return section('Entities', list(kinds), reach, creation)
}
