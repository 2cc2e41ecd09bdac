import { expect, test } from 'vitest'
import { beneficiaries } from '../../src/approval/beneficiaries.ts'
import { access, changeOf, operation } from './story.ts'

const insiders = (tenant: string, group: string): readonly string[] =>
  tenant === 'msp' && group === 'desk' ? ['eva', 'tom'] : []

const grant = (member: string): object => ({ kind: 'membership', verb: 'grant', after: { group: 'vpn', member } })
const account = (verb: string, after: object | null): object => ({
  kind: 'account',
  verb,
  address: 'msp/funds/account/zoe',
  after,
})

test.each<[string, object, readonly string[]]>([
  ['whose account is made', { verb: 'create' }, ['msp/zoe']],
  ['whose account is enabled', { verb: 'enable' }, ['msp/zoe']],
  ['whose account is disabled', { verb: 'disable' }, []],
  ['whose title changes', { verb: 'update' }, []],
  ['who comes into a group', grant('zoe'), ['msp/zoe']],
  ['who is in a group that comes into a group', grant('group:desk'), ['msp/eva', 'msp/tom']],
  ['somebody undeclared', grant('~id-1'), []],
  ['who leaves a group', { kind: 'membership', verb: 'revoke', before: { group: 'vpn', member: 'zoe' } }, []],
  ['who gets a role', { kind: 'roleAssignment', verb: 'grant', after: { user: 'zoe', role: 'r' } }, ['msp/zoe']],
  ['who loses a role', { kind: 'roleAssignment', verb: 'revoke', before: { user: 'zoe', role: 'r' } }, []],
  ['who gets an account on a platform', account('create', { user: 'zoe' }), ['msp/zoe']],
  ['who is invited again', account('invite', { user: 'zoe', resend: 1 }), ['msp/zoe']],
  ['whose access groups change', account('update', { accessGroups: ['funds'] }), ['msp/zoe']],
  ['whose name changes on a platform', account('update', { name: 'Zoe' }), []],
  ['whose account on a platform goes', account('delete', null), []],
  ['who gets a licence', { kind: 'licence', verb: 'grant', after: { licence: 'e3', sku: 'x', user: 'zoe' } }, []],
])('SEC-06 %s', (_, more, gaining) => {
  expect([...beneficiaries(changeOf({ operations: [operation(more)], insiders }))]).toEqual(gaining)
})

test.each(['own', 'role', 'accessGroup', 'tag', 'entity', 'template', 'department', 'start'])(
  'SEC-06 whoever gains access by a change of %s',
  (cause) => {
    const change = changeOf({ operations: [], access: [access({ cause, users: ['zoe', 'eva'] })] })
    expect([...beneficiaries(change)]).toEqual(['msp/zoe', 'msp/eva'])
  },
)
