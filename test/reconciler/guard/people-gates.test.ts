import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../../src/model/entry.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { Bench, crowd, finding, person, standing, tenantOf } from '../bench.ts'
import type { Funds } from '../access/stage.ts'
import { byHand, declare, found, viewers } from '../access/stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

/** What an export of the product shows of somebody. */
async function seen(user: string, account: Partial<ObservedAccount>): Promise<void> {
  const entry: Entry = {
    type: 'account',
    address: `acme/funds/account/${user}`,
    account: {
      state: 'active',
      type: 'user',
      login: `${user}@acme.example`,
      roles: ['view-only'],
      accessGroups: ['funds'],
      ...account,
    },
    from: 'export',
  }
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', `seen-${user}`, lease)
  await journal.record([entry])
  await journal.close()
  await lease.release()
}

describe('how people sign in', () => {
  const asked: Funds = {
    users: viewers(2),
    contract: byHand,
    tenant: { identityProviders: { okta: { protocol: 'saml', issuer: 'https://acme.okta.example' } } },
    policies: {
      security: { sso: { required: true, provider: 'okta' }, mfa: { required: 'all', minMethods: 2 } },
    },
  }

  test('ALR-14 single sign-on for all: whoever can still use a password is listed', async () => {
    declare(bench, asked)
    await seen('v001', { signInMethods: ['sso', 'password'] })
    await seen('v002', { signInMethods: ['sso'] })
    const broken = found(await bench.plan(), 'security-violated').filter(({ message }) => message.startsWith('Single'))
    expect(broken).toMatchObject([{ result: 'warn', measured: 1, scope: 'acme/atlas' }])
    expect(broken[0]?.message).toMatch(
      /policies\.yaml:\d+\); 1 person does not keep to it: v001: can still use password/,
    )
  })

  test('ALR-15 a second factor with one in reserve: one method is not enough, and unknown is not done', async () => {
    declare(bench, asked)
    await seen('v001', { mfaMethods: ['totp'] })
    const made = await bench.plan()
    const broken = found(made, 'security-violated')
    expect(broken).toMatchObject([{ measured: 1 }])
    expect(broken[0]?.message).toContain('v001: 1 of 2 methods: the backup is missing')
    const known = made.findings.filter(
      ({ message }) => message.startsWith('A second factor is asked') && !message.includes('does not keep'),
    )
    expect(known).toMatchObject([{ slug: 'policy-advisory', result: 'warn' }])
    expect(known[0]?.message).toMatch(/verified by what is read of accounts; 0 keep to it, of 3 it is not known/)
    for (const user of ['v001', 'v002', 'root-one', 'root-two'])
      await seen(user, {
        mfaMethods: ['totp', 'webauthn'],
        roles: user.startsWith('root') ? ['customer-admin'] : ['view-only'],
      })
    const done = (await bench.plan()).findings.filter(({ message }) => message.startsWith('A second factor is asked'))
    expect(done).toMatchObject([{ slug: 'security-enforced', result: 'pass' }])
  })

  test('nothing advisory is ever shown as done', async () => {
    const profile = {
      name: 'Vault',
      version: '2026-11-01',
      categories: { data: { levels: ['none', 'view'] } },
      permissions: { 'data/x': { name: 'X', risk: 'basic' } },
      builtInRoles: { reader: { name: 'Reader', permissions: { 'data/x': 'view' } } },
      accountTypes: { user: { roles: { min: 1, max: 1 } } },
      lifecycle: { user: { end: 'disabled' } },
      capabilities: { deliveries: ['manual'] },
    }
    bench.write('platforms/vault.yaml', profile)
    bench.tenant('acme', {
      tenant: tenantOf({}, { subscriptions: { vault: { platform: 'vault', delivery: 'manual' } } }),
      users: { ana: person('ana', { platforms: { vault: { role: 'reader' } } }) },
      policies: { security: { mfa: { required: 'all' } } },
    })
    const told = (await bench.plan()).findings.filter(({ scope }) => scope === 'acme/vault')
    expect(told.map(({ slug, result }) => `${slug} ${result}`)).toContain('policy-advisory warn')
    expect(told.map(({ slug }) => slug)).not.toContain('security-enforced')
  })
})

