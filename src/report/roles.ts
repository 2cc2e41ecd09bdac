import type { RoleAnswer, RoleKey, RoleRow } from '../access/answers-roles.ts'
import type { AccessPlace } from '../model/plan.ts'
import { exit } from '../model/exit-code.ts'
import type { Answer } from './answer.ts'
import { count, some } from './count.ts'
import { grouped } from '../model/grouped.ts'
import type { Ink } from './ink.ts'
import { placeText } from './place.ts'
import { paintTable, type Table, sheetColumns } from './table.ts'

/** The list of roles. */
export function rolesAnswer(rows: readonly RoleRow[]): Answer {
  const table: Table = {
    columns: [
      { name: 'platform', title: 'PLATFORM' },
      { name: 'role', title: 'ROLE' },
      { name: 'name', title: 'NAME' },
      { name: 'sort', title: 'SORT' },
      { name: 'risk', title: 'RISK' },
      { name: 'holders', title: 'HOLDERS' },
    ],
    rows: rows.map((row) => [row.platform, row.id, row.name, sortOf(row), row.risk, String(row.holders)]),
  }
  return {
    exitCode: exit.done,
    document: { kind: 'roles', roles: rows },
    table,
    text: ({ ink }) => [...paintTable(table, ink), '', ink.plain(`${count(rows.length, 'role')}.`), ''].join('\n'),
  }
}

function withoutSource({ source: _source, ...role }: SpeltRole): object {
  return role
}

function sortOf({ builtIn, administrator, preset, flags }: RoleRow): string {
  const what = builtIn ? 'built in' : preset === undefined ? 'own' : `preset ${preset}`
  return [what, ...(administrator ? ['administrator'] : []), ...flags].join(', ')
}

/** A role as it is told, with the line it stands on. */
export type SpeltRole = RoleAnswer & { readonly place: AccessPlace }

/** Every permission of a role; of several platforms that have one of the name, one after the other. */
export function roleSpelt(roles: readonly SpeltRole[]): Answer {
  return {
    exitCode: exit.done,
    document: { kind: 'role', roles: roles.map(withoutSource) },
    table: {
      columns: sheetColumns(['platform', 'role', 'key', 'name', 'level', 'inTenant', 'risk', 'scoped', 'from']),
      rows: roles.flatMap(({ platform, id, permissions }) =>
        permissions.map(({ key, name, level, inTenant, risk, scoped, from }) => [
          platform,
          id,
          key,
          name,
          level,
          inTenant ?? level,
          risk,
          scoped,
          from,
        ]),
      ),
    },
    text: ({ ink, everything }) => roles.flatMap((role) => [...paintRole(role, ink, everything), '']).join('\n'),
  }
}

function paintRole(role: SpeltRole, ink: Ink, everything: boolean): readonly string[] {
  const { name, id, platform, place, users, holders } = role
  const held = holders === 0 ? 'nobody' : some(users, everything ? users.length : 20)
  return [
    `${ink.strong(name)} ${ink.plain(`(${id} on ${platform}, ${sortOf(role)}, risk ${role.risk})`)} ${ink.faint(placeText(place))}`,
    `  ${ink.plain(`reaches ${reachOf(role)}`)}`,
    ...requirements(role).map((text) => `  ${ink.plain(text)}`),
    `  ${ink.plain(`held by ${held}`)}`,
    ...[...grouped(role.permissions, ({ key }) => key.slice(0, key.indexOf('/')))].flatMap(([category, keys]) => [
      `  ${ink.strong(category)}`,
      ...keysOf(keys, ink),
    ]),
  ]
}

function keysOf(keys: readonly RoleKey[], ink: Ink): readonly string[] {
  const rows = keys.map((one) => [one.key, one.level, one.name, notesOn(one)])
  const columns = ['', '', '', ''].map((title) => ({ name: '', title }))
  return paintTable({ columns, rows }, ink)
    .slice(1)
    .map((line) => `    ${line.trimEnd()}`)
}

function notesOn({ level, scoped, listedFields, risk, from, inTenant }: RoleKey): string {
  const notes = [
    ...(level === 'none'
      ? []
      : scoped === 'reach'
        ? ['on what is reached']
        : scoped === 'neighbours'
          ? ['one link away']
          : []),
    ...(level === 'listed' && listedFields !== undefined ? [`shows ${listedFields.join(' and ')}`] : []),
    ...(level === 'none' || risk === 'basic' ? [] : [risk]),
    ...(from === 'preset' ? ['by the preset'] : from === 'switch' ? ['by a switch'] : []),
    ...(inTenant === undefined ? [] : [`${inTenant} in this tenant`]),
  ]
  return notes.join(', ')
}

function reachOf({ administrator, scope }: SpeltRole): string {
  if (administrator) return 'everything'
  if (scope === undefined) return 'what its holders reach'
  const parts = [...scope.chosen, ...scope.accessGroups.map((id) => `access group ${id}`)]
  const chosen = scope.all ? 'everything, what is made later included' : some(parts, 20)
  return scope.except.length === 0 ? chosen : `${chosen}; without ${some(scope.except, 20)}`
}

function requirements({ requires, maxAssignees, privileged }: SpeltRole): readonly string[] {
  const asked = [
    ...(requires.mfa ? ['a second factor'] : []),
    ...requires.certifications.map((name) => `the certification ${name}`),
    ...(requires.reason ? ['a reason'] : []),
  ]
  return [
    ...(asked.length === 0 ? [] : [`asks for ${asked.join(', ')}`]),
    ...(maxAssignees === undefined ? [] : [`at most ${count(maxAssignees, 'person')}`]),
    ...(privileged ? ['privileged: coming to hold it is a decision of its own'] : []),
  ]
}
