import { expect, test } from 'vitest'
import { byRisk, keysWhere, profile } from './profiles.ts'

const atlar = profile('atlar')

test('ALR-05 what each preset stands for', () => {
  const presets = Object.entries(atlar.roles?.presets ?? {})
  const lines = presets.map(
    ([id, { permissions }]) =>
      `${id}: ${Object.entries(permissions)
        .map(([key, level]) => `${key} ${level}`)
        .join(', ')}`,
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "viewer: data/accounts view, data/transactions view, data/payments view, report/cashflow allow",
      "preparer: data/accounts view, data/transactions view, data/payments edit, data/counterparties view, action/payments.create allow, action/payments.cancel allow, report/cashflow allow",
      "approver: data/accounts view, data/transactions view, data/payments view, data/counterparties view, action/payments.approve allow, report/cashflow allow",
      "treasurer: data/accounts edit, data/transactions view, data/sensitive view, data/payments edit, data/counterparties edit, data/forecasts edit, data/reconciliation edit, action/payments.create allow, action/payments.cancel allow, report/cashflow allow, report/export allow, settings/organisation view",
      "administrator: data/accounts view, settings/organisation edit, settings/connections edit, settings/approvalChains edit, settings/users edit, settings/roles edit, settings/security edit, settings/apiKeys edit",
    ]
  `)
})

test('no preset both prepares and approves payments, and each shows some data', () => {
  for (const [id, { permissions }] of Object.entries(atlar.roles?.presets ?? {})) {
    const both =
      permissions['action/payments.create'] !== undefined && permissions['action/payments.approve'] !== undefined
    const sees = Object.keys(permissions).some((key) => key.startsWith('data/'))
    expect({ id, both, sees }).toEqual({ id, both: false, sees: true })
  }
})

test('what is bound to accounts asks for a scope; settings are not', () => {
  expect(atlar.roles?.scope?.whenMissing).toBe('error')
  expect(atlar.reach).toEqual({ from: 'roleScope', kinds: ['account'] })
  const bound = keysWhere(atlar, ({ scoped }) => scoped === 'reach')
  expect(bound).toContain('data/accounts')
  expect(bound.filter((key) => key.startsWith('settings/'))).toEqual([])
})

test('levels rise from seeing to settings and sensitive data', () => {
  expect(byRisk(atlar)).toMatchInlineSnapshot(`
    {
      "basic": [
        "data/accounts",
        "data/transactions",
        "data/payments",
        "data/forecasts",
        "data/reconciliation",
        "report/cashflow",
      ],
      "critical": [
        "action/payments.approve",
        "action/counterparties.approve",
        "settings/connections",
        "settings/approvalChains",
        "settings/users",
        "settings/roles",
        "settings/security",
        "settings/apiKeys",
      ],
      "elevated": [
        "data/sensitive",
        "data/counterparties",
        "action/payments.create",
        "action/payments.cancel",
        "report/export",
        "settings/organisation",
      ],
    }
  `)
})

test('a member has one role, which comes with the invitation, and an address of the organisation', () => {
  expect(atlar.accountTypes?.['member']).toMatchObject({ roles: { min: 1, max: 1 }, emailDomains: 'tenant' })
  expect(atlar.capabilities?.grantsWithInvitation).toBe(true)
  expect(atlar.capabilities?.create).toEqual({ member: ['single', 'bulk'] })
  expect(atlar.lifecycle?.['member']?.invitation).toMatchObject({ mail: true, expiresAfter: '7 days', resend: 2 })
})

test('single sign-on is enforced, second factors and ways to sign in can be read', () => {
  expect(atlar.capabilities?.enforces).toMatchObject({ sso: 'enforced', mfa: 'verified', authentication: 'verified' })
  expect(atlar.capabilities?.observes).toEqual(expect.arrayContaining(['signInMethods', 'mfaMethods']))
})
