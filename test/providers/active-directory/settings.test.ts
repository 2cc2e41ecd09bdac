import { expect, test } from 'vitest'
import type { AdDirectory, Directory } from '../../../src/generated/tenant.ts'
import { mappingRules } from '../../../src/providers/active-directory/mapping.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import { adSettings } from '../../../src/providers/active-directory/settings.ts'

const written: AdDirectory = {
  provider: 'active-directory',
  url: 'ldaps://DC1.lab.example',
  base: 'DC=Lab, DC=example',
  credentials: { read: { bindDn: 'CN=Reader,DC=lab,DC=example', password: { env: 'READ' } } },
}

test('what is not written has its default', () => {
  expect(adSettings(written)).toMatchObject({
    host: 'dc1.lab.example',
    port: 636,
    encryption: 'tls',
    base: 'dc=lab,dc=example',
    users: {
      base: 'dc=lab,dc=example',
      disabledBase: undefined,
      placement: 'flat',
      cn: 'displayName',
      stamp: 'adminDescription',
    },
    groups: { base: 'dc=lab,dc=example' },
    incremental: true,
    ownAccounts: ['cn=reader,dc=lab,dc=example'],
    ownNames: [],
  })
})

test('containers are relative to the base, or whole DNs in it', () => {
  const settings = adSettings({
    ...written,
    users: { base: 'OU=Staff', disabledBase: 'ou=Leavers, dc=LAB,dc=example' },
  })
  expect(settings.users).toMatchObject({
    base: 'ou=staff,dc=lab,dc=example',
    disabledBase: 'ou=leavers,dc=lab,dc=example',
  })
})

test('SEC-09 roster’s own account is known by each way to write it', () => {
  const own = (bindDn: string): Pick<ReturnType<typeof adSettings>, 'ownAccounts' | 'ownNames'> => {
    const { ownAccounts, ownNames } = adSettings({
      ...written,
      credentials: { read: { bindDn, password: { env: 'READ' } } },
    })
    return { ownAccounts, ownNames }
  }
  expect(own('CN=R, DC=lab,DC=example')).toEqual({ ownAccounts: ['cn=r,dc=lab,dc=example'], ownNames: [] })
  expect(own('Reader@Lab.example')).toEqual({ ownAccounts: [], ownNames: ['reader@lab.example'] })
  expect(own('LAB\\Reader')).toEqual({ ownAccounts: [], ownNames: ['reader'] })
  expect(() => own('reader')).toThrow(/name@domain/)
})

test('SEC-37 plain LDAP to another machine is refused; settings of another provider are a bug', () => {
  expect(() => adSettings({ ...written, url: 'ldap://dc1.lab.example' })).toThrow(/startTls/)
  expect(adSettings({ ...written, url: 'ldap://dc1.lab.example', startTls: true }).encryption).toBe('startTls')
  expect(() => adSettings({ provider: 'local' } satisfies Directory)).toThrow(/local/)
})

test('what is no path of users.yaml to fill has a place of its own', () => {
  const rules = (mapping: AdDirectory['mapping']): ReturnType<typeof mappingRules> =>
    mappingRules(adSettings({ ...written, ...(mapping === undefined ? {} : { mapping }) }))
  for (const attribute of [
    'sAMAccountName',
    'useraccountcontrol',
    'unicodePwd',
    'CN',
    'proxyAddresses',
    'member',
    'adminDescription',
    'sIDHistory',
  ])
    expect(() => rules({ [attribute]: 'title' })).toThrow(/is not for mapping/)
  expect(rules({ Title: { from: 'department.name' } })).toContainEqual({
    attribute: 'Title',
    paths: ['department.name'],
  })
  expect(rules({ Title: 'location' }).filter(({ attribute }) => attribute.toLowerCase() === 'title')).toHaveLength(1)
  expect(rules(undefined)).toContainEqual({ attribute: 'employeeID', paths: ['employeeId'] })
})

test('two directories that cover the same part of one domain controller, or of one domain, overlap', () => {
  const provider = activeDirectoryProvider()
  const sid = 'S-1-5-21-1-2-3'
  const one = provider.territories({
    ...written,
    identity: sid,
    users: { base: 'OU=Staff' },
    groups: { base: 'OU=Staff' },
  })
  expect(one).toEqual(['dc1.lab.example/dc=example/dc=lab/ou=staff/', `${sid}/dc=example/dc=lab/ou=staff/`])
  const other = provider.territories({ ...written, url: 'ldaps://dc2.lab.example', identity: sid })
  expect(one.some((place) => other.some((each) => place.startsWith(each)))).toBe(true)
})
