import { expect, test } from 'vitest'
import { cells, profile } from './profiles.ts'

const portal = profile('msp-portal')

test('the own team and clients have four personas each, with a role by themselves', () => {
  const of = (audience: string) =>
    Object.entries(portal.personas ?? {})
      .filter(([, persona]) => persona.audience === audience)
      .map(([id, { role, as }]) => `${id}: ${role} as ${as}`)
  expect(of('internal')).toEqual([
    'administrator: administrator as internalUser',
    'technician: technician as internalUser',
    'service-desk-agent: service-desk-agent as internalUser',
    'account-manager: account-manager as internalUser',
  ])
  expect(of('client')).toEqual([
    'it-administrator: it-administrator as clientUser',
    'department-head: department-head as clientUser',
    'end-user: end-user as clientUser',
    'executive: executive as clientUser',
  ])
  expect(portal.personas?.['department-head']?.requires).toEqual(['department'])
})

test('sorts of account say whose people they are for, and take several roles', () => {
  const types = Object.entries(portal.accountTypes ?? {})
  expect(types.map(([id, { audience, roles }]) => [id, audience, roles])).toEqual([
    ['internalUser', 'internal', { min: 1 }],
    ['clientUser', 'client', { min: 1 }],
  ])
})

test('data is seen or edited; modules, features, actions and reports are open or not', () => {
  const levels = Object.entries(portal.categories).map(([id, category]) => `${id}: ${category.levels.join(' < ')}`)
  expect(levels).toEqual([
    'module: none < allow',
    'feature: none < allow',
    'data: none < view < edit',
    'action: none < allow',
    'report: none < allow',
  ])
})

test('things can be created, edited and deleted, reports seen and made', () => {
  const names = (category: string) =>
    Object.keys(portal.permissions ?? {}).filter((key) => key.startsWith(`${category}/`))
  expect(names('action')).toEqual(
    expect.arrayContaining(['action/tickets.create', 'action/tickets.edit', 'action/tickets.delete']),
  )
  const reports = names('report')
  expect(reports.filter((key) => key.endsWith('.view')).length).toBe(reports.length / 2)
  expect(reports.filter((key) => key.endsWith('.generate')).length).toBe(reports.length / 2)
})

test('actions and reports need their module; only making a company needs none', () => {
  const rules = Object.entries(portal.permissions ?? {})
  const free = rules.filter(([key, { needs }]) => /^(action|report)\//.test(key) && needs === undefined)
  expect(free.map(([key]) => key)).toEqual(['action/companies.create'])
})

test('the top role holds everything and is advised to few; a client’s administrator does not', () => {
  const keys = Object.keys(portal.permissions ?? {})
  expect(new Set(cells(portal, 'administrator', keys))).toEqual(new Set(['allow', 'edit']))
  expect(portal.builtInRoles?.['administrator']?.maxAssignees).toBe(3)
  expect(cells(portal, 'it-administrator', ['module/configuration', 'action/roles.edit'])).toEqual(['', ''])
})

test('ways to sign in, second factors and what the portal sees to', () => {
  expect(portal.capabilities?.methods).toEqual({
    authentication: ['password', 'sso', 'biometric'],
    mfa: ['totp', 'sms', 'email'],
  })
  expect(new Set(Object.values(portal.capabilities?.enforces ?? {}))).toEqual(new Set(['enforced']))
  expect(portal.capabilities?.actions).toEqual(['resetPassword', 'revokeSessions', 'notify', 'resendInvitation'])
})
