import { expect } from 'vitest'
import { onEvery, onThese } from './every-kind.ts'
import { cast, documentOf, ends, settle } from './cast.ts'

onEvery('a person deleted behind our back is told, and never made anew without leave', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.behind.removePerson('eva.lo')
  const drift = await ends(2, stage, 'drift')
  expect(drift.stdout).toContain('Eva Lo was deleted, or is hidden from the reading account')
  const plan = await ends(4, stage, 'plan')
  expect(plan.stdout).toContain('acme/hq/user/eva-lo')
  expect(plan.stdout).toContain('gate: recordedMissing')
  expect(documentOf(await ends(4, stage, 'plan', '--json')).operations).toEqual([])
  const before = stage.setting.picture()
  await ends(4, stage, 'apply', '--auto-approve')
  expect(stage.setting.picture()).toEqual(before)

  stage.acknowledge('recordedMissing', 'population')
  await settle(stage)
  expect(stage.setting.picture().people['eva.lo']).toBeDefined()
  expect(stage.setting.picture().groups['Nested']?.members).toEqual(['eva.lo'])
})

onEvery('a group deleted behind our back is told, and never made anew without leave', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.behind.removeGroup('Nested')
  const drift = await ends(2, stage, 'drift')
  expect(drift.stdout).toContain('the group Nested was deleted')
  await ends(4, stage, 'plan')
  await ends(4, stage, 'apply', '--auto-approve')
  expect(stage.setting.picture().groups['Nested']).toBeUndefined()
  stage.acknowledge('recordedMissing', 'population')
  await settle(stage)
  const { groups } = stage.setting.picture()
  expect(groups['Nested']?.members).toEqual(['eva.lo'])
  expect(groups['VPN']?.members).toContain('group:Nested')
})

onEvery('a leaver whom somebody deletes after us is no trouble', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({ users: cast.users.replace(/^tom-berg.*\n/m, '') })
  await settle(stage)
  stage.behind.removePerson('tom.berg')
  await ends(0, stage, 'drift')
  // One of four is a quarter of the directory: that alone needs a word of somebody.
  stage.acknowledge('population')
  await settle(stage)
  expect(stage.setting.picture().people['tom.berg']).toBeUndefined()
})

onEvery('an account that somebody else disabled is not enabled again without leave', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.behind.disable('eva.lo')
  const drift = await ends(2, stage, 'drift')
  expect(drift.stdout).toContain('Eva Lo was disabled')
  await ends(5, stage, 'apply', '--auto-approve')
  expect(stage.setting.picture().people['eva.lo']?.container).toContain('leavers')
  stage.acknowledge('disabledElsewhere')
  await settle(stage)
  expect(stage.setting.picture().people['eva.lo']?.container).not.toContain('leavers')
})

onEvery('a declared group taken out of the workspace takes its members out first', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({
    groups: cast.groups.replace(/^nested.*\n/m, '').replace('members: { groups: [nested] }', 'members: {}'),
  })
  stage.acknowledge('groupMembersRemoved', 'membershipsRemoved', 'usersRemoved')
  await settle(stage)
  expect(stage.setting.picture().groups['Nested']).toBeUndefined()
})

// A domain knows no such members.
onThese(
  ['local', 'ldap'],
  'whoever gets the name of a member that does not exist does not become that member',
  async (stage) => {
    stage.declare(cast)
    await settle(stage)
    stage.behind.joinNobody('VPN')
    stage.declare({ users: `${cast.users}ghost: { name: { first: G, last: Host }, username: ghost }\n` })
    await settle(stage)
    const { people, groups } = stage.setting.picture()
    expect(people['ghost']).toBeDefined()
    expect(groups['Staff']?.members).toContain('ghost')
    expect(groups['VPN']?.members).not.toContain('ghost')
  },
)
