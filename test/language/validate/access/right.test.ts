import { expect, test } from 'vitest'
import { on, person, today } from '../platforms-world.ts'
import { told } from '../workspace.ts'

test('a tenant with roles, entities, access groups and accounts that is right is told nothing', () => {
  const files = on({
    'users.yaml': [
      person('ana', 'platforms: { desk: { role: agent }, funds: { role: edit, accessGroup: apac } }'),
      person('ben', 'platforms: { desk: { as: endUser, at: amsterdam } }'),
      person('cid', 'platforms: { desk: { role: admin, reason: runs it }, funds: { role: owner } }'),
    ].join(''),
  })
  expect(told(files, today)).toEqual([])
})
