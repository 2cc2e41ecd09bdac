import type { Funds } from '../access/stage.ts'
import { on, ordinaryFunds } from '../access/stage.ts'

/** Where everybody stands before. */
export const start = ordinaryFunds(2)

/** Every way to something privileged: what is edited, and who gains by it. */
export const routes: Readonly<Record<string, { readonly edit: Funds; readonly who: readonly string[] }>> = {
  'their own line: an administrator’s role': {
    edit: { users: { ...start.users, v001: on('v001', { role: 'customer-admin', reason: 'x' }) } },
    who: ['v001'],
  },
  'their own line: a privileged access group': {
    edit: { users: { ...start.users, v001: on('v001', { role: 'view-only', accessGroup: 'secret' }) } },
    who: ['v001'],
  },
  'an override': {
    edit: {
      users: {
        ...start.users,
        v001: on(
          'v001',
          { role: 'view-only', accessGroup: 'funds' },
          {
            overrides: [
              {
                platform: 'atlas',
                permission: 'area/userManagement',
                level: 'view',
                reason: 'x',
                expires: '2026-12-20',
              },
            ],
          },
        ),
      },
    },
    who: ['v001'],
  },
  'the definition of a role': {
    edit: {
      roles: {
        clerk: { ...start.roles.clerk, permissions: { 'data/entities': 'view', 'area/accountSettings': 'edit' } },
      },
    },
    who: ['eva'],
  },
  'a role that is marked now': {
    edit: { roles: { clerk: { ...start.roles.clerk, permissions: { 'data/entities': 'edit' }, privileged: true } } },
    who: ['eva'],
  },
  'a department': {
    edit: { departments: { desk: { name: 'Desk', permissions: { atlas: { 'area/userManagement': 'full' } } } } },
    who: ['eva'],
  },
  'a template': {
    edit: { templates: { analyst: { platforms: { funds: { role: 'view-only', accessGroup: 'secret' } } } } },
    who: ['tom'],
  },
  'a tag on a privileged entity': {
    edit: { entities: { ...start.entities, crown: { ...start.entities.crown, tags: ['x', 'fund'] } } },
    who: ['eva', 'tom', 'v001', 'v002'],
  },
  'the selection of an access group': {
    edit: {
      accessGroups: {
        ...start.accessGroups,
        funds: { platform: 'atlas', select: { tags: ['fund', 'x'], match: 'any' } },
      },
    },
    who: ['eva', 'tom', 'v001', 'v002'],
  },
  'an access group of all that is to come': {
    edit: { accessGroups: { ...start.accessGroups, funds: { platform: 'atlas', select: { all: true } } } },
    who: ['eva', 'tom', 'v001', 'v002'],
  },
  'the defaults of the tenant': {
    edit: { tenant: { defaults: { permissions: { atlas: { 'area/userManagement': 'view' } } } } },
    who: ['eva'],
  },
}

/** Two edits of the same files together; the later one where both say something. */
export function joined(a: Funds, b: Funds): Funds {
  const kinds = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Funds>
  return Object.fromEntries([...kinds].map((kind) => [kind, { ...a[kind], ...b[kind] }]))
}