describe('SEC-09 accounts that must be left alone', () => {
  const protect = { protect: ['**/root', '**/break-glass'] }
  const start = (users: object, groups: object = {}): void =>
    bench.tenant('acme', {
      tenant: tenantOf(protect),
      users: { ...crowd(2), ...users },
      groups: { vpn: {}, ...groups },
    })

  async function live(): Promise<void> {
    start({})
    await bench.apply()
    bench.live().addUser('root', {
      attributes: { email: 'root@acme.example', displayName: 'Root', employeeId: '1', upn: 'root@acme.example' },
    })
    bench.live().addGroup('break-glass')
  }

  const ways: Readonly<Record<string, object>> = {
    'its id': { root: person('root', { adopt: { hq: 'id-root' }, title: 'Owned' }) },
    'its UPN': { mallory: person('mallory', { upn: 'root@acme.example', email: 'm@acme.example', title: 'Owned' }) },
    'its employee number': { mallory: person('mallory', { employeeId: '1', title: 'Owned' }) },
    'its mail address': { mallory: person('mallory', { email: 'root@acme.example', title: 'Owned' }) },
  }
  test.each(Object.entries(ways))(
    'SEC-09 a change declared by %s is an error, and nothing is done',
    async (_, users) => {
      await live()
      start(users)
      const made = await bench.plan()
      expect(finding(made, 'protected-changed')).toMatchObject({ result: 'block' })
      expect(made.operations.filter(({ address }) => address.includes('/user/'))).toEqual([])
      expect(standing(made)).toBe('blocked 5')
      expect((await bench.apply()).exitCode).toBe(5)
      expect(bench.live().user('root').attributes['title']).toBeUndefined()
    },
  )

  test('SEC-09 by way of a group: it is taken into none, and that is an error; the rest goes on', async () => {
    await live()
    const same = { name: { first: 'Root' }, email: 'root@acme.example', employeeId: '1', upn: 'root@acme.example' }
    start({ root: { ...same, adopt: { hq: 'id-root' }, groups: ['vpn'] }, p003: person('p003') })
    const made = await bench.plan()
    const messages = found(made, 'protected-changed').map(({ message }) => message)
    expect(messages.join('\n')).toMatch(
      /vpn is to take them in \(tenants\/acme\/users\.yaml:\d+\), and the account is protected by/,
    )
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().members('vpn')).toEqual([])
    expect(bench.live().states()['p003']).toBe('active')
  })

  test('SEC-09 by way of a protected group: nobody comes into it', async () => {
    await live()
    start({ p001: person('p001', { groups: ['break-glass'] }) }, { 'break-glass': {} })
    const made = await bench.plan()
    expect(finding(made, 'protected-changed')).toMatchObject({ result: 'block' })
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().members('break-glass')).toEqual([])
  })
})

describe('ATR-07 conformance with a template', () => {
  test('ATR-07 an extra group is reported once a template, and is no reason to stop', async () => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      templates: { desk: { groups: ['printers'] } },
      users: {
        'ana-li': person('ana-li', { template: 'desk', groups: ['vpn'] }),
        'ben-osei': person('ben-osei', { template: 'desk' }),
      },
      groups: { printers: {}, vpn: {} },
    })
    const made = await bench.plan()
    expect(finding(made, 'conformance')).toMatchObject({ result: 'warn', measured: 1, scope: 'acme/desk' })
    expect(finding(made, 'conformance')?.message).toContain(
      '1 person has more than the template desk gives: ana-li (vpn)',
    )
    expect(standing(made)).toBe('changes 2')
  })

  test('ATR-07 what a template gave at creation and is gone since is reported as missing', async () => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      templates: { desk: { groups: ['printers'] } },
      users: { 'ana-li': person('ana-li', { template: 'desk' }) },
      groups: { printers: {} },
    })
    await bench.apply()
    expect(finding(await bench.plan(), 'conformance')).toBeUndefined()
    bench.live().leave('printers', 'ana-li')
    expect(finding(await bench.plan(), 'conformance')?.message).toContain(
      '1 person has not all that the template desk gives',
    )
  })
})
