import { expect, test } from 'vitest'
import { platformPage } from '../../scripts/generate/platforms.ts'
import { byRisk, cells, keysWhere, profile } from './profiles.ts'

const atera = profile('atera')
const keys = Object.keys(atera.permissions ?? {})

test('ATE-11 the catalogue has 21 switches: remote 6, rmm 3, ticketing 5, system 7', () => {
  const count = (category: string) => keys.filter((key) => key.startsWith(`${category}/`)).length
  expect(['remote', 'rmm', 'ticketing', 'system'].map(count)).toEqual([6, 3, 5, 7])
  expect(keys).toMatchInlineSnapshot(`
    [
      "remote/userActivity",
      "remote/fileTransfer",
      "remote/registryEditor",
      "remote/eventViewer",
      "remote/appInstall",
      "remote/helpdeskAgent",
      "rmm/devices",
      "rmm/scripts",
      "rmm/automation",
      "ticketing/all",
      "ticketing/unassigned",
      "ticketing/autoAssign",
      "ticketing/productsExpenses",
      "ticketing/deleteMerge",
      "system/reports",
      "system/advancedReports",
      "system/usersContacts",
      "system/passwords",
      "system/billing",
      "system/knowledgeBase",
      "system/mobile",
    ]
  `)
  expect(Object.values(atera.categories).map(({ levels }) => levels.join())).toEqual(Array(4).fill('none,allow'))
})

test('ATE-11 passwords and billing are critical, registry and delete/merge elevated', () => {
  expect(byRisk(atera)).toMatchInlineSnapshot(`
    {
      "basic": [
        "remote/eventViewer",
        "remote/helpdeskAgent",
        "rmm/devices",
        "ticketing/all",
        "ticketing/unassigned",
        "ticketing/autoAssign",
        "ticketing/productsExpenses",
        "system/reports",
        "system/advancedReports",
        "system/knowledgeBase",
        "system/mobile",
      ],
      "critical": [
        "system/passwords",
        "system/billing",
      ],
      "elevated": [
        "remote/userActivity",
        "remote/fileTransfer",
        "remote/registryEditor",
        "remote/appInstall",
        "rmm/scripts",
        "rmm/automation",
        "ticketing/deleteMerge",
        "system/usersContacts",
      ],
    }
  `)
})

test('Admin holds every switch and cannot be changed; automatic assignment is forced, and the way out is named', () => {
  expect(new Set(cells(atera, 'admin', keys))).toEqual(new Set(['allow']))
  expect(atera.builtInRoles?.['admin']).toMatchObject({
    administrator: true,
    editable: [],
    forced: { 'ticketing/autoAssign': 'allow' },
    instead: 'a custom role with fullAdminAccess',
  })
})

test('Beginner holds none, and only its scope can be changed', () => {
  expect(new Set(cells(atera, 'beginner', keys))).toEqual(new Set(['none']))
  expect(atera.builtInRoles?.['beginner']).toMatchObject({ editable: ['scope'] })
})

test('a device in a folder that is left out stays listed', () => {
  expect(atera.categories['rmm']?.whenExcluded).toBe('listed')
  expect(atera.permissions?.['rmm/devices']?.scoped).toBe('reach')
  expect(keysWhere(atera, ({ scoped }) => scoped === 'neighbours')).toEqual([])
})

test('a technician is a paid seat with one role, whose address is never free again; an end user is neither', () => {
  const { technician, endUser } = atera.accountTypes ?? {}
  expect(Object.keys(atera.accountTypes ?? {})[0]).toBe('technician')
  expect(technician).toMatchObject({ seats: 1, roles: { min: 1, max: 1 }, loginReserved: 'forever' })
  expect(technician?.required).toEqual(['email', 'name.first', 'name.last', 'role'])
  expect(endUser).toMatchObject({ seats: 0, roles: { min: 0, max: 0 }, at: { kind: 'site', required: true } })
})

test('a technician begins as Beginner until the first sign-in, and ends disabled', () => {
  expect(atera.lifecycle?.['technician']).toMatchObject({
    created: { state: 'invited', role: 'beginner' },
    roleSettableAfter: 'firstLogin',
    invitation: { remindAfter: '3 days', escalateAfter: '7 days', suggest: 'resetPassword' },
    end: 'disabled',
    enableNeedsSeat: true,
  })
  expect(atera.capabilities).toMatchObject({ delete: [], deliveries: ['manual'], domainJoin: false })
})

test('only end users come by CSV, without a mail and without their department', () => {
  expect(atera.capabilities?.create).toEqual({ technician: ['single'], endUser: ['single', 'csv'] })
  expect(atera.effects?.find(({ by }) => by === 'csv')).toEqual({
    verb: 'create',
    of: 'endUser',
    by: 'csv',
    mail: false,
    drops: ['department'],
  })
})

test('disabling frees the seat, unassigns open and pending tickets and erases personal reports', () => {
  expect(atera.effects?.find(({ verb, of }) => verb === 'disable' && of === 'technician')).toMatchObject({
    immediate: true,
    releasesSeat: true,
    unassigns: ['openTickets', 'pendingTickets'],
    destroys: ['personalReports'],
    unknown: ['apiKeys'],
  })
})

test('customers, the subscription and PSA-only work ask for full admin access', () => {
  expect(atera.needsFlag).toEqual({
    'customers.create': 'fullAdminAccess',
    'subscription.change': 'fullAdminAccess',
    psaOnly: 'fullAdminAccess',
  })
})

test('CSV falls back below its tier, what is above is refused', () => {
  expect(atera.tierGates).toMatchInlineSnapshot(`
    {
      "csvImport": {
        "it": "expert",
        "msp": "growth",
        "otherwise": "fallback",
      },
      "longAuditLog": {
        "it": "enterprise",
        "msp": "superpower",
      },
      "privateRepositories": {
        "it": "enterprise",
        "msp": "superpower",
      },
      "sso": {
        "it": "enterprise",
        "msp": "superpower",
      },
    }
  `)
})

test('there are twelve prices; what is agreed by contract is not priced', () => {
  const [prices] = atera.prices ?? []
  const rows = prices?.seats?.map(({ edition, tier, annual, monthly }) => `${edition} ${tier} ${annual}/${monthly}`)
  expect(rows).toMatchInlineSnapshot(`
    [
      "it professional 149.00/169.00",
      "it expert 189.00/229.00",
      "it master 219.00/269.00",
      "it enterprise undefined/undefined",
      "msp pro 129.00/139.00",
      "msp growth 179.00/189.00",
      "msp power 209.00/249.00",
      "msp superpower undefined/undefined",
    ]
  `)
  expect(platformPage('atera', atera)).toContain('| it | enterprise | not priced | not priced |')
})
